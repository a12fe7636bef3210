"""django-allauth, headless, as its `app` client: a session token in a header, and a sign-in that grows old."""

import contextlib
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from faults import Sent
from phone import Phone
from server import Account, Asked, CannotProduce, Refused, Server
from web import Answer, Client, Wrong

HERE = Path(__file__).parent
BASE = "/_allauth/app/v1"
PASSKEYS = f"{BASE}/account/authenticators/webauthn"


class Driver(Server):
    NAME = "allauth"
    DIALECT = "allauth"
    FINISH = ("POST", PASSKEYS)
    DELETE = ("DELETE", PASSKEYS)

    def __init__(self, installed: Path) -> None:
        self.python = str(installed / "bin" / "python")

    def start(self, folder: Path, port: int, url: str) -> None:
        self.folder, self.direct = folder, f"http://localhost:{port}"
        self.run_app("migrate")
        self.spawn([self.python, str(HERE / "app.py"), "serve", str(port)], folder)
        self.wait_until(lambda: Client(self.direct).call("GET", f"{BASE}/config").status == 200)

    def run_app(self, *arguments: str) -> None:
        self.run_once([self.python, str(HERE / "app.py"), *arguments], self.folder)

    def database(self) -> contextlib.closing:
        return contextlib.closing(sqlite3.connect(self.folder / "site.sqlite", timeout=20, isolation_level=None))

    def account(self, name: str) -> Account:
        account = Account(name, "corr3ct horse", Client(self.url))
        told = self.call(
            account,
            "POST",
            f"{BASE}/auth/signup",
            {"email": f"{name}@example.com", "username": name, "password": account.password},
        ).good()
        account.more["user"] = told["data"]["user"]["id"]
        self.verify_address(account, True)
        # Signing up does not count as a sign-in that is fresh enough.
        self.sign_in_again(account)
        return account

    def verify_address(self, account: Account, verified: bool) -> None:
        with self.database() as database:
            database.execute(
                "UPDATE account_emailaddress SET verified = ? WHERE user_id = ?", (verified, account.more["user"])
            )

    def call(self, account: Account, method: str, path: str, body: object = None) -> Answer:
        answer = account.app.call(method, path, body)
        told = answer.json() if answer.body else {}
        token = (told.get("meta") or {}).get("session_token")
        if token:
            account.app.headers["X-Session-Token"] = token
        return answer

    def heard(self, answer: Answer) -> dict:
        told = answer.json() if answer.body else {}
        if answer.status == 401:
            flows = [flow["id"] for flow in told["data"]["flows"]]
            raise Refused(401, "flows: " + ", ".join(flows), sign_in_again="reauthenticate" in flows)
        if answer.status != 200:
            raise Refused(answer.status, ", ".join(error["code"] for error in told.get("errors", [])))
        return told.get("data")

    def old_session(self, account: Account) -> None:
        self.run_app("make_old", account.name)

    def sign_in_again(self, account: Account) -> None:
        self.call(account, "POST", f"{BASE}/auth/reauthenticate", {"password": account.password}).good()

    def ask(self, account: Account) -> Asked:
        told = self.heard(self.call(account, "GET", f"{PASSKEYS}?passwordless"))
        return Asked(told["creation_options"])

    def finish(self, account: Account, asked: Asked, credential: dict, name: str) -> str:
        told = self.heard(self.call(account, "POST", PASSKEYS, {"name": name, "credential": credential}))
        return str(told["id"])

    def app_list(self, account: Account) -> object:
        listed = self.heard(self.call(account, "GET", f"{BASE}/account/authenticators"))
        if "credential" in json.dumps(listed):
            raise Wrong(f"the list has credential ids now: {listed}")
        raise CannotProduce("its list has numbers, and no credential ids")

    def app_registrations(self, account: Account) -> list[str]:
        listed = self.heard(self.call(account, "GET", f"{BASE}/account/authenticators"))
        return sorted(str(row["id"]) for row in listed if row["type"] == "webauthn")

    def app_delete(self, account: Account, registration: str) -> None:
        self.heard(self.call(account, "DELETE", PASSKEYS, {"authenticators": [int(registration)]}))

    def listing(self, account: Account) -> list[str]:
        with self.database() as database:
            rows = database.execute(
                "SELECT data FROM mfa_authenticator WHERE type = 'webauthn' AND user_id = ?", (account.more["user"],)
            ).fetchall()
        return sorted(json.loads(data)["credential"]["id"] for (data,) in rows)

    def refuse_after_key(self, account: Account, sent: Sent) -> Callable[[], None]:
        """The person's new e-mail address is not verified yet: 409."""
        self.verify_address(account, False)
        return lambda: self.verify_address(account, True)

    def sign_in(self, account: Account, phone: Phone) -> bool:
        visitor = Account(account.name, account.password, Client(self.url))
        login = f"{BASE}/auth/webauthn/login"
        asked = self.call(visitor, "GET", login).good()["data"]["request_options"]
        told = self.call(visitor, "POST", login, {"credential": phone.get(asked)}).good()
        return told["meta"]["is_authenticated"] and told["data"]["user"]["username"] == account.name
