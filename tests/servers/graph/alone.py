"""What the stand-in alone can do: policies, ways to write an id, faults of its own, and links that lead away."""

import itertools
import os
import tempfile
from pathlib import Path

from enrolment import Enrolment, Lost, NotKept
from graph.driver import Driver
from phone import Phone
from server import Refused
from web import Wrong

# How long the app waits, and how long a server that hangs does, in seconds.
PATIENCE, HANGING = 2.0, 3.0


class Alone:
    def __init__(self, driver: Driver, command: str, folder: Path) -> None:
        self.driver, self.command, self.folder = driver, command, folder
        self.numbers = itertools.count(1)

    def enrolment(self) -> Enrolment:
        account = self.driver.account(f"grace{next(self.numbers)}")
        account.app.seconds = PATIENCE
        return Enrolment(self.driver, account, self.phone())

    def phone(self) -> Phone:
        return Phone(self.command, Path(tempfile.mkdtemp(dir=self.folder)), self.driver.origin)

    def agree(self, enrolment: Enrolment, *here: str) -> None:
        listed, confirmed = self.driver.listing(enrolment.account), enrolment.phone.ids("confirmed")
        if not listed == confirmed == sorted(here) or enrolment.phone.ids("unconfirmed"):
            raise Wrong(f"the server lists {listed}, the phone says confirmed {confirmed}, and it is {here}")

    def refused(self, policy: dict, because: str, after_key: bool) -> None:
        enrolment = self.enrolment()
        self.driver.judge("policy", **policy)
        try:
            enrolment.register()
        except (Refused, NotKept) as refused:
            if because not in str(refused) or isinstance(refused, NotKept) != after_key:
                raise Wrong(f"refused otherwise: {refused!r}") from None
        else:
            raise Wrong("accepted")
        self.agree(enrolment)

    def changed_while_asked(self) -> None:
        enrolment = self.enrolment()
        asked = self.driver.ask(enrolment.account)
        self.driver.judge("policy", selfService=False)
        try:
            enrolment.answer(asked)
            raise Wrong("accepted")
        except NotKept:
            self.agree(enrolment)

    def listed(self, ids: str) -> None:
        """On pages of one, whatever the ids look like: this phone's passkey is found, another's is left alone."""
        self.driver.judge("manners", ids=ids, page=1)
        first = self.enrolment()
        others = [Enrolment(self.driver, first.account, self.phone()).register()[0] for _ in range(2)]
        ours, registration = first.register()
        user = first.phone.passkeys()[0]["user"]["id"]
        outcome = first.reconcile(user)
        if outcome["confirmed"] != [ours] or outcome["stale"]:
            raise Wrong(f"reconcile says {outcome}")
        first.delete(ours, registration)
        if self.driver.listing(first.account) != sorted(others) or first.phone.ids():
            raise Wrong("it was not deleted on both sides")

    def listed_by_guid(self) -> None:
        """The list tells nothing of credential ids, so it must call nothing stale; the answer's id deletes."""
        self.driver.judge("manners", ids="guid")
        enrolment = self.enrolment()
        ours, registration = enrolment.register()
        user = enrolment.phone.passkeys()[0]["user"]["id"]
        listed = self.driver.app_list(enrolment.account)
        outcome = enrolment.phone.reconcile(self.driver.rp_id, user, listed, enrolment.phone.epoch())
        if outcome["stale"]:
            raise Wrong(f"a list of other ids makes a passkey stale: {outcome}")
        self.agree(enrolment, ours)
        enrolment.delete(ours, registration)
        self.agree(enrolment)

    def fault(self, how: str, arrived: bool | None) -> None:
        """None: the app hears what it needs to know."""
        enrolment = self.enrolment()
        asked = self.driver.ask(enrolment.account)
        self.driver.judge("order", on="post", how=how, seconds=HANGING if "timeout" in how else 0.5)
        try:
            credential, _ = enrolment.answer(asked)
            if how not in ("429", "late"):
                raise Wrong("an answer came")
        except NotKept:
            if how != "refuse":
                raise
            return self.agree(enrolment)
        except Lost as lost:
            credential = self.resumed(enrolment, lost, arrived)
        if self.driver.judge("ordered") is not None:
            raise Wrong("it did not happen")
        self.agree(enrolment, credential)

    def resumed(self, enrolment: Enrolment, lost: Lost, arrived: bool | None) -> str:
        if enrolment.resume(lost) != arrived:
            raise Wrong(f"it arrived: {arrived}, and the phone says otherwise")
        return lost.credential if arrived else enrolment.register("replace")[0]

    def token_stays(self) -> None:
        """Two passkeys on pages of one, and a next page at another server."""
        enrolment = self.enrolment()
        enrolment.register()
        Enrolment(self.driver, enrolment.account, self.phone()).register()
        self.driver.judge("manners", page=1, next=f"http://localhost:{self.driver.elsewhere}")
        try:
            enrolment.reconcile(enrolment.phone.passkeys()[0]["user"]["id"])
            raise Wrong("the list was taken for whole")
        except Refused:
            pass
        log = self.driver.judge("log")
        if [entry for entry in log if entry["host"] != "graph"]:
            raise Wrong("another server was asked")
        if not all((entry["authorization"] or "").startswith("Bearer ") for entry in log):
            raise Wrong("a request went without its token")

    def promises(self) -> list[tuple[str, str]]:
        ours = os.environ["AAGUID"]
        kept = []
        for promise, keep in {
            "an AAGUID that is not allowed is refused": lambda: self.refused({"allowed": []}, ours, True),
            "an AAGUID that is blocked is refused": lambda: self.refused({"blocked": [ours]}, ours, True),
            "a demand for attestation is refused": lambda: self.refused({"attestation": True}, "Attestation", True),
            "one passkey too many is refused": lambda: self.refused({"most": 0}, "maximum", True),
            "without self-service nothing is made": lambda: self.refused({"selfService": False}, "Self-service", False),
            "where passkeys are off nothing is made": lambda: self.refused({"on": False}, "not enabled", False),
            "a policy that changes while the person is asked refuses": self.changed_while_asked,
            "a list in base64url, in pages": lambda: self.listed("base64url"),
            "a list in base64, in pages": lambda: self.listed("base64"),
            "a list of UrlTokens, in pages": lambda: self.listed("urltoken"),
            "a list of GUIDs": self.listed_by_guid,
            "refused on order": lambda: self.fault("refuse", None),
            "throttled": lambda: self.fault("429", None),
            "failed": lambda: self.fault("500", False),
            "cut before it was stored": lambda: self.fault("cut_before", False),
            "cut after it was stored": lambda: self.fault("cut_after", True),
            "timed out before it was stored": lambda: self.fault("timeout_before", False),
            "timed out after it was stored": lambda: self.fault("timeout_after", True),
            "late": lambda: self.fault("late", None),
            "the token goes to the server and nowhere else": self.token_stays,
        }.items():
            self.driver.judge("policy")
            self.driver.judge("manners")
            try:
                keep()
                kept.append((promise, ""))
            except Exception as wrong:
                kept.append((promise, f"{type(wrong).__name__}: {wrong}"))
        return kept
