use std::fs;
use std::time::{Duration, Instant};

use super::world::*;
use crate::cause::Cause;
use crate::entropy::EntropyFailed;
use crate::key::{BackupFlags, Custody};
use crate::store::{Metadata, NewPasskey, State, StoreError};

#[test]
fn a_dropped_transaction_leaves_every_byte() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    let stored = insert(&store, &alice, 1);
    let before = world.files();
    {
        let mut transaction = store.begin().unwrap();
        transaction.insert(new_passkey(&metadata(RP, "bob"), 2), state(0, 2), made(), None).unwrap();
        let mut changed = stored.clone();
        transaction.update(&mut changed, state(9, 9), [made()]).unwrap();
        rename(&mut transaction, &stored, Some("renamed")).unwrap();
        transaction.note(&made()).unwrap();
        transaction.purge(&stored).unwrap();
    }
    assert_eq!(world.files(), before);
    assert_eq!(find(&store, &alice), stored);
    drop(store);
    assert_eq!(world.open().count(), Ok(1));
}

#[test]
fn a_transaction_that_changes_nothing_writes_nothing() {
    let world = World::new();
    let store = world.open();
    let stored = insert(&store, &metadata(RP, "alice"), 1);
    let before = (world.files(), store.epoch().unwrap());
    let transaction = store.begin().unwrap();
    transaction.open_secrets(&stored, None).unwrap();
    assert_eq!(transaction.commit().map(|committed| committed.epoch), Ok(before.1));
    assert_eq!((world.files(), store.epoch().unwrap()), before);
}

#[test]
fn a_committed_change_is_in_a_copy_of_the_files_taken_at_once() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    insert(&store, &alice, 1);
    count_up(&store, &alice).unwrap();
    // What a killed process leaves: the files as they are, nothing closed.
    let copy = World::new();
    for name in ["passkeys.db", "passkeys.db-wal"] {
        fs::copy(world.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    assert_eq!(find(&copy.open(), &alice).state.sign_count, 1);
}

#[test]
fn each_commit_that_changes_something_raises_the_epoch_by_one() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    let stored = insert(&store, &alice, 1);
    assert_eq!(store.epoch().unwrap().number(), 1);
    count_up(&store, &alice).unwrap();
    assert_eq!(store.epoch().unwrap().number(), 2);
    let mut transaction = store.begin().unwrap();
    assert_eq!(transaction.epoch().number(), 2);
    transaction.purge(&stored).unwrap();
    assert_eq!(transaction.commit().unwrap().epoch.number(), 3);
    drop(store);
    assert_eq!(world.open().epoch().unwrap().number(), 3);
}

#[test]
fn the_last_used_passkey_comes_first_whatever_the_clock_says() {
    let world = World::new();
    let store = world.open();
    let users = ["alice", "bob", "carol"].map(|user| metadata(RP, user));
    let users = users.map(|user| insert(&store, &user, 1).metadata);
    insert(&store, &metadata("other.example", "alice"), 1);
    count_up(&store, &users[0]).unwrap();
    let listing = store.passkeys(&rp(RP)).unwrap();
    let order: Vec<_> = listing.passkeys.iter().map(|passkey| &passkey.metadata).collect();
    assert_eq!(order, [&users[0], &users[2], &users[1]]);
    assert_eq!(store.all().unwrap().passkeys.len(), 4);
    assert_eq!(store.begin().unwrap().passkeys(&rp("nobody.example")).unwrap().passkeys, []);
}

#[test]
fn a_credential_id_of_another_site_is_not_found() {
    let world = World::new();
    let store = world.open();
    let alice = insert(&store, &metadata(RP, "alice"), 1).metadata;
    assert_eq!(store.find(&rp("example.com"), &alice.credential_id), Ok(None));
    // Two sites may know one id; each finds its own. Not right after each other, for then it is the
    // generator that gives it twice.
    insert(&store, &metadata(RP, "bob"), 3);
    let id = alice.credential_id.clone();
    let elsewhere = Metadata { credential_id: id, ..metadata("other.example", "else") };
    let elsewhere = insert(&store, &elsewhere, 2).metadata;
    assert_eq!(find(&store, &alice).metadata, alice);
    assert_eq!(find(&store, &elsewhere).metadata, elsewhere);
}

#[test]
fn an_id_is_stored_once_for_a_site() {
    let world = World::new();
    let store = world.open();
    let alice = insert(&store, &metadata(RP, "alice"), 1).metadata;
    let again = Metadata { backup_flags: BackupFlags::Ios, ..alice.clone() };
    let mut transaction = store.begin().unwrap();
    let refused = transaction.insert(new_passkey(&again, 2), state(0, 2), made(), None);
    assert_eq!(refused.map(drop), Err(StoreError::Entropy(EntropyFailed)), "the id of the newest one");
    drop(transaction);
    insert(&store, &metadata(RP, "bob"), 3);
    let mut transaction = store.begin().unwrap();
    let refused = transaction.insert(new_passkey(&again, 2), state(0, 2), made(), None);
    assert_eq!(refused.map(drop), Err(StoreError::AlreadyStored));
    drop(transaction);
    assert_eq!(find(&store, &alice).metadata, alice);
}

#[test]
fn a_counter_is_never_written_over_a_newer_one() {
    let world = World::new();
    let (store, other) = (world.open(), world.open());
    let alice = metadata(RP, "alice");
    let read_early = insert(&store, &alice, 1);
    assert_eq!(count_up(&other, &alice), Ok(1));
    let mut transaction = store.begin().unwrap();
    assert_eq!(transaction.update(&mut read_early.clone(), state(1, 2), []), Err(StoreError::Outdated));
    // The name did not change, so that a rename based on the early reading is sound.
    assert_eq!(rename(&mut transaction, &read_early, Some("mine")), Ok(()));
    assert_eq!(rename(&mut transaction, &read_early, Some("again")), Err(StoreError::Outdated));
    let _ = transaction.commit().unwrap();
    let now = find(&store, &alice);
    assert_eq!((now.state.sign_count, now.metadata.label.as_deref()), (1, Some("mine")));
}

#[test]
fn a_deleted_passkey_is_outdated_for_every_write() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    let stored = insert(&store, &alice, 1);
    let mut transaction = store.begin().unwrap();
    transaction.purge(&stored).unwrap();
    assert_eq!(transaction.purge(&stored), Err(StoreError::Outdated));
    assert_eq!(transaction.update(&mut stored.clone(), state(1, 1), []), Err(StoreError::Outdated));
    assert_eq!(rename(&mut transaction, &stored, None), Err(StoreError::Outdated));
    assert_eq!(transaction.open_secrets(&stored, None).err(), Some(StoreError::Outdated));
    let _ = transaction.commit().unwrap();
    // Its row's number may be given again; the old reading still means nothing.
    insert(&store, &metadata(RP, "bob"), 2);
    assert_eq!(store.begin().unwrap().open_secrets(&stored, None).err(), Some(StoreError::Outdated));
}

#[test]
fn a_private_key_is_stored_exactly_when_the_core_has_its_custody() {
    let world = World::new();
    let store = world.open();
    let like = Metadata { backup_flags: BackupFlags::Ios, ..metadata(RP, "alice") };
    let sealed = insert(&store, &like, 1);
    let in_hardware = insert(&store, &hardware(Metadata { backup_flags: BackupFlags::Ios, ..metadata(RP, "bob") }), 3);
    let open = |passkey| store.begin().unwrap().open_secrets(passkey, None);
    assert_eq!(sealed.metadata.custody, Custody::Sealed);
    assert_eq!(plain_secrets(&store, &sealed, None), [[1].as_slice(), &[2; 32], &[1; 32]].concat());
    assert!(open(&sealed).unwrap().private_key.unwrap().public_key() == sealed.metadata.public_key);
    assert!(matches!(in_hardware.metadata.custody, Custody::Hardware { .. }));
    assert_eq!(plain_secrets(&store, &in_hardware, None), [[1].as_slice(), &[4; 32]].concat());
    assert!(open(&in_hardware).unwrap().private_key.is_none());
    assert!(store.check().unwrap().is_good());
}

#[test]
fn a_full_disk_is_an_error_of_its_own_and_passes() {
    let world = World::new();
    let store = world.open();
    let alice = insert(&store, &metadata(RP, "alice"), 1).metadata;
    let limit = |pages: u32| store.lock().pragma_update(None, "max_page_count", pages).unwrap();
    limit(6);
    let mut stored = 1;
    let full = loop {
        let mut transaction = store.begin().unwrap();
        let outcome = transaction
            .insert(new_passkey(&metadata(RP, &format!("user {stored}")), 2), state(0, 1), made(), None)
            .and_then(|_| transaction.commit());
        match outcome {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
        assert!(stored < 1_000, "six pages hold less");
    };
    assert_eq!(full, StoreError::Full);
    assert_eq!((store.count(), store.epoch().unwrap().number()), (Ok(stored), stored));
    assert!(store.check().unwrap().is_good());
    limit(1_000_000);
    insert(&store, &metadata(RP, "bob"), 3);
    assert_eq!(store.count(), Ok(stored + 1));
    assert_eq!(find(&store, &alice).metadata, alice);
}

#[test]
fn another_writer_is_waited_for_and_then_named() {
    let world = World::new();
    let (store, other) = (world.open(), world.open());
    let alice = insert(&store, &metadata(RP, "alice"), 1).metadata;
    other.lock().busy_timeout(Duration::from_millis(200)).unwrap();
    let writing = store.begin().unwrap();
    let since = Instant::now();
    assert_eq!(other.begin().err(), Some(StoreError::Busy));
    assert!((Duration::from_millis(150)..Duration::from_secs(5)).contains(&since.elapsed()));
    // Readers do not wait for a writer.
    assert_eq!(find(&other, &alice).metadata, alice);
    drop(writing);
    assert_eq!(count_up(&other, &alice), Ok(1));
}

#[test]
fn no_lock_is_held_between_calls() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    insert(&store, &alice, 1);
    count_up(&store, &alice).unwrap();
    store.passkeys(&rp(RP)).unwrap();
    store.check().unwrap();
    drop(store.begin().unwrap());
    let stranger = rusqlite::Connection::open(world.path()).unwrap();
    stranger.execute_batch("BEGIN EXCLUSIVE; ROLLBACK;").unwrap();
    let blocked: i64 = stranger.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0)).unwrap();
    assert_eq!(blocked, 0);
}

#[test]
fn ten_thousand_passkeys_take_a_kilobyte_each_at_most() {
    let world = World::new();
    let store = world.open();
    let like = metadata("accounts.of-a-rather-long-name.example.com", "a-user-handle-of-32-bytes-length");
    let mut transaction = store.begin().unwrap();
    for _ in 0..10_000 {
        let credential_id = crate::id::CredentialId::make(&crate::entropy::SystemEntropy).unwrap();
        let used = State { last_used: Some(like.created), ..state(70_000, 70_000) };
        let new = NewPasskey { credential_id, ..new_passkey(&like, 1) };
        transaction.insert(new, used, made(), None).unwrap();
    }
    let _ = transaction.commit().unwrap();
    assert_eq!(store.count(), Ok(10_000));
    drop(store);
    let bytes = fs::metadata(world.path()).unwrap().len();
    assert!(bytes <= 10_000 * 1_024, "{} bytes each", bytes / 10_000);
}

#[test]
fn a_store_that_may_not_be_written_says_so_and_is_never_called_damaged() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    insert(&store, &alice, 1);
    // The answer that SQLite gives for a read-only file; a test run as root can write any file.
    store.lock().pragma_update(None, "query_only", true).unwrap();
    assert_eq!(count_up(&store, &alice), Err(StoreError::NotWritable(Cause::Sqlite(8))));
    assert_eq!(find(&store, &alice).state.sign_count, 0);
}

#[test]
fn a_transaction_that_sqlite_gave_up_is_not_called_damage() {
    let world = World::new();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    let mut transaction = store.begin().unwrap();
    transaction.note(&made()).unwrap();
    transaction.rows().connection.execute_batch("ROLLBACK").unwrap();
    let given_up = StoreError::Io(Cause::Found("SQLite gave the transaction up"));
    assert_eq!(transaction.commit().err(), Some(given_up));
    assert_eq!(store.count(), Ok(1));
    assert!(store.check().unwrap().is_as_written, "nothing of the commit is in the file");
}
