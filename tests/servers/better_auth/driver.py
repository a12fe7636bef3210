"""better-auth with its passkey plugin: session cookies, bare options, and a challenge that a cookie names."""

from collections.abc import Callable
from pathlib import Path

from faults import Sent
from phone import Phone
from server import Account, Asked, Refused, Server
from web import Answer, Client

BASE = "/api/auth"


class Driver(Server):
    NAME = "better_auth"
    DIALECT = "better-auth"
    FINISH = ("POST", f"{BASE}/passkey/verify-registration")
    DELETE = ("POST", f"{BASE}/passkey/delete-passkey")

    def __init__(self, installed: Path) -> None:
        self.installed = installed

    def start(self, folder: Path, port: int, url: str) -> None:
        self.judge = Client(f"http://localhost:{port}/judge")
        self.spawn(["node", str(self.installed / "app.mjs"), str(port), url], folder)
        direct = Client(f"http://localhost:{port}")
        self.wait_until(lambda: direct.call("GET", f"{BASE}/ok").status == 200)

    def session(self) -> Client:
        # A browser's requests carry the origin, and the server checks it.
        return Client(self.url, {"Origin": self.url})

    def account(self, name: str) -> Account:
        account = Account(name, "corr3ct horse", self.session())
        told = account.app.call("POST", f"{BASE}/sign-up/email", self.sign_up(account)).good()
        account.more["user"] = told["user"]["id"]
        return account

    def sign_up(self, account: Account) -> dict:
        return {"email": f"{account.name}@example.com", "name": account.name, "password": account.password}

    def heard(self, answer: Answer) -> object:
        if answer.status == 200:
            return answer.json()
        told = answer.json() if answer.body else {}
        code = told.get("code", "")
        raise Refused(answer.status, code, sign_in_again=code in ("SESSION_NOT_FRESH", "UNAUTHORIZED"))

    def old_session(self, account: Account) -> None:
        self.judge.call("GET", f"/make-old/{account.more['user']}").good()

    def sign_in_again(self, account: Account) -> None:
        asked = {"email": f"{account.name}@example.com", "password": account.password}
        account.app.call("POST", f"{BASE}/sign-in/email", asked).good()

    def ask(self, account: Account) -> Asked:
        return Asked(self.heard(account.app.call("GET", f"{BASE}/passkey/generate-register-options")))

    def finish(self, account: Account, asked: Asked, credential: dict, name: str) -> str:
        sent = {"response": credential, "name": name}
        return self.heard(account.app.call(*self.FINISH, sent))["id"]

    def app_list(self, account: Account) -> object:
        return self.heard(account.app.call("GET", f"{BASE}/passkey/list-user-passkeys"))

    def app_registrations(self, account: Account) -> list[str]:
        return [row["id"] for row in self.app_list(account)]

    def app_delete(self, account: Account, registration: str) -> None:
        self.heard(account.app.call("POST", f"{BASE}/passkey/delete-passkey", {"id": registration}))

    def listing(self, account: Account) -> list[str]:
        return sorted(self.judge.call("GET", f"/passkeys/{account.more['user']}").good())

    def refuse_after_key(self, account: Account, sent: Sent) -> Callable[[], None]:
        """The person took longer than the five minutes that a challenge lives."""
        self.judge.call("GET", "/expire").good()
        return lambda: None

    def sign_in(self, account: Account, phone: Phone) -> bool:
        visitor = self.session()
        asked = visitor.call("GET", f"{BASE}/passkey/generate-authenticate-options").good()
        told = visitor.call("POST", f"{BASE}/passkey/verify-authentication", {"response": phone.get(asked)}).good()
        return told["session"]["userId"] == account.more["user"]
