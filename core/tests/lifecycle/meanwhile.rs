//! What happens between the beginning of a registration and its end, and when it is confirmed.

use passkey_provider::Error;
use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::{AsOf, Decision};
use passkey_provider::webauthn::options::{CreationOptions, Descriptor};
use passkey_provider::webauthn::server_list::ServerList;

use crate::world::{
    MINUTE, MODEL, OTHER_RP, RP, World, all_accepted, caller, changed, creation, handle, reference_to, rp_id,
};

/// Each kind of evidence that confirms; names `ids`, of which the last one is the new one.
const KINDS: [fn(&World, &[CredentialId]); 5] = [
    |world, ids| {
        for id in ids {
            let _ = world.provider.server().confirm(&reference_to(&world.provider, id)).unwrap();
        }
    },
    |world, ids| {
        world.sign_in(RP, ids.last().unwrap(), ids).unwrap();
    },
    |world, ids| assert!(matches!(world.try_register(RP, "ada", ids), Err(Error::AlreadyRegistered { .. }))),
    |world, ids| {
        world.signal(&all_accepted(RP, "ada", ids));
    },
    |world, ids| {
        let now = AsOf::Epoch(world.provider.epoch().unwrap());
        let _ = world
            .provider
            .server()
            .reconcile(&rp_id(RP), &handle("ada"), &ServerList::from_ids(ids.to_vec()), now)
            .unwrap();
    },
];

/// A list of all that leaves the old one out says more: that the server has it no longer.
#[test]
fn the_older_passkey_gives_way_when_the_newer_one_is_confirmed_by_whatever_evidence() {
    let expected = [
        "confirmed accepted superseded",
        "confirmed accepted superseded",
        "confirmed accepted superseded",
        "stale not_accepted hidden",
        "stale not_on_server hidden",
    ];
    for (number, (confirm, words)) in KINDS.into_iter().zip(expected).enumerate() {
        let world = World::new();
        let [bob, elsewhere] = [world.accepted(RP, "bob"), world.accepted(OTHER_RP, "ada")];
        let older = world.accepted(RP, "ada");
        let newer = world.register(RP, "ada");
        let before = world.everything();
        confirm(&world, std::slice::from_ref(&newer));
        assert_eq!(world.words(&older), words, "evidence {number}");
        assert!(world.words(&newer).starts_with("confirmed") && world.words(&newer).ends_with("shown"));
        let mut offered = vec![bob, newer.clone()];
        offered.sort();
        assert_eq!(world.offered(RP, &[]), offered);
        assert_eq!(world.offered(OTHER_RP, &[]), [elsewhere]);
        assert_eq!(changed(&before, &world.everything()).len(), 2);
        // By the person it comes back and signs.
        let _ = world.provider.passkeys().restore(&reference_to(&world.provider, &older)).unwrap();
        assert!(world.words(&older).ends_with("shown"));
        world.sign_in(RP, &older, std::slice::from_ref(&older)).unwrap();
    }
}

#[test]
fn the_older_passkey_stays_where_the_same_evidence_names_both() {
    // The host speaks of one at a time.
    for (number, confirm) in KINDS.into_iter().enumerate().skip(1) {
        let world = World::new();
        let older = world.accepted(RP, "ada");
        let newer = world.register(RP, "ada");
        confirm(&world, &[older.clone(), newer.clone()]);
        assert_eq!(world.words(&older), "confirmed accepted shown", "evidence {number}");
        assert!(world.words(&newer).ends_with("shown"));
    }
}

#[test]
fn what_was_superseded_comes_back_when_the_server_names_it() {
    for (number, confirm) in KINDS.into_iter().enumerate() {
        let world = World::new();
        let older = world.accepted(RP, "ada");
        let newer = world.accepted(RP, "ada");
        assert_eq!(world.words(&older), "confirmed accepted superseded");
        confirm(&world, &[newer, older.clone()]);
        assert_eq!(world.words(&older), "confirmed accepted shown", "evidence {number}");
    }
}

/// What was never confirmed has no place to give: it is found at the next registration.
#[test]
fn an_older_passkey_that_is_not_confirmed_is_not_superseded() {
    let world = World::new();
    let older = world.register(RP, "ada");
    world.accepted(RP, "ada");
    assert_eq!(world.words(&older), "unconfirmed no_word_yet shown");
    assert!(matches!(world.begin(RP, "ada", &[]).decision(), Decision::InFlight(_)));
    // Nor a newer one, when the older one is confirmed late.
    let world = World::new();
    let (older, newer) = (world.register(RP, "ada"), world.accepted(RP, "ada"));
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &older)).unwrap();
    assert_eq!(world.words(&newer), "confirmed accepted shown");
    assert_eq!(world.words(&older), "confirmed accepted shown");
}

#[test]
fn a_deadline_that_passes_while_the_person_is_asked_changes_no_answer() {
    let world = World::new();
    let id = world.register(RP, "ada");
    let plan = world.begin(RP, "ada", &[]);
    assert!(matches!(plan.decision(), Decision::InFlight(_)));
    let plan = plan.delete_and_retry().unwrap();
    world.clock.pass(8 * MINUTE);
    world.finish(plan).unwrap();
    assert!(world.words(&id).ends_with("deleted"));
    let id = world.of(RP, "ada").remove(0);
    let plan = world.begin(RP, "ada", &[]).register_another().unwrap();
    world.clock.pass(8 * MINUTE);
    world.finish(plan).unwrap();
    assert_eq!(world.words(&id), "suspect never_confirmed shown");
}

#[test]
fn a_registration_by_another_process_outdates_the_plan() {
    let mut world = World::new();
    type Resolve = fn(&World) -> passkey_provider::ceremony::CreatePlan;
    let resolved: [Resolve; 3] = [
        |world| world.begin(RP, "ada", &[]),
        |world| world.begin(RP, "ada", &[]).delete_and_retry().unwrap(),
        |world| world.begin(RP, "ada", &[]).register_another().unwrap(),
    ];
    for resolve in resolved {
        let plan = resolve(&world);
        let there = world.open();
        let here = std::mem::replace(&mut world.provider, there);
        // Another account's registration, or another site's, is no reason.
        world.register(RP, "bob");
        world.register(OTHER_RP, "ada");
        let theirs = world.register(RP, "ada");
        world.provider = here;
        let (before, bytes) = (world.everything(), world.bytes_on_disk());
        assert!(matches!(world.finish(plan), Err(Error::PlanOutdated)));
        assert!(changed(&before, &world.everything()).is_empty() && world.bytes_on_disk() == bytes);
        assert_eq!(world.words(&theirs), "unconfirmed no_word_yet shown");
    }
    for other in [(RP, "bob"), (OTHER_RP, "ada")] {
        let plan = world.begin(RP, "carol", &[]);
        world.register(other.0, other.1);
        let made = world.finish(plan).unwrap();
        let _ = world.provider.passkeys().delete(&made.passkey.reference()).unwrap();
    }
    // So does a deletion: what the person was shown is not what is there.
    let plan = world.begin(RP, "ada", &[]).register_another().unwrap();
    let gone = world.of(RP, "ada").remove(0);
    let _ = world.open().passkeys().delete(&reference_to(&world.open(), &gone)).unwrap();
    assert!(matches!(world.finish(plan), Err(Error::PlanOutdated)));
}

/// An entry that cannot be read may name the older one.
#[test]
fn an_exclude_list_with_an_unreadable_entry_supersedes_nothing() {
    let world = World::new();
    let (older, newer) = (world.accepted(RP, "ada"), world.register(RP, "ada"));
    let exclude = vec![Descriptor::from_id(newer.clone()), Descriptor::from_text("§§")];
    let options = CreationOptions { exclude, ..creation(RP, "ada", &[]) };
    let plan = world.provider.begin_create(&options, &caller(RP), MODEL).unwrap();
    assert!(matches!(world.finish(plan), Err(Error::AlreadyRegistered { .. })));
    assert_eq!([world.words(&older), world.words(&newer)], ["confirmed accepted shown", "confirmed listed shown"]);
}

/// The person answered for a passkey that was never confirmed. What the server took meanwhile is
/// not theirs to lose by that answer.
#[test]
fn what_the_server_confirms_meanwhile_is_not_replaced() {
    let world = World::new();
    let id = world.register(RP, "ada");
    let plan = world.begin(RP, "ada", &[]).delete_and_retry().unwrap();
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &id)).unwrap();
    assert!(matches!(world.finish(plan), Err(Error::PlanOutdated)));
    assert_eq!(world.words(&id), "confirmed accepted shown");
}
