//! An account may hold a passkey of each algorithm: what is a duplicate of what, and what takes whose place.

use passkey_provider::Error;
use passkey_provider::ceremony::CreatePlan;
use passkey_provider::id::CredentialId;
use passkey_provider::key::Algorithm;
use passkey_provider::lifecycle::Decision;
use passkey_provider::webauthn::options::{Algorithms, CreationOptions};

use crate::world::{MODEL, RP, World, all_accepted, caller, creation, id_of, reference_to, request};

const ES256: &[i64] = &[-7];
const ML_DSA_FIRST: &[i64] = &[-48, -8, -7];

fn options(algorithms: &[i64]) -> CreationOptions {
    CreationOptions { algorithms: Algorithms::from_cose(algorithms.to_vec()), ..creation(RP, "ada", &[]) }
}

fn begin(world: &World, algorithms: &[i64]) -> CreatePlan {
    world.provider.begin_create(&options(algorithms), &caller(RP), MODEL).unwrap()
}

fn register(world: &World, algorithms: &[i64]) -> CredentialId {
    let created = world.finish(begin(world, algorithms)).unwrap();
    assert_eq!(created.passkey.metadata.public_key.algorithm().cose(), algorithms[0]);
    id_of(&created.passkey)
}

fn accepted(world: &World, algorithms: &[i64]) -> CredentialId {
    let id = register(world, algorithms);
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &id)).unwrap();
    id
}

#[test]
fn a_confirmed_passkey_of_another_algorithm_is_no_duplicate_and_keeps_its_place() {
    let world = World::new();
    let old = accepted(&world, ES256);
    assert!(matches!(begin(&world, ES256).decision(), Decision::Duplicate(_)));
    assert_eq!(*begin(&world, ML_DSA_FIRST).decision(), Decision::Proceed);
    let new = accepted(&world, ML_DSA_FIRST);
    for id in [&old, &new] {
        assert!(world.words(id).ends_with("shown"), "{}", world.words(id));
        world.sign_in(RP, id, std::slice::from_ref(id)).unwrap();
    }
    let plan = world.provider.begin_get(&request(RP, &[]), &caller(RP)).unwrap();
    assert_eq!(plan.candidates().len(), 2);
}

#[test]
fn a_newer_passkey_takes_the_place_of_those_of_its_algorithm_only() {
    let world = World::new();
    let (es256, ed25519, ml_dsa) = (accepted(&world, &[-7]), accepted(&world, &[-8]), accepted(&world, &[-48]));
    let newer = accepted(&world, &[-8]);
    assert!(world.words(&ed25519).ends_with("superseded"), "{}", world.words(&ed25519));
    for id in [&es256, &ml_dsa, &newer] {
        assert!(world.words(id).ends_with("shown"), "{}", world.words(id));
    }
    // -8 and -19 are two algorithms to a server that asks for one of them.
    accepted(&world, &[-19]);
    assert!(world.words(&newer).ends_with("shown"), "{}", world.words(&newer));
}

#[test]
fn a_list_that_confirms_passkeys_of_two_algorithms_hides_neither() {
    let world = World::new();
    let (es256, ml_dsa) = (register(&world, &[-7]), beside(&world, &[-48]));
    world.signal(&all_accepted(RP, "ada", &[es256.clone(), ml_dsa.clone()]));
    for id in [&es256, &ml_dsa] {
        assert!(world.words(id).ends_with("shown"), "{}", world.words(id));
    }
}

/// A retry that picks another algorithm must not hide what the try before it left.
#[test]
fn what_is_not_confirmed_is_found_whatever_its_algorithm() {
    let world = World::new();
    let tried = register(&world, ES256);
    assert!(matches!(begin(&world, ML_DSA_FIRST).decision(), Decision::InFlight(found) if found.len() == 1));
    let _ = world.provider.server().reject(&reference_to(&world.provider, &tried), None).unwrap();
    assert!(matches!(begin(&world, ML_DSA_FIRST).decision(), Decision::StaleDuplicate(found) if found.len() == 1));
    let plan = begin(&world, ML_DSA_FIRST).delete_and_retry().unwrap();
    let created = world.finish(plan).unwrap();
    assert_eq!(created.passkey.metadata.public_key.algorithm(), Algorithm::MlDsa44);
    assert!(world.words(&tried).contains("deleted"), "{}", world.words(&tried));
}

#[test]
fn a_passkey_that_the_site_excludes_is_told_whatever_its_algorithm() {
    let world = World::new();
    let old = accepted(&world, ES256);
    let exclude = CreationOptions { algorithms: Algorithms::from_cose(vec![-48]), ..creation(RP, "ada", &[old]) };
    let plan = world.provider.begin_create(&exclude, &caller(RP), MODEL).unwrap();
    assert!(matches!(plan.decision(), Decision::AlreadyRegistered(_)));
}

/// A site that moves to another algorithm right after a sign-in has nobody asked.
#[test]
fn a_registration_without_a_gesture_goes_on_beside_another_algorithm_and_not_beside_its_own() {
    let world = World::new();
    accepted(&world, ES256);
    let conditionally =
        |algorithms: &[i64]| world.provider.create_conditionally(&options(algorithms), &caller(RP), MODEL);
    assert!(matches!(conditionally(ES256), Err(Error::ConditionalCreateRefused)));
    let created = conditionally(ML_DSA_FIRST).unwrap().value;
    assert_eq!(created.passkey.metadata.public_key.algorithm(), Algorithm::MlDsa44);
    // It is not confirmed, so that the next one has something to decide.
    assert!(matches!(conditionally(&[-8]), Err(Error::ConditionalCreateRefused)));
}

fn beside(world: &World, algorithms: &[i64]) -> CredentialId {
    id_of(&world.finish(crate::world::beside(begin(world, algorithms))).unwrap().passkey)
}
