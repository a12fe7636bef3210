//! The hardware is faked by a P-256 key of the test: it signs what the plan hands out, as a
//! secure element would.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use sha2::Digest as _;

use super::world::{
    World, beside, caller, creation, creation_json, flags_and_count, gate, listed, request, request_json, verified,
};
use crate::ceremony::{Asserted, Consent, ConsentedGet, Created, HardwareCreate, HardwareGet};
use crate::error::Error;
use crate::key::{Algorithm, BackupFlags, HardwareKey, KeyAccess, KeyHandle, PublicKey};
use crate::seal::GateSecret;
use crate::standing::{Verification, VerificationMethod};
use crate::webauthn::options::Algorithms;

/// Signs, or does something else, when asked for a signature over bytes.
type Signer<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;

pub(super) struct SecureElement(SigningKey);

impl SecureElement {
    pub(super) fn new(seed: u8) -> Self {
        Self(SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    pub(super) fn key(&self, access: KeyAccess) -> HardwareKey {
        let point = self.0.verifying_key().to_sec1_point(false);
        HardwareKey {
            handle: KeyHandle::from_bytes(*b"alias").unwrap(),
            public_key: PublicKey::from_raw(Algorithm::Es256, point.as_bytes()).unwrap(),
            access,
        }
    }

    pub(super) fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        let signature: Signature = self.0.sign(bytes);
        signature.to_der().as_bytes().to_vec()
    }
}

fn begin_create(world: &World, options: &str, consent: Consent, key: HardwareKey) -> Result<HardwareCreate, Error> {
    let plan = beside(world.provider.begin_create(&creation(options), &caller(), world.model).unwrap()).unwrap();
    let intent = world.provider.intend_hardware_key(plan.consent(consent)?, &[Algorithm::Es256])?.value;
    world.provider.begin_hardware_create(intent, key)
}

fn create(world: &World, element: &SecureElement, access: KeyAccess) -> Created {
    let plan = begin_create(world, &creation_json("AQ", ""), Consent::Present, element.key(access)).unwrap();
    let signature = element.sign(plan.to_sign());
    world.provider.finish_hardware_create(plan, &signature).unwrap().value
}

fn begin_get(world: &World, options: &str, consent: Consent) -> Result<HardwareGet, Error> {
    let plan = world.provider.begin_get(&request(options), &caller()).unwrap();
    let id = plan.candidates()[0].passkey.credential_id.clone();
    match plan.choose(&id).unwrap().consent(consent)? {
        ConsentedGet::Hardware(plan) => world.provider.begin_hardware_get(plan),
        ConsentedGet::Sealed(_) => panic!("a hardware passkey was expected"),
    }
}

fn get(world: &World, element: &SecureElement) -> Asserted {
    let plan = begin_get(world, &request_json(""), Consent::Present).unwrap();
    let signature = element.sign(plan.to_sign());
    world.provider.finish_hardware_get(plan, &signature).unwrap().value
}

#[test]
fn a_hardware_key_registers_and_signs_in() {
    let (world, element) = (World::new(), SecureElement::new(1));
    create(&world, &element, KeyAccess::Unverified);
    let asserted = get(&world, &element);
    assert_eq!(flags_and_count(asserted.response.authenticator_data.as_bytes()), (0x01, 1));
    assert_eq!(get(&world, &element).passkey.state.sign_count, 2);
}

#[test]
fn a_key_that_signs_only_after_verification_is_evidence() {
    let (world, element) = (World::new(), SecureElement::new(1));
    let required = creation_json("AQ", r#""authenticatorSelection":{"userVerification":"required"},"#);
    let refused = begin_create(&world, &required, Consent::Present, element.key(KeyAccess::Unverified));
    assert!(matches!(refused, Err(Error::VerificationRequired)));
    let created = create(&world, &element, KeyAccess::VerifiedUse);
    assert_eq!(created.verification, Some(Verification::KeySignature));
    assert_eq!(flags_and_count(created.response.attestation_object.authenticator_data().as_bytes()).0, 0x45);
    let asserted = get(&world, &element);
    assert_eq!(
        (asserted.verification, flags_and_count(asserted.response.authenticator_data.as_bytes()).0),
        (Some(Verification::KeySignature), 0x05)
    );
}

#[test]
fn a_wrong_signature_is_refused_and_changes_no_passkey() {
    let (world, element, other) = (World::new(), SecureElement::new(1), SecureElement::new(2));
    create(&world, &element, KeyAccess::Unverified);
    let before = world.provider.passkeys().all().unwrap().passkeys;
    let earlier = begin_get(&world, &request_json(""), verified()).unwrap().to_sign().to_vec();
    let wrong: [Signer<'_>; 5] = [
        &|bytes| other.sign(bytes),
        &|bytes| element.sign(&bytes[1..]),
        // Another plan of the same key: its bytes say "user verified".
        &|_| element.sign(&earlier),
        &|bytes| element.sign(bytes)[..8].to_vec(),
        &|_| Vec::new(),
    ];
    for signer in wrong {
        let plan = begin_get(&world, &request_json(""), Consent::Present).unwrap();
        let signature = signer(plan.to_sign());
        assert!(matches!(world.provider.finish_hardware_get(plan, &signature), Err(Error::SignatureRejected)));
        let plan = begin_create(&world, &creation_json("Ag", ""), Consent::Present, element.key(KeyAccess::Unverified))
            .unwrap();
        let signature = signer(plan.to_sign());
        assert!(matches!(world.provider.finish_hardware_create(plan, &signature), Err(Error::SignatureRejected)));
    }
    let now = world.provider.passkeys().all().unwrap().passkeys;
    assert!(now == before, "a refused signature changed a passkey");
}

/// WebAuthn L3, section 6.3.2, step 2, where who holds the key is known.
#[test]
fn hardware_that_offers_no_acceptable_algorithm_is_refused_and_nothing_is_written() {
    let world = World::new();
    let before = world.provider.epoch().unwrap();
    let begin = || world.provider.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model).unwrap();
    assert_eq!(begin().algorithms(), [Algorithm::Es256]);
    let consented = begin().consent(Consent::Present).unwrap();
    let refused = world.provider.intend_hardware_key(consented, &[]);
    assert!(matches!(refused, Err(Error::UnsupportedAlgorithm)));
    assert_eq!(world.provider.epoch().unwrap(), before);
    let consented = begin().consent(Consent::Present).unwrap();
    let intent = world.provider.intend_hardware_key(consented, Algorithm::ALL).unwrap().value;
    assert_eq!(intent.algorithm(), Algorithm::Es256);
}

/// Sites list ML-DSA and Ed25519 first. A Secure Enclave and a StrongBox make ES256 only.
#[test]
fn hardware_of_es256_registers_where_a_list_begins_with_others() {
    let (world, element) = (World::new(), SecureElement::new(1));
    let mut options = creation(&creation_json("AQ", ""));
    options.algorithms = Algorithms::from_cose(vec![-48, -8, -257, -7]);
    let plan = world.provider.begin_create(&options, &caller(), world.model).unwrap();
    assert_eq!(plan.algorithms(), [Algorithm::MlDsa44, Algorithm::EdDsa, Algorithm::Es256]);
    let consented = plan.consent(Consent::Present).unwrap();
    let intent = world.provider.intend_hardware_key(consented, &[Algorithm::Es256]).unwrap().value;
    assert_eq!(intent.algorithm(), Algorithm::Es256);
    let plan = world.provider.begin_hardware_create(intent, element.key(KeyAccess::Unverified)).unwrap();
    let signature = element.sign(plan.to_sign());
    let created = world.provider.finish_hardware_create(plan, &signature).unwrap().value;
    assert_eq!(created.passkey.metadata.public_key.algorithm(), Algorithm::Es256);
}

/// -7 and -9 have the same keys: whoever makes one for the other said something else than was agreed.
#[test]
fn a_hardware_key_of_another_identifier_is_refused() {
    let (world, element) = (World::new(), SecureElement::new(1));
    let plan = world.provider.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model).unwrap();
    let consented = plan.consent(Consent::Present).unwrap();
    let intent = world.provider.intend_hardware_key(consented, &[Algorithm::Es256]).unwrap().value;
    let key = element.key(KeyAccess::Unverified);
    let public_key = PublicKey::from_spki(Algorithm::Esp256, &key.public_key.to_spki()).unwrap();
    let refused = world.provider.begin_hardware_create(intent, HardwareKey { public_key, ..key });
    assert!(matches!(refused, Err(Error::WrongHardwareKey)));
}

/// WebAuthn L3, section 8.4: the challenge of a key attestation is the client data hash.
#[test]
fn an_intent_tells_the_challenge_before_there_is_a_key() {
    let (world, element) = (World::new(), SecureElement::new(1));
    let plan = world.provider.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model).unwrap();
    let consented = plan.consent(Consent::Present).unwrap();
    let intent = world.provider.intend_hardware_key(consented, &[Algorithm::Es256]).unwrap().value;
    let challenge = *intent.challenge();
    let plan = world.provider.begin_hardware_create(intent, element.key(KeyAccess::Unverified)).unwrap();
    let signature = element.sign(plan.to_sign());
    let created = world.provider.finish_hardware_create(plan, &signature).unwrap().value;
    let digest = <[u8; 32]>::from(sha2::Sha256::digest(created.response.client_data.json()));
    assert_eq!(challenge.as_bytes(), &digest);
}

#[test]
fn a_high_s_signature_is_accepted_as_the_standards_do() {
    let (world, element) = (World::new(), SecureElement::new(1));
    create(&world, &element, KeyAccess::Unverified);
    let plan = begin_get(&world, &request_json(""), Consent::Present).unwrap();
    let low: Signature = element.0.sign(plan.to_sign());
    let high = Signature::from_scalars(low.r().to_bytes(), (-*low.s()).to_bytes()).unwrap();
    let _ = world.provider.finish_hardware_get(plan, high.to_der().as_bytes()).unwrap();
}

#[test]
fn of_two_plans_at_one_count_only_one_is_answered() {
    let (world, element) = (World::new(), SecureElement::new(1));
    create(&world, &element, KeyAccess::Unverified);
    let first = begin_get(&world, &request_json(""), Consent::Present).unwrap();
    let second = begin_get(&world, &request_json(""), Consent::Present).unwrap();
    let signature = element.sign(second.to_sign());
    let _ = world.provider.finish_hardware_get(second, &signature).unwrap();
    let signature = element.sign(first.to_sign());
    assert!(matches!(world.provider.finish_hardware_get(first, &signature), Err(Error::PlanOutdated)));
}

#[test]
fn self_attestation_is_the_hardware_keys_own_signature() {
    let (world, element) = (World::new(), SecureElement::new(1));
    let options = creation_json("AQ", r#""attestation":"direct","#);
    let plan = begin_create(&world, &options, Consent::Present, element.key(KeyAccess::Unverified)).unwrap();
    let signature = element.sign(plan.to_sign());
    let object = world.provider.finish_hardware_create(plan, &signature).unwrap().value.response.attestation_object;
    let object = object.as_bytes();
    assert!(object.windows(signature.len()).any(|bytes| bytes == signature));
}

#[test]
fn a_gated_store_makes_a_hardware_passkey_with_its_gate_only() {
    let (world, element) = (World::gated(), SecureElement::new(1));
    let options = creation_json("AQ", "");
    let refused = begin_create(&world, &options, Consent::Present, element.key(KeyAccess::VerifiedUse));
    assert!(matches!(refused, Err(Error::GateRequired)));
    let plan = begin_create(&world, &options, Consent::Gate(gate()), element.key(KeyAccess::VerifiedUse)).unwrap();
    let signature = element.sign(plan.to_sign());
    let _ = world.provider.finish_hardware_create(plan, &signature).unwrap();
    // Signing opens nothing of the core's, so the hardware's own verification is enough.
    assert_eq!(get(&world, &element).verification, Some(Verification::KeySignature));
}

/// A passkey in hardware that does not gate its key, in a gated store.
fn ungated_key_in_a_gated_store() -> (World, SecureElement) {
    let (world, element) = (World::gated(), SecureElement::new(1));
    let key = element.key(KeyAccess::Unverified);
    let plan = begin_create(&world, &creation_json("AQ", ""), Consent::Gate(gate()), key).unwrap();
    let signature = element.sign(plan.to_sign());
    let _ = world.provider.finish_hardware_create(plan, &signature).unwrap();
    (world, element)
}

fn wrong_gate() -> Consent {
    Consent::Gate(GateSecret::from_bytes(&[8; 32]).unwrap())
}

#[test]
fn in_a_gated_store_a_hardware_key_does_not_sign_on_the_host_s_word() {
    let (world, element) = ungated_key_in_a_gated_store();
    let before = world.bytes_on_disk();
    for wish in ["required", "preferred", "discouraged"] {
        let options = request_json(&format!(r#""userVerification":"{wish}","#));
        for consent in [Consent::Present, verified(), Consent::Stated(VerificationMethod::Pin)] {
            assert!(matches!(begin_get(&world, &options, consent), Err(Error::GateRequired)), "{wish}");
        }
    }
    assert_eq!(world.bytes_on_disk(), before);
    let plan = begin_get(&world, &request_json(""), Consent::Gate(gate())).unwrap();
    let signature = element.sign(plan.to_sign());
    let asserted = world.provider.finish_hardware_get(plan, &signature).unwrap().value;
    assert_eq!(asserted.verification, Some(Verification::Gate));
    assert_eq!(flags_and_count(asserted.response.authenticator_data.as_bytes()), (0x05, 1));
}

/// Bytes that say "user verified" are as good as the answer: the hardware signs whatever it is given.
#[test]
fn a_wrong_gate_secret_gets_no_bytes_to_sign() {
    let (world, _element) = ungated_key_in_a_gated_store();
    assert!(matches!(begin_get(&world, &request_json(""), wrong_gate()), Err(Error::WrongGate)));
    let (gated_key, element) = (World::gated(), SecureElement::new(1));
    let key = element.key(KeyAccess::VerifiedUse);
    let plan = begin_create(&gated_key, &creation_json("AQ", ""), Consent::Gate(gate()), key).unwrap();
    let signature = element.sign(plan.to_sign());
    let _ = gated_key.provider.finish_hardware_create(plan, &signature).unwrap();
    assert!(matches!(begin_get(&gated_key, &request_json(""), wrong_gate()), Err(Error::WrongGate)));
    let plan = begin_get(&gated_key, &request_json(""), Consent::Gate(gate())).unwrap();
    let signature = element.sign(plan.to_sign());
    let asserted = gated_key.provider.finish_hardware_get(plan, &signature).unwrap().value;
    assert_eq!(asserted.verification, Some(Verification::KeySignature));
}

#[test]
fn a_gate_secret_gets_no_bytes_to_sign_from_a_store_without_a_gate() {
    for access in [KeyAccess::Unverified, KeyAccess::VerifiedUse] {
        let (world, element) = (World::new(), SecureElement::new(1));
        create(&world, &element, access);
        let refused = begin_get(&world, &request_json(""), Consent::Gate(gate()));
        assert!(matches!(refused, Err(Error::GateUnexpected)), "{access:?}");
    }
}

/// CTAP 2.1, section 12.1: a key that signs only after a verification proves it; another needs the host's.
#[test]
fn a_protected_hardware_passkey_is_kept_to_its_level() {
    const REQUIRED: &str = r#""extensions":{"credentialProtectionPolicy":"userVerificationRequired"},"#;
    for (access, signs) in [(KeyAccess::VerifiedUse, true), (KeyAccess::Unverified, false)] {
        let (world, element) = (World::new(), SecureElement::new(1));
        let plan = begin_create(&world, &creation_json("AQ", REQUIRED), verified(), element.key(access)).unwrap();
        let signature = element.sign(plan.to_sign());
        let _ = world.provider.finish_hardware_create(plan, &signature).unwrap();
        match begin_get(&world, &request_json(""), Consent::Present) {
            Ok(_) => assert!(signs),
            Err(error) => assert!(!signs && matches!(error, Error::VerificationRequired)),
        }
        assert!(begin_get(&world, &request_json(""), verified()).is_ok());
    }
}

/// The seed is the core's, whoever holds the key: in a store without a gate it is evaluated on any verification, and
/// in a gated one it takes the gate, which no hardware key stands in for.
#[test]
fn the_function_of_a_hardware_passkey_is_evaluated_by_the_core() {
    const EVAL: &str = r#""extensions":{"prf":{"eval":{"first":"AQID"}}},"#;
    type Case = (World, KeyAccess, fn() -> Consent);
    let value = |asserted: Asserted| {
        let prf = asserted.response.extensions.prf.unwrap();
        prf.results.map(|results| results.first.expose().to_vec())
    };
    let evaluated = |world: &World, element: &SecureElement, consent: Consent| {
        let plan = begin_get(world, &request_json(EVAL), consent)?;
        let signature = element.sign(plan.to_sign());
        world.provider.finish_hardware_get(plan, &signature).map(|asserted| value(asserted.value))
    };
    let cases: [Case; 3] = [
        (World::new(), KeyAccess::VerifiedUse, || Consent::Present),
        (World::new(), KeyAccess::Unverified, verified),
        (World::gated(), KeyAccess::VerifiedUse, || Consent::Gate(gate())),
    ];
    for (world, access, consent) in cases {
        let element = SecureElement::new(1);
        let plan = begin_create(&world, &creation_json("AQ", EVAL), consent(), element.key(access)).unwrap();
        let signature = element.sign(plan.to_sign());
        let created = world.provider.finish_hardware_create(plan, &signature).unwrap().value;
        let registered = created.response.extensions.prf.unwrap().results.unwrap().first.expose().to_vec();
        assert_eq!(evaluated(&world, &element, consent()).unwrap(), Some(registered));
        if world.provider.opening().is_gated {
            assert!(matches!(evaluated(&world, &element, Consent::Present), Err(Error::GateRequired)));
            assert!(begin_get(&world, &request_json(""), Consent::Present).is_ok(), "the key itself needs no gate");
        } else if access == KeyAccess::Unverified {
            assert_eq!(evaluated(&world, &element, Consent::Present).unwrap(), None);
        }
    }
}

/// The key of a gated use signs without the gate; what the site keeps is sealed behind it.
#[test]
fn a_hardware_passkey_keeps_a_blob_behind_the_gate_of_its_store() {
    let output = |asserted: &Asserted| {
        let response: serde_json::Value = serde_json::from_str(&asserted.response.to_json().unwrap()).unwrap();
        response["clientExtensionResults"]["largeBlob"].clone()
    };
    for is_gated in [false, true] {
        let element = SecureElement::new(1);
        let world = World::with(BackupFlags::DeviceBound, is_gated);
        let consent = || if is_gated { Consent::Gate(gate()) } else { Consent::Present };
        let key = element.key(KeyAccess::VerifiedUse);
        let plan = begin_create(&world, &creation_json("AQ", ""), consent(), key).unwrap();
        let signature = element.sign(plan.to_sign());
        let created = world.provider.finish_hardware_create(plan, &signature).unwrap().value;
        let list = listed(&[&created.passkey.metadata.credential_id]);
        let asking = |input: &str| {
            request_json(&format!(r#""extensions":{{"largeBlob":{{{input}}}}},"allowCredentials":{list},"#))
        };
        let sign_in = |options: &str| {
            let plan = begin_get(&world, options, consent()).unwrap();
            let signature = element.sign(plan.to_sign());
            output(&world.provider.finish_hardware_get(plan, &signature).unwrap().value)
        };
        let (write, read) = (asking(r#""write":"AQID""#), asking(r#""read":true"#));
        if is_gated {
            for options in [&write, &read] {
                assert!(matches!(begin_get(&world, options, Consent::Present), Err(Error::GateRequired)));
            }
        }
        assert_eq!(sign_in(&read), serde_json::json!({}));
        assert_eq!(sign_in(&write), serde_json::json!({ "written": true }));
        assert_eq!(sign_in(&read), serde_json::json!({ "blob": "AQID" }));
    }
}
