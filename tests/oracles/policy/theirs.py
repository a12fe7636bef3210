"""What effective-passkey makes of a tenant: an adapter, and what of its model the explanations change."""

import copy

from effective_passkey import model, resolver

ID = "allowedPasskeyProfiles"  # as Graph documents it: passkeyAuthenticationMethodTarget
THEIR_ID = "passkeyProfileIds"  # as the oracle reads it

STATUS = {"disabled": "method_state", "excluded": "exclusion", "not_targeted": "targets"}


def policy_of(tenant):
    """The policy as the oracle reads it, before it is parsed: the one member that it calls otherwise is renamed."""
    policy = copy.deepcopy(tenant["policy"])
    for target in policy.get("includeTargets", []):
        target[THEIR_ID] = target.pop(ID)
    return policy


def parse(policy):
    return model.parse_fido2({"authenticationMethodConfigurations": [policy]})


def judge(tenant, fido, groups, case, strengths):
    """The oracle's verdict: `allowed` with the ids of the profiles that allow it, or `refused` with a word."""
    users = {case["id"]: model.User(id=case["id"], upn=case["id"], display_name="")}
    whole = model.Tenant(name="", fido2=fido, campaign=model.Campaign(), phone_methods_enabled=False,
                         groups=model.parse_groups([{"id": g, "members": m} for g, m in groups.items()]), users=users)
    effective = resolver.Resolver(whole).resolve(users[case["id"]])
    if effective.status != "allowed":
        return ("refused", STATUS[effective.status])
    attested = is_attested(case)
    # The type is something that the oracle is told: passkeyType of the registered method.
    kind = "synced" if case["be"] and not attested else "deviceBound"
    allowing = [scoped.profile.id for scoped in effective.permits(kind, case["aaguid"], attested)]
    if not allowing:
        return ("refused", "profiles")
    if case["occasion"] == "sign_in":
        for name in case["strengths"]:
            strength = next(strength for strength in strengths.values() if strength.name == name)
            if not strength.accepts_passkey(case["aaguid"]):
                return ("refused", "strengths")
    return ("allowed", frozenset(allowing))


def strengths_of(tenant):
    return model.parse_conditional_access({"authenticationStrengths": tenant["strengths"]})[1]


def is_attested(case):
    """Entra: `packed` with a full chain (entra-docs, concept-fido2-hardware-vendor.md)."""
    return case["attestation"] == "packed_chain"
