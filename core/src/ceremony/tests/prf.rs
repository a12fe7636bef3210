//! The pseudo-random function of a passkey (WebAuthn L3, section 10.1.4), through ceremonies. Values are compared
//! with HMAC-SHA-256 of the standard's salt by a seed that the test knows, and with each other.

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit, Mac};
use proptest::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::world::{
    World, caller, creation, creation_json, gate, listed, reference_to, request, request_json, verified,
};
use crate::ceremony::{Asserted, Consent, ConsentedGet, Created};
use crate::error::Error;
use crate::id::CredentialId;
use crate::key::BackupFlags;
use crate::webauthn::extensions::{ClientExtensionResults, PrfSalt};
use crate::webauthn::options::UserVerification;

const BASE64URL: &base64::engine::GeneralPurpose = &base64::prelude::BASE64_URL_SAFE_NO_PAD;

fn encoded(bytes: &[u8]) -> String {
    base64::Engine::encode(BASE64URL, bytes)
}

/// The `prf` member that evaluates at this input, to be put in front of other options.
fn at(input: &[u8]) -> String {
    format!(r#""extensions":{{"prf":{{"eval":{{"first":"{}"}}}}}},"#, encoded(input))
}

fn first(results: &ClientExtensionResults) -> Option<Vec<u8>> {
    results.prf.as_ref().unwrap().results.as_ref().map(|results| results.first.expose().to_vec())
}

fn id(created: &Created) -> CredentialId {
    created.passkey.metadata.credential_id.clone()
}

/// Signs in with this passkey, and evaluates its function at an input.
fn value(world: &World, id: &CredentialId, input: &[u8]) -> Vec<u8> {
    let options = request_json(&format!(r#"{}"allowCredentials":{},"#, at(input), listed(&[id])));
    first(&world.get(&options, verified()).unwrap().response.extensions).unwrap()
}

fn prf_json(response: &str) -> Value {
    serde_json::from_str::<Value>(response).unwrap()["clientExtensionResults"]["prf"].clone()
}

#[test]
fn a_passkey_s_function_is_the_hmac_of_the_standard_s_salt_by_its_stored_seed() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", ""), verified()).unwrap();
    let transaction = world.provider.store().begin().unwrap();
    let secrets = transaction.open_secrets(&created.passkey, None).unwrap();
    drop(transaction);
    let salt = Sha256::new().chain_update(b"WebAuthn PRF\0").chain_update(b"some input").finalize();
    let expected = Hmac::<Sha256>::new_from_slice(secrets.prf_seed.expose()).unwrap().chain_update(salt).finalize();
    assert_eq!(value(&world, &id(&created), b"some input"), expected.into_bytes().to_vec());
}

#[test]
fn a_registration_and_every_sign_in_after_it_give_the_same_value_in_json_too() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", &at(b"input")), verified()).unwrap();
    let registered = first(&created.response.extensions).unwrap();
    let expected = serde_json::json!({ "enabled": true, "results": { "first": encoded(&registered) } });
    assert_eq!(prf_json(&created.response.to_json().unwrap()), expected);
    for _ in 0..2 {
        let asserted = world.get(&request_json(&at(b"input")), verified()).unwrap();
        assert_eq!(first(&asserted.response.extensions), Some(registered.clone()));
        let expected = serde_json::json!({ "results": { "first": encoded(&registered) } });
        assert_eq!(prf_json(&asserted.response.to_json().unwrap()), expected);
    }
}

/// Section 10.1.4: the function is that of requests with user verification, whatever `userVerification` says.
#[test]
fn without_a_verification_the_passkey_answers_and_its_function_does_not() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", &at(b"input")), Consent::Present).unwrap();
    assert_eq!(prf_json(&created.response.to_json().unwrap()), serde_json::json!({ "enabled": true }));
    let asserted = world.get(&request_json(&at(b"input")), Consent::Present).unwrap();
    assert_eq!(prf_json(&asserted.response.to_json().unwrap()), serde_json::json!({}));
}

#[test]
fn the_host_is_told_to_verify_where_only_the_function_asks_for_it() {
    let world = World::new();
    let discouraged = r#""userVerification":"discouraged","#;
    let selection = r#""authenticatorSelection":{"userVerification":"discouraged"},"#;
    let create = |more: &str| {
        let plan = world.provider.begin_create(&creation(&creation_json("AQ", more)), &caller(), world.model).unwrap();
        plan.prompt().user_verification
    };
    assert_eq!(create(selection), UserVerification::Discouraged);
    assert_eq!(create(&format!(r#"{selection}"extensions":{{"prf":{{}}}},"#)), UserVerification::Discouraged);
    assert_eq!(create(&format!("{selection}{}", at(b"input"))), UserVerification::Preferred);
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    let get = |more: &str| {
        let plan = world.provider.begin_get(&request(&request_json(more)), &caller()).unwrap();
        plan.prompt().user_verification
    };
    assert_eq!(get(discouraged), UserVerification::Discouraged);
    assert_eq!(get(&format!("{discouraged}{}", at(b"input"))), UserVerification::Preferred);
    assert_eq!(get(&format!(r#""userVerification":"required",{}"#, at(b"input"))), UserVerification::Required);
}

#[test]
fn what_did_not_ask_for_the_function_hears_nothing_of_it() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", ""), verified()).unwrap();
    let asserted = world.get(&request_json(""), verified()).unwrap();
    assert!(created.response.extensions.prf.is_none() && asserted.response.extensions.prf.is_none());
}

#[test]
fn a_conditional_registration_says_that_there_is_a_function_and_evaluates_nothing() {
    let world = World::new();
    let options = creation(&creation_json("AQ", &at(b"input")));
    let created = world.provider.create_conditionally(&options, &caller(), world.model).unwrap().value;
    assert_eq!(prf_json(&created.response.to_json().unwrap()), serde_json::json!({ "enabled": true }));
}

#[test]
fn nothing_of_the_function_is_in_authenticator_data() {
    let world = World::new();
    let plain = world.create(&creation_json("AQ", ""), verified()).unwrap();
    let asked = world.create(&creation_json("Ag", &at(b"input")), verified()).unwrap();
    let data = |created: &Created| created.response.attestation_object.authenticator_data().as_bytes().to_vec();
    let length = data(&plain).len() - id(&plain).as_bytes().len();
    assert_eq!(data(&asked).len() - id(&asked).as_bytes().len(), length);
    assert_eq!(data(&asked)[32] & 0x80, 0, "ED");
    let asserted = world.get(&request_json(&at(b"input")), verified()).unwrap();
    assert_eq!(asserted.response.authenticator_data.as_bytes().len(), 37);
}

#[test]
fn an_entry_counts_for_its_own_passkey_only() {
    let world = World::new();
    let [one, other] = ["AQ", "Ag"].map(|user| id(&world.create(&creation_json(user, ""), verified()).unwrap()));
    let both = listed(&[&one, &other]);
    let entry = |id: &CredentialId| {
        format!(
            r#""extensions":{{"prf":{{"evalByCredential":{{"{}":{{"first":"{}"}}}}}}}},"#,
            id.to_base64url(),
            encoded(b"own")
        )
    };
    let signed_in = |entry: String, chosen: &CredentialId| -> Asserted {
        let options = request(&request_json(&format!(r#"{entry}"allowCredentials":{both},"#)));
        let plan = world.provider.begin_get(&options, &caller()).unwrap().choose(chosen).unwrap();
        let ConsentedGet::Sealed(plan) = plan.consent(verified()).unwrap() else { panic!("sealed") };
        world.provider.finish_get(plan).unwrap().value
    };
    assert_eq!(first(&signed_in(entry(&one), &one).response.extensions), Some(value(&world, &one, b"own")));
    assert_eq!(first(&signed_in(entry(&one), &other).response.extensions), None);
}

#[test]
fn the_function_survives_deletion_and_restoring_and_the_next_opening() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", &at(b"input")), verified()).unwrap();
    let before = first(&created.response.extensions).unwrap();
    let passkey = reference_to(&world.provider, &id(&created));
    let _ = world.provider.passkeys().delete(&passkey).unwrap();
    let begun = world.provider.begin_get(&request(&request_json(&at(b"input"))), &caller());
    assert!(matches!(begun, Err(Error::NoPasskey)));
    let _ = world.provider.passkeys().restore(&passkey).unwrap();
    assert_eq!(value(&world, &id(&created), b"input"), before);
    let world = World { provider: world.reopened(), ..world };
    assert_eq!(value(&world, &id(&created), b"input"), before);
}

#[test]
fn a_purged_passkey_s_function_is_gone_and_a_new_passkey_has_another() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", &at(b"input")), verified()).unwrap();
    let passkey = reference_to(&world.provider, &id(&created));
    let _ = world.provider.passkeys().delete(&passkey).unwrap();
    let _ = world.provider.passkeys().purge(&passkey).unwrap();
    assert!(matches!(world.provider.passkeys().restore(&passkey), Err(Error::UnknownPasskey)));
    let again = world.create(&creation_json("AQ", &at(b"input")), verified()).unwrap();
    assert_ne!(first(&again.response.extensions), first(&created.response.extensions));
}

#[test]
fn a_gated_store_evaluates_with_the_gate_and_not_without() {
    let world = World::with(BackupFlags::DeviceBound, true);
    let created = world.create(&creation_json("AQ", &at(b"input")), Consent::Gate(gate())).unwrap();
    let asserted = world.get(&request_json(&at(b"input")), Consent::Gate(gate())).unwrap();
    assert_eq!(first(&asserted.response.extensions), first(&created.response.extensions));
    assert!(first(&asserted.response.extensions).is_some());
    assert!(matches!(world.get(&request_json(&at(b"input")), verified()), Err(Error::GateRequired)));
}

#[test]
fn a_salt_from_the_platform_is_the_same_as_the_input_that_it_was_made_of() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", &at(b"input")), verified()).unwrap();
    let mut options = request(&request_json(&at(b"something else")));
    let salt: [u8; 32] = Sha256::new().chain_update(b"WebAuthn PRF\0").chain_update(b"input").finalize().into();
    options.extensions.prf.as_mut().unwrap().eval.as_mut().unwrap().first = PrfSalt::from_hashed(&salt).unwrap();
    let plan = world.provider.begin_get(&options, &caller()).unwrap().choose(&id(&created)).unwrap();
    let ConsentedGet::Sealed(plan) = plan.consent(verified()).unwrap() else { panic!("sealed") };
    let asserted = world.provider.finish_get(plan).unwrap().value;
    assert_eq!(first(&asserted.response.extensions), first(&created.response.extensions));
}

#[test]
fn one_sign_in_opens_the_secrets_once_for_key_and_seed() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), verified()).unwrap();
    let opened = || world.provider.store().opened_secrets.load(std::sync::atomic::Ordering::SeqCst);
    let before = opened();
    world.get(&request_json(&at(b"input")), verified()).unwrap();
    assert_eq!(opened(), before + 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_value_depends_on_passkey_and_input_and_on_nothing_else(
        inputs in proptest::collection::btree_set(proptest::collection::vec(any::<u8>(), 0..80), 1..4),
        other_members in "[a-z]{0,8}",
        times in 1..3_usize,
    ) {
        let world = World::new();
        let passkeys = ["AQ", "Ag"].map(|user| id(&world.create(&creation_json(user, ""), verified()).unwrap()));
        let mut seen = BTreeSet::new();
        for passkey in &passkeys {
            for input in &inputs {
                let known = value(&world, passkey, input);
                prop_assert_eq!(known.len(), 32);
                prop_assert!(seen.insert(known.clone()), "two passkeys or two inputs share a value");
                for round in 0..times {
                    world.clock.set(1_000_000 * u64::try_from(round).unwrap());
                    // Another challenge, another hint, other passkeys listed, and a second input beside it.
                    let more = format!(
                        r#""hints":["{other_members}"],"extensions":{{"prf":{{"eval":{{"first":"{}","second":"AA"}}}}}},"allowCredentials":{},"#,
                        encoded(input), listed(&[passkey]),
                    );
                    let asserted = world.get(&request_json(&more), verified()).unwrap();
                    prop_assert_eq!(first(&asserted.response.extensions), Some(known.clone()));
                }
            }
        }
    }
}
