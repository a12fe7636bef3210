use std::fs;

use super::world::*;
use crate::store::{Presence, Store, StoreError};

/// What is at the path, in a world where nothing changes by the question.
#[track_caller]
fn look(world: &World) -> Result<Presence, StoreError> {
    let before = world.files();
    let answer = Store::look(&world.path());
    assert_eq!(world.files(), before, "the question changed a byte");
    answer
}

#[test]
fn where_there_is_nothing_or_an_empty_file_nothing_was_kept() {
    let world = World::new();
    assert_eq!(look(&world), Ok(Presence::Nothing));
    assert_eq!(Store::look(&world.folder.path().join("no/folder/passkeys.db")), Ok(Presence::Nothing));
    fs::write(world.path(), b"").unwrap();
    assert_eq!(look(&world), Ok(Presence::Nothing));
    assert_eq!(fs::read(world.path()).unwrap(), b"");
}

#[test]
fn a_store_is_one_without_its_key_open_or_closed_with_its_log_or_without() {
    let world = World::new();
    let store = world.open();
    assert_eq!(look(&world), Ok(Presence::Store { passkeys: 0 }));
    insert(&store, &metadata(RP, "alice"), 1);
    insert(&store, &metadata(RP, "bob"), 2);
    assert_eq!(look(&world), Ok(Presence::Store { passkeys: 2 }));
    let copy = World::new();
    for name in ["passkeys.db", "passkeys.db-wal"] {
        fs::copy(world.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    drop(store);
    assert_eq!(look(&world), Ok(Presence::Store { passkeys: 2 }));
    assert_eq!(look(&copy), Ok(Presence::Store { passkeys: 2 }));
    drop(World::open(&copy));
}

#[test]
fn what_is_no_store_of_ours_is_never_taken_for_nothing() {
    let store = World::new();
    insert(&store.open(), &metadata(RP, "alice"), 1);
    let sound = fs::read(store.path()).unwrap();
    let mut page_size = sound.clone();
    page_size[16..18].copy_from_slice(&[0x12, 0x34]);
    let mut foreign = sound.clone();
    foreign[68..72].copy_from_slice(&[0, 0, 0, 1]);
    let mut too_new = sound.clone();
    too_new[60..64].copy_from_slice(&[0, 0, 0, 9]);
    let mut torn = sound.clone();
    torn[4_096..8_192].fill(0);
    for (bytes, expected) in [
        (vec![0; 4_096], Presence::NotADatabase),
        (vec![0; 1], Presence::NotADatabase),
        (b"a letter to a friend".repeat(50), Presence::NotADatabase),
        (sound[..50].to_vec(), Presence::NotADatabase),
        (page_size, Presence::NotADatabase),
        (foreign, Presence::Foreign),
        (too_new, Presence::TooNew { found: 9, known: 1 }),
        (sound[..4_096].to_vec(), Presence::Damaged),
        (torn, Presence::Store { passkeys: 1 }),
        (sound, Presence::Store { passkeys: 1 }),
    ] {
        let world = World::new();
        fs::write(world.path(), &bytes).unwrap();
        assert_eq!(look(&world), Ok(expected), "{} bytes", bytes.len());
    }
}

#[test]
fn a_folder_in_the_place_of_the_store_is_an_error() {
    let world = World::new();
    fs::create_dir(world.path()).unwrap();
    assert!(Store::look(&world.path()).is_err());
    assert!(Store::set_aside(&world.path()).is_err());
    assert!(world.path().is_dir());
}
