use std::sync::atomic::Ordering;

use super::world::{World, caller, creation, creation_json, flags_and_count, listed, request, request_json, verified};
use crate::caller::{Frame, VerifiedCaller};
use crate::ceremony::Consent;
use crate::error::Error;
use crate::id::{ClientDataHash, Origin, RpId};
use crate::key::BackupFlags;
use crate::standing::{Confirmation, Standing};
use crate::webauthn::attestation::Format;

#[test]
fn a_created_passkey_is_durable_before_its_response_leaves() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let found = world.reopened().passkeys().get(&created.passkey.reference()).unwrap();
    assert_eq!(found.metadata.public_key, created.passkey.metadata.public_key);
    assert_eq!(found.metadata.user.name, "ada@example.com");
}

#[test]
fn flags_tell_presence_and_the_profile() {
    // UP and AT; BE and BS as well where iOS dictates them.
    for (backup_flags, flags) in [(BackupFlags::DeviceBound, 0x41), (BackupFlags::Ios, 0x59)] {
        let world = World::with(backup_flags, false);
        let created = world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
        assert_eq!(flags_and_count(created.response.attestation_object.authenticator_data().as_bytes()), (flags, 0));
    }
}

/// It refuses every other statement; an answer that the app itself sends has the one that is asked for.
#[test]
fn an_iphones_extension_gets_no_statement() {
    let world = World::with(BackupFlags::Ios, false);
    let hash = ClientDataHash::from_bytes(&[5; 32]).unwrap();
    let caller = VerifiedCaller::platform(RpId::parse("example.com").unwrap(), hash).unwrap();
    let options = creation(&creation_json("AQ", r#""attestation":"direct","#));
    let plan = world.provider.begin_create(&options, &caller, world.model).unwrap();
    let created = world.provider.finish_create(plan.consent(verified()).unwrap()).unwrap().value;
    assert_eq!(created.attestation_given, Format::None);
}

#[test]
fn self_attestation_is_made_where_it_is_asked_for() {
    let asked = creation_json("AQ", r#""attestation":"direct","#);
    for (backup_flags, options, packed) in [
        (BackupFlags::DeviceBound, &asked, true),
        (BackupFlags::Ios, &asked, true),
        (BackupFlags::DeviceBound, &creation_json("AQ", ""), false),
    ] {
        let created = World::with(backup_flags, false).create(options, Consent::Present).unwrap();
        let object = created.response.attestation_object.as_bytes();
        assert_eq!(object.windows(6).any(|bytes| bytes == b"packed"), packed);
        let signed = [
            created.response.attestation_object.authenticator_data().as_bytes().to_vec(),
            created.response.client_data.hash().as_bytes().to_vec(),
        ]
        .concat();
        if packed {
            // attStmt is {alg, sig}; the DER signature starts after "sig" and its byte string head.
            let at = object.windows(4).position(|bytes| bytes == b"csig").unwrap() + 4;
            let length = usize::from(object[at + 1]);
            created.passkey.metadata.public_key.verify(&signed, &object[at + 2..at + 2 + length]).unwrap();
        }
    }
}

#[test]
fn declining_writes_nothing() {
    let world = World::new();
    let before = world.bytes_on_disk();
    assert!(matches!(world.create(&creation_json("AQ", ""), Consent::Declined), Err(Error::Declined)));
    assert_eq!(world.bytes_on_disk(), before);
}

#[test]
fn a_plan_dropped_at_any_step_leaves_the_bytes_of_the_store() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let before = world.bytes_on_disk();
    let options = creation(&creation_json("Ag", ""));
    drop(world.provider.begin_create(&options, &caller(), world.model).unwrap());
    let plan = world.provider.begin_create(&options, &caller(), world.model).unwrap();
    drop(plan.consent(verified()).unwrap());
    let plan = world.provider.begin_get(&request(&request_json("")), &caller()).unwrap();
    let id = plan.candidates()[0].passkey.credential_id.clone();
    drop(plan.choose(&id).unwrap().consent(verified()).unwrap());
    assert_eq!(world.bytes_on_disk(), before);
}

#[test]
fn an_excluded_passkey_shows_only_after_the_gesture() {
    let world = World::new();
    let first = world.create(&creation_json("AQ", ""), Consent::Present).unwrap().passkey.metadata.credential_id;
    let excluding = creation_json("AQ", &format!(r#""excludeCredentials":{},"#, listed(&[&first])));
    let before = world.bytes_on_disk();
    assert!(matches!(world.create(&excluding, Consent::Declined), Err(Error::Declined)));
    assert_eq!(world.bytes_on_disk(), before);
    assert!(matches!(world.create(&excluding, Consent::Present), Err(Error::AlreadyRegistered { .. })));
    // Only the server could have named it.
    let listed = world.provider.passkeys().all().unwrap().passkeys;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].state.standing, Standing::Confirmed(Confirmation::Listed));
}

#[test]
fn an_exclude_list_counts_for_its_own_rp_only() {
    let world = World::new();
    let first = world.create(&creation_json("AQ", ""), Consent::Present).unwrap().passkey.metadata.credential_id;
    let other = creation_json("AQ", &format!(r#""excludeCredentials":{},"#, listed(&[&first])))
        .replace("example.com", "example.org");
    let caller = VerifiedCaller::web(&Origin::parse("https://example.org").unwrap(), Frame::SameOrigin, None).unwrap();
    let plan = world.provider.begin_create(&creation(&other), &caller, world.model).unwrap();
    let _ = world.provider.finish_create(plan.consent(Consent::Present).unwrap()).unwrap();
}

#[test]
fn an_unreadable_exclude_entry_counts_for_the_same_account_only() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let unreadable = r#""excludeCredentials":[{"type":"public-key","id":"*"}],"#;
    let same = world.create(&creation_json("AQ", unreadable), Consent::Present);
    assert!(matches!(same, Err(Error::AlreadyRegistered { .. })));
    world.create(&creation_json("Ag", unreadable), Consent::Present).unwrap();
}

#[test]
fn registering_an_account_again_keeps_the_older_passkey() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    assert_eq!(world.provider.passkeys().all().unwrap().passkeys.len(), 2);
}

#[test]
fn the_request_and_the_caller_must_name_one_rp_id() {
    let world = World::new();
    let options = creation(&creation_json("AQ", "").replace("example.com", "example.org"));
    assert!(matches!(world.provider.begin_create(&options, &caller(), world.model), Err(Error::RpIdNotVerified)));
}

#[test]
fn a_plan_of_another_provider_is_refused() {
    let (world, other) = (World::new(), World::new());
    let plan = world.provider.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model).unwrap();
    let refused = other.provider.finish_create(plan.consent(Consent::Present).unwrap());
    assert!(matches!(refused, Err(Error::WrongProvider)));
    assert!(other.provider.passkeys().all().unwrap().passkeys.is_empty());
}

#[test]
fn a_failing_generator_writes_nothing() {
    let world = World::new();
    let before = world.bytes_on_disk();
    world.entropy.broken.store(true, Ordering::SeqCst);
    assert!(matches!(world.create(&creation_json("AQ", ""), Consent::Present), Err(Error::EntropyFailed)));
    assert_eq!(world.bytes_on_disk(), before);
    world.entropy.broken.store(false, Ordering::SeqCst);
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
}

#[test]
fn a_callers_hash_is_signed_and_its_client_data_is_the_placeholder() {
    let world = World::new();
    let hash = ClientDataHash::from_bytes(&[5; 32]).unwrap();
    let caller = VerifiedCaller::platform(RpId::parse("example.com").unwrap(), hash).unwrap();
    let options = creation(&creation_json("AQ", r#""attestation":"direct","#));
    let plan = world.provider.begin_create(&options, &caller, world.model).unwrap();
    let created = world.provider.finish_create(plan.consent(Consent::Present).unwrap()).unwrap().value;
    assert_eq!(created.response.client_data.json(), b"{}");
    let plan = world.provider.begin_get(&request(&request_json("")), &caller).unwrap();
    let id = plan.candidates()[0].passkey.credential_id.clone();
    let crate::ceremony::ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(Consent::Present).unwrap()
    else {
        panic!("a sealed passkey was expected")
    };
    let asserted = world.provider.finish_get(plan).unwrap().value;
    let signed = [asserted.response.authenticator_data.as_bytes().to_vec(), vec![5; 32]].concat();
    created.passkey.metadata.public_key.verify(&signed, &asserted.response.signature).unwrap();
}

#[test]
fn every_passkey_has_an_id_and_a_key_of_its_own() {
    let world = World::new();
    let made: Vec<_> =
        (0..8).map(|_| world.create(&creation_json("AQ", ""), Consent::Present).unwrap().passkey).collect();
    for (index, one) in made.iter().enumerate() {
        for other in &made[index + 1..] {
            assert_ne!(one.metadata.credential_id, other.metadata.credential_id);
            assert_ne!(one.metadata.public_key, other.metadata.public_key);
        }
    }
}

/// It is no matter of candidates, of which a registration has none.
#[test]
fn a_resolution_where_nothing_is_in_the_way_is_told_in_words_that_fit() {
    let world = World::new();
    let plan = world.provider.begin_create(&creation(&creation_json("AQ", "")), &caller(), world.model).unwrap();
    let Err(error) = plan.delete_and_retry() else { panic!("there is nothing to delete") };
    assert_eq!(error.code(), "not_offered");
    assert_eq!(error.to_string(), "what was chosen is not one of the choices that the plan offers");
    assert!(error.next().contains("register without a resolution"), "{}", error.next());
}
