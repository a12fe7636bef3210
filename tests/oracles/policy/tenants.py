"""Random tenants, as Microsoft Graph describes them: the shapes that are documented, and what old or cut exports lack."""

AAGUIDS = [f"{i:08x}-0000-4000-8000-{i:012x}" for i in range(1, 9)]
GROUPS = [f"g{i}" for i in range(6)]
PEOPLE = [f"u{i}" for i in range(5)]
PROFILES = ["00000000-0000-0000-0000-000000000001", "p-two", "p-three"]
ATTESTATIONS = ["none", "packed_self", "packed_chain", "android_key"]


def tenant(random):
    """A tenant: policy, groups, people, strengths, and cases to judge."""
    groups = {g: _members(random, index) for index, g in enumerate(GROUPS)}
    people = {
        person: random.choices(["member", "internal_guest", "external_guest"], [8, 1, 1])[0] for person in PEOPLE
    }
    strengths = [_strength(random, index) for index in range(random.randrange(3))]
    result = {"policy": _policy(random), "groups": groups, "people": people, "strengths": strengths}
    result["cases"] = [_case(random, result) for _ in range(6)]
    return result


def groups_of(tenant, person):
    """Every group of a person, through groups too."""
    found = set()
    frontier = [person]
    while frontier:
        member = frontier.pop()
        for group, members in tenant["groups"].items():
            if member in members and group not in found:
                found.add(group)
                frontier.append(group)
    return sorted(found)


def _members(random, index):
    people = [person for person in PEOPLE if random.random() < 0.3]
    # Only of groups with a higher number: a directory has no group inside itself.
    nested = [group for group in GROUPS[index + 1:] if random.random() < 0.15]
    return people + nested


def _case(random, tenant):
    person = random.choice(PEOPLE)
    names = [strength["displayName"] for strength in tenant["strengths"]]
    return {
        "aaguid": random.choice(AAGUIDS),
        "be": random.random() < 0.5,
        "attestation": random.choice(ATTESTATIONS),
        "id": person,
        "groups": groups_of(tenant, person),
        "kind": tenant["people"][person],
        "occasion": random.choice(["registration", "sign_in"]),
        "strengths": [name for name in names if random.random() < 0.5],
    }


def _policy(random):
    policy = {
        "@odata.type": "#microsoft.graph.fido2AuthenticationMethodConfiguration",
        "id": "Fido2",
        "state": random.choices(["enabled", "disabled", "Enabled"], [90, 5, 5])[0],
        "isSelfServiceRegistrationAllowed": random.random() < 0.9,
        "isAttestationEnforced": random.random() < 0.4,
        "keyRestrictions": _restrictions(random),
        "includeTargets": [],
        "excludeTargets": _targets(random, random.choices([0, 1, 2], [6, 3, 1])[0], GROUPS),
    }
    count = random.choice([0, 1, 2, 3])
    profiles = random.sample(PROFILES, count)
    if profiles:
        policy["passkeyProfiles"] = [_profile(random, profile) for profile in profiles]
        policy["defaultPasskeyProfile"] = random.choice(profiles + [None])
    targets = _targets(random, random.choices([0, 1, 2, 3], [1, 4, 4, 3])[0], GROUPS + ["all_users"] * 3)
    for target in targets:
        target["isRegistrationRequired"] = random.random() < 0.1
        # Some that the policy lacks, as an export of another moment has them.
        choices = profiles + random.choices([[], ["p-gone"]], [9, 1])[0]
        target["allowedPasskeyProfiles"] = random.sample(choices, random.randrange(len(choices) + 1))
    policy["includeTargets"] = targets
    # What a cut or an old export lacks.
    for name in ["state", "includeTargets", "isAttestationEnforced", "keyRestrictions"]:
        if random.random() < 0.03:
            del policy[name]
    return policy


def _profile(random, profile):
    types = random.choice(["deviceBound", "synced", "deviceBound,synced", "synced, deviceBound"])
    result = {
        "id": profile,
        "name": f"Profile {profile}",
        "passkeyTypes": types,
        "attestationEnforcement": random.choices(["disabled", "registrationOnly", "unknownFutureValue"], [6, 4, 1])[0],
        "keyRestrictions": _restrictions(random),
    }
    for name in ["passkeyTypes", "keyRestrictions"]:
        if random.random() < 0.03:
            del result[name]
    return result


def _restrictions(random):
    listed = random.sample(AAGUIDS, random.randrange(len(AAGUIDS) + 1))
    return {
        "isEnforced": random.random() < 0.6,
        "enforcementType": random.choices(["allow", "block", "unknownFutureValue"], [6, 4, 1])[0],
        "aaGuids": [aaguid.upper() if random.random() < 0.2 else aaguid for aaguid in listed],
    }


def _targets(random, count, ids):
    targets = []
    for _ in range(count):
        if random.random() < 0.1:
            targets.append({"targetType": "user", "id": random.choice(PEOPLE)})
        else:
            # Sometimes a person's id where a group's belongs, or a group's in capitals.
            target = random.choices([random.choice(ids), random.choice(PEOPLE), random.choice(GROUPS).upper()],
                                    [90, 5, 5])[0]
            targets.append({"targetType": "group", "id": target})
    return targets


def _strength(random, index):
    combinations = random.sample(["fido2", "windowsHelloForBusiness", "x509CertificateMultiFactor"], 2)
    strength = {"id": f"s{index}", "displayName": f"Strength {index}", "policyType": "custom",
                "allowedCombinations": combinations, "combinationConfigurations": []}
    for number in range(random.choices([0, 1, 2], [3, 6, 1])[0]):
        listed = random.sample(AAGUIDS, random.randrange(1, len(AAGUIDS)))
        strength["combinationConfigurations"].append({
            "@odata.type": "#microsoft.graph.fido2CombinationConfiguration", "id": f"c{number}",
            "appliesToCombinations": ["fido2"], "allowedAAGUIDs": listed})
    return strength
