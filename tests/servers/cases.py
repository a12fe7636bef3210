"""What is shown at every server. Each case has an account and a phone of its own.

A case ends with what the server's database or its administrator says beside what the phone says.
"""

import itertools
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from enrolment import Enrolment
from faults import Order, Proxy
from phone import Declined, Phone
from server import CannotProduce, Refused, Server
from web import NoAnswer, Wrong


class Case:
    """What a case has to work with."""

    numbers = itertools.count(1)

    def __init__(self, server: Server, proxy: Proxy, command: str, folder: Path) -> None:
        self.server, self.proxy, self.command, self.folder = server, proxy, command, folder

    def phone(self) -> Phone:
        return Phone(self.command, Path(tempfile.mkdtemp(dir=self.folder)), self.server.origin)

    def enrolment(self) -> Enrolment:
        return Enrolment(self.server, self.server.account(f"ada{next(self.numbers)}"), self.phone())

    def at_finish(self, fault: str, **more: object) -> Order:
        """An order for the request that carries the credential: some servers are asked for options at the same place."""
        return self.proxy.order(fault, *self.server.FINISH, holds=b"attestationObject", **more)

    def agree(self, enrolment: Enrolment, *here: str, elsewhere: tuple[str, ...] = ()) -> None:
        """The server has exactly these passkeys, and the phone says so of its own and of no other."""
        for credential in (*here, *elsewhere):
            self.server.met(credential)
        listed = self.server.listing(enrolment.account)
        if listed != sorted([*here, *elsewhere]):
            raise Wrong(f"the server lists {listed}, and should list {[*here, *elsewhere]}")
        confirmed, open_ones = enrolment.phone.ids("confirmed"), enrolment.phone.ids("unconfirmed")
        if confirmed != sorted(here) or open_ones:
            raise Wrong(f"the phone says confirmed {confirmed}, open {open_ones}; the server lists {listed}")


def register(case: Case) -> None:
    enrolment = case.enrolment()
    credential, _ = enrolment.register()
    case.agree(enrolment, credential)


def sign_in(case: Case) -> None:
    enrolment = case.enrolment()
    credential, _ = enrolment.register()
    if not case.server.sign_in(enrolment.account, enrolment.phone):
        raise Wrong("the server does not let the person in")
    case.agree(enrolment, credential)


def duplicate(case: Case) -> None:
    enrolment = case.enrolment()
    credential, _ = enrolment.register()
    try:
        enrolment.register()
    except Declined as declined:
        if declined.code != "already_registered":
            raise Wrong(f"the second registration ends with {declined}") from None
    else:
        raise Wrong("the same account has two passkeys on one phone")
    case.agree(enrolment, credential)


def list_of_the_app(case: Case) -> None:
    """Two phones at one account: each finds its own in the server's list, and nothing of the other's."""
    first = case.enrolment()
    second = Enrolment(case.server, first.account, case.phone())
    ours, registration = first.register()
    theirs, another = second.register()
    case.agree(first, ours, elsewhere=(theirs,))
    if sorted(case.server.app_registrations(first.account)) != sorted([registration, another]):
        raise Wrong("the app is told of other registrations")
    for enrolment, credential in ((first, ours), (second, theirs)):
        # Some servers give one account another handle at each registration.
        outcome = enrolment.reconcile(enrolment.phone.passkeys()[0]["user"]["id"])
        if outcome["confirmed"] != [credential] or outcome["stale"]:
            raise Wrong(f"reconcile says {outcome}")
    case.agree(second, theirs, elsewhere=(ours,))
    try:
        case.server.app_list(first.account)
    except CannotProduce as why:
        raise CannotProduce(f"{why}; the ids that new options exclude serve instead") from None


def delete(case: Case) -> None:
    enrolment = case.enrolment()
    credential, registration = enrolment.register()
    order = case.proxy.order("cut_after", *case.server.DELETE)
    try:
        enrolment.delete(credential, registration)
    except NoAnswer:
        pass
    if not order.done.wait(10) or enrolment.phone.ids() != [credential]:
        raise Wrong("without the server's word it is not on the phone any more")
    # Once more: the server knows nothing of it, and that is its word.
    enrolment.delete(credential, registration)
    gone(case, enrolment)
    try:
        case.server.app_delete(enrolment.account, registration)
    except Refused:
        pass
    gone(case, enrolment)


def gone(case: Case, enrolment: Enrolment) -> None:
    case.agree(enrolment)
    if enrolment.phone.ids():
        raise Wrong("it is still on the phone")


class Machine:
    """The command's own enrolment machine, for one account and one phone."""

    names = itertools.count(1)

    def __init__(self, case: Case) -> None:
        self.case, self.server, self.enrolment = case, case.server, case.enrolment()
        self.account, self.phone = self.enrolment.account, self.enrolment.phone
        self.folder = self.phone.store.parent
        # Why the command asked for a token, each time.
        self.asked: list[str] = []

    def register(self, on_duplicate: str = "refuse") -> str:
        """Gives the id of the passkey that the command says is enrolled. Some servers take a name once for an account."""
        more = ("--on-duplicate", on_duplicate, "--name", f"Phone {next(self.names)}")
        page = self.server.page(self.account, self.folder)
        return self.phone.enrol(self.token(), *self.server.named(self.account), *page, *more)["enrolled"]

    def resume(self, enrolment: str) -> str:
        page = self.server.page(self.account, self.folder)
        return self.phone.enrol(self.token(), "resume", enrolment, *page, "--on-duplicate", "replace")["enrolled"]

    def delete(self, credential: str) -> None:
        self.phone.enrol_delete(credential, self.token(), *self.server.named(self.account))

    def token(self) -> str:
        """A command of the shell: it says why it is asked, waits until the person has signed in, and prints."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        asked, ready = folder / "asked", folder / "ready"
        os.mkfifo(asked)
        os.mkfifo(ready)
        prints = self.server.token_command(self.account, self.folder)
        threading.Thread(target=self.sign_in_when_asked, args=(asked, ready), daemon=True).start()
        return f"echo \"$PASSKEY_PROVIDER_SIGN_IN\" >'{asked}' && read -r _ <'{ready}' && {prints}"

    def sign_in_when_asked(self, asked: Path, ready: Path) -> None:
        while True:
            why = asked.read_text().strip()
            self.asked.append(why)
            if why == "again":
                self.server.sign_in_again(self.account)
            self.server.token_command(self.account, self.folder)
            ready.write_text("ready\n")

    def expect_open(self, lost: Declined, *standings: str) -> dict:
        """What was not brought to its end can be resumed, and the phone does not claim to know."""
        if lost.enrolment is None or not lost.enrolment["resumable"]:
            raise lost
        if self.phone.standing(lost.enrolment["credential_id"]) not in standings:
            raise Wrong(f"{lost}, and the phone says {self.phone.standing(lost.enrolment['credential_id'])}")
        return lost.enrolment


def enrol(case: Case) -> None:
    """The command's own machine speaks the server's dialect."""
    machine = Machine(case)
    credential = machine.register()
    case.agree(machine.enrolment, credential)
    if not case.server.sign_in(machine.account, machine.phone):
        raise Wrong("the server does not let the person in")
    try:
        machine.register()
    except Declined as declined:
        if declined.code != "already_registered":
            raise Wrong(f"the second registration ends with {declined}") from None
    else:
        raise Wrong("the same account has two passkeys on one phone")
    case.agree(machine.enrolment, credential)
    machine.delete(credential)
    gone(case, machine.enrolment)


def refused_after_key(case: Case) -> None:
    """By the command: the server itself refuses, for something happened while the credential was on its way."""
    machine = Machine(case)
    ways_back: list[Callable[[], None]] = []
    order = case.at_finish(
        "meanwhile", first=lambda sent: ways_back.append(case.server.refuse_after_key(machine.account, sent))
    )
    try:
        machine.register()
    except Declined as refused:
        open_one = not_taken(machine, refused)
    else:
        raise Wrong("the server accepts what it should refuse")
    finally:
        for way_back in ways_back:
            way_back()
    if not order.done.wait(10) or not ways_back:
        raise Wrong("nothing happened meanwhile")
    if case.server.listing(machine.account):
        raise Wrong("the server has what it refused")
    # One tap: the passkey that nobody knows makes place.
    credential = machine.resume(open_one) if open_one else machine.register("replace")
    case.agree(machine.enrolment, credential)


def not_taken(machine: Machine, refused: Declined) -> str | None:
    """The phone says so of the passkey, and why; the id of the enrolment, where the server broke instead of refusing."""
    if machine.server.BREAKS:
        return machine.expect_open(refused, "unconfirmed")["id"]
    told = refused.enrolment or {}
    if refused.code != "enrolment_failed" or told["resumable"] or not told["status"]:
        raise Wrong(f"a refusal ends with {refused}")
    if machine.phone.standing(told["credential_id"]) != "stale":
        raise Wrong("the phone does not say that the server has no such passkey")
    return None


def answer_lost(case: Case) -> None:
    """By the command: what one process lost, another finds out."""
    for fault, arrived, more in (
        ("cut_after", True, {}),
        ("cut_before", False, {}),
        ("refuse", False, {"status": 500}),
        ("refuse", None, {"status": 429, "retry_after": 1}),
        ("delay", None, {"seconds": 1.0}),
    ):
        machine = Machine(case)
        order = case.at_finish(fault, **more)
        try:
            credential = machine.register()
            if arrived is False:
                raise Wrong(f"{fault}: enrolled, and the server never heard of it")
        except Declined as lost:
            if arrived is None:
                raise
            credential = resumed(machine, lost, arrived)
        if not order.done.wait(10):
            raise Wrong(f"{fault} did not happen")
        case.agree(machine.enrolment, credential)


def resumed(machine: Machine, lost: Declined, arrived: bool) -> str:
    """The id of the passkey that counts in the end."""
    # Stale, where the server's list does not have it.
    told = machine.expect_open(lost, "unconfirmed", *(() if arrived else ("stale",)))
    if (told["credential_id"] in machine.server.listing(machine.account)) != arrived:
        raise Wrong("the proxy cut elsewhere")
    try:
        return machine.resume(told["id"])
    except Declined as known:
        # The server excludes it: it has the passkey that is here.
        if not arrived or known.code != "already_registered":
            raise
        return told["credential_id"]


def sign_in_again(case: Case) -> None:
    """By the command: a sign-in that is too old is renewed, and the registration goes on."""
    machine = Machine(case)
    case.server.old_session(machine.account)
    try:
        credential = machine.register()
        if machine.asked != ["first", "again"]:
            raise Wrong(f"the command asked for a sign-in {machine.asked}")
    except Refused as refused:
        # The app sees it on the page, before the command has anything to send.
        if not refused.sign_in_again or machine.phone.ids():
            raise
        machine.server.sign_in_again(machine.account)
        credential = machine.register()
    except Declined as declined:
        credential = signed_in_otherwise(machine, declined)
    case.agree(machine.enrolment, credential)
    if case.server.HIDES_AGE:
        raise CannotProduce(case.server.HIDES_AGE)


def signed_in_otherwise(machine: Machine, declined: Declined) -> str:
    """Where the server does not say that a sign-in is what it wants, the person has to come to it."""
    if machine.asked != ["first"] or machine.server.listing(machine.account):
        raise declined
    if machine.server.LOOKS_LATE:
        told = machine.expect_open(declined, "unconfirmed")
        machine.server.sign_in_again(machine.account)
        return machine.resume(told["id"])
    if not machine.server.HIDES_AGE or machine.phone.ids():
        raise declined
    machine.server.sign_in_again(machine.account)
    return machine.register()


CASES = {
    "enrol": enrol,
    "register": register,
    "sign in": sign_in,
    "duplicate": duplicate,
    "refused after the key": refused_after_key,
    "answer lost": answer_lost,
    "sign in again": sign_in_again,
    "list": list_of_the_app,
    "delete": delete,
}


def play(case: Case, name: str) -> tuple[str, str]:
    """The cell and what is to be said about it: ok, `no` for what the server cannot produce, or FAILED."""
    case.proxy.forget_orders()
    try:
        CASES[name](case)
    except CannotProduce as why:
        return "no", str(why)
    except Exception as wrong:
        return "FAILED", f"{type(wrong).__name__}: {wrong}"
    return "ok", ""
