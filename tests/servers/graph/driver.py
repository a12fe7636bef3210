"""Microsoft Graph, by a stand-in that was built from its documentation: bearer tokens, and pages of a list."""

import urllib.parse
from collections.abc import Callable
from pathlib import Path

from faults import Sent
from phone import Phone
from server import Account, Asked, Refused, Server, free_port
from web import Answer, Client

ME = "/v1.0/me/authentication/fido2Methods"


class Driver(Server):
    NAME = "graph"
    DIALECT = "entra-graph"
    FINISH = ("POST", "/fido2Methods")
    DELETE = ("DELETE", "/fido2Methods/")
    HIDES_AGE = "accessDenied for an old sign-in as for a policy, and no code beside it: the person is told, and begins again"

    def __init__(self, installed: Path) -> None:
        self.installed = installed

    def start(self, folder: Path, port: int, url: str) -> None:
        self.rp_id = "login.microsoft.com"
        self.origin = f"https://{self.rp_id}"
        self.port, self.elsewhere = port, free_port()
        self.spawn(["node", str(self.installed / "stand_in.mjs"), str(port), str(self.elsewhere)], folder)
        self.client = Client(f"http://localhost:{port}/judge")
        self.wait_until(lambda: self.judge("log") == [])

    def judge(self, question: str, **asked: object) -> object:
        return self.client.call("POST", f"/{question}", asked).good()

    def account(self, name: str) -> Account:
        told = self.judge("account", name=name)
        app = Client(self.url, {"Authorization": f"Bearer {told['token']}"})
        return Account(name, "", app, {"user": told["id"]})

    def heard(self, answer: Answer) -> object:
        told = answer.json() if answer.body else {}
        if not 200 <= answer.status < 300:
            error = told.get("error", {"code": "", "message": ""})
            again = answer.status == 401 or "Multifactor" in error["message"]
            reason = f"{error['code']}: {error['message']}" if error["code"] else ""
            raise Refused(answer.status, reason, sign_in_again=again)
        return told

    def old_session(self, account: Account) -> None:
        self.judge("make-old", id=account.more["user"])

    def sign_in_again(self, account: Account) -> None:
        account.app.headers["Authorization"] = f"Bearer {self.judge('token', id=account.more['user'])}"

    def ask(self, account: Account) -> Asked:
        told = self.heard(account.app.call("GET", f"{ME}/creationOptions"))
        return Asked({"publicKey": told["publicKey"]})

    def finish(self, account: Account, asked: Asked, credential: dict, name: str) -> str:
        sent = {
            "displayName": name,
            "publicKeyCredential": {
                "id": credential["id"],
                "response": {
                    "clientDataJSON": credential["response"]["clientDataJSON"],
                    "attestationObject": credential["response"]["attestationObject"],
                },
                "clientExtensionResults": credential["clientExtensionResults"],
            },
        }
        return self.heard(account.app.call("POST", ME, sent))["id"]

    def app_list(self, account: Account) -> object:
        """All pages, as one list. A link that leads away is not followed: the token is for this server."""
        path, value = ME, []
        while path:
            told = self.heard(account.app.call("GET", path))
            value += told["value"]
            link = told.get("@odata.nextLink", "")
            if link and not link.startswith(f"{self.url}/"):
                raise Refused(200, "the next page is at another server")
            path = link.removeprefix(self.url)
        return {"value": value}

    def app_registrations(self, account: Account) -> list[str]:
        return [row["id"] for row in self.app_list(account)["value"]]

    def app_delete(self, account: Account, registration: str) -> None:
        self.heard(account.app.call("DELETE", f"{ME}/{urllib.parse.quote(registration, safe='')}"))

    def listing(self, account: Account) -> list[str]:
        return sorted(self.judge("passkeys", id=account.more["user"]))

    def refuse_after_key(self, account: Account, sent: Sent) -> Callable[[], None]:
        """The administrator allows Microsoft's own AAGUID, and no other, while the person is asked."""
        self.judge("policy", allowed=["de1e552d-db1d-4423-a619-566b625cdc84"])
        return lambda: self.judge("policy")

    def sign_in(self, account: Account, phone: Phone) -> bool:
        return self.judge("sign-in", **phone.get(self.judge("challenge"))) == account.more["user"]

    def promises(self, command: str, folder: Path) -> list[tuple[str, str]]:
        from graph.alone import Alone

        return Alone(self, command, folder).promises()
