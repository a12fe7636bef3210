"""Keycloak: pages for a browser, a session that its cookies name, and an API that the app's token opens.

Where its only way is a page, this is the host that takes the object out of it.
"""

import base64
import json
import os
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path

from faults import Sent
from keycloak.browser import CALLBACK, Browser
from phone import Phone
from server import Account, Asked, Refused, Server, printing
from web import Client, Wrong

ANOTHER_AAGUID = "de1e552d-db1d-4423-a619-566b625cdc84"
PASSKEY = "webauthn-register-passwordless"
POLICY = "webAuthnPolicyPasswordless"


class Realm:
    """An organisation, with people who sign in by a form, and an app."""

    def __init__(self, driver: "Driver", name: str, **policy: object) -> None:
        self.driver, self.name = driver, name
        self.path = f"/realms/{name}"
        driver.admin(
            "POST",
            "",
            {
                "realm": name,
                "enabled": True,
                "sslRequired": "none",
                f"{POLICY}PasskeysEnabled": True,
                f"{POLICY}UserVerificationRequirement": "required",
                f"{POLICY}RequireResidentKey": "Yes",
                **{POLICY + member: value for member, value in policy.items()},
            },
        )
        app = {"clientId": "app", "publicClient": True, "redirectUris": [CALLBACK], "standardFlowEnabled": True}
        driver.admin("POST", f"/{name}/clients", app)

    def account(self, name: str) -> Account:
        account = Account(name, "lovelace", Client(self.driver.url), {"realm": self, "browser": Browser()})
        password = {"type": "password", "value": account.password, "temporary": False}
        person = {"firstName": name, "lastName": "Lovelace", "email": f"{name}@example.com", "emailVerified": True}
        user = {"username": name, "enabled": True, "credentials": [password], **person}
        self.driver.admin("POST", f"/{self.name}/users", user)
        [found] = self.driver.admin("GET", f"/{self.name}/users?username={name}&exact=true")
        account.more["user"] = found["id"]
        return account

    def policy(self, **changed: object) -> None:
        realm = self.driver.admin("GET", f"/{self.name}")
        realm.update({POLICY + member: value for member, value in changed.items()})
        self.driver.admin("PUT", f"/{self.name}", realm)

    def passkeys(self, account: Account) -> list[dict]:
        """The administrator's view."""
        credentials = self.driver.admin("GET", f"/{self.name}/users/{account.more['user']}/credentials")
        return [credential for credential in credentials if credential["type"] == "webauthn-passwordless"]

    def visit(self, browser: Browser, **more: str) -> None:
        query = dict(client_id="app", response_type="code", redirect_uri=CALLBACK, scope="openid", **more)
        browser.open(f"{self.driver.url}{self.path}/protocol/openid-connect/auth?{urllib.parse.urlencode(query)}")

    def sign_in_by_password(self, account: Account, **more: str) -> None:
        browser = account.more["browser"]
        self.visit(browser, **more)
        browser.submit("kc-form-login", {"username": account.name, "password": account.password})


class Driver(Server):
    NAME = "keycloak"
    DIALECT = "keycloak"
    FINISH = ("POST", "/login-actions/required-action")
    DELETE = ("DELETE", "/account/credentials/")
    SECONDS_TO_START = 300

    def __init__(self, installed: Path) -> None:
        self.installed = installed
        self.services = Path(os.environ["ATTESTATION"])

    def start(self, folder: Path, port: int, url: str) -> None:
        self.spawn(
            [
                str(self.installed / "bin" / "kc.sh"),
                "start",
                "--optimized",
                "--http-enabled=true",
                "--hostname-strict=false",
                "--http-host=127.0.0.1",
                f"--http-port={port}",
                "--http-management-port=0",
                f"--truststore-paths={self.services / 'ours' / 'root.pem'}",
            ],
            folder,
            {
                "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD": "admin",
                # Short runs: starting quickly matters more than running fast.
                "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1",
            },
        )
        self.administrator = Client(f"http://localhost:{port}")
        self.wait_until(self.authenticate)
        self.realm = Realm(self, "work", AvoidSameAuthenticatorRegister=True)

    def authenticate(self) -> bool:
        self.administrator.headers["Authorization"] = f"Bearer {self.administrator_token(self.administrator)}"
        return True

    def administrator_token(self, client: Client) -> str:
        form = dict(grant_type="password", client_id="admin-cli", username="admin", password="admin")
        told = client.call("POST", "/realms/master/protocol/openid-connect/token", form=form).good()
        return told["access_token"]

    def admin(self, method: str, path: str, body: object = None) -> object:
        answer = self.administrator.call(method, f"/admin/realms{path}", body)
        if answer.status == 401:
            # Its tokens live for a minute.
            self.authenticate()
            answer = self.administrator.call(method, f"/admin/realms{path}", body)
        return answer.good()

    def account(self, name: str) -> Account:
        account = self.realm.account(name)
        self.realm.sign_in_by_password(account)
        return account

    def named(self, account: Account) -> list[str]:
        settings = ("--set", f"realm={self.realm.name}", "--set", f"user={account.more['user']}")
        return [*super().named(account), *settings]

    def token_command(self, account: Account, folder: Path) -> str:
        """Cookies of the person's page, and a token of the administrator, whose API has the list."""
        # A token counts at the address that it was asked for at.
        token = self.administrator_token(Client(self.url))
        cookies = "; ".join(f"{one.name}={one.value}" for one in account.more["browser"].cookies)
        bearer, page = printing(folder / "token", token), printing(folder / "cookies", cookies)
        return f'if [ "$PASSKEY_PROVIDER_TOKEN" = bearer ]; then {bearer}; else {page}; fi'

    def page(self, account: Account, folder: Path) -> list[str]:
        browser, file = account.more["browser"], folder / "page.json"
        account.more["realm"].visit(browser, kc_action=PASSKEY)
        if browser.action("kc-form-login"):
            raise Refused(browser.status, "the page asks for the password", sign_in_again=True)
        file.write_text(json.dumps({**browser.given(), "action": browser.action("register")}))
        return ["--options", str(file)]

    def old_session(self, account: Account) -> None:
        self.max_age("1")
        time.sleep(2.5)

    def max_age(self, seconds: str) -> None:
        path = f"/{self.realm.name}/authentication/required-actions/{PASSKEY}/config"
        self.admin("PUT", path, {"config": {"max_auth_age": seconds}})

    def sign_in_again(self, account: Account) -> None:
        self.max_age("300")
        self.realm.sign_in_by_password(account, prompt="login")

    def ask(self, account: Account) -> Asked:
        browser, realm = account.more["browser"], account.more["realm"]
        realm.visit(browser, kc_action=PASSKEY)
        if browser.action("kc-form-login"):
            raise Refused(browser.status, "the page asks for the password", sign_in_again=True)
        return self.found(browser)

    def found(self, browser: Browser) -> Asked:
        """The options in the page that the browser has."""
        asked = browser.given()
        if "challenge" not in asked:
            raise Wrong(f"Keycloak asks for no passkey: {browser.status} {browser.text()}")
        excluded = [one for one in asked["excludeCredentialIds"].split(",") if one]
        options = {
            "rp": {"id": asked["rpId"], "name": asked["rpEntityName"]},
            "user": {"id": asked["userid"], "name": asked["username"], "displayName": asked["username"]},
            "challenge": asked["challenge"],
            "pubKeyCredParams": [{"type": "public-key", "alg": alg} for alg in asked["signatureAlgorithms"]],
            "attestation": asked["attestationConveyancePreference"],
            "authenticatorSelection": {
                "residentKey": "required",
                "userVerification": asked["userVerificationRequirement"],
            },
            "excludeCredentials": [{"type": "public-key", "id": one} for one in excluded],
        }
        # The word for what is left open.
        if options["attestation"] == "not specified":
            del options["attestation"]
        return Asked(options, {"action": browser.action("register")})

    def finish(self, account: Account, asked: Asked, credential: dict, name: str) -> str:
        browser, response = account.more["browser"], credential["response"]
        browser.open(
            asked.more["action"],
            {
                "clientDataJSON": response["clientDataJSON"],
                "attestationObject": response["attestationObject"],
                "publicKeyCredentialId": credential["rawId"],
                "authenticatorLabel": name,
                "transports": ",".join(response["transports"]),
                "authenticatorAttachment": credential["authenticatorAttachment"],
                "error": "",
            },
        )
        if browser.answers().get("kc_action_status") != "success":
            raise Refused(browser.status, browser.text().rpartition("Passkey Error")[2].strip())
        return self.registrations(account)[credential["id"]]

    def app_list(self, account: Account) -> list[dict]:
        """The rows of the list. Around them stand kinds of credentials, of which the one asked for is always there."""
        [kind] = self.call_as_app(account, "GET", "/account/credentials?type=webauthn-passwordless")
        return [row["credential"] for row in kind["userCredentialMetadatas"]]

    def call_as_app(self, account: Account, method: str, path: str) -> object:
        """With a token of the app, which it gets for the session without asking."""
        browser, realm = account.more["browser"], account.more["realm"]
        realm.visit(browser)
        form = dict(
            grant_type="authorization_code", client_id="app", redirect_uri=CALLBACK, code=browser.answers()["code"]
        )
        token = account.app.call("POST", f"{realm.path}/protocol/openid-connect/token", form=form).good()
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        answer = account.app.call(method, realm.path + path, headers=headers)
        if not 200 <= answer.status < 300:
            raise Refused(answer.status, answer.body.decode(errors="replace"))
        return answer.json() if answer.body else None

    def registrations(self, account: Account) -> dict[str, str]:
        """Ids of the registrations, by credential id."""
        rows = self.app_list(account)
        return {unpadded(json.loads(row["credentialData"])["credentialId"]): row["id"] for row in rows}

    def app_registrations(self, account: Account) -> list[str]:
        return list(self.registrations(account).values())

    def app_delete(self, account: Account, registration: str) -> None:
        self.call_as_app(account, "DELETE", f"/account/credentials/{registration}")

    def listing(self, account: Account) -> list[str]:
        passkeys = self.realm.passkeys(account)
        return sorted(unpadded(json.loads(row["credentialData"])["credentialId"]) for row in passkeys)

    def refuse_after_key(self, account: Account, sent: Sent) -> Callable[[], None]:
        """The administrator allows another AAGUID, and no other, while the person is at the page."""
        self.realm.policy(AcceptableAaguids=[ANOTHER_AAGUID])
        return lambda: self.realm.policy(AcceptableAaguids=[])

    def sign_in(self, account: Account, phone: Phone) -> bool:
        return "code" in self.visit_with_passkey(account.more["realm"], phone).answers()

    def visit_with_passkey(self, realm: Realm, phone: Phone) -> Browser:
        browser = Browser()
        realm.visit(browser)
        asked = browser.given()
        answer = phone.get({name: asked[name] for name in ("challenge", "rpId", "userVerification")})
        response = answer["response"]
        browser.submit(
            "webauth",
            {
                "clientDataJSON": response["clientDataJSON"],
                "authenticatorData": response["authenticatorData"],
                "signature": response["signature"],
                "credentialId": answer["id"],
                "userHandle": response["userHandle"],
                "error": "",
            },
        )
        return browser

    def promises(self, command: str, folder: Path) -> list[tuple[str, str]]:
        from keycloak.attested import Attested

        return Attested(self, command, folder).promises()


def unpadded(standard: str) -> str:
    """Base64url without padding, of base64."""
    return base64.urlsafe_b64encode(base64.b64decode(standard)).decode().rstrip("=")
