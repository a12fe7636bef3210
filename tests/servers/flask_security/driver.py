"""Flask-Security-Too over JSON: session cookies, a signed state in the address, and the credential as a text."""

import base64
import contextlib
import itertools
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from faults import Sent
from phone import Phone
from server import Account, Asked, Refused, Server
from web import Answer, Client

HERE = Path(__file__).parent


class Driver(Server):
    NAME = "flask_security"
    DIALECT = "flask-security"
    FINISH = ("POST", "/wan-register/")
    DELETE = ("POST", "/wan-delete")

    def __init__(self, installed: Path) -> None:
        self.python = str(installed / "bin" / "python")
        self.numbers = itertools.count(1)

    def start(self, folder: Path, port: int, url: str) -> None:
        self.folder = folder
        self.spawn([self.python, str(HERE / "app.py"), "serve", str(port)], folder)
        direct = Client(f"http://localhost:{port}")
        self.wait_until(lambda: direct.call("GET", "/login").status == 200)

    def signed_an_hour_ago(self, what: str, value: str) -> str:
        return self.run_once([self.python, str(HERE / "app.py"), what, value], self.folder).strip()

    def account(self, name: str) -> Account:
        account = Account(name, "corr3ct horse", Client(self.url))
        account.app.call("POST", "/register", {**self.names(account), "password_confirm": account.password}).good()
        return account

    def names(self, account: Account) -> dict:
        return {"email": f"{account.name}@example.com", "password": account.password}

    def heard(self, answer: Answer) -> dict:
        told = answer.json()["response"] if answer.body else {"errors": [""]}
        if answer.status != 200:
            reason = "; ".join(told.get("errors"))
            raise Refused(answer.status, reason, sign_in_again=bool(told.get("reauth_required")))
        return told

    def old_session(self, account: Account) -> None:
        [cookie] = [cookie for cookie in account.app.cookies if cookie.name == "session"]
        cookie.value = self.signed_an_hour_ago("old_session", cookie.value)

    def sign_in_again(self, account: Account) -> None:
        account.app.call("POST", "/verify", {"password": account.password}).good()

    def ask(self, account: Account) -> Asked:
        # The name comes first here, and is what a registration is deleted by.
        name = f"Phone {next(self.numbers)}"
        told = self.heard(account.app.call("POST", "/wan-register", {"name": name, "usage": "first"}))
        return Asked(told["credential_options"], {"state": told["wan_state"], "name": name})

    def finish(self, account: Account, asked: Asked, credential: dict, name: str) -> str:
        sent = {"credential": json.dumps(credential)}
        self.heard(account.app.call("POST", f"/wan-register/{asked.more['state']}", sent))
        return asked.more["name"]

    def app_list(self, account: Account) -> object:
        return self.heard(account.app.call("GET", "/wan-register"))["registered_credentials"]

    def app_registrations(self, account: Account) -> list[str]:
        return [row["name"] for row in self.app_list(account)]

    def app_delete(self, account: Account, registration: str) -> None:
        self.heard(account.app.call("POST", "/wan-delete", {"name": registration}))

    def listing(self, account: Account) -> list[str]:
        query = "SELECT w.credential_id FROM web_authn w JOIN user u ON w.user_id = u.id WHERE u.email = ?"
        with contextlib.closing(sqlite3.connect(self.folder / "site.sqlite", timeout=20)) as database:
            rows = database.execute(query, (self.names(account)["email"],)).fetchall()
        return sorted(base64.urlsafe_b64encode(credential).decode().rstrip("=") for (credential,) in rows)

    def refuse_after_key(self, account: Account, sent: Sent) -> Callable[[], None]:
        """The person took longer than the half hour that a registration may take: its signed state is of an hour ago."""
        sent.path = f"/wan-register/{self.signed_an_hour_ago('old_state', sent.path.rpartition('/')[2])}"
        return lambda: None

    def sign_in(self, account: Account, phone: Phone) -> bool:
        visitor = Client(self.url)
        told = self.heard(visitor.call("POST", "/wan-signin", {}))
        sent = {"credential": json.dumps(phone.get(told["credential_options"]))}
        self.heard(visitor.call("POST", f"/wan-signin/{told['wan_state']}", sent))
        # Whose session it is now, its own list tells.
        mine = [row["credential_id"] for row in self.app_list(Account(account.name, "", visitor))]
        return sorted(mine) == self.listing(account)
