"""Spring Security's passkeys: session cookies, bare options, and a DELETE by credential id; its list is a page."""

from collections.abc import Callable
from pathlib import Path

from faults import Sent
from phone import Phone
from server import Account, Asked, CannotProduce, Refused, Server
from web import Answer, Client, Wrong


class Driver(Server):
    NAME = "spring"
    DIALECT = "spring-security"
    FINISH = ("POST", "/webauthn/register")
    DELETE = ("DELETE", "/webauthn/register/")
    SECONDS_TO_START = 180
    # Its filter for options stands before its rules, the one for credentials behind them.
    LOOKS_LATE = True
    # On a challenge that is not the last one.
    BREAKS = True

    def __init__(self, installed: Path) -> None:
        self.jar = installed / "site.jar"

    def start(self, folder: Path, port: int, url: str) -> None:
        options = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"]
        server = ["--server.address=127.0.0.1", f"--server.port={port}", f"--site.url={url}"]
        self.spawn(["java", *options, "-jar", str(self.jar), *server, "--logging.level.root=warn"], folder)
        self.judge = Client(f"http://localhost:{port}/judge")
        self.wait_until(lambda: self.judge.call("GET", "/passkeys/nobody").status == 200)

    def account(self, name: str) -> Account:
        account = Account(name, "corr3ct-horse", Client(self.url))
        self.judge.call("POST", f"/people/{name}/{account.password}").good()
        self.sign_in_again(account)
        return account

    def heard(self, answer: Answer) -> object:
        if 200 <= answer.status < 300:
            return answer.json() if answer.body else None
        place = answer.headers.get("Location", "")
        if 300 <= answer.status < 400:
            raise Refused(answer.status, f"sent to {place}", sign_in_again="/login" in place)
        raise Refused(answer.status, answer.body.decode(errors="replace"))

    def old_session(self, account: Account) -> None:
        account.app.call("POST", "/judge/make-old").good()

    def sign_in_again(self, account: Account) -> None:
        answer = account.app.call("POST", "/login", form={"username": account.name, "password": account.password})
        if answer.status != 302 or "error" in answer.headers["Location"]:
            raise Wrong(f"no sign-in: {answer.status} {answer.headers['Location']}")

    def ask(self, account: Account) -> Asked:
        return Asked(self.heard(account.app.call("POST", "/webauthn/register/options")))

    def finish(self, account: Account, asked: Asked, credential: dict, name: str) -> str:
        told = self.heard(account.app.call(*self.FINISH, {"publicKey": {"credential": credential, "label": name}}))
        if told != {"success": True}:
            raise Refused(200, f"{told}")
        return credential["id"]

    def app_list(self, account: Account) -> object:
        raise CannotProduce("its list is a page for people")

    def app_registrations(self, account: Account) -> list[str]:
        return [passkey["id"] for passkey in self.ask(account).options["excludeCredentials"]]

    def app_delete(self, account: Account, registration: str) -> None:
        self.heard(account.app.call("DELETE", f"/webauthn/register/{registration}"))

    def listing(self, account: Account) -> list[str]:
        return sorted(self.judge.call("GET", f"/passkeys/{account.name}").good())

    def refuse_after_key(self, account: Account, sent: Sent) -> Callable[[], None]:
        """The same session asked for options again, in another window: only the later challenge counts."""
        self.ask(account)
        return lambda: None

    def sign_in(self, account: Account, phone: Phone) -> bool:
        visitor = Client(self.url)
        asked = self.heard(visitor.call("POST", "/webauthn/authenticate/options"))
        told = self.heard(visitor.call("POST", "/login/webauthn", phone.get(asked)))
        return told["authenticated"]
