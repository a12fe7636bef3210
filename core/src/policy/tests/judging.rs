use super::*;
use crate::id::Aaguid;

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/organisation_policies.tsv"));

#[test]
fn each_row_written_from_the_rules_is_judged_as_it_says() {
    let mut count = 0;
    for row in rows(TABLE) {
        let [policy_name, model, be, kind, groups, person, when, strengths, verdict, why] = row[..] else {
            panic!("{row:?}");
        };
        let judged = policy(policy_name).with_strengths(document("strengths").as_bytes()).unwrap();
        let facts = Facts {
            aaguid: aaguid(model),
            backup_eligible: be == "1",
            attestation: attestation(kind),
            person: somebody(groups, person),
            occasion: occasion(when),
            strengths: strengths.split(',').filter(|name| *name != "-").map(str::to_owned).collect(),
        };
        assert_eq!(written(&judged.judge(&facts)), verdict, "{row:?}: {why}");
        count += 1;
    }
    assert!(count >= 100, "{count} rows");
}

#[test]
fn every_rule_of_an_organisation_has_a_row() {
    for rule in Rule::ALL.into_iter().filter(|rule| *rule < Rule::AllowedRpIds && *rule != Rule::Profile) {
        let name = format!("{} ", rule.as_str());
        assert!(rows(TABLE).any(|row| row[8].contains(&name)), "{name}");
    }
}

#[test]
fn what_may_be_backed_up_counts_as_synced_until_a_chain_vouches_for_it() {
    // entra-docs, how-to-authentication-synced-passkeys.md: attestation is not supported for synced passkeys.
    for (backup_eligible, kind, expected) in [
        (false, AttestationKind::None, PasskeyType::DeviceBound),
        (false, AttestationKind::PackedChain, PasskeyType::DeviceBound),
        (true, AttestationKind::None, PasskeyType::Synced),
        (true, AttestationKind::PackedSelf, PasskeyType::Synced),
        (true, AttestationKind::AndroidKey, PasskeyType::Synced),
        (true, AttestationKind::PackedChain, PasskeyType::DeviceBound),
    ] {
        let facts = Facts {
            aaguid: aaguid("phone"),
            backup_eligible,
            attestation: kind,
            person: Person::default(),
            occasion: Occasion::Registration,
            strengths: Vec::new(),
        };
        assert_eq!(facts.passkey_type(), expected, "BE = {backup_eligible}, {kind:?}");
    }
}

fn aaguid(model: &str) -> Aaguid {
    match model {
        "phone" => PHONE,
        "key" => KEY,
        other => panic!("{other}"),
    }
    .parse()
    .unwrap()
}

fn somebody(groups: &str, kind: &str) -> Person {
    let kinds = [PersonKind::Member, PersonKind::InternalGuest, PersonKind::ExternalGuest];
    let kind = kinds.into_iter().find(|own| own.as_str() == kind).unwrap();
    let (id, groups) = match groups {
        "?" => (None, None),
        "-" => (None, Some(Vec::new())),
        text => match text.strip_prefix("id=") {
            Some(id) => (Some(id.to_owned()), Some(Vec::new())),
            None => (Some("somebody".to_owned()), Some(text.split(',').map(str::to_owned).collect())),
        },
    };
    Person { id, groups, kind }
}
