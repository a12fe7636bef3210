use super::world::{World, creation_json, flags_and_count, gate, request_json, verified};
use crate::ceremony::Consent;
use crate::error::Error;
use crate::id::RpId;
use crate::seal::GateSecret;
use crate::standing::{Verification, VerificationMethod};

const UV: u8 = 0x04;

fn selection(requirement: &str) -> String {
    format!(r#""authenticatorSelection":{{"userVerification":"{requirement}"}},"#)
}

#[test]
fn uv_is_set_on_evidence_only_whatever_was_asked() {
    for requirement in ["required", "preferred", "discouraged"] {
        let world = World::new();
        let options = creation_json("AQ", &selection(requirement));
        let created = world.create(&options, verified()).unwrap();
        assert_eq!(flags_and_count(created.response.attestation_object.authenticator_data().as_bytes()).0 & UV, UV);
        assert_eq!(created.verification, Some(Verification::Statement(VerificationMethod::Biometric)));
        let request = request_json(&format!(r#""userVerification":"{requirement}","#));
        assert_eq!(
            flags_and_count(world.get(&request, verified()).unwrap().response.authenticator_data.as_bytes()).0 & UV,
            UV
        );

        let before = world.bytes_on_disk();
        match (requirement, world.get(&request, Consent::Present)) {
            ("required", Err(Error::VerificationRequired)) => assert_eq!(world.bytes_on_disk(), before),
            ("preferred" | "discouraged", Ok(asserted)) => {
                assert_eq!(flags_and_count(asserted.response.authenticator_data.as_bytes()).0 & UV, 0);
                assert_eq!(asserted.verification, None);
            }
            (_, other) => panic!("{requirement}: {:?}", other.map(|asserted| asserted.verification)),
        }
    }
}

#[test]
fn a_registration_that_requires_verification_is_refused_without() {
    let world = World::new();
    let before = world.bytes_on_disk();
    let refused = world.create(&creation_json("AQ", &selection("required")), Consent::Present);
    assert!(matches!(refused, Err(Error::VerificationRequired)));
    assert_eq!(world.bytes_on_disk(), before);
}

#[test]
fn the_right_gate_secret_is_evidence() {
    let world = World::gated();
    let created = world.create(&creation_json("AQ", &selection("required")), Consent::Gate(gate())).unwrap();
    assert_eq!(created.verification, Some(Verification::Gate));
    let asserted = world.get(&request_json(r#""userVerification":"required","#), Consent::Gate(gate())).unwrap();
    assert_eq!(flags_and_count(asserted.response.authenticator_data.as_bytes()), (0x05, 1));
    assert_eq!(asserted.verification, Some(Verification::Gate));
}

#[test]
fn a_wrong_or_missing_gate_secret_opens_and_changes_nothing() {
    let world = World::gated();
    world.create(&creation_json("AQ", ""), Consent::Gate(gate())).unwrap();
    let before = world.bytes_on_disk();
    let wrong = || Consent::Gate(GateSecret::from_bytes(&[8; 32]).unwrap());
    assert!(matches!(world.create(&creation_json("Ag", ""), wrong()), Err(Error::WrongGate)));
    assert!(matches!(world.get(&request_json(""), wrong()), Err(Error::WrongGate)));
    for consent in [|| Consent::Present, verified] {
        assert!(matches!(world.create(&creation_json("Ag", ""), consent()), Err(Error::GateRequired)));
        assert!(matches!(world.get(&request_json(""), consent()), Err(Error::GateRequired)));
    }
    assert_eq!(world.bytes_on_disk(), before);
}

#[test]
fn candidates_of_a_gated_store_need_no_gate() {
    let world = World::gated();
    world.create(&creation_json("AQ", ""), Consent::Gate(gate())).unwrap();
    assert_eq!(world.reopened().candidates(&RpId::parse("example.com").unwrap()).unwrap().len(), 1);
}

#[test]
fn a_gate_secret_proves_nothing_to_a_store_without_a_gate() {
    let world = World::new();
    let refused = world.create(&creation_json("AQ", ""), Consent::Gate(gate()));
    assert!(matches!(refused, Err(Error::GateUnexpected)));
}
