use std::collections::HashSet;

use super::world::*;
use crate::key::{Algorithm, KeyPair, PrivateKey};
use crate::store::{NewKey, NewPasskey, State};

#[test]
fn the_files_name_no_site_person_or_credential() {
    let world = World::new();
    let store = world.open();
    let (alice, bob) = (metadata("accounts.example.org", "alice-handle"), hardware(metadata(RP, "bob-handle")));
    let mut transaction = store.begin().unwrap();
    let alice = transaction.insert(new_passkey(&alice, 0xa5), state(0, 1), made(), None).unwrap().metadata;
    let bob = transaction.insert(new_passkey(&bob, 0x5a), state(0, 1), made(), None).unwrap().metadata;
    let _ = transaction.commit().unwrap();
    let mut transaction = store.begin().unwrap();
    let stored = transaction.find(&alice.rp_id, &alice.credential_id).unwrap().unwrap();
    rename(&mut transaction, &stored, Some("My own label")).unwrap();
    let _ = transaction.commit().unwrap();
    count_up(&store, &alice).unwrap();

    let needles: Vec<Vec<u8>> = [&alice, &bob]
        .into_iter()
        .flat_map(|passkey| {
            [
                passkey.rp_id.as_str().as_bytes().to_vec(),
                passkey.rp_id.hash().to_vec(),
                passkey.user.handle.as_bytes().to_vec(),
                passkey.user.name.clone().into_bytes(),
                passkey.user.display_name.clone().into_bytes(),
                passkey.credential_id.as_bytes().to_vec(),
                passkey.credential_id.to_base64url().into_bytes(),
                passkey.public_key.to_spki()[27..59].to_vec(),
            ]
        })
        .chain([b"example".to_vec(), b"My own label".to_vec(), b"a handle of the host's".to_vec()])
        .chain([[0xa5; 32].to_vec(), [0xa6; 32].to_vec(), [0x5b; 32].to_vec(), [1; 32].to_vec()])
        .collect();
    let search = |when: &str| {
        let raw = raw(world.folder.path());
        assert!(raw.len() > 20_000 && contains(&raw, b"CREATE TABLE passkey"), "the search sees the files");
        for (at, needle) in needles.iter().enumerate() {
            assert!(!contains(&raw, needle), "needle {at}, {when}");
        }
    };
    search("open, with the log and its index");
    drop(store);
    search("closed");
}

#[test]
fn after_deleting_no_byte_of_a_passkey_is_left() {
    let world = World::new();
    let store = world.open();
    let kept = insert(&store, &metadata(RP, "kept"), 1).metadata;
    let all: Vec<_> = (0..200).map(|number| metadata(RP, &format!("user {number}"))).collect();
    for passkey in &all {
        insert(&store, passkey, 2);
    }
    // Every version that was ever written: sealed at first, counted up, renamed.
    let mut sealed = blobs(&store);
    for passkey in all.iter().step_by(3) {
        count_up(&store, passkey).unwrap();
        let mut transaction = store.begin().unwrap();
        let stored = transaction.find(&passkey.rp_id, &passkey.credential_id).unwrap().unwrap();
        rename(&mut transaction, &stored, Some(&"a long name ".repeat(1 + passkey.user.name.len() % 7))).unwrap();
        let _ = transaction.commit().unwrap();
    }
    sealed.extend(blobs(&store));
    // Back and forth, so that pages are split, merged and given back.
    for passkey in all.iter().step_by(2).chain(all.iter().skip(1).step_by(2).rev()) {
        let mut transaction = store.begin().unwrap();
        let stored = transaction.find(&passkey.rp_id, &passkey.credential_id).unwrap().unwrap();
        transaction.purge(&stored).unwrap();
        let _ = transaction.commit().unwrap();
    }
    let alive = blobs(&store);
    assert_eq!((alive.len(), store.count()), (3, Ok(1)));
    sealed.retain(|blob| !alive.contains(blob));
    assert!(sealed.len() > 600);
    let raw = raw(world.folder.path());
    assert!(alive.iter().all(|blob| contains(&raw, blob)), "the search finds what is there");
    // Any 16 bytes in a row are enough to know a sealed blob by.
    let on_disk: HashSet<&[u8]> = raw.windows(16).collect();
    let left = sealed.iter().filter(|blob| blob.chunks_exact(16).any(|chunk| on_disk.contains(chunk))).count();
    assert_eq!(left, 0);
    assert_eq!(find(&store, &kept).metadata, kept);
}

/// A reader that is not ours, in the middle of reading.
fn foreign_reader(world: &World) -> rusqlite::Connection {
    let reader = rusqlite::Connection::open(world.path()).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    reader.query_row("SELECT count(*) FROM passkey", (), |_| Ok(())).unwrap();
    reader
}

fn purge(store: &crate::store::Store, passkey: &crate::store::Passkey) {
    let mut transaction = store.begin().unwrap();
    transaction.purge(passkey).unwrap();
    let _ = transaction.commit().unwrap();
}

#[test]
fn a_purge_that_somebody_reads_beside_says_so_and_is_done_at_a_later_commit() {
    let world = World::new();
    let store = world.open();
    let (alice, bob) = (metadata(RP, "alice"), metadata(RP, "bob"));
    let (purged, _) = (insert(&store, &alice, 1), insert(&store, &bob, 1));
    let sealed: Vec<u8> = {
        let connection = store.lock();
        connection.query_row("SELECT secrets FROM passkey WHERE number = 1", (), |row| row.get(0)).unwrap()
    };
    let reader = foreign_reader(&world);
    purge(&store, &purged);
    assert!(store.has_purged_in_log() && contains(&raw(world.folder.path()), &sealed[1..33]));
    count_up(&store, &bob).unwrap();
    assert!(store.has_purged_in_log(), "as long as somebody reads");
    drop(reader);
    assert!(contains(&raw(world.folder.path()), &sealed[1..33]), "the reader's end cleans nothing up");
    count_up(&store, &bob).unwrap();
    assert!(!store.has_purged_in_log() && !contains(&raw(world.folder.path()), &sealed[1..33]));
}

#[test]
fn a_purge_that_is_owed_is_done_at_the_end_of_the_store_and_after_a_kill() {
    for is_killed in [false, true] {
        let world = World::new();
        let store = world.open();
        let beside = world.open();
        let (alice, bob) = (metadata(RP, "alice"), metadata(RP, "bob"));
        let (purged, _) = (insert(&store, &alice, 1), insert(&store, &bob, 1));
        let sealed: Vec<u8> = {
            let connection = store.lock();
            connection.query_row("SELECT secrets FROM passkey WHERE number = 1", (), |row| row.get(0)).unwrap()
        };
        let reader = foreign_reader(&world);
        purge(&store, &purged);
        assert!(store.has_purged_in_log());
        drop(reader);
        if is_killed {
            // What a killed process leaves, while another one has the store open.
            let _killed = std::mem::ManuallyDrop::new(store);
            let next = world.open();
            assert!(next.has_purged_in_log());
            count_up(&next, &bob).unwrap();
            assert!(!next.has_purged_in_log());
        } else {
            drop(store);
        }
        assert!(!contains(&raw(world.folder.path()), &sealed[1..33]), "killed: {is_killed}");
        drop(beside);
    }
}

#[test]
fn debug_output_names_no_site_person_or_credential() {
    let world = World::new();
    let store = world.open();
    let alice = hardware(metadata(RP, "alice"));
    let mut transaction = store.begin().unwrap();
    transaction.insert(new_passkey(&alice, 1), state(7, 1), made(), None).unwrap();
    let _ = transaction.commit().unwrap();
    let text = format!("{:?} {:?} {store:?}", find(&store, &alice), store.passkeys(&alice.rp_id).unwrap());
    assert!(text.contains("sign_count: 7"));
    for needle in [RP, "alice", "mail", "person", "handle", &alice.credential_id.to_base64url()] {
        assert!(!text.contains(needle), "{needle}");
    }
}

#[test]
fn a_real_key_comes_back_and_signs() {
    let world = World::new();
    let store = world.open();
    let key = PrivateKey::make(Algorithm::Es256, &crate::entropy::SystemEntropy).unwrap();
    let alice = crate::store::Metadata { public_key: key.public_key(), ..metadata(RP, "alice") };
    let mut transaction = store.begin().unwrap();
    let real = NewPasskey { key: NewKey::Sealed(KeyPair::of(key)), ..new_passkey(&alice, 1) };
    let at = State { last_used: Some(alice.created), ..state(3, 9) };
    transaction.insert(real, at, made(), None).unwrap();
    let _ = transaction.commit().unwrap();
    drop(store);

    let store = world.open();
    let passkey = find(&store, &alice);
    assert_eq!((&passkey.metadata, passkey.state), (&alice, at));
    let key = store.begin().unwrap().open_secrets(&passkey, None).unwrap().private_key.unwrap();
    assert_eq!(passkey.metadata.public_key.verify(b"bytes", &key.sign(b"bytes")), Ok(()));
}

fn blobs(store: &crate::store::Store) -> Vec<Vec<u8>> {
    let connection = store.lock();
    let mut statement = connection
        .prepare(
            "SELECT metadata FROM passkey UNION ALL SELECT state FROM passkey UNION ALL SELECT secrets FROM passkey",
        )
        .unwrap();
    statement.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}
