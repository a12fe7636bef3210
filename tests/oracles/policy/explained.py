"""Where the core and the oracle differ, and why: each explanation, named in explained.tsv with the source of its rule,
changes what the oracle is asked by that rule alone. A difference is explained if it is gone then."""

import copy
import re

import theirs


class Question:
    """What the oracle is asked: the raw policy, its parsed model's profiles, groups, strengths, and the case."""

    def __init__(self, tenant, case):
        self.tenant, self.case = tenant, case
        self.policy = theirs.policy_of(tenant)
        self.groups = dict(tenant["groups"])
        self.strengths = copy.deepcopy(tenant["strengths"])
        self.change_model = []
        self.overruled = None

    def ask(self):
        if self.overruled:
            return ("refused", self.overruled)
        fido = theirs.parse(self.policy)
        for change in self.change_model:
            change(fido)
        tenant = dict(self.tenant, strengths=self.strengths)
        return theirs.judge(tenant, fido, self.groups, self.case, theirs.strengths_of(tenant))


def self_service(question):
    if question.case["occasion"] == "registration" and not question.policy["isSelfServiceRegistrationAllowed"]:
        if question.ask()[1] not in ("method_state", "exclusion", "targets"):
            question.overruled = "self_service"


def guests(question):
    if question.case["occasion"] == "registration" and question.case["kind"] != "member":
        if question.ask()[1] not in ("method_state", "exclusion", "targets"):
            question.overruled = "guests"


def attestation_at_sign_in(question):
    if question.case["occasion"] == "sign_in":
        def change(fido):
            for profile in fido.profiles.values():
                profile.attestation_enforced = False
        question.change_model.append(change)


def default_profile(question):
    default = question.policy.get("defaultPasskeyProfile") or "00000000-0000-0000-0000-000000000001"

    def change(fido):
        if fido.legacy:
            return
        for profile in fido.profiles.values():
            profile.is_default = profile.id == default
        if default not in fido.profiles:
            # The first one is nobody's default.
            for target in fido.include_targets:
                target.profile_ids = target.profile_ids or ["nobody's"]
    question.change_model.append(change)


def profiles_without(question):
    """A target names profiles, and the policy has none: what it has instead counts."""
    if not question.policy.get("passkeyProfiles"):
        for target in question.policy.get("includeTargets", []):
            target[theirs.THEIR_ID] = []


def person_as_group(question):
    people = set(question.tenant["people"])

    def kept(targets):
        return [t for t in targets if t["targetType"] == "user" or t["id"] not in people]
    for name in ("includeTargets", "excludeTargets"):
        if name in question.policy:
            question.policy[name] = kept(question.policy[name])


def letters(question):
    for name in ("includeTargets", "excludeTargets"):
        for target in question.policy.get(name, []):
            target["id"] = target["id"].lower()


def missing_state(question):
    question.policy.setdefault("state", "enabled")


def missing_targets(question):
    if "includeTargets" not in question.policy:
        ids = [profile["id"] for profile in question.policy.get("passkeyProfiles", [])]
        question.policy["includeTargets"] = [{"targetType": "group", "id": "all_users", theirs.THEIR_ID: ids}]


def unknown_attestation(question):
    for profile in question.policy.get("passkeyProfiles", []):
        if profile["attestationEnforcement"] == "unknownFutureValue":
            profile["attestationEnforcement"] = "disabled"


def several_lists(question):
    for strength in question.strengths:
        lists = [set(c["allowedAAGUIDs"]) for c in strength["combinationConfigurations"]]
        if len(lists) > 1:
            common = sorted(set.intersection(*lists))
            for configuration in strength["combinationConfigurations"]:
                configuration["allowedAAGUIDs"] = common


# In the order in which they are applied: the raw policy first, what overrules last.
EXPLANATIONS = [missing_state, missing_targets, profiles_without, person_as_group, letters, unknown_attestation,
                several_lists, default_profile, attestation_at_sign_in, self_service, guests]


def explain(tenant, case, ours):
    """The names of the explanations without which the difference stays; None where it stays with all of them."""
    def asked(explanations):
        question = Question(tenant, case)
        for explanation in explanations:
            explanation(question)
        return question.ask()
    if asked([]) == ours:
        return []
    if asked(EXPLANATIONS) != ours:
        return None
    needed = list(EXPLANATIONS)
    for explanation in EXPLANATIONS:
        fewer = [other for other in needed if other is not explanation]
        if asked(fewer) == ours:
            needed = fewer
    return [explanation.__name__ for explanation in needed]


def ours_as_theirs(tenant, verdict):
    """The core's verdict in the words of the oracle's."""
    profiles = tenant["policy"].get("passkeyProfiles", [])
    if verdict["allowed"]:
        places = [re.fullmatch(r"passkeyProfiles\[(\d+)\]", path) for _, path in verdict["rulings"]]
        return ("allowed", frozenset(profiles[int(p[1])]["id"] if p else "default" for p in places))
    rule = verdict["rulings"][0][0]
    if rule in ("passkey_types", "attestation", "allowed_aaguids", "blocked_aaguids"):
        return ("refused", "profiles")
    return ("refused", "strengths" if rule.startswith("strength") else rule)
