"""The app: registers, resumes after a lost answer, and deletes on both sides, by direct calls."""

import itertools
import time

from phone import Phone
from server import Account, Asked, CannotProduce, Refused, Server
from web import NoAnswer, Wrong


class Lost(Exception):
    """The credential was sent and nothing came back; `credential` is the id of the passkey here."""

    def __init__(self, credential: str, user: str) -> None:
        super().__init__(credential)
        self.credential, self.user = credential, user


class NotKept(Exception):
    """The server refused a passkey that exists here already; `credential` is its id."""

    def __init__(self, credential: str, refused: Refused) -> None:
        super().__init__(str(refused))
        self.credential, self.refused = credential, refused


class Enrolment:
    """One account at one server, and one phone."""

    numbers = itertools.count(1)

    def __init__(self, server: Server, account: Account, phone: Phone) -> None:
        self.server, self.account, self.phone = server, account, phone

    def register(self, on_duplicate: str = "refuse") -> tuple[str, str]:
        """Ids of the passkey and of its registration, where the server accepted it."""
        asked = self.server.ask(self.account)
        return self.answer(asked, on_duplicate)

    def answer(self, asked: Asked, on_duplicate: str = "refuse") -> tuple[str, str]:
        """Makes the passkey for these options and sends it."""
        created = self.phone.create(asked.options, on_duplicate)
        return self.send(asked, created)

    def send(self, asked: Asked, created: dict) -> tuple[str, str]:
        options = asked.options.get("publicKey", asked.options)
        # Some servers take a name once for an account.
        name = f"Phone {next(self.numbers)}"
        for attempt in (1, 2):
            try:
                registration = self.server.finish(self.account, asked, created, name)
                break
            except NoAnswer:
                raise Lost(created["id"], options["user"]["id"]) from None
            except Refused as refused:
                # Throttled: the server has not looked at it, and the challenge still counts.
                if refused.status == 429 and attempt == 1:
                    time.sleep(1)
                    continue
                # What a broken server has done, it does not tell.
                if refused.status >= 500:
                    raise Lost(created["id"], options["user"]["id"]) from None
                self.phone.reject(created["id"], str(refused))
                raise NotKept(created["id"], refused) from None
        self.phone.confirm(created["id"])
        return created["id"], registration

    def resume(self, lost: Lost) -> bool:
        """Whether the server has the passkey after all."""
        outcome = self.reconcile(lost.user)
        return lost.credential in outcome["confirmed"]

    def reconcile(self, user: str) -> dict:
        """By the server's list; where that names no ids, by those that new options exclude."""
        as_of = self.phone.epoch()
        try:
            listed = self.server.app_list(self.account)
        except CannotProduce:
            options = self.server.ask(self.account).options
            listed = options.get("publicKey", options)["excludeCredentials"]
        outcome = self.phone.reconcile(self.server.rp_id, user, listed, as_of)
        if outcome["coverage"] != "complete":
            raise Wrong(f"the server's list is not understood: {outcome}, {listed}")
        return outcome

    def delete(self, credential: str, registration: str) -> None:
        """At the server first; here only on the server's word."""
        try:
            self.server.app_delete(self.account, registration)
        except Refused:
            if registration in self.server.app_registrations(self.account):
                raise
        self.phone.delete(credential)
