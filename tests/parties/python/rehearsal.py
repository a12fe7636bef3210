"""Plays one case: the server's memory, the last answer, and what each verb does."""

import dataclasses
import json
from dataclasses import dataclass
from functools import singledispatchmethod
from typing import Any

from webauthn import options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialRequestOptions,
)

import relying_party
from provider import Answer, Provider
from relying_party import Credential, Expected
from table import Accept, Case, Create, Get, Refused, Reject, Step, Table
from tampering import tampered


class CaseFailed(Exception):
    """Something is not as the table says."""


@dataclass
class Passkey:
    """What the server knows of a passkey, under the name that the case gives it."""

    credential: Credential
    user: dict[str, str]


@dataclass
class Ceremony:
    """The last answer, with all that is needed to judge it."""

    step: Create | Get
    site: dict[str, str]
    challenge: bytes
    answer: Answer
    user: dict[str, str] | None = None
    judged: bool = False


def rehearse(table: Table, case: Case, provider: Provider) -> None:
    rehearsal = Rehearsal(table, provider)
    for number, step in enumerate(case.steps, 1):
        try:
            rehearsal.play(step)
        except Exception as error:
            raise CaseFailed(
                f"step {number}, {type(step).__name__.lower()}: {error}"
            ) from error
    rehearsal.require_judged()


class Rehearsal:
    def __init__(self, table: Table, provider: Provider) -> None:
        self.table = table
        self.provider = provider
        self.passkeys: dict[str, Passkey] = {}
        # What stands for facts that the case cannot know, by the name that it gives them.
        self.remembered: dict[str, str] = {}
        self.ceremony: Ceremony | None = None

    @singledispatchmethod
    def play(self, step: Step) -> None:
        raise CaseFailed(f"no way to play {step!r}")

    @play.register
    def create(self, step: Create) -> None:
        site, user = self.table.sites[step.site], self.table.users[step.user]
        excluded = [self.passkeys[name].credential for name in step.exclude]
        options = relying_party.registration_options(site, user, step, excluded)
        self.ask("create", step, site, options).user = user

    @play.register
    def get(self, step: Get) -> None:
        site = self.table.sites[step.site]
        allowed = [self.passkeys[name].credential for name in step.allow]
        options = relying_party.authentication_options(site, step, allowed)
        chosen = (
            self.passkeys[step.credential].credential.id if step.credential else None
        )
        self.ask("get", step, site, options, chosen)

    @play.register
    def accept(self, step: Accept) -> None:
        response = self.response()
        if isinstance(self.ceremony.step, Create):
            credential, shows = self.verify_registration(response, self.expected())
            if not step.created_as:
                raise CaseFailed('an accepted create needs a name, "as"')
            self.passkeys[step.created_as] = Passkey(credential, self.ceremony.user)
        else:
            name = self.name_of(response)
            require_equal("the passkey", name, step.by)
            credential = self.passkeys[name].credential
            shows = relying_party.verify_authentication(
                response, self.expected(), credential
            )
            credential.counter = shows["counter"]
        for fact, value in step.shows.items():
            self.compare(fact, shows.get(fact), value)

    @play.register
    def reject(self, step: Reject) -> None:
        """The library must refuse the answer, changed or held against something else,
        for the reason given. Nothing is remembered, so the same answer may be accepted
        afterwards."""
        response = self.response()
        if step.tamper:
            response = tampered(response, step.tamper)
        expected = self.expected(step)
        try:
            if isinstance(self.ceremony.step, Create):
                self.verify_registration(response, expected)
            else:
                credential = self.passkeys[self.name_of(response)].credential
                if step.public_key_of:
                    public_key = self.passkeys[step.public_key_of].credential.public_key
                    credential = dataclasses.replace(credential, public_key=public_key)
                relying_party.verify_authentication(response, expected, credential)
        except WebAuthnException as error:
            if relying_party.is_reason(step.because, error):
                return
            raise CaseFailed(
                f'refused, but not because of "{step.because}": {error}'
            ) from error
        raise CaseFailed("the relying party accepted it")

    @play.register
    def refused(self, step: Refused) -> None:
        self.ceremony.judged = True
        refusal = self.ceremony.answer.refusal
        if refusal is None:
            raise CaseFailed("the command answered")
        for fact in ("code", "dom_exception", "exit"):
            require_equal(fact, refusal.get(fact), getattr(step, fact))
        if step.reason:
            require_equal("reason", refusal.get("reason"), step.reason)
        if step.candidates:
            members = ("credential_id", "user_name", "user_display_name")
            listed = [
                tuple(entry[member] for member in members)
                for entry in refusal.get("candidates", [])
            ]
            require_equal(
                "candidates", listed, [self.candidate(name) for name in step.candidates]
            )

    def compare(self, fact: str, found: object, expected: object) -> None:
        """A value by name, `$value`, is any text where it comes first, another than the
        others so far, and the same text from then on."""
        if not (isinstance(expected, str) and expected.startswith("$")):
            require_equal(fact, found, expected)
        elif expected in self.remembered:
            require_equal(fact, found, self.remembered[expected])
        elif not isinstance(found, str) or found in self.remembered.values():
            raise CaseFailed(f"{fact} is {found!r}, and should be another text")
        else:
            self.remembered[expected] = found

    def require_judged(self) -> None:
        """An answer that no verb looked at would be a hole in the table."""
        if self.ceremony and not self.ceremony.judged:
            raise CaseFailed(
                "the last answer was neither accepted, rejected nor refused"
            )

    def ask(
        self,
        verb: str,
        step: Create | Get,
        site: dict[str, str],
        options: PublicKeyCredentialCreationOptions | PublicKeyCredentialRequestOptions,
        credential_id: str | None = None,
    ) -> Ceremony:
        self.require_judged()
        origin = step.origin or site["origin"]
        caller = self.table.callers[step.caller] if step.caller else None
        answer = self.provider.answer(
            verb,
            step,
            with_extensions(options_to_json(options), step),
            site["rp_id"],
            origin,
            caller,
            credential_id,
        )
        self.ceremony = Ceremony(step, site, options.challenge, answer)
        return self.ceremony

    def response(self) -> dict[str, Any]:
        self.ceremony.judged = True
        answer = self.ceremony.answer
        if answer.response is None:
            code, message = answer.refusal["code"], answer.refusal["message"]
            raise CaseFailed(f"the command refused: {code}: {message}")
        return answer.response

    def expected(self, differences: Reject | None = None) -> Expected:
        step, site = self.ceremony.step, self.ceremony.site
        expected = Expected(
            self.ceremony.challenge,
            site["origin"],
            site["rp_id"],
            step.user_verification,
        )
        if differences is None:
            return expected
        return Expected(
            challenge=b"another challenge"
            if differences.challenge == "another"
            else expected.challenge,
            origin=differences.origin or expected.origin,
            rp_id=differences.rp_id or expected.rp_id,
            user_verification=differences.user_verification
            or expected.user_verification,
        )

    def verify_registration(
        self, response: dict[str, Any], expected: Expected
    ) -> tuple[Credential, dict[str, Any]]:
        return relying_party.verify_registration(response, expected, self.ceremony.step)

    def name_of(self, response: dict[str, Any]) -> str:
        """Finds the account as a server does: by the credential id, and by the user
        handle that must belong to it."""
        for name, passkey in self.passkeys.items():
            if passkey.credential.id == response["id"]:
                require_equal(
                    "the user handle",
                    response["response"].get("userHandle"),
                    passkey.user["handle"],
                )
                return name
        raise CaseFailed("the server knows no such credential")

    def candidate(self, name: str) -> tuple[str, str, str]:
        passkey = self.passkeys[name]
        return passkey.credential.id, passkey.user["name"], passkey.user["display_name"]


def with_extensions(options: str, step: Create | Get) -> str:
    """The library has no place for them."""
    if step.extensions is None:
        return options
    return json.dumps({**json.loads(options), "extensions": step.extensions})


def require_equal(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise CaseFailed(f"{what} is {found!r}, not {expected!r}")
