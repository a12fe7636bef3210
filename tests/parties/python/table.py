"""Reads the table of cases and refuses one that this driver would not play in full."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(kw_only=True)
class Ask:
    """What create and get share."""

    site: str
    device: str
    consent: str
    user_verification: str
    platform: str | None = None
    origin: str | None = None
    caller: str | None = None
    client_data_by: str | None = None
    strict: bool = False
    challenge_bytes: int | None = None
    extensions: dict[str, Any] | None = None


@dataclass(kw_only=True)
class Create(Ask):
    user: str
    resident_key: str
    attestation: str
    exclude: list[str]
    algorithms: list[int] | None = None
    attested: str | None = None


@dataclass(kw_only=True)
class Get(Ask):
    allow: list[str]
    credential: str | None = None


@dataclass(kw_only=True)
class Accept:
    created_as: str | None = None
    by: str | None = None
    shows: dict[str, Any] = field(default_factory=dict)


@dataclass(kw_only=True)
class Tamper:
    member: str
    at: int
    xor: int


@dataclass(kw_only=True)
class Reject:
    because: str
    tamper: Tamper | None = None
    origin: str | None = None
    rp_id: str | None = None
    user_verification: str | None = None
    challenge: str | None = None
    public_key_of: str | None = None


@dataclass(kw_only=True)
class Refused:
    code: str
    dom_exception: str
    exit: int
    reason: str | None = None
    candidates: list[str] | None = None


Step = Create | Get | Accept | Reject | Refused

VERBS = {
    "create": Create,
    "get": Get,
    "accept": Accept,
    "reject": Reject,
    "refused": Refused,
}


@dataclass
class Case:
    name: str
    steps: list[Step]


@dataclass
class Table:
    users: dict[str, dict[str, str]]
    sites: dict[str, dict[str, str]]
    callers: dict[str, list[str]]
    cases: list[Case]


def read_table(file: Path) -> Table:
    read = json.loads(file.read_text(encoding="utf-8"))
    defaults = read.get("defaults", {})
    cases = [read_case(case, defaults) for case in read["cases"]]
    if not cases:
        raise ValueError(f"{file}: no cases")
    return Table(read["users"], read["sites"], read.get("callers", {}), cases)


def read_case(case: dict[str, Any], defaults: dict[str, Any]) -> Case:
    name = case["name"]
    if not case["steps"]:
        raise ValueError(f"{name}: no steps")
    try:
        return Case(name, [read_step(step, defaults) for step in case["steps"]])
    except TypeError as error:
        raise ValueError(f"{name}: {error}") from error


def read_step(step: dict[str, Any], defaults: dict[str, Any]) -> Step:
    """A member that the verb does not have is a TypeError of its dataclass: a misspelt
    expectation would otherwise hold for ever."""
    if len(step) != 1:
        raise TypeError(f"a step has one verb, not {list(step)}")
    [(verb, members)] = step.items()
    if verb not in VERBS:
        raise TypeError(f"unknown verb {verb!r}")
    members = {**defaults.get(verb, {}), **members}
    if "as" in members:  # A word of Python's own.
        members["created_as"] = members.pop("as")
    if "tamper" in members:
        members["tamper"] = Tamper(**members["tamper"])
    return VERBS[verb](**members)
