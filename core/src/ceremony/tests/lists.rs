//! What a long list costs.

use super::world::World;
use crate::caller::VerifiedCaller;
use crate::ceremony::{Consent, ConsentedGet};
use crate::id::{ClientDataHash, CredentialId, RpId, User, UserHandle};
use crate::key::Algorithm;
use crate::standing::Standing;
use crate::store::OPENED_ROWS;
use crate::webauthn::options::{Algorithms, CreationOptions, RequestOptions};

/// A world with so many passkeys, two for each account, of which the server has confirmed none.
fn world_of(count: u8) -> (World, Vec<CredentialId>) {
    let world = World::new();
    let ids = (0..count).map(|number| {
        let plan = world.provider.begin_create(&creation(number / 2, &[]), &platform(), world.model).unwrap();
        let plan = super::world::beside(plan).unwrap();
        world
            .provider
            .finish_create(plan.consent(Consent::Present).unwrap())
            .unwrap()
            .value
            .passkey
            .metadata
            .credential_id
    });
    let ids = ids.collect();
    (world, ids)
}

fn creation(account: u8, exclude: &[CredentialId]) -> CreationOptions {
    let handle = UserHandle::from_bytes([account + 1]).unwrap();
    let user = User { handle, name: format!("user{account}"), display_name: String::new() };
    CreationOptions::from_parts(RpId::parse("example.com").unwrap(), user, Algorithms::Default, exclude.to_vec())
}

fn platform() -> VerifiedCaller {
    let hash = ClientDataHash::from_bytes(&[3; 32]).unwrap();
    VerifiedCaller::platform(RpId::parse("example.com").unwrap(), hash).unwrap()
}

/// How many rows `work` opens.
fn opened(work: impl FnOnce()) -> usize {
    let before = OPENED_ROWS.get();
    work();
    OPENED_ROWS.get() - before
}

/// Within the time in which one more is written, no other process is kept waiting.
fn is_linear(cost: impl Fn(u8) -> usize) {
    let (few, many) = (cost(20), cost(80));
    assert!(many <= 4 * few + 16, "{few} rows opened for 20, {many} for 80");
}

#[test]
fn evidence_from_an_allow_list_opens_each_passkey_a_few_times_however_many_it_names() {
    is_linear(|count| {
        let (world, ids) = world_of(count);
        let options = RequestOptions::from_parts(RpId::parse("example.com").unwrap(), ids.clone());
        let plan = world.provider.begin_get(&options, &platform()).unwrap();
        let ConsentedGet::Sealed(plan) = plan.choose(&ids[0]).unwrap().consent(Consent::Present).unwrap() else {
            panic!("a sealed passkey was expected")
        };
        let cost = opened(|| drop(world.provider.finish_get(plan).unwrap().value));
        let all = world.provider.passkeys().all().unwrap().passkeys;
        assert!(all.iter().all(|passkey| matches!(passkey.state.standing, Standing::Confirmed(_))));
        cost
    });
}

#[test]
fn evidence_from_an_exclude_list_opens_each_passkey_a_few_times_however_many_it_names() {
    is_linear(|count| {
        let (world, ids) = world_of(count);
        let plan = world.provider.begin_create(&creation(0, &ids), &platform(), world.model).unwrap();
        let consented = plan.consent(Consent::Present).unwrap();
        opened(|| drop(world.provider.finish_create(consented).unwrap_err()))
    });
}

/// A world in which so many registrations with a hardware key began an hour ago, and none ended.
fn world_of_intents(count: u8) -> World {
    let world = World::new();
    for account in 0..count {
        let plan = world.provider.begin_create(&creation(account, &[]), &platform(), world.model).unwrap();
        let _ =
            world.provider.intend_hardware_key(plan.consent(Consent::Present).unwrap(), &[Algorithm::Es256]).unwrap();
    }
    world.clock.set(60 * 60 * 1000);
    world
}

#[test]
fn the_list_of_keys_to_delete_opens_each_record_a_few_times_however_many_registrations_were_interrupted() {
    is_linear(|count| {
        let world = world_of_intents(count);
        opened(|| assert_eq!(world.provider.hardware_keys().to_delete().unwrap().value.len(), usize::from(count)))
    });
}

#[test]
fn a_comparison_with_the_hardware_opens_each_record_a_few_times_however_many_keys_are_gone() {
    is_linear(|count| {
        let (world, _) = world_of(count);
        for account in 0..count {
            let plan = world.provider.begin_create(&creation(account + 100, &[]), &platform(), world.model).unwrap();
            let consented = plan.consent(Consent::Present).unwrap();
            drop(world.provider.intend_hardware_key(consented, &[Algorithm::Es256]).unwrap().value);
        }
        world.clock.set(60 * 60 * 1000);
        let cost = opened(|| assert!(world.provider.hardware_keys().compare(&[]).unwrap().value.to_delete.is_empty()));
        assert_eq!(world.provider.hardware_keys().to_delete().unwrap().value, []);
        cost
    });
}
