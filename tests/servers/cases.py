"""What is shown at every server. Each case has an account and a phone of its own.

A case ends with what the server's database or its administrator says beside what the phone says.
"""

import itertools
import tempfile
from pathlib import Path

from enrolment import Enrolment, Lost, NotKept
from faults import Proxy
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


def refused_after_key(case: Case) -> None:
    enrolment = case.enrolment()
    asked = case.server.ask(enrolment.account)
    allow_again = case.server.refuse_after_key(enrolment.account, asked)
    try:
        enrolment.answer(asked)
    except NotKept as kept:
        if enrolment.phone.standing(kept.credential) != "stale":
            raise Wrong("the phone does not say that the server has no such passkey") from None
        if not kept.refused.reason:
            raise Wrong("the server's reason was not found") from None
    except Lost as lost:
        # A server that breaks instead of refusing has to be asked what it has.
        if not case.server.BREAKS or enrolment.resume(lost) or enrolment.phone.standing(lost.credential) != "stale":
            raise Wrong("no answer, and no word of what became of it") from None
    else:
        raise Wrong("the server accepts what it should refuse")
    finally:
        allow_again()
    case.agree(enrolment)
    # One tap: the passkey that nobody knows makes place.
    credential, _ = enrolment.register("replace")
    case.agree(enrolment, credential)


def answer_lost(case: Case) -> None:
    for fault, arrived, more in (
        ("cut_after", True, {}),
        ("cut_before", False, {}),
        ("refuse", False, {"status": 500}),
        ("refuse", None, {"status": 429, "retry_after": 1}),
        ("delay", None, {"seconds": 1.0}),
    ):
        enrolment = case.enrolment()
        asked = case.server.ask(enrolment.account)
        order = case.proxy.order(fault, *case.server.FINISH, **more)
        try:
            credential, _ = enrolment.answer(asked)
            if arrived is not None:
                raise Wrong(f"{fault}: an answer came")
        except Lost as lost:
            credential = resumed(case, enrolment, lost, arrived)
        if not order.done.wait(10):
            raise Wrong(f"{fault} did not happen")
        case.agree(enrolment, credential)


def resumed(case: Case, enrolment: Enrolment, lost: Lost, arrived: bool | None) -> str:
    """The id of the passkey that counts in the end."""
    if arrived is None:
        raise Wrong("no answer came")
    if (lost.credential in case.server.listing(enrolment.account)) != arrived:
        raise Wrong("the proxy cut elsewhere")
    if enrolment.phone.standing(lost.credential) != "unconfirmed":
        raise Wrong("the phone claims to know")
    if enrolment.resume(lost) != arrived:
        raise Wrong(f"the server has it: {arrived}; the phone says {enrolment.phone.standing(lost.credential)}")
    if arrived:
        return lost.credential
    if enrolment.phone.standing(lost.credential) not in ("stale", "suspect"):
        raise Wrong(f"not at the server, and here {enrolment.phone.standing(lost.credential)}")
    credential, _ = enrolment.register("replace")
    return credential


def sign_in_again(case: Case) -> None:
    enrolment = case.enrolment()
    case.server.old_session(enrolment.account)
    try:
        enrolment.register()
    except Refused as refused:
        asks_for_it = refused.sign_in_again and not enrolment.phone.ids()
    except NotKept as kept:
        # Where the server looks at the sign-in only when it gets the credential, the passkey is there already.
        asks_for_it = case.server.LOOKS_LATE and kept.refused.sign_in_again
    else:
        raise Wrong("an old sign-in is good enough")
    if not asks_for_it:
        raise Wrong("the server does not ask for another sign-in, or asks at another step")
    case.agree(enrolment)
    case.server.sign_in_again(enrolment.account)
    credential, _ = enrolment.register("replace")
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

    def __init__(self, case: Case) -> None:
        self.server, self.enrolment = case.server, case.enrolment()
        self.account, self.phone = self.enrolment.account, self.enrolment.phone

    def register(self, *more: str) -> str:
        server, page = self.server.named(self.account), self.server.page(self.account, self.phone.store.parent)
        return self.phone.enrol(self.token(), *server, *page, "--on-duplicate", "refuse", *more)["enrolled"]

    def resume(self, enrolment: str) -> str:
        page = self.server.page(self.account, self.phone.store.parent)
        return self.phone.enrol(self.token(), "resume", enrolment, *page, "--on-duplicate", "replace")["enrolled"]

    def delete(self, credential: str) -> None:
        self.phone.enrol_delete(credential, self.token(), *self.server.named(self.account))

    def token(self) -> str:
        return self.server.token_command(self.account, self.phone.store.parent)


def enrol(case: Case) -> None:
    """The same by the command's own enrolment machine, which speaks the server's dialect."""
    machine = Machine(case)
    credential = machine.register("--name", "Phone 1")
    case.agree(machine.enrolment, credential)
    if not case.server.sign_in(machine.account, machine.phone):
        raise Wrong("the server does not let the person in")
    try:
        machine.register("--name", "Phone 2")
    except Declined as declined:
        if declined.code != "already_registered":
            raise Wrong(f"the second registration ends with {declined}") from None
    else:
        raise Wrong("the same account has two passkeys on one phone")
    case.agree(machine.enrolment, credential)
    machine.delete(credential)
    gone(case, machine.enrolment)
    for fault in ("cut_after", "cut_before"):
        enrol_without_answer(case, fault)


def enrol_without_answer(case: Case, fault: str) -> None:
    """The machine finds out by itself, or says that it cannot; once more, and both sides agree."""
    machine = Machine(case)
    order = case.proxy.order(fault, *case.server.FINISH)
    try:
        credential = machine.register("--name", "Phone 3")
    except Declined as lost:
        if lost.enrolment is None or not lost.enrolment["resumable"]:
            raise
        try:
            credential = machine.resume(lost.enrolment["id"])
        except Declined as known:
            # The server excludes it: it has the passkey that is here.
            if known.code != "already_registered":
                raise
            credential = lost.enrolment["credential_id"]
    if not order.done.wait(10):
        raise Wrong(f"{fault} did not happen")
    case.agree(machine.enrolment, credential)


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
