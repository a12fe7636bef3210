//! Ceremonies with keys in the core's custody. A signature is verified here with the public key that
//! the record has, over the bytes that the records have.

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use passkey_provider_ffi::{
    Asserted, BackupFlags, Caller, Consent, CreateAnswer, CreateRequest, CreationInput, Decision, ErrorCode, Frame,
    GetAnswer, GetRequest, Provider, RequestInput, Resolution, SecretBytes, Standing, Verification, VerificationMethod,
};

use crate::world::{
    ORIGIN, RP, World, agree, choose, code, create_request, failure, get_request, model, open_request, reference,
    sign_in, yes,
};

fn verifies(asserted: &Asserted) -> bool {
    let key = VerifyingKey::from_public_key_der(&asserted.passkey.public_key).unwrap();
    let signature = DerSignature::from_bytes(&asserted.signature).unwrap();
    let signed = [asserted.authenticator_data.as_slice(), &asserted.client_data_hash].concat();
    key.verify(&signed, &signature).is_ok()
}

#[test]
fn a_passkey_is_made_and_signs_in() {
    let world = World::new();
    let created = world.register("ada");
    assert_eq!(created.passkey.rp_id, RP);
    assert_eq!(created.passkey.user.name, "ada@example.com");
    assert_eq!(created.client_data_hash, [0xab; 32]);
    assert_eq!(created.verification, Some(Verification::Statement { method: VerificationMethod::Biometric }));
    assert!(matches!(created.passkey.standing, Standing::Unconfirmed { .. }));
    let before = world.provider.epoch().unwrap();
    let asserted = world.sign_in(&[]).unwrap();
    assert!(verifies(&asserted));
    assert_eq!(asserted.passkey.credential_id, created.passkey.credential_id);
    assert_eq!(asserted.passkey.sign_count, 1);
    assert!(world.provider.epoch().unwrap() > before);
}

#[test]
fn a_page_gets_its_client_data_and_the_repairs_are_told() {
    let world = World::new();
    let caller = Caller::Web { origin: ORIGIN.to_owned(), frame: Frame::SameOrigin };
    // `user.id` in base64 with padding: no browser reads it.
    let text = r#"{"rp":{"id":"example.com","name":"Example"},"challenge":"AAECAwQFBgcICQoLDA0ODw",
        "user":{"id":"AQIDBA==","name":"ada","displayName":"Ada"},"pubKeyCredParams":[{"type":"public-key","alg":-7}]}"#;
    let request = |strict| CreateRequest {
        options: CreationInput::Json { text: text.to_owned() },
        caller: caller.clone(),
        model: model(BackupFlags::DeviceBound),
        attestation: None,
        membership: None,
        strict,
    };
    assert_eq!(code(world.provider.begin_create(request(true))), ErrorCode::InvalidOptions);
    let start = world.provider.begin_create(request(false)).unwrap();
    assert_eq!(start.origin.as_deref(), Some(ORIGIN));
    assert_eq!(start.user.handle, [1, 2, 3, 4]);
    assert_eq!(start.repairs.iter().map(|repair| repair.path.as_str()).collect::<Vec<_>>(), ["$.user.id"]);
    let created = world.provider.finish_create(start.plan, agree(Resolution::None)).unwrap().value;
    assert!(created.response_json.contains(r#""clientDataJSON":"ey"#), "{}", created.response_json.len());

    let options =
        RequestInput::Json { text: r#"{"rpId":"example.com","challenge":"AAECAwQFBgcICQoLDA0ODw"}"#.to_owned() };
    let start = world.provider.begin_get(GetRequest { options, caller, strict: true, picked: None }).unwrap();
    let answer = choose(&start);
    assert!(world.provider.finish_get(start.plan, answer).is_ok());
}

#[test]
fn who_declines_gets_declined_and_nothing_is_written() {
    let world = World::new();
    let epoch = world.provider.epoch().unwrap();
    let start = world.begin("ada", &[]);
    let no = CreateAnswer { resolution: Resolution::None, consent: Consent::Declined };
    assert_eq!(code(world.provider.finish_create(start.plan, no)), ErrorCode::Declined);
    assert_eq!(world.provider.epoch().unwrap(), epoch);
    assert!(world.provider.list().unwrap().passkeys.is_empty());
}

#[test]
fn a_required_verification_that_is_not_shown_refuses() {
    let world = World::new();
    let start = world.begin("ada", &[]);
    let present = CreateAnswer { resolution: Resolution::None, consent: Consent::Present };
    assert_eq!(code(world.provider.finish_create(start.plan, present)), ErrorCode::VerificationRequired);
}

#[test]
fn an_excluded_passkey_is_told_after_the_gesture() {
    let world = World::new();
    let id = world.register("ada").passkey.credential_id;
    let start = world.begin("ada", &[id]);
    assert!(matches!(start.decision, Decision::AlreadyRegistered { ref existing } if existing.len() == 1));
    let refused = failure(world.provider.finish_create(start.plan, agree(Resolution::None)));
    assert_eq!(refused.kind.code, ErrorCode::AlreadyRegistered);
    // The gesture confirmed it, which was committed before the refusal.
    assert_eq!(refused.epoch, Some(world.provider.epoch().unwrap()));
    assert!(matches!(world.provider.list().unwrap().passkeys[0].standing, Standing::Confirmed { .. }));
}

#[test]
fn a_refused_passkey_is_deleted_and_the_new_one_made_in_one_go() {
    let world = World::new();
    let old = world.register("ada").passkey;
    world.provider.reject(reference(&old), Some("no room".to_owned())).unwrap();
    let start = world.begin("ada", &[]);
    assert!(
        matches!(start.decision, Decision::StaleDuplicate { ref existing } if existing[0].passkey == reference(&old))
    );
    assert_eq!(code(world.provider.finish_create(start.plan, agree(Resolution::None))), ErrorCode::StaleDuplicate);
    let start = world.begin("ada", &[]);
    let new = world.provider.finish_create(start.plan, agree(Resolution::DeleteAndRetry)).unwrap().value;
    let kept = world.provider.list().unwrap().passkeys;
    assert_eq!(kept.iter().map(|passkey| &passkey.credential_id).collect::<Vec<_>>(), [&new.passkey.credential_id]);
    assert_eq!(world.provider.deleted().unwrap().passkeys[0].credential_id, old.credential_id);
}

#[test]
fn another_passkey_is_registered_beside_one_that_is_under_way() {
    let world = World::new();
    world.register("ada");
    let start = world.begin("ada", &[]);
    assert!(matches!(start.decision, Decision::InFlight { .. }));
    world.provider.finish_create(start.plan, agree(Resolution::RegisterAnother)).unwrap();
    assert_eq!(world.provider.list().unwrap().passkeys.len(), 2);
}

#[test]
fn a_known_passkey_that_is_not_excluded_is_a_duplicate() {
    let world = World::new();
    let created = world.register("ada");
    world.provider.confirm(reference(&created.passkey)).unwrap();
    assert!(matches!(world.begin("ada", &[]).decision, Decision::Duplicate { .. }));
    assert!(matches!(world.begin("eve", &[]).decision, Decision::Proceed));
}

#[test]
fn a_passkey_is_made_without_a_gesture_once() {
    let world = World::new();
    let request = || {
        let mut request = create_request("ada", &[]);
        if let CreationInput::Parts { user_verification, .. } = &mut request.options {
            *user_verification = passkey_provider_ffi::UserVerification::Preferred;
        }
        request
    };
    assert_eq!(world.provider.create_conditionally(request()).unwrap().value.verification, None);
    assert_eq!(code(world.provider.create_conditionally(request())), ErrorCode::ConditionalCreateRefused);
}

#[test]
fn a_gated_store_signs_with_its_gate_secret_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut request = open_request(folder.path());
    request.gate_secret = Some(SecretBytes::new(&[9; 32]).unwrap());
    let provider = Provider::open(request).unwrap();
    assert!(provider.check().unwrap().is_gated);
    let create = |consent| {
        let start = provider.begin_create(create_request("ada", &[])).unwrap();
        provider.finish_create(start.plan, CreateAnswer { resolution: Resolution::None, consent })
    };
    let gate = |byte| Consent::Gate { secret: SecretBytes::new(&[byte; 32]).unwrap() };
    assert_eq!(code(create(yes())), ErrorCode::GateRequired);
    assert_eq!(code(create(gate(8))), ErrorCode::WrongGate);
    assert_eq!(create(gate(9)).unwrap().value.verification, Some(Verification::Gate));
    assert_eq!(code(sign_in(&provider, &[])), ErrorCode::GateRequired);
    let start = provider.begin_get(get_request(&[])).unwrap();
    let answer = GetAnswer { consent: gate(9), ..choose(&start) };
    assert!(provider.finish_get(start.plan, answer).is_ok());
}

/// WebAuthn L3, section 6.1: the flags are the 33rd byte; BE and BS are bits 3 and 4.
#[test]
fn each_registration_has_the_flags_of_its_model_and_keeps_them() {
    // Of one provider, as an app has it that registers by itself and through iOS.
    let world = World::new();
    for (backup_flags, backed_up) in [(BackupFlags::DeviceBound, 0), (BackupFlags::Ios, 0b1_1000)] {
        let request = CreateRequest { model: model(backup_flags), ..create_request(&format!("{backup_flags:?}"), &[]) };
        let start = world.provider.begin_create(request).unwrap();
        let created = world.provider.finish_create(start.plan, agree(Resolution::None)).unwrap().value;
        let allow = [created.passkey.credential_id];
        assert_eq!(world.sign_in(&allow).unwrap().authenticator_data[32] & 0b1_1000, backed_up);
    }
}
