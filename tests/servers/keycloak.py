"""A Keycloak with a list of AAGUIDs: python keycloak.py FOLDER COMMAND ATTESTATION AAGUID

Keycloak runs as an administrator would start it for a trial. What a browser would send, this sends: the login form,
the form of the required action "register a passkey", and the form of the passkey login.
"""

import html
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ANOTHER_AAGUID = "de1e552d-db1d-4423-a619-566b625cdc84"
CALLBACK = "http://localhost:9999/callback"
REALM = "work"
USER = "ada"
PASSWORD = "lovelace"


class Wrong(Exception):
    """Something came out otherwise than it must."""


class Keycloak:
    """A server of its own, with nothing in it, for as long as the block lasts."""

    def __init__(self, folder: Path, root: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://localhost:{port}"
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [
                str(folder / "bin" / "kc.sh"),
                "start-dev",
                "--http-host=127.0.0.1",
                f"--http-port={port}",
                "--http-management-port=0",
                "--db=dev-mem",
                f"--truststore-paths={root}",
            ],
            env={
                **os.environ,
                "KC_BOOTSTRAP_ADMIN_USERNAME": "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD": "admin",
            },
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def __enter__(self) -> "Keycloak":
        try:
            self.token = self.wait_for_token()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def wait_for_token(self) -> str:
        form = dict(grant_type="password", client_id="admin-cli", username="admin", password="admin")
        end = time.monotonic() + 420
        while time.monotonic() < end and self.process.poll() is None:
            try:
                status, answer = self.call("POST", "/realms/master/protocol/openid-connect/token", form=form)
                if status == 200:
                    return answer["access_token"]
            except (OSError, json.JSONDecodeError):
                pass
            time.sleep(1)
        self.log.seek(0)
        sys.stderr.buffer.write(self.log.read()[-4000:])
        raise Wrong("Keycloak did not start")

    def call(self, method: str, path: str, body: object = None, form: dict | None = None) -> tuple[int, object]:
        headers, data = {}, None
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        else:
            headers["Authorization"] = f"Bearer {self.token}"
            if body is not None:
                data, headers["Content-Type"] = json.dumps(body).encode(), "application/json"
        request = urllib.request.Request(self.url + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                status, text = answer.status, answer.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        return status, json.loads(text) if text[:1] in (b"{", b"[") else text

    def admin(self, method: str, path: str, body: object = None) -> object:
        status, answer = self.call(method, "/admin/realms" + path, body)
        if not 200 <= status < 300:
            raise Wrong(f"{method} {path}: {status} {answer!r}")
        return answer

    def set_up(self, aaguid: str) -> None:
        """A realm of an organisation: attested passkeys of one AAGUID, which sign in without a password."""
        self.admin(
            "POST",
            "",
            {
                "realm": REALM,
                "enabled": True,
                "sslRequired": "none",
                "webAuthnPolicyPasswordlessPasskeysEnabled": True,
                "webAuthnPolicyPasswordlessUserVerificationRequirement": "required",
                "webAuthnPolicyPasswordlessRequireResidentKey": "Yes",
                "webAuthnPolicyPasswordlessAttestationConveyancePreference": "direct",
                "webAuthnPolicyPasswordlessAcceptableAaguids": [aaguid],
            },
        )
        self.admin(
            "POST",
            f"/{REALM}/clients",
            {"clientId": "app", "publicClient": True, "redirectUris": [CALLBACK], "standardFlowEnabled": True},
        )
        password = {"type": "password", "value": PASSWORD, "temporary": False}
        person = {"firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com", "emailVerified": True}
        self.admin(
            "POST", f"/{REALM}/users", {"username": USER, "enabled": True, "credentials": [password], **person}
        )

    def policy(self, conveyance: str, aaguids: list[str]) -> None:
        realm = self.admin("GET", f"/{REALM}")
        realm["webAuthnPolicyPasswordlessAttestationConveyancePreference"] = conveyance
        realm["webAuthnPolicyPasswordlessAcceptableAaguids"] = aaguids
        self.admin("PUT", f"/{REALM}", realm)

    def passkeys(self) -> list[dict]:
        [user] = self.admin("GET", f"/{REALM}/users?username={USER}")
        credentials = self.admin("GET", f"/{REALM}/users/{user['id']}/credentials")
        return [credential for credential in credentials if credential["type"] == "webauthn-passwordless"]


class Browser:
    """Cookies, forms and what the page's script is given."""

    class StopAtCallback(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, request, file, code, message, headers, url):
            if url.startswith(CALLBACK):
                raise urllib.error.HTTPError(url, code, message, headers, file)
            return super().redirect_request(request, file, code, message, headers, url)

    def __init__(self) -> None:
        # The cookies say "secure", which on localhost a browser lets pass.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(policy=policy))
        self.opener = urllib.request.build_opener(cookies, self.StopAtCallback())
        self.url, self.page = "", ""

    def open(self, url: str, form: dict | None = None) -> None:
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(url, data, timeout=60) as answer:
                self.url, self.page = answer.geturl(), answer.read().decode()
        except urllib.error.HTTPError as error:
            self.url, self.page = error.filename, error.read().decode(errors="replace")

    def submit(self, form_id: str, form: dict) -> None:
        for tag in re.findall(r"<form[^>]*>", self.page):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if attributes.get("id") == form_id:
                return self.open(html.unescape(attributes["action"]), form)
        raise Wrong(f"the page has no form {form_id}: {self.text()}")

    def given(self) -> dict:
        """The members of the objects that the page hands to its script."""
        members = {}
        for name, value in re.findall(r'(\w+)\s*:\s*("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\d+|true|false)', self.page):
            try:
                members[name] = json.loads(re.sub(r",\s*\]", "]", value))
            except json.JSONDecodeError:
                pass
        return members

    def text(self) -> str:
        without_scripts = re.sub(r"(?s)<(script|style).*?</\1>", " ", self.page)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without_scripts)).strip()

    def is_done(self) -> bool:
        return self.url.startswith(CALLBACK) and "code=" in self.url


class Person:
    """The person at the browser, with the command as their authenticator."""

    def __init__(self, server: Keycloak, command: str, attestation: Path) -> None:
        self.server, self.command, self.attestation = server, command, attestation
        self.store = tempfile.TemporaryDirectory()

    def run(self, verb: str, options: dict, more: list[str]) -> dict:
        arguments = ["--store", self.store.name, "--keys", "file", verb, "--origin", self.server.url]
        arguments += ["--verified", "biometric", *more]
        ran = subprocess.run(
            [self.command, *arguments], input=json.dumps(options), capture_output=True, text=True, timeout=60
        )
        if ran.returncode != 0:
            raise Wrong(f"the command refuses to {verb}: {ran.stderr}")
        return json.loads(ran.stdout)

    def visit(self, **more: str) -> Browser:
        browser = Browser()
        query = dict(client_id="app", response_type="code", redirect_uri=CALLBACK, scope="openid", **more)
        path = f"/realms/{REALM}/protocol/openid-connect/auth?" + urllib.parse.urlencode(query)
        browser.open(self.server.url + path)
        return browser

    def register(self, service: str | None) -> Browser:
        """Signs in with the password and registers a passkey that the attestation service vouches for."""
        browser = self.visit(kc_action="webauthn-register-passwordless")
        browser.submit("kc-form-login", {"username": USER, "password": PASSWORD})
        asked = browser.given()
        if "challenge" not in asked:
            raise Wrong(f"Keycloak asks for no passkey: {browser.text()}")
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
        }
        more = ["--on-duplicate", "replace"]
        if service:
            folder = self.attestation / service
            more += ["--attestation-chain", str(folder / "chain.pem"), "--attestation-key", str(folder / "key.pem")]
        answer = self.run("create", options, more)
        response = answer["response"]
        browser.submit(
            "register",
            {
                "clientDataJSON": response["clientDataJSON"],
                "attestationObject": response["attestationObject"],
                "publicKeyCredentialId": answer["rawId"],
                "authenticatorLabel": "Phone",
                "transports": ",".join(response["transports"]),
                "authenticatorAttachment": "platform",
                "error": "",
            },
        )
        return browser

    def sign_in(self) -> Browser:
        browser = self.visit()
        asked = browser.given()
        options = {name: asked[name] for name in ("challenge", "rpId", "userVerification")}
        answer = self.run("get", options, [])
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


def accepted(browser: Browser) -> None:
    if not browser.is_done():
        raise Wrong(f"refused: {browser.text()[-400:]}")


def refused(browser: Browser, because: str) -> None:
    if browser.is_done():
        raise Wrong("accepted")
    if because not in browser.text():
        raise Wrong(f"refused, and not because of {because!r}: {browser.text()[-400:]}")


def main(folder: str, command: str, attestation: str, aaguid: str) -> int:
    services = Path(attestation)
    with Keycloak(Path(folder), services / "ours" / "root.pem") as server:
        server.set_up(aaguid)
        person = Person(server, command, services)

        def no_passkey() -> None:
            if server.passkeys():
                raise Wrong("the server keeps a passkey that it refused")

        def self_attestation() -> None:
            refused(person.register(None), "SELF attestations is prohibited by configuration")
            no_passkey()

        def no_attestation() -> None:
            server.policy("none", [aaguid])
            refused(person.register("ours"), "Acceptable AAGUIDs require an attestation format other than")
            server.policy("direct", [aaguid])
            no_passkey()

        def another_root() -> None:
            refused(person.register("another"), "invalid cert path")
            no_passkey()

        def another_aaguid() -> None:
            server.policy("direct", [ANOTHER_AAGUID])
            refused(person.register("ours"), "Not acceptable authenticator")
            server.policy("direct", [aaguid])
            no_passkey()

        def attested() -> None:
            accepted(person.register("ours"))
            [passkey] = server.passkeys()
            data = json.loads(passkey["credentialData"])
            if data["aaguid"] != aaguid or data["attestationStatementFormat"] != "packed":
                raise Wrong(f"the server keeps {data}")

        promises = {
            "self attestation is refused, for the list of AAGUIDs": self_attestation,
            "no attestation is refused, for the list of AAGUIDs": no_attestation,
            "a chain of another root is refused": another_root,
            "an AAGUID that is not on the list is refused": another_aaguid,
            "an attested passkey of a listed AAGUID is accepted": attested,
            "the passkey signs in": lambda: accepted(person.sign_in()),
        }
        failed = 0
        for promise, keep in promises.items():
            try:
                keep()
                print(f"ok    {promise}")
            except Wrong as wrong:
                failed += 1
                print(f"FAIL  {promise}: {wrong}")
        print(f"{len(promises) - failed} passed, {failed} failed")
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
