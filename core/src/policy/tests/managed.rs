use super::*;
use crate::id::RpId;
use crate::standing::{Verification, VerificationMethod};

pub(super) const TABLE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/managed_configuration.tsv"));

const VERIFICATIONS: [Verification; 5] = [
    Verification::KeySignature,
    Verification::Gate,
    Verification::Statement(VerificationMethod::Biometric),
    Verification::Statement(VerificationMethod::DeviceCredential),
    Verification::Statement(VerificationMethod::Pin),
];

#[test]
fn each_row_of_the_truth_table_is_judged_as_it_says() {
    let mut count = 0;
    for row in rows(TABLE) {
        let [configuration, when, rp_id, hardware, gated, verification, statement, verdict, why] = row[..] else {
            panic!("{row:?}");
        };
        let facts = ManagedFacts {
            occasion: occasion(when),
            rp_id: known(rp_id).map(|text| RpId::parse(text).unwrap()),
            is_hardware: known(hardware).map(flag),
            is_gated: known(gated).map(flag),
            verification: known(verification).map(verified),
            attestation: known(statement).map(attestation),
        };
        let found = match Managed::parse(configuration.as_bytes()) {
            Ok(managed) => written(&managed.judge(&facts)),
            Err(refused) => format!(
                "invalid {} {}",
                refused.as_str(),
                refused.path().filter(|path| !path.is_empty()).unwrap_or("-")
            ),
        };
        assert_eq!(found, verdict, "{row:?}: {why}");
        count += 1;
    }
    assert!(count >= 100, "{count} rows");
}

#[test]
fn every_rule_of_a_managed_configuration_has_a_row() {
    for rule in Rule::ALL.into_iter().filter(|rule| *rule >= Rule::AllowedRpIds) {
        let name = format!("{} ", rule.as_str());
        assert!(rows(TABLE).any(|row| row[7].contains(&name)), "{name}");
    }
}

/// Whatever a configuration narrows, the empty one allows: each row that is refused is one that is allowed without.
#[test]
fn a_configuration_only_narrows() {
    for row in rows(TABLE).filter(|row| !row[7].starts_with("invalid")) {
        let nothing = Managed::parse(br#"{"version":1}"#).unwrap();
        assert_eq!(nothing, Managed::default());
        let facts = ManagedFacts {
            rp_id: known(row[2]).map(|text| RpId::parse(text).unwrap()),
            is_hardware: known(row[3]).map(flag),
            is_gated: known(row[4]).map(flag),
            verification: known(row[5]).map(verified),
            attestation: known(row[6]).map(attestation),
            ..ManagedFacts::of(occasion(row[1]))
        };
        assert!(nothing.judge(&facts).is_allowed, "{row:?}");
    }
}

#[test]
fn each_member_is_shown_as_the_document_has_it() {
    let nothing = Managed::default();
    assert!(nothing.allowed_rp_ids().is_none() && nothing.verification_methods().is_none());
    assert!(nothing.attestation_formats().is_none());
    assert!(!nothing.is_hardware_only() && !nothing.is_gated_only() && !nothing.is_proof_required());
    let text = r#"{"version":1,"allowed_rp_ids":["example.org","EXAMPLE.com"],"hardware_keys_only":true,"gated_only":true,
        "verification":{"always":true,"methods":["pin","key_signature","gate","biometric","device_credential"],
        "no_statements":true},"attestation_formats":["android_key","none"]}"#;
    let managed = Managed::parse(text.as_bytes()).unwrap();
    let rp_ids: Vec<&str> = managed.allowed_rp_ids().unwrap().map(RpId::as_str).collect();
    assert_eq!(rp_ids, ["example.com", "example.org"]);
    assert_eq!(managed.verification_methods().unwrap().collect::<Vec<_>>(), VERIFICATIONS);
    let formats: Vec<AttestationKind> = managed.attestation_formats().unwrap().collect();
    assert_eq!(formats, [AttestationKind::None, AttestationKind::AndroidKey]);
    assert!(managed.is_hardware_only() && managed.is_gated_only());
    assert!(managed.requires_verification() && managed.is_proof_required());
}

fn known(cell: &str) -> Option<&str> {
    Some(cell).filter(|cell| *cell != "-")
}

fn flag(cell: &str) -> bool {
    match cell {
        "yes" => true,
        "no" => false,
        other => panic!("{other}"),
    }
}

fn verified(cell: &str) -> Option<Verification> {
    if cell == "none" {
        return None;
    }
    Some(VERIFICATIONS.into_iter().find(|verification| verification.as_str() == cell).unwrap())
}
