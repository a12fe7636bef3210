use std::sync::Arc;
use std::thread;

use sha2::{Digest, Sha256};

use super::world::{
    World, caller, creation_json, flags_and_count, listed, reference_to, request, request_json, verified,
};
use crate::caller::{Frame, VerifiedCaller};
use crate::ceremony::{Consent, ConsentedGet};
use crate::entropy::SystemEntropy;
use crate::error::Error;
use crate::id::{CredentialId, Origin, RpId};
use crate::key::BackupFlags;
use crate::seal::DeviceKey;
use crate::store::{State, Store, StoreSettings};

#[test]
fn an_assertion_verifies_with_the_key_that_was_registered() {
    let world = World::new();
    let created = world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let asserted = world.get(&request_json(""), Consent::Present).unwrap();
    let hash = Sha256::digest(asserted.response.client_data.json()).to_vec();
    let signed = [asserted.response.authenticator_data.as_bytes().to_vec(), hash].concat();
    created.passkey.metadata.public_key.verify(&signed, &asserted.response.signature).unwrap();
    assert_eq!(asserted.response.user_handle.as_bytes(), [1]);
    assert_eq!(asserted.response.authenticator_data.as_bytes()[..32], Sha256::digest("example.com")[..]);
}

#[test]
fn the_count_rises_by_one_and_survives_reopening() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    for expected in 1..=3 {
        let asserted = world.get(&request_json(""), Consent::Present).unwrap();
        assert_eq!(flags_and_count(asserted.response.authenticator_data.as_bytes()), (0x01, expected));
        assert_eq!(world.reopened().passkeys().get(&asserted.passkey.reference()).unwrap().state.sign_count, expected);
    }
}

#[test]
fn a_counter_at_its_end_signs_no_more_and_does_not_begin_again() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
    let path = world.folder.path().join("passkeys.db");
    let store = Store::open(&path, &key, StoreSettings::default(), Arc::new(SystemEntropy)).unwrap();
    let mut passkey = store.all().unwrap().passkeys.remove(0);
    let mut transaction = store.begin().unwrap();
    let last = State { sign_count: u32::MAX, ..passkey.state };
    transaction.update(&mut passkey, last, []).unwrap();
    let _ = transaction.commit().unwrap();
    for _ in 0..2 {
        assert!(matches!(world.get(&request_json(""), Consent::Present), Err(Error::CounterExhausted)));
    }
    assert_eq!(store.all().unwrap().passkeys[0].state.sign_count, u32::MAX);
}

#[test]
fn the_ios_profile_counts_nothing_and_says_backed_up() {
    let world = World::with(BackupFlags::Ios, false);
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    for _ in 0..3 {
        let asserted = world.get(&request_json(""), Consent::Present).unwrap();
        assert_eq!(flags_and_count(asserted.response.authenticator_data.as_bytes()), (0x19, 0));
    }
}

#[test]
fn a_passkey_keeps_the_profile_it_was_made_with() {
    let world = World::with(BackupFlags::Ios, false);
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let provider = world.reopened();
    let plan = provider.begin_get(&request(&request_json("")), &caller()).unwrap();
    let id = plan.candidates()[0].passkey.credential_id.clone();
    let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(Consent::Present).unwrap() else {
        panic!("a sealed passkey was expected")
    };
    assert_eq!(
        flags_and_count(provider.finish_get(plan).unwrap().value.response.authenticator_data.as_bytes()),
        (0x19, 0)
    );
}

#[test]
fn parallel_sign_ins_never_share_a_count() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let mut counts: Vec<u32> = thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let get = || world.get(&request_json(""), Consent::Present).unwrap().response;
                    (0..10).map(|_| flags_and_count(get().authenticator_data.as_bytes()).1).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    counts.sort_unstable();
    assert_eq!(counts, (1..=40).collect::<Vec<_>>());
}

#[test]
fn candidates_come_most_recently_used_first() {
    let world = World::new();
    let mut ids = Vec::new();
    for (time, user) in [(1, "AQ"), (2, "Ag"), (3, "Aw")] {
        world.clock.set(time);
        ids.push(world.create(&creation_json(user, ""), Consent::Present).unwrap().passkey.metadata.credential_id);
    }
    world.clock.set(9);
    let only = request_json(&format!(r#""allowCredentials":{},"#, listed(&[&ids[1]])));
    world.get(&only, Consent::Present).unwrap();
    let order: Vec<_> = world
        .provider
        .candidates(&RpId::parse("example.com").unwrap())
        .unwrap()
        .into_iter()
        .map(|c| c.passkey.credential_id)
        .collect();
    assert_eq!(order, [ids[1].clone(), ids[2].clone(), ids[0].clone()]);
}

#[test]
fn an_allow_list_narrows_and_never_widens() {
    let world = World::new();
    let first = world.create(&creation_json("AQ", ""), Consent::Present).unwrap().passkey.metadata.credential_id;
    let second = world.create(&creation_json("Ag", ""), Consent::Present).unwrap().passkey.metadata.credential_id;
    let stranger = CredentialId::from_bytes([3; 16]).unwrap();
    let offered = |ids: &[&CredentialId]| {
        let options = request_json(&format!(r#""allowCredentials":{},"#, listed(ids)));
        world.provider.begin_get(&request(&options), &caller()).map(|plan| plan.candidates().len())
    };
    assert_eq!(offered(&[&second]).unwrap(), 1);
    assert_eq!(offered(&[&first, &second, &stranger]).unwrap(), 2);
    assert!(matches!(offered(&[&stranger]), Err(Error::NoPasskey)));
    assert_eq!(offered(&[]).unwrap(), 2);
}

#[test]
fn a_list_of_unknown_types_is_no_empty_list() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let options = request(&request_json(r#""allowCredentials":[{"type":"future-key","id":"AQID"}],"#));
    assert!(matches!(world.provider.begin_get(&options, &caller()), Err(Error::UnknownAllowList)));
}

#[test]
fn a_passkey_of_another_rp_is_never_offered() {
    let world = World::new();
    let id = world.create(&creation_json("AQ", ""), Consent::Present).unwrap().passkey.metadata.credential_id;
    let options = format!(r#"{{"challenge":"AAECAwQFBgcICQoLDA0ODw","allowCredentials":{}}}"#, listed(&[&id]));
    for host in ["https://example.org", "https://login.example.com", "https://example.com.evil.net"] {
        let caller = VerifiedCaller::web(&Origin::parse(host).unwrap(), Frame::SameOrigin, None).unwrap();
        assert!(matches!(world.provider.begin_get(&request(&options), &caller), Err(Error::NoPasskey)), "{host}");
    }
}

#[test]
fn only_an_offered_passkey_can_be_chosen() {
    let world = World::new();
    world.create(&creation_json("AQ", ""), Consent::Present).unwrap();
    let plan = world.provider.begin_get(&request(&request_json("")), &caller()).unwrap();
    assert!(matches!(plan.choose(&CredentialId::from_bytes([3; 16]).unwrap()), Err(Error::NotOffered)));
}

#[test]
fn declining_leaves_the_count() {
    let world = World::new();
    let id = world.create(&creation_json("AQ", ""), Consent::Present).unwrap().passkey.metadata.credential_id;
    let before = world.bytes_on_disk();
    assert!(matches!(world.get(&request_json(""), Consent::Declined), Err(Error::Declined)));
    assert_eq!(world.bytes_on_disk(), before);
    assert_eq!(world.provider.passkeys().get(&reference_to(&world.provider, &id)).unwrap().state.sign_count, 0);
}

#[test]
fn a_passkey_deleted_meanwhile_does_not_sign() {
    let world = World::new();
    let id = world.create(&creation_json("AQ", ""), Consent::Present).unwrap().passkey.metadata.credential_id;
    let plan = world.provider.begin_get(&request(&request_json("")), &caller()).unwrap();
    let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(verified()).unwrap() else {
        panic!("a sealed passkey was expected")
    };
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    assert!(matches!(world.provider.finish_get(plan), Err(Error::PlanOutdated)));
}

#[test]
fn names_given_by_the_person_survive_and_can_be_taken_away() {
    let world = World::new();
    let id = world.create(&creation_json("AQ", ""), Consent::Present).unwrap().passkey.metadata.credential_id;
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), "work phone").unwrap();
    assert_eq!(
        world.reopened().passkeys().get(&reference_to(&world.reopened(), &id)).unwrap().metadata.label.as_deref(),
        Some("work phone")
    );
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), "").unwrap();
    assert_eq!(world.reopened().passkeys().get(&reference_to(&world.reopened(), &id)).unwrap().metadata.label, None);
}

#[test]
fn a_use_that_does_not_count_orders_candidates_and_leaves_the_epoch() {
    let world = World::with(BackupFlags::Ios, false);
    let mut ids = Vec::new();
    for user in ["AQ", "Ag", "Aw"] {
        ids.push(world.create(&creation_json(user, ""), Consent::Present).unwrap().passkey.metadata.credential_id);
    }
    for id in &ids {
        let _ = world.provider.server().confirm(&reference_to(&world.provider, id)).unwrap();
    }
    let epoch = world.provider.epoch().unwrap();
    for (time, used) in [(1, 1), (2, 0), (3, 1), (4, 2), (5, 0)] {
        world.clock.set(time);
        let only = request_json(&format!(r#""allowCredentials":{},"#, listed(&[&ids[used]])));
        world.get(&only, Consent::Present).unwrap();
        assert_eq!(world.provider.epoch().unwrap(), epoch);
    }
    let order = world.reopened().candidates(&RpId::parse("example.com").unwrap()).unwrap();
    let order: Vec<_> = order.into_iter().map(|candidate| candidate.passkey.credential_id).collect();
    assert_eq!(order, [ids[0].clone(), ids[2].clone(), ids[1].clone()]);
}
