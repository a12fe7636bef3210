use std::fs;
use std::path::Path;

use super::world::*;
use crate::store::{Damage, Metadata, Store, StoreError};

/// Every nth byte is flipped; a prime, so that every field of every cell has its turn.
const STEP: usize = 29;

#[test]
fn a_row_that_does_not_open_is_reported_and_the_others_work() {
    let world = World::new();
    let store = world.open();
    let users = ["alice", "bob", "carol"].map(|user| metadata(RP, user));
    for passkey in &users {
        insert(&store, passkey, 1);
    }
    store.lock().execute("UPDATE passkey SET metadata = zeroblob(300) WHERE number = 2", ()).unwrap();
    store.lock().execute("UPDATE passkey SET secrets = zeroblob(90) WHERE number = 3", ()).unwrap();
    let listing = store.passkeys(&rp(RP)).unwrap();
    assert_eq!(listing.passkeys.len(), 2);
    assert_eq!(listing.damaged.iter().map(|damaged| damaged.row).collect::<Vec<_>>(), [2]);
    let damaged = Some(StoreError::Damaged(Damage::Passkey));
    assert_eq!(store.find(&users[1].rp_id, &users[1].credential_id).err(), damaged);
    let transaction = store.begin().unwrap();
    assert_eq!(transaction.open_secrets(&find_in(&transaction, &users[2]), None).err(), damaged);
    assert!(transaction.open_secrets(&find_in(&transaction, &users[0]), None).is_ok());
    drop(transaction);
    assert_eq!(count_up(&store, &users[0]), Ok(1));
    let health = store.check().unwrap();
    let rows: Vec<_> = health.damaged.iter().map(|damaged| damaged.row).collect();
    assert_eq!((health.passkeys, rows, health.is_intact(), health.is_good()), (3, vec![2, 3], true, false));
}

#[test]
fn secrets_that_are_not_what_the_custody_says_are_damage() {
    let world = World::new();
    let store = world.open();
    let sealed = insert(&store, &metadata(RP, "alice"), 1);
    let in_hardware = insert(&store, &hardware(metadata(RP, "bob")), 1);
    let damaged = Some(StoreError::Damaged(Damage::Passkey));
    let open = |passkey| store.begin().unwrap().open_secrets(passkey, None).map(drop).err();
    let rows = || store.check().unwrap().damaged.iter().map(|damaged| damaged.row).collect::<Vec<_>>();
    assert_eq!((open(&sealed), rows()), (None, vec![]));
    // A sealed passkey without a private key, and with what is none: too short, too long, zero.
    let seed = [1].iter().chain(&[2; 32]);
    for private_key in [&[][..], &[1; 31], &[1; 33], &[0; 32]] {
        seal_secrets(&store, &sealed, &seed.clone().chain(private_key).copied().collect::<Vec<_>>());
        assert_eq!((open(&sealed), rows()), (damaged.clone(), vec![1]), "{private_key:?}");
    }
    seal_secrets(&store, &sealed, &seed.clone().chain(&[1; 32]).copied().collect::<Vec<_>>());
    assert_eq!((open(&sealed), rows()), (None, vec![]));
    // One in hardware with a private key: it is not used.
    seal_secrets(&store, &in_hardware, &seed.chain(&[1; 32]).copied().collect::<Vec<_>>());
    assert_eq!((open(&in_hardware), rows()), (damaged, vec![2]));
}

/// A page of rows, with a row on it (SQLite's file format, section 1.6).
fn is_leaf(page: &[u8]) -> bool {
    page[0] == 13 && page[3..5] != [0, 0]
}

#[test]
fn a_page_that_does_not_read_costs_its_own_rows_only() {
    let world = World::new();
    let all: Vec<_> = {
        let store = world.open();
        (0..40).map(|number| insert(&store, &metadata(RP, &format!("user {number}")), 1).metadata).collect()
    };
    let bytes = fs::read(world.path()).unwrap();
    let mut touched = 0;
    for page in bytes.chunks_exact(4_096).enumerate().skip(1).filter(|(_, page)| is_leaf(page)).map(|(at, _)| at) {
        let world = World::new();
        let mut altered = bytes.clone();
        altered[page * 4_096..][..100].fill(0xff);
        fs::write(world.path(), altered).unwrap();
        // A leaf of the record's or the schema's own table refuses the store as a whole.
        let Ok(store) = open(&world.path()) else { continue };
        let listing = store.passkeys(&rp(RP)).unwrap();
        assert_eq!(listing.passkeys.len() + listing.damaged.len(), all.len());
        assert!((1..=10).contains(&listing.damaged.len()), "page {page}: {}", listing.damaged.len());
        assert!(listing.passkeys.iter().all(|passkey| all.contains(&passkey.metadata)));
        assert!(!store.check().unwrap().is_good());
        touched += 1;
    }
    assert!(touched >= 4);
}

#[test]
fn no_flipped_byte_panics_or_changes_what_a_passkey_says() {
    let world = World::new();
    let (alice, bob) = alice_and_bob(&world);
    count_up(&world.open(), &alice).unwrap();
    let bytes = fs::read(world.path()).unwrap();
    let (mut refused, mut unharmed) = (0, 0);
    for at in (0..bytes.len()).step_by(STEP) {
        let world = World::new();
        let mut altered = bytes.clone();
        altered[at] ^= 0x5a;
        fs::write(world.path(), &altered).unwrap();
        match open(&world.path()) {
            Ok(store) => {
                says_nothing_else(&store, &alice, &bob);
                unharmed += 1;
            }
            Err(error) => {
                assert!(bytes_are_kept(&world, &altered), "byte {at}: {error:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > 20 && unharmed > 500, "{refused} refused, {unharmed} not");
}

#[test]
fn a_store_cut_short_at_any_page_is_an_error_and_keeps_its_bytes() {
    let world = World::new();
    let (alice, bob) = alice_and_bob(&world);
    let bytes = fs::read(world.path()).unwrap();
    for length in [50, 100, 4_095].into_iter().chain((1..bytes.len() / 4_096).map(|pages| pages * 4_096)) {
        let world = World::new();
        fs::write(world.path(), &bytes[..length]).unwrap();
        match open(&world.path()) {
            Ok(store) => says_nothing_else(&store, &alice, &bob),
            Err(error) => assert!(bytes_are_kept(&world, &bytes[..length]), "{length}: {error:?}"),
        }
    }
}

/// A passkey at each of two sites, as they were stored.
fn alice_and_bob(world: &World) -> (Metadata, Metadata) {
    let store = world.open();
    let alice = insert(&store, &metadata(RP, "alice"), 1);
    let bob = insert(&store, &metadata("other.example", "bob"), 2);
    (alice.metadata, bob.metadata)
}

/// Whatever opens is what was stored; everything else is an error.
fn says_nothing_else(store: &Store, alice: &Metadata, bob: &Metadata) {
    for listing in [store.all(), store.passkeys(&alice.rp_id), store.passkeys(&bob.rp_id)].into_iter().flatten() {
        for passkey in listing.passkeys {
            let expected = if passkey.metadata == *alice { 1 } else { 0 };
            assert!(passkey.metadata == *alice || passkey.metadata == *bob);
            assert_eq!(passkey.state.sign_count, expected);
        }
    }
    for (passkey, secret) in [(alice, 1), (bob, 2)] {
        let Ok(transaction) = store.begin() else { continue };
        let Ok(Some(found)) = transaction.find(&passkey.rp_id, &passkey.credential_id) else { continue };
        assert_eq!(found.metadata, *passkey);
        if let Ok(secrets) = transaction.open_secrets(&found, None) {
            assert_eq!(secrets.private_key.unwrap().to_secret().expose(), &[secret; 32]);
        }
    }
    // Damage may be told, and nothing more.
    drop(store.check());
}

fn bytes_are_kept(world: &World, bytes: &[u8]) -> bool {
    fs::read_dir(world.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .any(|path: std::path::PathBuf| fs::read(Path::new(&path)).unwrap() == bytes)
}

fn find_in(transaction: &crate::store::Transaction<'_>, metadata: &Metadata) -> crate::store::Passkey {
    transaction.find(&metadata.rp_id, &metadata.credential_id).unwrap().unwrap()
}
