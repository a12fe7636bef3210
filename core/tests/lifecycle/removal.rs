//! Deleting, bringing back, and removing for ever.

use std::time::Duration;

use passkey_provider::Committed;
use passkey_provider::Error;
use passkey_provider::clock::{Clock, Timestamp};
use passkey_provider::id::{CredentialId, PasskeyRef};
use passkey_provider::lifecycle::Decision;
use passkey_provider::store::Epoch;
use rusqlite::Connection;

use crate::world::{
    DAY, MODEL, OTHER_RP, RP, World, beside, caller, changed, id_of, reference_to, request, rp_id, unknown,
};

#[test]
fn what_the_person_deleted_and_brought_back_signs_in() {
    for is_confirmed in [false, true] {
        let mut world = World::new();
        let id = world.register(RP, "ada");
        if is_confirmed {
            let _ = world.provider.server().confirm(&reference_to(&world.provider, &id)).unwrap();
        }
        world.sign_in(RP, &id, &[]).unwrap();
        let before = world.words(&id);
        let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
        assert!(world.provider.passkeys().all().unwrap().passkeys.is_empty());
        assert_eq!(
            world.provider.passkeys().deleted().unwrap().passkeys.iter().map(id_of).collect::<Vec<_>>(),
            std::slice::from_ref(&id)
        );
        world.restart();
        let _ = world.provider.passkeys().restore(&reference_to(&world.provider, &id)).unwrap();
        assert_eq!(world.words(&id), before);
        assert_eq!(world.sign_in(RP, &id, &[]).unwrap().passkey.state.sign_count, 2);
        assert!(world.events(&id).ends_with(&["deleted", "restored"]));
        assert!(world.provider.passkeys().deleted().unwrap().passkeys.is_empty());
    }
}

#[test]
fn deleting_twice_and_bringing_back_what_is_here_change_nothing() {
    let world = World::new();
    let id = world.accepted(RP, "ada");
    let (before, bytes) = (world.everything(), world.bytes_on_disk());
    let _ = world.provider.passkeys().restore(&reference_to(&world.provider, &id)).unwrap();
    assert!(changed(&before, &world.everything()).is_empty() && world.bytes_on_disk() == bytes);
    let removal = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    let before = world.everything();
    world.clock.pass(DAY);
    assert_eq!(world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap(), removal);
    assert!(changed(&before, &world.everything()).is_empty(), "the first time counts");
}

#[test]
fn a_removal_says_whether_the_server_may_hold_it_and_where_to_remove_it() {
    let world = World::with(false, |options| options.manage_url(rp_id(RP), "https://example.com/passkeys"));
    let removal = |prepare: &dyn Fn(&CredentialId) -> Epoch, rp: &str| {
        let id = world.register(rp, "ada");
        prepare(&id);
        let Committed { value: removal, epoch } =
            world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
        assert_eq!(removal.passkey, PasskeyRef { credential_id: id, rp_id: rp_id(rp) });
        assert_eq!(epoch, world.provider.epoch().unwrap());
        (removal.server_may_hold_it, removal.manage_url)
    };
    let nothing = |_: &CredentialId| world.provider.epoch().unwrap();
    let link = Some("https://example.com/passkeys".to_owned());
    assert_eq!(removal(&nothing, RP), (true, link.clone()), "nothing was heard: it may");
    assert_eq!(
        removal(&|id| world.provider.server().confirm(&reference_to(&world.provider, id)).unwrap().epoch, RP),
        (true, link.clone())
    );
    assert_eq!(
        removal(&|id| world.provider.server().reject(&reference_to(&world.provider, id), None).unwrap().epoch, RP),
        (false, link.clone())
    );
    assert_eq!(removal(&|id| world.signal(&unknown(RP, id)), RP), (false, link));
    assert_eq!(removal(&nothing, OTHER_RP), (true, None), "another site's link is none");
}

#[test]
fn what_is_not_deleted_cannot_be_purged() {
    let world = World::new();
    let [shown, hidden, superseded] = ["shown", "hidden", "superseded"].map(|user| world.accepted(RP, user));
    world.signal(&unknown(RP, &hidden));
    world.accepted(RP, "superseded");
    let before = world.everything();
    for id in [shown, hidden, superseded] {
        assert!(matches!(world.provider.passkeys().purge(&reference_to(&world.provider, &id)), Err(Error::NotDeleted)));
    }
    world.clock.pass(DAY * 31);
    assert_eq!(world.provider.passkeys().purge_expired().unwrap().value.count, 0);
    assert!(changed(&before, &world.everything()).is_empty());
}

#[test]
fn after_purging_no_byte_of_a_passkey_is_in_the_files() {
    let world = World::new();
    world.register(RP, "kept");
    let id = world.register(RP, "gone-for-ever");
    let _ =
        world.provider.passkeys().rename(&reference_to(&world.provider, &id), "a name of the person's own").unwrap();
    world.sign_in(RP, &id, &[]).unwrap();
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    let passkey = world.provider.passkeys().get(&reference_to(&world.provider, &id)).unwrap();
    let sealed = sealed_columns(&world);
    let spki = passkey.metadata.public_key.to_spki();
    // What was sealed is not there before either; that the search finds what is shows by the columns.
    let clear = [
        id.as_bytes().to_vec(),
        id.to_base64url().into_bytes(),
        b"gone-for-ever".to_vec(),
        b"a name of the person's own".to_vec(),
        spki[spki.len() - 32..].to_vec(),
    ];
    let found = |world: &World, needle: &[u8]| {
        world.files().iter().any(|file| file.windows(needle.len()).any(|window| window == needle))
    };
    let pieces: Vec<&[u8]> = sealed.iter().flat_map(|column| column.chunks_exact(16)).collect();
    assert!(pieces.len() > 20 && pieces.iter().all(|piece| found(&world, piece)), "the search sees the files");
    let _ = world.provider.passkeys().purge(&reference_to(&world.provider, &id)).unwrap();
    for (at, piece) in pieces.iter().enumerate() {
        assert!(!found(&world, piece), "sealed piece {at}");
    }
    for (at, needle) in clear.iter().enumerate() {
        assert!(!found(&world, needle), "needle {at}");
    }
    assert!(matches!(world.provider.passkeys().get(&reference_to(&world.provider, &id)), Err(Error::UnknownPasskey)));
    assert!(matches!(
        world.provider.passkeys().restore(&reference_to(&world.provider, &id)),
        Err(Error::UnknownPasskey)
    ));
    let journal = world.provider.journal().unwrap();
    assert_eq!(journal.events.iter().map(|event| event.kind.as_str()).collect::<Vec<_>>(), ["purged"]);
    assert_eq!(world.provider.passkeys().all().unwrap().passkeys.len(), 1);
}

/// The tags and sealed columns of the newest row, as they stand in the file.
fn sealed_columns(world: &World) -> Vec<Vec<u8>> {
    let connection = Connection::open(world.folder.path().join("passkeys.db")).unwrap();
    let newest = "SELECT id_tag, user_tag, metadata, state, history, secrets FROM passkey ORDER BY number DESC LIMIT 1";
    connection.query_row(newest, (), |row| (0..6).map(|column| row.get(column)).collect()).unwrap()
}

#[test]
fn a_month_of_daily_looks_purges_what_was_deleted_before_it() {
    for days in [30, 3] {
        let world = World::new();
        let provider = world.open_with(|options| options.retention(DAY * days));
        let provider = if days == 30 { &world.provider } else { &provider };
        let id = world.register(RP, "ada");
        let kept = world.register(RP, "kept");
        let _ = provider.passkeys().delete(&reference_to(provider, &id)).unwrap();
        for day in 1..days {
            world.clock.pass(DAY);
            assert_eq!(provider.passkeys().purge_expired().unwrap().value.count, 0, "day {day} of {days}");
        }
        world.clock.pass(DAY - Duration::from_secs(1));
        assert_eq!(provider.passkeys().purge_expired().unwrap().value.count, 0, "a second too early");
        world.clock.pass(Duration::from_secs(1));
        assert_eq!(provider.passkeys().purge_expired().unwrap().value.count, 1, "{days} days");
        assert!(matches!(provider.passkeys().get(&reference_to(provider, &id)), Err(Error::UnknownPasskey)));
        assert!(provider.passkeys().get(&reference_to(provider, &kept)).is_ok());
    }
}

#[test]
fn a_clock_that_leaps_purges_nothing() {
    let year = DAY * 365;
    let back = |now: Timestamp, by: Duration| {
        Timestamp::from_millis(now.as_millis().saturating_sub(u64::try_from(by.as_millis()).unwrap()))
    };
    let leaps: [&dyn Fn(Timestamp, u32) -> Timestamp; 6] = [
        &|start, _| start.saturating_add(year * 10),
        &|start, _| back(start, year * 10),
        &|_, _| Timestamp::from_millis(u64::MAX),
        &|_, _| Timestamp::from_millis(0),
        &|start, look| if look % 2 == 0 { start.saturating_add(year * 10) } else { back(start, year * 10) },
        // Less than a leap is counted once.
        &|start, look| if look % 2 == 0 { start.saturating_add(DAY * 6) } else { start },
    ];
    for (number, leap) in leaps.into_iter().enumerate() {
        let mut world = World::new();
        let id = world.register(RP, "ada");
        let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
        let start = world.clock.now();
        for look in 0..100 {
            world.clock.set(leap(start, look));
            assert_eq!(world.provider.passkeys().purge_expired().unwrap().value.count, 0, "leap {number}, look {look}");
            if look % 10 == 0 {
                world.restart();
            }
        }
        let _ = world.provider.passkeys().restore(&reference_to(&world.provider, &id)).unwrap();
        world.sign_in(RP, &id, &[]).unwrap();
    }
}

#[test]
fn what_was_deleted_stands_in_no_ones_way_and_answers_nobody() {
    let world = World::new();
    let id = world.accepted(RP, "ada");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    // Also where the server still excludes it.
    for exclude in [Vec::new(), vec![id.clone()]] {
        let plan = world.begin(RP, "ada", &exclude);
        assert_eq!(*plan.decision(), Decision::Proceed);
        let made = id_of(&world.finish(plan).unwrap().passkey);
        assert_eq!(world.offered(RP, &[]), std::slice::from_ref(&made));
        assert_eq!(world.offered(RP, &[id.clone(), made.clone()]), std::slice::from_ref(&made));
        let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &made)).unwrap();
    }
    let refused = world.provider.begin_get(&request(RP, std::slice::from_ref(&id)), &caller(RP));
    assert!(matches!(refused, Err(Error::NoPasskey)));
    assert!(matches!(world.provider.begin_get(&request(RP, &[]), &caller(RP)), Err(Error::NoPasskey)));
    // Without the person, either.
    let options = crate::world::creation(RP, "ada", &[]);
    let _ = world.provider.create_conditionally(&options, &caller(RP), MODEL).unwrap();
}

#[test]
fn what_is_deleted_while_the_person_is_asked_does_not_sign() {
    let world = World::new();
    let id = world.register(RP, "ada");
    for allow in [Vec::new(), vec![id.clone()]] {
        let plan = world.provider.begin_get(&request(RP, &allow), &caller(RP)).unwrap();
        let consented = plan.choose(&id).unwrap().consent(world.consent()).unwrap();
        let _ = world.open().passkeys().delete(&reference_to(&world.open(), &id)).unwrap();
        let passkey_provider::ceremony::ConsentedGet::Sealed(plan) = consented else { panic!("sealed") };
        assert!(matches!(world.provider.finish_get(plan), Err(Error::PlanOutdated)));
        let _ = world.provider.passkeys().restore(&reference_to(&world.provider, &id)).unwrap();
    }
    drop(beside(world.begin(RP, "ada", &[])));
}

/// Deleted, and confirmed late: the host's word, or a list that names it.
#[test]
fn what_the_person_deleted_takes_no_other_passkeys_place() {
    let world = World::new();
    let older = world.accepted(RP, "ada");
    let newer = world.register(RP, "ada");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &newer)).unwrap();
    let _ = world.provider.server().confirm(&reference_to(&world.provider, &newer)).unwrap();
    assert_eq!(world.words(&newer), "confirmed accepted deleted");
    assert_eq!(world.offered(RP, &[]), [older]);
}

/// Three times of day, days apart: every leap is one, and so is every small step.
#[test]
fn a_clock_that_swings_between_three_times_purges_nothing() {
    let world = World::new();
    let id = world.register(RP, "ada");
    let _ = world.provider.passkeys().delete(&reference_to(&world.provider, &id)).unwrap();
    let start = world.clock.now();
    for _ in 0..100 {
        for days in [8, 0, 2] {
            world.clock.set(start.saturating_add(DAY * days));
            assert_eq!(world.provider.passkeys().purge_expired().unwrap().value.count, 0);
        }
    }
}
