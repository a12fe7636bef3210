//! Nobody wears the store out: what a site repeats without end neither pushes out what the person did nor fills
//! the store, and names have a length.

use passkey_provider::Error;
use passkey_provider::id::{CredentialId, LONGEST_NAME, User};
use passkey_provider::key::Algorithm;
use passkey_provider::standing::EventKind;
use passkey_provider::webauthn::options::CreationOptions;

use crate::world::{
    DAY, MINUTE, MODEL, OTHER_RP, RP, World, all_accepted, caller, creation, handle, id_of, reference_to, strangers,
    unknown, user_details,
};

fn conditionally(world: &World, rp: &str, user: &str) -> Result<CredentialId, Error> {
    world
        .provider
        .create_conditionally(&creation(rp, user, &[]), &caller(rp), MODEL)
        .map(|created| id_of(&created.value.passkey))
}

fn kinds(world: &World) -> Vec<EventKind> {
    world.provider.journal().unwrap().events.iter().map(|event| event.kind).collect()
}

#[test]
fn signals_without_end_leave_in_the_journal_what_else_happened() {
    let world = World::new();
    let id = world.accepted(RP, "ada");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    let _ = world.provider.passkeys().purge(&reference_to(&world.provider, &id)).unwrap();
    let stranger = unknown(RP, &strangers(1)[0]);
    for _ in 0..600 {
        world.signal(&stranger);
        world.clock.pass(MINUTE);
    }
    for number in 0..300 {
        world.signal(&unknown(&format!("site{number}.example"), &strangers(1)[0]));
    }
    let kinds = kinds(&world);
    assert_eq!(kinds[0], EventKind::Purged);
    assert_eq!(kinds.len(), 257, "256 of what sites did");
}

#[test]
fn a_signal_stands_in_the_journal_once_for_a_relying_party_and_hour() {
    let world = World::new();
    for _ in 0..30 {
        world.signal(&unknown(RP, &strangers(1)[0]));
        world.signal(&all_accepted(OTHER_RP, "ada", &[]));
        world.clock.pass(MINUTE);
    }
    let noted =
        || world.provider.journal().unwrap().events.iter().map(|event| event.note.clone().unwrap()).collect::<Vec<_>>();
    assert_eq!(noted(), [RP, OTHER_RP]);
    world.clock.pass(60 * MINUTE);
    world.signal(&unknown(RP, &strangers(1)[0]));
    assert_eq!(noted(), [RP, OTHER_RP, RP]);
}

#[test]
fn signals_without_end_leave_in_a_history_how_the_passkey_came_to_be_and_what_the_person_did() {
    let world = World::new();
    let id = world.accepted(RP, "ada");
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), "the phone").unwrap();
    for number in 0..300 {
        world.signal(&all_accepted(RP, "ada", &[]));
        world.signal(&all_accepted(RP, "ada", std::slice::from_ref(&id)));
        world.signal(&user_details(RP, "ada", &number.to_string(), "x"));
    }
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    let events = world.events(&id);
    assert_eq!(&events[..3], ["created", "accepted", "renamed"]);
    assert_eq!(events.last(), Some(&"deleted"));
    for kind in ["signalled_accepted", "signalled_not_accepted", "names_updated"] {
        assert!(events.contains(&kind), "{kind}");
    }
    assert!(events.len() <= 36);
}

#[test]
fn intents_of_hardware_keys_without_end_leave_in_the_journal_what_else_happened() {
    let world = World::new();
    let id = world.accepted(RP, "ada");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    let _ = world.provider.passkeys().purge(&reference_to(&world.provider, &id)).unwrap();
    for _ in 0..600 {
        let plan = world.begin(RP, "bob", &[]);
        let _ =
            world.provider.intend_hardware_key(plan.consent(world.consent()).unwrap(), &[Algorithm::Es256]).unwrap();
    }
    let kinds = kinds(&world);
    assert_eq!(kinds[0], EventKind::Purged);
    assert_eq!(kinds.iter().filter(|kind| **kind == EventKind::KeyIntended).count(), 256);
    assert_eq!(world.provider.journal().unwrap().folded, 601 - 257);
}

#[test]
fn a_relying_party_makes_a_few_passkeys_an_hour_without_a_gesture_and_then_the_refusal_of_all_others() {
    let mut world = World::new();
    let made: Vec<_> = (0..5).map(|number| conditionally(&world, RP, &format!("user{number}")).unwrap()).collect();
    let refused = conditionally(&world, RP, "one more").unwrap_err();
    assert!(matches!(refused, Error::ConditionalCreateRefused));
    // Not for having been confirmed or deleted, nor after a restart; another relying party has its own.
    for id in &made {
        let _ = world.provider.server().confirm(&reference_to(&world.provider, id)).unwrap();
    }
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &made[0])).unwrap();
    world.restart();
    conditionally(&world, RP, "one more").unwrap_err();
    conditionally(&world, OTHER_RP, "ada").unwrap();
    // With a gesture there is no bound.
    world.register(RP, "one more");
    world.clock.pass(61 * MINUTE);
    conditionally(&world, RP, "and another").unwrap();
}

#[test]
fn a_relying_party_that_confirms_none_gets_no_more_however_long_it_waits_and_whatever_the_clock_does() {
    let world = World::new();
    let mut made = Vec::new();
    for number in 0..40 {
        made.extend(conditionally(&world, RP, &format!("user{number}")).ok());
        world.clock.pass(DAY);
    }
    assert_eq!(made.len(), 8);
    world.clock.set(passkey_provider::clock::Timestamp::from_millis(1_000));
    conditionally(&world, RP, "early").unwrap_err();
    // The server takes one, the person deletes one: two more.
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &made[0])).unwrap();
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &made[1])).unwrap();
    conditionally(&world, RP, "one").unwrap();
    conditionally(&world, RP, "two").unwrap();
    conditionally(&world, RP, "three").unwrap_err();
}

#[test]
fn a_clock_that_was_wrong_does_not_forbid_for_longer_than_an_hour() {
    let world = World::new();
    let now = passkey_provider::clock::Clock::now(&world.clock);
    world.clock.pass(365 * DAY);
    for number in 0..5 {
        let id = conditionally(&world, RP, &format!("user{number}")).unwrap();
        let _ = world.provider.server().confirm(&reference_to(&world.provider, &id)).unwrap();
    }
    world.clock.set(now);
    conditionally(&world, RP, "in time").unwrap();
}

#[test]
fn names_are_kept_up_to_their_length_wherever_they_come_from() {
    let world = World::new();
    let long = format!("a{}", "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}".repeat(20_000));
    let user = User { handle: handle("ada"), name: long.clone(), display_name: long.clone() };
    let options = CreationOptions { user, ..creation(RP, "ada", &[]) };
    let plan = world.provider.begin_create(&options, &caller(RP), MODEL).unwrap();
    let shown = plan.prompt().user.name.clone();
    let id = id_of(&world.finish(plan).unwrap().passkey);
    world.signal(&user_details(RP, "ada", &long, &long));
    let _ = world.provider.passkeys().rename(&reference_to(&world.provider, &id), &long).unwrap();
    let names = world.provider.passkeys().get(&reference_to(&world.provider, &id)).unwrap().metadata.names();
    for name in [&shown, &names.name, &names.display_name, names.label.as_ref().unwrap()] {
        assert!(
            name.len() <= LONGEST_NAME && name.len() > LONGEST_NAME - 19 && name.ends_with('\u{1f467}'),
            "{}",
            name.len()
        );
        assert!(long.starts_with(name.as_str()));
    }
}

#[test]
fn what_earlier_registrations_left_under_another_handle_is_shown_and_stands_in_no_way() {
    let world = World::new();
    let named = |user: &str, name: &str| {
        let user = User { handle: handle(user), name: name.to_owned(), display_name: String::new() };
        CreationOptions { user, ..creation(RP, "x", &[]) }
    };
    let begin = |user: &str, name: &str| world.provider.begin_create(&named(user, name), &caller(RP), MODEL).unwrap();
    let make = |user: &str, name: &str| id_of(&world.finish(begin(user, name)).unwrap().passkey);
    let leftovers = |plan: &passkey_provider::ceremony::CreatePlan| {
        plan.leftovers().iter().map(|existing| existing.passkey.credential_id.clone()).collect::<Vec<_>>()
    };
    let rejected = make("1", "ada@example.com");
    let _ = world.provider.server().reject(&reference_to(&world.provider, &rejected), None).unwrap();
    let silent = make("2", " Ada@Example.com ");
    let accepted = make("3", "ada@example.com");
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &accepted)).unwrap();
    let (other, nameless) = (make("4", "bob@example.com"), make("5", ""));
    for id in [&other, &nameless] {
        let _ = world.provider.server().reject(&reference_to(&world.provider, id), None).unwrap();
    }
    let plan = begin("6", "ada@example.com");
    assert_eq!(leftovers(&plan), std::slice::from_ref(&rejected), "the server may still be heard from");
    world.clock.pass(60 * MINUTE);
    let plan = begin("6", "ada@example.com");
    assert_eq!(leftovers(&plan), [silent.clone(), rejected.clone()]);
    assert!(plan.decision().existing().is_empty());
    assert!(leftovers(&begin("6", "")).is_empty());
    // Its own is no leftover but a duplicate, and what the site names it has.
    assert_eq!(leftovers(&begin("1", "ada@example.com")), std::slice::from_ref(&silent));
    let listed = CreationOptions {
        exclude: creation(RP, "x", std::slice::from_ref(&silent)).exclude,
        ..named("6", "ada@example.com")
    };
    assert_eq!(
        leftovers(&world.provider.begin_create(&listed, &caller(RP), MODEL).unwrap()),
        std::slice::from_ref(&rejected)
    );
    world.finish(plan).unwrap();
    for id in [&rejected, &silent] {
        let _ = world.provider.passkeys().delete(&reference_to(&world.provider, id)).unwrap();
    }
    assert!(leftovers(&begin("7", "ada@example.com")).is_empty());
}
