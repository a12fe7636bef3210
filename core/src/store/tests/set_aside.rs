use std::fs;
use std::path::PathBuf;
use std::sync::Barrier;
use std::thread;

use super::world::*;
use crate::store::open::{Connected, Failure};
use crate::store::{Presence, SetAside, Store, StoreError};

/// A store with its log beside it, as after a crash: `(world, passkeys)`.
fn with_log() -> World {
    let origin = World::new();
    let store = origin.open();
    for user in ["alice", "bob"] {
        insert(&store, &metadata(RP, user), 1);
    }
    let world = World::new();
    for name in ["passkeys.db", "passkeys.db-wal"] {
        fs::copy(origin.folder.path().join(name), world.folder.path().join(name)).unwrap();
    }
    world
}

#[test]
fn a_store_that_is_set_aside_is_whole_and_the_next_open_makes_a_new_one() {
    for world in [with_log(), {
        let closed = with_log();
        drop(closed.open());
        closed
    }] {
        let SetAside { kept_as, passkeys } = Store::set_aside(&world.path()).unwrap();
        assert_eq!(passkeys, Some(2));
        assert_eq!(Store::look(&world.path()), Ok(Presence::Nothing));
        let new = world.open();
        assert_eq!((new.count(), new.was_made()), (Ok(0), true));
        assert_eq!(open(kept_as.path()).unwrap().count(), Ok(2), "its own key opens it where it is");
        assert!(new.check().unwrap().is_good());
    }
}

#[test]
fn no_key_is_needed_and_none_is_asked_for() {
    let world = with_log();
    assert_eq!(open_with(&world.path(), &device_key(2)).err(), Some(StoreError::Stranded { passkeys: 2 }));
    Store::set_aside(&world.path()).unwrap();
    assert_eq!(open_with(&world.path(), &device_key(2)).unwrap().count(), Ok(0));
}

#[test]
fn what_was_set_aside_before_is_never_written_over() {
    let world = World::new();
    let kept: Vec<PathBuf> = (1..=3)
        .map(|count| {
            let store = world.open();
            for user in 0..count {
                insert(&store, &metadata(RP, &user.to_string()), 1);
            }
            drop(store);
            Store::set_aside(&world.path()).unwrap().kept_as.path().to_owned()
        })
        .collect();
    // A companion alone takes the name too.
    fs::write(world.folder.path().join("passkeys.db.set-aside-4-wal"), "of somebody else").unwrap();
    drop(world.open());
    let last = Store::set_aside(&world.path()).unwrap().kept_as;
    assert_eq!(last.to_string(), "passkeys.db.set-aside-5");
    for (count, path) in (1..=3).zip(&kept) {
        assert_eq!(open(path).unwrap().count(), Ok(count));
    }
}

#[test]
fn a_store_that_anybody_has_open_is_not_moved_from_under_them() {
    let world = with_log();
    let store = world.open();
    let before = world.files();
    assert_eq!(Store::set_aside(&world.path()), Err(StoreError::Busy));
    assert_eq!(world.files(), before);
    insert(&store, &metadata(RP, "carol"), 1);
    drop(store);
    assert_eq!(Store::set_aside(&world.path()).unwrap().passkeys, Some(3));
}

#[test]
fn openers_and_movers_at_once_lose_nothing_that_was_stored() {
    const OPENERS: usize = 4;
    for round in 0..8 {
        let world = World::new();
        drop(world.open());
        let start = Barrier::new(OPENERS + 1);
        let (stored, kept) = thread::scope(|scope| {
            let openers: Vec<_> = (0..OPENERS)
                .map(|opener| {
                    let (start, path) = (&start, world.path());
                    scope.spawn(move || {
                        start.wait();
                        (0..6).fold(0_u64, |stored, turn| {
                            let Ok(store) = open(&path) else { return stored };
                            // The others may hold the store for longer than one waits, on a machine that is busy.
                            let mut transaction = match store.begin() {
                                Err(StoreError::Busy) => return stored,
                                begun => begun.unwrap(),
                            };
                            let new = new_passkey(&metadata(RP, &format!("{opener} {turn}")), 1);
                            let state = state(0, transaction.use_sequence());
                            transaction.insert(new, state, made(), None).unwrap();
                            let _ = transaction.commit().unwrap();
                            stored + 1
                        })
                    })
                })
                .collect();
            start.wait();
            let mut kept = Vec::new();
            for _ in 0..3 {
                kept.extend(Store::set_aside(&world.path()).ok().map(|aside| aside.kept_as));
            }
            (openers.into_iter().map(|opener| opener.join().unwrap()).sum::<u64>(), kept)
        });
        let here = world.open();
        assert!(here.check().unwrap().is_good(), "round {round}");
        let aside: u64 = kept.iter().map(|kept| open(kept.path()).unwrap().count().unwrap()).sum();
        assert_eq!(here.count().unwrap() + aside, stored, "round {round}: {kept:?}");
    }
}

#[test]
fn a_store_that_is_made_and_moved_again_during_an_opening_is_not_taken_for_the_one_at_its_path() {
    let world = World::new();
    // Nothing is there before, and nothing is there after: what was opened between was another store.
    assert!(matches!(Connected::to(&world.path(), false), Err(Failure::Changed)));
    let store = world.open();
    assert!(Connected::to(&world.path(), false).is_ok());
    drop(store);
}

#[test]
fn interrupted_between_two_names_the_store_is_whole_where_it_was() {
    let world = with_log();
    // What a run leaves that is ended before the database itself has its new name.
    let (connection, ready) = crate::store::connection::open_alone(&world.path()).unwrap();
    ready.unwrap();
    for companion in ["-wal", "-shm"] {
        let path = |name: &str| world.folder.path().join(format!("{name}{companion}"));
        let _ = fs::rename(path("passkeys.db"), path("passkeys.db.set-aside-1"));
    }
    drop(connection);
    assert_eq!(world.open().count(), Ok(2));
    let again = Store::set_aside(&world.path()).unwrap();
    assert_eq!((again.passkeys, open(again.kept_as.path()).unwrap().count()), (Some(2), Ok(2)));
}

#[test]
fn what_cannot_be_counted_is_set_aside_with_every_byte() {
    for garbage in [b"no database".to_vec(), vec![0; 4_096]] {
        let world = World::new();
        fs::write(world.path(), &garbage).unwrap();
        let SetAside { kept_as, passkeys } = Store::set_aside(&world.path()).unwrap();
        assert_eq!((passkeys, fs::read(kept_as).unwrap()), (None, garbage));
    }
    let newer = with_log();
    drop(newer.open());
    rusqlite::Connection::open(newer.path()).unwrap().pragma_update(None, "user_version", 2).unwrap();
    let bytes = fs::read(newer.path()).unwrap();
    let SetAside { kept_as, passkeys } = Store::set_aside(&newer.path()).unwrap();
    assert_eq!((passkeys, fs::read(kept_as).unwrap() == bytes), (None, true));

    let torn = with_log();
    drop(torn.open());
    fs::write(torn.path(), &fs::read(torn.path()).unwrap()[..4_096]).unwrap();
    let SetAside { kept_as, passkeys } = Store::set_aside(&torn.path()).unwrap();
    assert_eq!((passkeys, fs::read(kept_as).unwrap().len()), (None, 4_096));
    assert_eq!(torn.open().count(), Ok(0));
}

#[test]
fn nothing_and_what_is_somebody_elses_stay_as_they_are() {
    let world = World::new();
    assert_eq!(Store::set_aside(&world.path()), Err(StoreError::Missing));
    assert_eq!(Store::set_aside(&world.folder.path().join("no/folder/passkeys.db")), Err(StoreError::Missing));
    let foreign = rusqlite::Connection::open(world.path()).unwrap();
    foreign.execute_batch("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine');").unwrap();
    drop(foreign);
    let before = world.files();
    assert_eq!(Store::set_aside(&world.path()), Err(StoreError::Foreign));
    assert_eq!(world.files(), before);
}
