//! What depends on when a passkey was made, and on how long a list is.

use std::time::Duration;

use passkey_provider::clock::Clock;
use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::AsOf;
use passkey_provider::webauthn::options::{CreationOptions, Descriptor};
use passkey_provider::webauthn::server_list::ServerList;

use crate::world::{
    MINUTE, MODEL, RP, World, all_accepted, beside, caller, changed, creation, handle, id_of, ids, reference_to, rp_id,
    strangers,
};

/// The longest wait is 10 minutes, the shortest 30 seconds; the grace is 2 minutes.
#[test]
fn a_deadline_that_passes_in_silence_makes_a_passkey_suspect() {
    let seconds = Duration::from_secs;
    for (timeout, deadline) in [
        (None, 5 * MINUTE),
        (Some(seconds(0)), seconds(30)),
        (Some(seconds(29)), seconds(30)),
        (Some(seconds(31)), seconds(31)),
        (Some(10 * MINUTE), 10 * MINUTE),
        (Some(Duration::MAX), 10 * MINUTE),
    ] {
        let world = World::new();
        let accepted = world.accepted(RP, "accepted");
        let hidden = world.register(RP, "rejected");
        let _ = world.provider.server().reject(&reference_to(&world.provider, &hidden), None).unwrap();
        let options = CreationOptions { timeout, ..creation(RP, "ada", &[]) };
        let plan = world.provider.begin_create(&options, &caller(RP), MODEL).unwrap();
        let id = id_of(&world.finish(plan).unwrap().passkey);
        let before = world.everything();
        world.clock.pass(deadline + 2 * MINUTE - Duration::from_millis(1));
        assert_eq!(world.words(&id), "unconfirmed no_word_yet shown", "{timeout:?}");
        let doubtful: Vec<_> = world.provider.server().doubtful().unwrap().value.iter().map(id_of).collect();
        assert_eq!(doubtful, std::slice::from_ref(&hidden), "{timeout:?}");
        world.clock.pass(Duration::from_millis(1));
        assert_eq!(world.words(&id), "suspect never_confirmed shown", "{timeout:?}");
        assert!(world.offered(RP, &[]).contains(&id), "a suspicion takes nothing from the person");
        assert_eq!(world.events(&id), ["created"]);
        let doubtful: Vec<_> = world.provider.server().doubtful().unwrap().value.iter().map(id_of).collect();
        assert!(doubtful.len() == 2 && doubtful.contains(&id) && doubtful.contains(&hidden));
        assert_eq!(world.events(&id), ["created", "deadline_passed"]);
        assert_eq!(changed(&before, &world.everything()), [id]);
        assert_eq!(world.words(&accepted), "confirmed accepted shown");
    }
}

/// A deadline years ahead would keep a passkey waiting for ever.
#[test]
fn a_passkey_from_the_future_is_overdue_and_one_from_a_moment_ahead_is_not() {
    let world = World::new();
    let now = world.clock.now();
    world.clock.pass(9 * MINUTE);
    let moment = world.register(RP, "moment");
    world.clock.pass(MINUTE * 60 * 24 * 365);
    let years = world.register(RP, "years");
    world.clock.set(now);
    assert_eq!(world.words(&moment), "unconfirmed no_word_yet shown");
    assert_eq!(world.words(&years), "suspect never_confirmed shown");
}

#[test]
fn a_list_from_before_a_passkey_was_made_says_nothing_of_it() {
    let world = World::new();
    let older = world.accepted(RP, "ada");
    let asked = [AsOf::Epoch(world.provider.epoch().unwrap()), {
        world.clock.pass(MINUTE);
        AsOf::Time(world.clock.now())
    }];
    // In the very moment that the list was asked for.
    let newer = world.register(RP, "ada");
    for (round, as_of) in asked.into_iter().enumerate() {
        let before = world.everything();
        let empty = ServerList::default();
        let outcome = world.provider.server().reconcile(&rp_id(RP), &handle("ada"), &empty, as_of).unwrap().value;
        assert_eq!((ids(&outcome.stale), ids(&outcome.untouched)), (vec![&older], vec![&newer]));
        assert_eq!(outcome.confirmed, []);
        let changed = changed(&before, &world.everything());
        assert_eq!(changed, if round == 0 { vec![older.clone()] } else { Vec::new() });
    }
    assert_eq!(world.words(&newer), "unconfirmed no_word_yet shown");
    // Asked for after it was made, the same list counts.
    let now = AsOf::Epoch(world.provider.epoch().unwrap());
    let _ = world.provider.server().reconcile(&rp_id(RP), &handle("ada"), &ServerList::default(), now).unwrap();
    assert_eq!(world.words(&newer), "stale not_on_server hidden");
}

/// The epoch orders what is made and asked for whatever the clock does.
#[test]
fn a_clock_that_was_set_back_makes_no_passkey_older_than_the_list() {
    let world = World::new();
    let asked = AsOf::Epoch(world.provider.epoch().unwrap());
    world.clock.set(passkey_provider::clock::Timestamp::from_millis(1));
    let newer = world.register(RP, "ada");
    let _ = world.provider.server().reconcile(&rp_id(RP), &handle("ada"), &ServerList::default(), asked).unwrap();
    assert!(world.words(&newer).ends_with("no_word_yet shown"));
}

#[test]
fn a_list_with_an_entry_that_cannot_be_read_hides_nothing() {
    let world = World::new();
    let (first, second) = (world.accepted(RP, "ada"), world.register(RP, "ada"));
    let list = format!(r#"{{"value":[{{"id":"{}"}},{{"id":"§"}}]}}"#, second.to_base64url());
    let list = ServerList::parse(list.as_bytes()).unwrap();
    let now = AsOf::Epoch(world.provider.epoch().unwrap());
    let outcome = world.provider.server().reconcile(&rp_id(RP), &handle("ada"), &list, now).unwrap().value;
    assert_eq!((ids(&outcome.confirmed), ids(&outcome.untouched)), (vec![&second], vec![&first]));
    assert_eq!(outcome.stale, []);
    assert_eq!(world.words(&first), "confirmed accepted shown");
}

#[test]
fn an_empty_list_of_all_accepted_hides_every_passkey_of_the_account_and_no_other() {
    let world = World::new();
    let (first, second) = (world.accepted(RP, "ada"), world.register(RP, "ada"));
    world.accepted(RP, "bob");
    let before = world.everything();
    world.signal(&all_accepted(RP, "ada", &[]));
    let mut both = vec![first, second];
    both.sort();
    assert_eq!(changed(&before, &world.everything()), both);
    for id in &both {
        assert!(world.words(id).starts_with("stale not_accepted"));
        assert!(!world.offered(RP, &[]).contains(id));
    }
}

#[test]
fn an_empty_exclude_list_and_one_of_unknown_types_say_nothing_of_what_they_omit() {
    let world = World::new();
    let id = world.register(RP, "ada");
    let before = world.everything();
    world.try_register(RP, "ada", &[]).unwrap();
    let kind = passkey_provider::webauthn::options::DescriptorKind::Unknown;
    let exclude = vec![Descriptor { kind, readings: Vec::new(), transports: Vec::new() }];
    let options = CreationOptions { exclude, ..creation(RP, "ada", &[]) };
    world.finish(beside(world.provider.begin_create(&options, &caller(RP), MODEL).unwrap())).unwrap();
    assert_eq!(changed(&before, &world.everything()), []);
    assert_eq!(world.words(&id), "unconfirmed no_word_yet shown");
}

#[test]
fn a_list_of_ten_thousand_ids_is_the_evidence_that_a_short_one_is() {
    let many = strangers(10_000);
    let with = |id: &CredentialId| [&many[..5_000], std::slice::from_ref(id), &many[5_000..]].concat();
    let world = World::new();
    let id = world.register(RP, "ada");
    let companion = world.accepted(RP, "companion");
    let before = world.everything();
    let only = |expected: &str| {
        assert_eq!(world.words(&id), expected);
        assert!(changed(&before, &world.everything()).iter().all(|changed| [&id, &companion].contains(&changed)));
    };
    let now = || AsOf::Epoch(world.provider.epoch().unwrap());
    world.signal(&all_accepted(RP, "ada", &many));
    only("stale not_accepted hidden");
    world.signal(&all_accepted(RP, "ada", &with(&id)));
    only("confirmed signalled shown");
    let list = ServerList::from_ids(many.clone());
    let _ = world.provider.server().reconcile(&rp_id(RP), &handle("ada"), &list, now()).unwrap();
    only("stale not_on_server hidden");
    let list = ServerList::from_ids(with(&id));
    let _ = world.provider.server().reconcile(&rp_id(RP), &handle("ada"), &list, now()).unwrap();
    only("confirmed on_server shown");

    let (world, mut allow) = (World::new(), with(&id));
    let (id, companion) = (world.register(RP, "ada"), world.accepted(RP, "companion"));
    allow.extend([id.clone(), companion.clone()]);
    world.sign_in(RP, &companion, &allow).unwrap();
    assert_eq!(world.words(&id), "confirmed listed shown");
    let world = World::new();
    let id = world.register(RP, "ada");
    world.try_register(RP, "ada", &many).unwrap();
    assert_eq!(world.words(&id), "suspect omitted_from_exclude_list shown");
    assert!(world.try_register(RP, "ada", &with(&id)).is_err());
    assert_eq!(world.words(&id), "confirmed listed shown");
}

/// Whether or not it was written down meanwhile.
#[test]
fn a_suspicion_dates_from_the_deadline_and_not_from_the_making() {
    let world = World::new();
    let id = world.register(RP, "ada");
    let deadline = world.clock.now().saturating_add(7 * MINUTE);
    world.clock.pass(60 * MINUTE);
    assert_eq!(world.provider.passkeys().get(&reference_to(&world.provider, &id)).unwrap().state.since, deadline);
    assert_eq!(world.begin(RP, "ada", &[]).decision().existing()[0].since, deadline);
    let _ = world.provider.server().doubtful().unwrap();
    assert_eq!(world.provider.passkeys().get(&reference_to(&world.provider, &id)).unwrap().state.since, deadline);
}
