//! A tap in the operating system's own list, as iOS's AutoFill and Android's entries: the person's choice,
//! and not the server's word.

use passkey_provider::Error;
use passkey_provider::ceremony::ConsentedGet;
use passkey_provider::id::CredentialId;

use crate::world::{OTHER_RP, RP, World, caller, reference_to, request, strangers, unknown};

/// What a sign-in offers to a person who picked `picked` before.
fn offered(world: &World, rp: &str, picked: &CredentialId, allow: &[CredentialId]) -> Vec<CredentialId> {
    match world.provider.begin_get_picked(&request(rp, allow), &caller(rp), picked) {
        Ok(plan) => plan.candidates().iter().map(|candidate| candidate.passkey.credential_id.clone()).collect(),
        Err(Error::NoPasskey) => Vec::new(),
        Err(error) => panic!("{error}"),
    }
}

fn sign_in_picked(world: &World, picked: &CredentialId, allow: &[CredentialId]) -> CredentialId {
    let plan = world.provider.begin_get_picked(&request(RP, allow), &caller(RP), picked).unwrap();
    let ConsentedGet::Sealed(plan) = plan.choose(picked).unwrap().consent(world.consent()).unwrap() else {
        panic!("a sealed passkey was expected")
    };
    world.provider.finish_get(plan).unwrap().value.response.credential_id
}

#[test]
fn the_plan_has_the_picked_passkey_alone() {
    let world = World::new();
    let (ada, bob) = (world.register(RP, "ada"), world.register(RP, "bob"));
    for picked in [&ada, &bob] {
        assert_eq!(offered(&world, RP, picked, &[]), std::slice::from_ref(picked));
        assert_eq!(sign_in_picked(&world, picked, &[]), *picked);
    }
    let plan = world.provider.begin_get_picked(&request(RP, &[]), &caller(RP), &ada).unwrap();
    assert!(matches!(plan.choose(&bob), Err(Error::NotOffered)));
}

#[test]
fn a_pick_is_no_evidence_of_what_the_server_thinks() {
    let world = World::new();
    let waiting = world.register(RP, "ada");
    let suspect = world.register(RP, "bob");
    world.clock.pass(60 * crate::world::MINUTE);
    let _ = world.provider.server().doubtful().unwrap();
    for (id, words) in [(&waiting, "suspect never_confirmed shown"), (&suspect, "suspect never_confirmed shown")] {
        assert_eq!(world.words(id), words);
        sign_in_picked(&world, id, &[]);
        assert_eq!(world.words(id), words);
        assert_eq!(world.events(id), ["created", "deadline_passed"]);
    }
}

#[test]
fn a_rejected_or_hidden_passkey_that_is_picked_stays_what_it_is() {
    let world = World::new();
    let rejected = world.register(RP, "ada");
    let _ = world.provider.server().reject(&reference_to(&world.provider, &rejected), None).unwrap();
    let hidden = world.accepted(RP, "bob");
    world.signal(&unknown(RP, &hidden));
    let deleted = world.accepted(RP, "eve");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &deleted)).unwrap();
    let before = (world.everything(), world.bytes_on_disk());
    for id in [&rejected, &hidden, &deleted] {
        // The entry is one that the system should not list any more.
        assert_eq!(offered(&world, RP, id, &[]), []);
    }
    assert!(before == (world.everything(), world.bytes_on_disk()), "a pick changed a passkey");
    assert_eq!(world.words(&rejected), "stale rejected shown");
    assert_eq!(world.words(&hidden), "stale unknown_to_server hidden");
}

#[test]
fn a_picked_passkey_of_another_relying_party_or_of_nobody_is_refused() {
    let world = World::new();
    world.accepted(RP, "ada");
    let elsewhere = world.accepted(OTHER_RP, "ada");
    let [stranger] = strangers(1).try_into().unwrap();
    for picked in [&elsewhere, &stranger] {
        for allow in [&[][..], std::slice::from_ref(picked)] {
            assert_eq!(offered(&world, RP, picked, allow), []);
        }
    }
}

#[test]
fn a_picked_passkey_outside_the_site_s_allow_list_is_refused() {
    let world = World::new();
    let (ada, bob) = (world.accepted(RP, "ada"), world.accepted(RP, "bob"));
    assert_eq!(offered(&world, RP, &ada, std::slice::from_ref(&bob)), []);
    assert_eq!(offered(&world, RP, &ada, &strangers(1)), []);
    assert_eq!(offered(&world, RP, &ada, &[bob, ada.clone()]), [ada]);
}

/// The pick narrows what may answer, and not what the list proves.
#[test]
fn the_site_s_own_list_is_evidence_beside_a_pick() {
    let world = World::new();
    let (ada, bob) = (world.register(RP, "ada"), world.register(RP, "bob"));
    let hidden = world.accepted(RP, "eve");
    world.signal(&unknown(RP, &hidden));
    let allow = [ada.clone(), bob.clone(), hidden.clone()];
    // What the site names may answer, whatever was known of it.
    assert_eq!(offered(&world, RP, &hidden, &allow), std::slice::from_ref(&hidden));
    assert_eq!(sign_in_picked(&world, &ada, &allow), ada);
    for id in &allow {
        assert_eq!(world.words(id), "confirmed listed shown");
    }
}
