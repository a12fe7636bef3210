use std::time::Duration;

use super::*;
use crate::clock::Timestamp;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const DAY: u64 = 24 * 60 * 60 * 1000;

fn of_age(milliseconds: u64) -> Provenance {
    Provenance { source: Source::Server, date: Timestamp::from_millis(NOW.as_millis() - milliseconds) }
}

fn missing(policy: &Organisation) -> Vec<String> {
    policy
        .doubts()
        .into_iter()
        .flat_map(|doubt| if let Doubt::Missing { paths } = doubt { paths } else { Vec::new() })
        .collect()
}

fn unknown(policy: &Organisation) -> Vec<String> {
    policy
        .doubts()
        .into_iter()
        .flat_map(|doubt| if let Doubt::Unknown { paths } = doubt { paths } else { Vec::new() })
        .collect()
}

#[test]
fn a_whole_and_recent_policy_of_the_organisation_is_enforced() {
    for source in [Source::Server, Source::Administrator] {
        assert_eq!(policy("open").weight(Provenance { source, date: NOW }, NOW), Weight::Enforced);
    }
}

#[test]
fn a_policy_older_than_thirty_days_warns() {
    assert_eq!(OLD_AFTER_DAYS, 30);
    assert_eq!(policy("open").weight(of_age(30 * DAY), NOW), Weight::Enforced);
    assert_eq!(policy("open").weight(of_age(31 * DAY - 1), NOW), Weight::Enforced);
    assert_eq!(policy("open").weight(of_age(31 * DAY), NOW), Weight::Advisory(vec![Doubt::Old { days: 31 }]));
}

#[test]
fn a_policy_from_the_future_warns() {
    let ahead = |by| Provenance { source: Source::Server, date: NOW.saturating_add(Duration::from_millis(by)) };
    assert_eq!(policy("open").weight(ahead(DAY), NOW), Weight::Enforced);
    assert_eq!(policy("open").weight(ahead(DAY + 1), NOW), Weight::Advisory(vec![Doubt::FromTheFuture]));
}

#[test]
fn a_policy_that_the_person_gave_warns() {
    let given = Provenance { source: Source::Person, date: NOW };
    assert_eq!(policy("open").weight(given, NOW), Weight::Advisory(vec![Doubt::NotTheOrganisation]));
}

#[test]
fn what_a_policy_lacks_forbids_nothing_and_makes_it_partial() {
    for (text, expected) in [
        (r#"{"state":"enabled"}"#, &["isSelfServiceRegistrationAllowed", "passkeyProfiles", "includeTargets"][..]),
        (
            r#"{"isAttestationEnforced":false,"isSelfServiceRegistrationAllowed":true,"includeTargets":[{"id":"all_users"}]}"#,
            &["state", "keyRestrictions"],
        ),
        (
            r#"{"state":"enabled","isSelfServiceRegistrationAllowed":true,"includeTargets":[{"id":"all_users"}],
            "keyRestrictions":{"isEnforced":true,"aaGuids":[]},"isAttestationEnforced":null}"#,
            &["keyRestrictions.enforcementType", "isAttestationEnforced"],
        ),
        (
            r#"{"state":"enabled","isSelfServiceRegistrationAllowed":true,"includeTargets":[{"id":"all_users"}],
            "passkeyProfiles":[{"id":"00000000-0000-0000-0000-000000000001"}]}"#,
            &[
                "passkeyProfiles[0].passkeyTypes",
                "passkeyProfiles[0].attestationEnforcement",
                "passkeyProfiles[0].keyRestrictions",
            ],
        ),
    ] {
        let policy = Organisation::parse(text.as_bytes()).unwrap();
        assert_eq!(missing(&policy), expected, "{text}");
        for kind in Kind::ALL {
            for occasion in Occasion::ALL {
                let facts = Facts {
                    aaguid: PHONE.parse().unwrap(),
                    backup_eligible: kind == Kind::Synced,
                    attestation: AttestationKind::None,
                    person: Person::default(),
                    occasion,
                    strengths: Vec::new(),
                };
                assert!(policy.judge(&facts).is_allowed, "{text} {kind:?} {occasion:?}");
            }
        }
    }
}

#[test]
fn a_profile_that_the_policy_lacks_grants_nothing_and_makes_it_partial() {
    let id = r#""00000000-0000-0000-0000-000000000001"
      ]"#;
    let dangling = policy_with("profiles", id, r#""nobody's"]"#).unwrap();
    assert_eq!(missing(&dangling), ["includeTargets[0].allowedPasskeyProfiles[0]"]);
}

#[test]
fn what_is_unknown_to_this_version_is_left_out_and_makes_it_partial() {
    for (name, from, to, path) in [
        ("open", r#""state": "enabled""#, r#""state": "enabled", "isNew": 1"#, "isNew"),
        ("open", r#""state": "enabled""#, r#""state": "unknownFutureValue""#, "state"),
        (
            "profiles",
            r#""registrationOnly""#,
            r#""registrationAndSignIn""#,
            "passkeyProfiles[0].attestationEnforcement",
        ),
        ("profiles", r#""deviceBound,synced""#, r#""deviceBound,shared""#, "passkeyProfiles[1].passkeyTypes"),
        ("profiles", r#""name": "Staff""#, r#""name": "Staff", "hours": 8"#, "passkeyProfiles[1].hours"),
        ("block_list", r#""block""#, r#""unknownFutureValue""#, "keyRestrictions.enforcementType"),
        ("users", r#""targetType": "user""#, r#""targetType": "device""#, "includeTargets[0].targetType"),
    ] {
        let policy = policy_with(name, from, to).unwrap();
        assert_eq!(unknown(&policy), [path], "{name}");
        assert_ne!(policy.weight(of_age(0), NOW), Weight::Enforced, "{name}");
    }
}

#[test]
fn annotations_of_the_protocol_say_nothing() {
    let policy = policy_with("open", r#""state""#, r#""includeTargets@odata.context": "x", "state""#).unwrap();
    assert_eq!(policy.doubts(), []);
}
