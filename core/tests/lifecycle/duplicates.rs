//! What a registration finds of its account, and the ways on: each decision, its neighbours, and
//! what happens while the person is asked.

use passkey_provider::clock::Clock;
use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::{Answer, AsOf, Decision};
use passkey_provider::webauthn::options::{CreationOptions, Descriptor};
use passkey_provider::webauthn::server_list::ServerList;
use passkey_provider::{Consent, DomException, Error};

use crate::world::{
    MINUTE, MODEL, OTHER_RP, RP, World, all_accepted, beside, caller, changed, creation, handle, id_of, reference_to,
    rp_id, strangers, unknown,
};

const OPEN: [Answer; 3] = [Answer::DeleteAndRetry, Answer::RegisterAnother, Answer::Leave];

/// Passkeys that are in nobody's way: of another account, of another relying party, deleted.
fn neighbours(world: &World) -> [CredentialId; 3] {
    let deleted = world.accepted(RP, "ada");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &deleted)).unwrap();
    [world.register(RP, "bob"), world.register(OTHER_RP, "ada"), deleted]
}

/// The only passkey that the decision is about, and what the person sees of it.
#[track_caller]
fn is_about(world: &World, decision: &Decision, id: &CredentialId) {
    let [existing] = decision.existing() else { panic!("{} are found", decision.existing().len()) };
    let passkey = world.provider.passkeys().get(&reference_to(&world.provider, id)).unwrap();
    assert_eq!(existing.passkey.credential_id, *id);
    assert_eq!((&existing.user.name, &existing.label), (&passkey.metadata.user.name, &passkey.metadata.label));
    assert_eq!((existing.created, existing.last_used), (passkey.metadata.created, passkey.state.last_used));
}

#[test]
fn nothing_of_the_account_is_here_so_that_a_registration_proceeds() {
    let world = World::new();
    let neighbours = neighbours(&world);
    // Ids of other relying parties and of deleted passkeys exclude nothing.
    for exclude in [Vec::new(), vec![neighbours[1].clone()], vec![neighbours[2].clone()], strangers(10_000)] {
        let before = world.everything();
        let plan = world.begin(RP, "ada", &exclude);
        assert_eq!(*plan.decision(), Decision::Proceed);
        assert_eq!(
            (plan.decision().answers(), plan.decision().existing()),
            ([Answer::Register, Answer::Leave].as_slice(), [].as_slice())
        );
        assert_eq!(plan.decision().as_str(), "proceed");
        let epoch = world.provider.epoch().unwrap();
        let created = world.finish(plan).unwrap();
        assert_eq!(world.provider.epoch().unwrap().number(), epoch.number() + 1);
        // Nobody but the person deletes, and nobody else brings back.
        assert!(changed(&before, &world.everything()).is_empty());
        let _ = world.provider.passkeys().delete(&created.passkey.reference()).unwrap();
    }
    let plan = world.begin(RP, "ada", &[]);
    assert!(matches!(plan.delete_and_retry(), Err(Error::NotOffered)));
    assert!(matches!(world.begin(RP, "ada", &[]).register_another(), Err(Error::NotOffered)));
}

#[test]
fn an_excluded_passkey_is_told_after_the_gesture_and_is_confirmed() {
    let world = World::new();
    neighbours(&world);
    let id = world.register(RP, "ada");
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), "the phone").unwrap();
    for exclude in [vec![id.clone()], [strangers(10_000), vec![id.clone()]].concat()] {
        let before = world.bytes_on_disk();
        let plan = world.begin(RP, "ada", &exclude);
        assert!(matches!(plan.decision(), Decision::AlreadyRegistered(_)));
        assert_eq!(
            (plan.decision().as_str(), plan.decision().answers()),
            ("already_registered", [Answer::TellSite, Answer::Leave].as_slice())
        );
        is_about(&world, plan.decision(), &id);
        assert_eq!(plan.decision().existing()[0].standing.reason(), "listed");
        assert!(matches!(world.begin(RP, "ada", &exclude).delete_and_retry(), Err(Error::NotOffered)));
        assert!(matches!(world.begin(RP, "ada", &exclude).register_another(), Err(Error::NotOffered)));
        assert!(matches!(world.begin(RP, "ada", &exclude).consent(Consent::Declined), Err(Error::Declined)));
        assert!(world.bytes_on_disk() == before, "before the gesture nothing is told or written");
        let before = world.everything();
        let error = world.finish(plan).unwrap_err();
        assert!(
            matches!(error, Error::AlreadyRegistered { .. }) && error.dom_exception() == DomException::InvalidState
        );
        assert_eq!(world.words(&id), "confirmed listed shown");
        assert!(changed(&before, &world.everything()).iter().all(|changed| *changed == id));
        assert_eq!(world.everything().len(), before.len());
    }
}

/// Hidden or superseded, it is there all the same: the server itself named it.
#[test]
fn an_excluded_passkey_that_is_not_offered_is_excluded_all_the_same_and_comes_back() {
    let world = World::new();
    let [hidden, superseded] = ["hidden", "superseded"].map(|user| world.accepted(RP, user));
    world.signal(&unknown(RP, &hidden));
    world.accepted(RP, "superseded");
    for (user, id) in [("hidden", &hidden), ("superseded", &superseded)] {
        assert!(!world.words(id).ends_with("shown"));
        let plan = world.begin(RP, user, std::slice::from_ref(id));
        is_about(&world, plan.decision(), id);
        assert!(matches!(world.finish(plan), Err(Error::AlreadyRegistered { .. })));
        assert!(world.words(id).ends_with("shown"));
    }
    // One of another account is excluded, yet not evidence of that account.
    let bob = world.register(RP, "bob");
    let before = world.everything();
    assert!(matches!(world.try_register(RP, "ada", &[bob]), Err(Error::AlreadyRegistered { .. })));
    assert!(changed(&before, &world.everything()).is_empty());
}

#[test]
fn an_entry_that_cannot_be_read_may_name_any_passkey_of_the_account() {
    let world = World::new();
    let options = |user| {
        let exclude = vec![Descriptor::from_text("§§")];
        assert!(exclude[0].readings.is_empty());
        CreationOptions { exclude, ..creation(RP, user, &[]) }
    };
    let id = world.register(RP, "ada");
    let before = world.everything();
    let plan = world.provider.begin_create(&options("ada"), &caller(RP), MODEL).unwrap();
    is_about(&world, plan.decision(), &id);
    assert!(matches!(world.finish(plan), Err(Error::AlreadyRegistered { .. })));
    // It proves nothing of any one of them.
    assert!(changed(&before, &world.everything()).is_empty());
    let plan = world.provider.begin_create(&options("bob"), &caller(RP), MODEL).unwrap();
    assert_eq!(*plan.decision(), Decision::Proceed);
    world.finish(plan).unwrap();
}

/// Each way to be doubtful: how it came, and how the decision says why.
#[test]
fn a_doubtful_passkey_of_the_account_is_a_stale_duplicate_and_says_why() {
    for (reason, waits, omits) in [
        ("never_confirmed", true, false),
        ("omitted_from_exclude_list", false, true),
        ("omitted_from_exclude_list", true, true),
        ("rejected", false, false),
        ("unknown_to_server", false, false),
        ("not_accepted", false, false),
        ("not_on_server", false, false),
    ] {
        let exclude = strangers(u32::from(omits));
        let world = World::new();
        let neighbours = neighbours(&world);
        let id = world.register(RP, "ada");
        world.clock.pass(if waits { 60 * MINUTE } else { MINUTE });
        let provider = &world.provider;
        let epoch = match reason {
            "rejected" => provider.server().reject(&reference_to(provider, &id), None).unwrap().epoch,
            "unknown_to_server" => world.signal(&unknown(RP, &id)),
            "not_accepted" => world.signal(&all_accepted(RP, "ada", &[])),
            "not_on_server" => {
                let now = AsOf::Time(world.clock.now());
                provider.server().reconcile(&rp_id(RP), &handle("ada"), &ServerList::default(), now).unwrap().epoch
            }
            _ => provider.epoch().unwrap(),
        };
        assert_eq!(epoch, provider.epoch().unwrap());
        let plan = || world.begin(RP, "ada", &exclude);
        let decision = plan().decision().clone();
        assert!(matches!(decision, Decision::StaleDuplicate(_)), "{reason}: {decision:?}");
        assert_eq!((decision.as_str(), decision.answers()), ("stale_duplicate", OPEN.as_slice()));
        is_about(&world, &decision, &id);
        let existing = &decision.existing()[0];
        assert_eq!(existing.standing.reason(), reason);
        assert!(existing.since <= world.clock.now() && existing.since >= existing.created);
        // Not without the person's answer.
        let before = world.bytes_on_disk();
        assert!(matches!(plan().consent(Consent::Present), Err(Error::StaleDuplicate)), "{reason}");
        assert!(matches!(plan().consent(Consent::Declined), Err(Error::Declined)));
        drop(plan().delete_and_retry().unwrap());
        drop(plan().delete_and_retry().unwrap().consent(Consent::Present).unwrap());
        assert!(world.bytes_on_disk() == before, "a dropped plan changed the file");
        replaces(&world, &exclude, &id, &neighbours);
    }
}

#[test]
fn an_unconfirmed_passkey_of_the_account_is_in_flight_until_its_deadline() {
    let world = World::new();
    let neighbours = neighbours(&world);
    let id = world.register(RP, "ada");
    world.clock.pass(7 * MINUTE - std::time::Duration::from_millis(1));
    let decision = world.begin(RP, "ada", &[]).decision().clone();
    assert!(matches!(decision, Decision::InFlight(_)));
    assert_eq!((decision.as_str(), decision.answers()), ("duplicate_in_flight", OPEN.as_slice()));
    is_about(&world, &decision, &id);
    assert_eq!(decision.existing()[0].since, decision.existing()[0].created);
    let before = world.bytes_on_disk();
    assert!(matches!(world.begin(RP, "ada", &[]).consent(Consent::Present), Err(Error::DuplicateInFlight)));
    assert!(world.bytes_on_disk() == before);
    replaces(&world, &[], &id, &neighbours);
    world.clock.pass(7 * MINUTE);
    assert!(matches!(world.begin(RP, "ada", &[]).decision(), Decision::StaleDuplicate(_)));
}

#[test]
fn a_confirmed_passkey_that_is_not_excluded_is_a_duplicate_beside_which_another_is_made() {
    let world = World::new();
    neighbours(&world);
    let id = world.accepted(RP, "ada");
    for exclude in [Vec::new(), strangers(10_000)] {
        let plan = world.begin(RP, "ada", &exclude);
        assert!(matches!(plan.decision(), Decision::Duplicate(_)));
        let decision = plan.decision();
        assert_eq!(
            (decision.as_str(), decision.answers()),
            ("duplicate", [Answer::Register, Answer::Leave].as_slice())
        );
        is_about(&world, decision, &id);
        assert!(matches!(world.begin(RP, "ada", &exclude).delete_and_retry(), Err(Error::NotOffered)));
        let before = world.everything();
        let newer = id_of(&world.finish(plan).unwrap().passkey);
        assert!(changed(&before, &world.everything()).is_empty());
        assert_eq!(world.words(&id), "confirmed accepted shown", "until the new one is confirmed");
        let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &newer)).unwrap();
    }
}

/// The account's doubtful passkeys are told together, the last used first; a confirmed one beside
/// them is not given up.
#[test]
fn only_the_doubtful_ones_of_an_account_are_replaced() {
    let world = World::new();
    let confirmed = world.accepted(RP, "ada");
    let [first, second] = [(); 2].map(|()| world.register(RP, "ada"));
    world.clock.pass(60 * MINUTE);
    world.sign_in(RP, &first, &[]).unwrap();
    let in_flight = world.register(RP, "ada");
    let plan = world.begin(RP, "ada", &[]);
    let found: Vec<_> =
        plan.decision().existing().iter().map(|existing| existing.passkey.credential_id.clone()).collect();
    assert_eq!(found, [first.clone(), second.clone()]);
    let before = world.everything();
    world.finish(plan.delete_and_retry().unwrap()).unwrap();
    let mut changed = changed(&before, &world.everything());
    changed.sort_by_key(|id| *id != first);
    assert_eq!(changed, [first, second]);
    assert!(world.words(&confirmed).ends_with("shown") && world.words(&in_flight).ends_with("shown"));
}

/// One commit: the new passkey is in and the old one is deleted, and restorable.
#[track_caller]
fn replaces(world: &World, exclude: &[CredentialId], id: &CredentialId, neighbours: &[CredentialId]) {
    let (before, epoch) = (world.everything(), world.provider.epoch().unwrap());
    let plan = world.begin(RP, "ada", exclude).delete_and_retry().unwrap();
    let created = world.finish(plan).unwrap();
    assert_eq!(world.provider.epoch().unwrap().number(), epoch.number() + 1);
    let new = id_of(&created.passkey);
    let after = world.everything();
    assert_eq!(changed(&before, &after), std::slice::from_ref(id));
    assert!(after.len() == before.len() + 1 && after.contains_key(&new) && neighbours.len() == 3);
    assert!(world.words(id).ends_with("deleted") && world.events(id).ends_with(&["replaced"]));
    assert_eq!(world.words(&new), "unconfirmed no_word_yet shown");
    assert_eq!(world.of(RP, "ada"), [new]);
    let _ = world.provider.passkeys().restore(&reference_to(&world.provider, id)).unwrap();
    world.sign_in(RP, id, std::slice::from_ref(id)).unwrap();
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, id)).unwrap();
}

#[test]
fn registering_another_keeps_the_doubtful_one() {
    let world = World::new();
    let id = world.register(RP, "ada");
    for _ in 0..2 {
        let before = world.everything();
        world.finish(world.begin(RP, "ada", &[]).register_another().unwrap()).unwrap();
        assert!(changed(&before, &world.everything()).is_empty());
        world.clock.pass(60 * MINUTE);
    }
    world.sign_in(RP, &id, &[]).unwrap();
    // The last answer counts.
    let plan = world.begin(RP, "ada", &[]).delete_and_retry().unwrap().register_another().unwrap();
    let before = world.everything();
    world.finish(plan).unwrap();
    assert!(changed(&before, &world.everything()).is_empty());
    drop(beside(world.begin(RP, "ada", &[])));
}
