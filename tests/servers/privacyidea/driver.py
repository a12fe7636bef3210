"""privacyIDEA: an authorization header without a scheme, two calls to one address, and a challenge that is a text."""

import base64
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from faults import Sent
from phone import Phone
from server import Account, Asked, CannotProduce, Refused, Server
from web import Answer, Client

HERE = Path(__file__).parent
ADMINISTRATOR = "adminpw"
REALM = "work"
PASSWORD = "corr3ct horse"
# Of that, as crypt(3) writes SHA-512.
CRYPTED = "$6$9kpaaGKQKUxL2DxC$mSuT8k/iZqSIcVy5i8MAMegXg3Tk/HPJeA/ro4LamHXu4MnQ7tEVNXW95QDGZU7G1pAHbMBC1RuikQcTZPRG8."


def of_text(challenge: str) -> str:
    """The bytes of the challenge are those of its text, base64url as that is."""
    return base64.urlsafe_b64encode(challenge.encode()).decode().rstrip("=")


class Driver(Server):
    NAME = "privacyidea"
    DIALECT = "privacyidea"
    FINISH = ("POST", "/token/init")
    DELETE = ("DELETE", "/token/")
    SECONDS_TO_START = 120

    def __init__(self, installed: Path) -> None:
        self.python = str(installed / "bin" / "python")
        self.manage = str(installed / "bin" / "pi-manage")
        self.sent: dict[str, str] = {}

    def start(self, folder: Path, port: int, url: str) -> None:
        env = {"PI_FOLDER": str(folder), "PRIVACYIDEA_CONFIGFILE": str(HERE / "settings.py")}
        self.users = folder / "passwd"
        self.users.touch()
        self.run_once([self.python, str(HERE / "manage.py"), ADMINISTRATOR], folder, env)
        self.spawn([self.manage, "run", "--port", str(port)], folder, env)
        self.admin = Client(f"http://localhost:{port}")
        self.wait_until(lambda: self.authenticate(self.admin, "admin", ADMINISTRATOR))
        self.ask_admin("POST", "/resolver/people", {"type": "passwdresolver", "fileName": str(self.users)})
        self.ask_admin("POST", f"/realm/{REALM}", {"resolvers": "people"})
        self.ask_admin("POST", f"/defaultrealm/{REALM}")
        party = "webauthn_relying_party_id=localhost, webauthn_relying_party_name=Site"
        self.policy("relying_party", "enrollment", party)

    def authenticate(self, client: Client, name: str, password: str) -> bool:
        told = client.call("POST", "/auth", {"username": name, "password": password}).good()
        client.headers["Authorization"] = told["result"]["value"]["token"]
        return True

    def ask_admin(self, method: str, path: str, body: object = None) -> object:
        return self.admin.call(method, path, body).good()["result"]["value"]

    def policy(self, name: str, scope: str, action: str) -> Callable[[], None]:
        """Sets a policy, and gives the way back."""
        self.ask_admin("POST", f"/policy/{name}", {"scope": scope, "active": True, "action": action})
        return lambda: self.ask_admin("DELETE", f"/policy/{name}")

    def account(self, name: str) -> Account:
        number = 1000 + len(self.users.read_text().splitlines())
        person = f"{name} Example,,,,{name}@example.com"
        with self.users.open("a") as file:
            file.write(f"{name}:{CRYPTED}:{number}:{number}:{person}:/home/{name}:/bin/sh\n")
        account = Account(name, PASSWORD, Client(self.url, {"Origin": self.url}))
        self.sign_in_again(account)
        return account

    def heard(self, answer: Answer) -> dict:
        told = answer.json() if answer.body else {"result": {"status": False, "error": {"code": 0, "message": ""}}}
        if answer.status != 200 or not told["result"]["status"]:
            error = told["result"]["error"]
            reason = f"{error['code']}: {error['message']}" if error["code"] else ""
            raise Refused(answer.status, reason, sign_in_again=answer.status == 401)
        return told

    def named(self, account: Account) -> list[str]:
        return [*super().named(account), "--set", f"user={account.name}", "--set", f"realm={REALM}"]

    def old_session(self, account: Account) -> None:
        forget = self.policy("short", "webui", "jwt_validity=1")
        self.sign_in_again(account)
        forget()
        time.sleep(2)

    def sign_in_again(self, account: Account) -> None:
        account.app.headers.pop("Authorization", None)
        self.authenticate(account.app, account.name, account.password)

    def ask(self, account: Account) -> Asked:
        told = self.heard(account.app.call("POST", "/token/init", {"type": "passkey", "description": "Phone"}))
        detail = told["detail"]
        options = detail["passkey_registration"]
        options["challenge"] = of_text(options["challenge"])
        return Asked(options, {name: detail[name] for name in ("serial", "transaction_id")})

    def finish(self, account: Account, asked: Asked, credential: dict, name: str) -> str:
        self.met(credential["id"])
        sent = {
            "type": "passkey",
            "description": name,
            "credential_id": credential["id"],
            "rawId": credential["rawId"],
            "authenticatorAttachment": credential["authenticatorAttachment"],
            "attestationObject": credential["response"]["attestationObject"],
            "clientDataJSON": credential["response"]["clientDataJSON"],
            **asked.more,
        }
        self.heard(account.app.call(*self.FINISH, sent))
        return asked.more["serial"]

    def app_tokens(self, account: Account) -> list[dict]:
        told = self.heard(account.app.call("GET", "/token/?type=passkey"))
        return [token for token in told["result"]["value"]["tokens"] if token["rollout_state"] == "enrolled"]

    def app_list(self, account: Account) -> object:
        raise CannotProduce("its list has serial numbers and hashes of ids, and no credential ids")

    def app_registrations(self, account: Account) -> list[str]:
        return [token["serial"] for token in self.app_tokens(account)]

    def app_delete(self, account: Account, registration: str) -> None:
        self.heard(account.app.call("DELETE", f"/token/{registration}"))

    def met(self, credential: str) -> None:
        self.sent[hashlib.sha256(base64.urlsafe_b64decode(credential + "==")).hexdigest()] = credential

    def listing(self, account: Account) -> list[str]:
        listed = self.ask_admin("GET", f"/token/?type=passkey&user={account.name}&realm={REALM}&pagesize=100")
        enrolled = [token for token in listed["tokens"] if token["rollout_state"] == "enrolled"]
        hashes = [token["info"]["credential_id_hash"] for token in enrolled]
        return sorted(self.sent.get(one, f"unknown, with the hash {one}") for one in hashes)

    def refuse_after_key(self, account: Account, sent: Sent) -> Callable[[], None]:
        """The organisation takes passkeys only that are synchronised, which the server sees in the credential."""
        return self.policy("synced", "enrollment", "passkey_allowed_authenticator_device_types=multi_device")

    def sign_in(self, account: Account, phone: Phone) -> bool:
        visitor = Client(self.url, {"Origin": self.url})
        asked = self.heard(visitor.call("POST", "/validate/initialize", {"type": "passkey"}))["detail"]["passkey"]
        answer = phone.get({**asked, "challenge": of_text(asked["challenge"])})
        response = answer["response"]
        told = self.heard(
            visitor.call(
                "POST",
                "/validate/check",
                {
                    "transaction_id": asked["transaction_id"],
                    "credential_id": answer["id"],
                    "authenticatorData": response["authenticatorData"],
                    "clientDataJSON": response["clientDataJSON"],
                    "signature": response["signature"],
                    "userHandle": response["userHandle"],
                },
            )
        )
        return told["result"]["value"] and told["detail"]["username"] == account.name
