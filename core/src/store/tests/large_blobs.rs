//! What sites keep with their passkeys: sealed, for one passkey each, and gone from the files once it is not kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use super::world::*;
use crate::entropy::{Entropy, EntropyFailed};
use crate::seal::GateSecret;
use crate::store::{Damage, Passkey, Store, StoreError, StoreSettings};

fn write(store: &Store, passkey: &Passkey, blob: &[u8], gate: Option<&GateSecret>) -> Result<bool, StoreError> {
    let mut transaction = store.begin()?;
    let written = transaction.write_large_blob(passkey, blob, gate)?;
    let _ = transaction.commit()?;
    Ok(written)
}

fn read(store: &Store, passkey: &Passkey) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(store.begin()?.large_blob(passkey, None)?.map(|blob| blob.expose().clone()))
}

fn sealed(store: &Store) -> Vec<Vec<u8>> {
    let connection = store.lock();
    let mut statement = connection.prepare("SELECT blob FROM large_blob ORDER BY number").unwrap();
    statement.query_map((), |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

#[test]
fn what_was_overwritten_deleted_or_purged_with_its_passkey_is_in_no_file() {
    for end in ["overwritten", "deleted", "purged"] {
        let world = World::new();
        let store = world.open();
        let [alice, bob] = ["alice", "bob"].map(|user| insert(&store, &metadata(RP, user), 1));
        // Longer than a page, so that it is on pages of its own.
        let text = b"what the site keeps with it ".repeat(146);
        assert_eq!(write(&store, &alice, &text, None), Ok(true));
        assert_eq!(write(&store, &bob, b"stays", None), Ok(true));
        assert_eq!(read(&store, &alice), Ok(Some(text.clone())));
        let before = sealed(&store).remove(0);
        assert!(raw(world.folder.path()).windows(16).any(|window| window == &before[2000..2016]), "the search sees it");
        match end {
            "overwritten" => assert_eq!(write(&store, &alice, b"another", None), Ok(true)),
            "deleted" => assert_eq!(write(&store, &alice, b"", None), Ok(true)),
            _ => {
                let mut transaction = store.begin().unwrap();
                transaction.purge(&alice).unwrap();
                let _ = transaction.commit().unwrap();
            }
        }
        let files = raw(world.folder.path());
        let left = before.chunks_exact(16).filter(|chunk| contains(&files, chunk)).count();
        assert_eq!(left, 0, "{end}");
        assert!(!contains(&files, b"what the site keeps") && !store.has_purged_in_log());
        assert_eq!(read(&store, &bob), Ok(Some(b"stays".to_vec())));
        assert!(store.check().unwrap().is_good());
    }
}

#[test]
fn more_than_4096_bytes_change_nothing() {
    let world = World::new();
    let store = world.open();
    let alice = insert(&store, &metadata(RP, "alice"), 1);
    assert_eq!(write(&store, &alice, &[1; 4096], None), Ok(true));
    let before = (world.files(), store.epoch().unwrap());
    assert_eq!(write(&store, &alice, &[2; 4097], None), Ok(false));
    assert_eq!((world.files(), store.epoch().unwrap()), before);
}

#[test]
fn a_blob_of_one_passkey_does_not_open_as_another_s() {
    let world = World::new();
    let store = world.open();
    let [alice, bob] = ["alice", "bob"].map(|user| insert(&store, &metadata(RP, user), 1));
    for (passkey, blob) in [(&alice, b"for alice"), (&bob, b"for bobby")] {
        write(&store, passkey, blob, None).unwrap();
    }
    for change in [
        "UPDATE large_blob SET blob = (SELECT blob FROM large_blob WHERE number = 2) WHERE number = 1",
        "UPDATE large_blob SET id_tag = (SELECT id_tag FROM passkey WHERE number = 1) WHERE number = 2",
        "UPDATE large_blob SET number = 7 WHERE number = 1",
        "UPDATE large_blob SET blob = (SELECT secrets FROM passkey WHERE number = 1) WHERE number = 1",
    ] {
        let copy = World::new();
        store.lock().execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        std::fs::copy(world.path(), copy.path()).unwrap();
        let copy = copy.open();
        if change.contains("id_tag =") {
            copy.lock().execute("DELETE FROM large_blob WHERE number = 1", ()).unwrap();
        }
        copy.lock().execute(change, ()).unwrap();
        assert_eq!(read(&copy, &alice), Err(StoreError::Damaged(Damage::Passkey)), "{change}");
        let health = copy.check().unwrap();
        assert!(!health.is_as_written && health.damaged_parts.len() == 1, "{change}");
    }
}

#[test]
fn a_gated_store_seals_blobs_behind_its_gate() {
    let world = World::new();
    let gate = gate(3);
    let store = world.open_gated(Some(&gate)).unwrap();
    let mut transaction = store.begin().unwrap();
    let alice = transaction.insert(new_passkey(&metadata(RP, "alice"), 1), state(0, 1), made(), Some(&gate)).unwrap();
    let _ = transaction.commit().unwrap();
    assert_eq!(write(&store, &alice, b"kept", None), Err(StoreError::GateRequired));
    assert_eq!(write(&store, &alice, b"", None), Err(StoreError::GateRequired));
    assert_eq!(write(&store, &alice, b"kept", Some(&gate)), Ok(true));
    assert_eq!(read(&store, &alice), Err(StoreError::GateRequired));
    let transaction = store.begin().unwrap();
    assert_eq!(transaction.large_blob(&alice, Some(&gate)).unwrap().unwrap().expose(), b"kept");
    drop(transaction);
    assert!(store.check().unwrap().is_good());
}

/// Gives the same bytes in the same order, each time that it is made.
#[derive(Debug, Default)]
struct Anew(AtomicU8);

impl Entropy for Anew {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        let first = self.0.fetch_add(53, Ordering::SeqCst);
        bytes.iter_mut().zip(0..=u8::MAX).for_each(|(byte, place)| *byte = first.wrapping_add(place));
        Ok(())
    }
}

/// One nonce for two texts under one key tells both.
#[test]
fn a_generator_that_begins_anew_seals_no_second_blob() {
    let world = World::new();
    let anew =
        || Store::open(&world.path(), &device_key(1), StoreSettings::default(), Arc::new(Anew::default())).unwrap();
    let store = world.open();
    let alice = insert(&store, &metadata(RP, "alice"), 1);
    drop(store);
    assert_eq!(write(&anew(), &alice, b"first", None), Ok(true));
    assert_eq!(write(&anew(), &alice, b"again", None), Err(StoreError::Entropy(EntropyFailed)));
    assert_eq!(read(&world.open(), &alice), Ok(Some(b"first".to_vec())));
}
