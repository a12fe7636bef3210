use std::fs;

use super::world::*;
use crate::store::{Store, StoreError};

#[test]
fn a_newer_store_is_refused_and_untouched() {
    let world = World::new();
    insert(&world.open(), &metadata(RP, "alice"), 1);
    rusqlite::Connection::open(world.path()).unwrap().pragma_update(None, "user_version", 2).unwrap();
    let before = world.files();
    let too_new = StoreError::TooNew { found: 2, known: 1 };
    assert_eq!(open(&world.path()).err(), Some(too_new.clone()));
    assert_eq!(Store::count_without_key(&world.path()), Err(too_new));
    assert_eq!(world.files(), before);
}

#[test]
fn a_store_whose_newer_version_is_still_in_the_log_is_refused_and_untouched() {
    let world = World::new();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    store.lock().pragma_update(None, "user_version", 7).unwrap();
    let copy = World::new();
    for name in ["passkeys.db", "passkeys.db-wal"] {
        fs::copy(world.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    let before = copy.files();
    assert_eq!(open(&copy.path()).err(), Some(StoreError::TooNew { found: 7, known: 1 }));
    assert_eq!(copy.files(), before);
}
