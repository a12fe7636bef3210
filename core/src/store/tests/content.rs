//! The epoch's stamp covers what the rows hold: whoever may write the file puts nothing back unnoticed.

use std::fs;

use super::world::*;
use crate::clock::Timestamp;
use crate::key::{BackupFlags, KeyHandle};
use crate::standing::{Confirmation, Event, EventKind, Standing, Visibility};
use crate::store::{
    Damage, DocumentKind, Epoch, Freshness, LooseKey, LooseReason, Metadata, State, Store, StoreError, Transaction,
};

/// Everything that a store can hold, twice over, so that each table has been written and removed from.
fn lead_a_life(store: &Store) -> [Metadata; 3] {
    let passkeys = ["alice", "bob", "carol"].map(|user| metadata(RP, user));
    for passkey in &passkeys {
        insert(store, passkey, 1);
        count_up(store, passkey).unwrap();
    }
    let gone = metadata(RP, "dave");
    let stored = insert(store, &gone, 1);
    write(store, |transaction| {
        transaction.write_large_blob(&stored, b"gone with its passkey", None)?;
        transaction.purge(&stored)
    });
    let kept = find(store, &passkeys[2]);
    write(store, |transaction| transaction.write_large_blob(&kept, b"until today", None));
    for round in 0..3 {
        write(store, |transaction| {
            let stored = transaction.find(&passkeys[0].rp_id, &passkeys[0].credential_id)?.unwrap();
            let other = transaction.find(&passkeys[1].rp_id, &passkeys[1].credential_id)?.unwrap();
            transaction.write_large_blob(&stored, &[u8::try_from(round).unwrap(); 90], None)?;
            transaction.write_large_blob(&other, b"for a while", None)?;
            transaction.write_large_blob(&other, b"", None)?;
            rename(transaction, &stored, Some(&format!("label {round}")))?;
            transaction.observe(Timestamp::from_millis(1_780_000_000_000 + round))?;
            transaction.write_document(DocumentKind::TrustedApp, b"com.example.browser", &[7])?;
            transaction.write_document(DocumentKind::TrustedApp, &[u8::try_from(round).unwrap()], &[7])?;
            transaction.write_document(DocumentKind::LinkedApp, b"site app", &[8])?;
            transaction.write_document(DocumentKind::PrivilegedList, b"", &[9])?;
            for handle in [b"a", b"b"] {
                let handle = KeyHandle::from_bytes(*handle).unwrap();
                let key = LooseKey { handle, reason: LooseReason::Intended, since: Timestamp::default() };
                transaction.write_loose_key(&key)?;
                transaction.write_loose_key(&LooseKey { reason: LooseReason::Interrupted, ..key })?;
            }
            transaction.remove_loose_key(&KeyHandle::from_bytes(*b"b").unwrap())?;
            transaction.remove_document(DocumentKind::TrustedApp, &[0])?;
            transaction.note(&made())
        });
    }
    passkeys
}

fn write<T>(store: &Store, work: impl FnOnce(&mut Transaction<'_>) -> Result<T, StoreError>) -> T {
    let mut transaction = store.begin().unwrap();
    let done = work(&mut transaction).unwrap();
    let _ = transaction.commit().unwrap();
    done
}

/// The file as it is, nothing in the log.
fn copy_of(world: &World) -> Vec<u8> {
    let connection = rusqlite::Connection::open(world.path()).unwrap();
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    fs::read(world.path()).unwrap()
}

/// Does `change` to the file with the other one attached as `old`.
fn splice(world: &World, old: &[u8], change: &str) {
    let elsewhere = World::new();
    fs::write(elsewhere.path(), old).unwrap();
    let connection = rusqlite::Connection::open(world.path()).unwrap();
    connection.execute("ATTACH ?1 AS old", [elsewhere.path().to_str().unwrap()]).unwrap();
    connection.execute_batch(change).unwrap();
}

fn is_as_written(world: &World) -> bool {
    let health = world.open().check().unwrap();
    assert_eq!(health.is_good(), health.is_as_written);
    assert!(health.damaged.is_empty() && health.damaged_parts.is_empty());
    health.is_as_written
}

#[test]
fn a_life_of_every_kind_of_write_is_as_written() {
    let world = World::new();
    let passkeys = lead_a_life(&world.open());
    assert!(is_as_written(&world));
    // The journal's and the documents' oldest give way.
    let store = world.open();
    for number in 0..300_u32 {
        write(&store, |transaction| {
            transaction.write_document(DocumentKind::TrustedApp, &number.to_be_bytes(), &[1])?;
            transaction.note(&made())
        });
    }
    write(&store, |transaction| {
        let mut stored = transaction.find(&passkeys[1].rp_id, &passkeys[1].credential_id)?.unwrap();
        // Twice in one commit, there and back.
        for visibility in [Visibility::Hidden, Visibility::Shown] {
            let state = State { visibility, ..stored.state };
            transaction.update(&mut stored, state, [made()])?;
        }
        Ok(())
    });
    drop(store);
    assert!(is_as_written(&world));
}

#[test]
fn yesterdays_file_with_todays_epoch_is_noticed() {
    let world = World::new();
    lead_a_life(&world.open());
    let yesterday = copy_of(&world);
    let store = world.open();
    let alice = store.all().unwrap().passkeys[0].metadata.clone();
    count_up(&store, &alice).unwrap();
    let host = store.epoch().unwrap();
    drop(store);
    let today = copy_of(&world);
    fs::write(world.path(), yesterday).unwrap();
    splice(&world, &today, "UPDATE store SET (epoch, stamp) = (SELECT epoch, stamp FROM old.store)");
    // What an opening can see is right; a pass over the rows finds that it is not.
    assert_eq!(world.open().compare_epoch(host), Ok(Freshness::Current));
    assert!(!is_as_written(&world));
}

#[test]
fn a_row_of_another_day_is_noticed_in_every_table() {
    let world = World::new();
    lead_a_life(&world.open());
    let yesterday = copy_of(&world);
    let store = world.open();
    let all = store.all().unwrap().passkeys;
    write(&store, |transaction| {
        for passkey in &all {
            let mut passkey = passkey.clone();
            let state = State { sign_count: passkey.state.sign_count + 1, ..passkey.state };
            transaction.update(&mut passkey, state, [made()])?;
            rename(transaction, &passkey, Some("today"))?;
        }
        for passkey in &all {
            let blob: &[u8] = if passkey.metadata.user.name.starts_with("carol") { b"" } else { b"today" };
            transaction.write_large_blob(passkey, blob, None)?;
        }
        transaction.purge(&transaction.find(&all[0].metadata.rp_id, &all[0].metadata.credential_id)?.unwrap())?;
        transaction.remove_document(DocumentKind::TrustedApp, b"com.example.browser")?;
        transaction.write_document(DocumentKind::LinkedApp, b"site app", b"today")?;
        transaction.remove_loose_key(&KeyHandle::from_bytes(*b"a").unwrap())?;
        transaction.note(&made())
    });
    drop(store);
    let today = copy_of(&world);
    for change in [
        // A counter, names and a history put back; a purged passkey, a revoked trust, a forgotten key.
        "UPDATE passkey SET state = (SELECT state FROM old.passkey o WHERE o.number = passkey.number)",
        "UPDATE passkey SET metadata = (SELECT metadata FROM old.passkey o WHERE o.number = passkey.number)",
        "UPDATE passkey SET history = (SELECT history FROM old.passkey o WHERE o.number = passkey.number)",
        "INSERT OR IGNORE INTO passkey SELECT * FROM old.passkey",
        "INSERT OR IGNORE INTO large_blob SELECT * FROM old.large_blob",
        "INSERT OR IGNORE INTO document SELECT * FROM old.document",
        "INSERT OR IGNORE INTO hardware_key SELECT * FROM old.hardware_key",
        // Rows taken away.
        "DELETE FROM passkey WHERE number = (SELECT max(number) FROM passkey)",
        "DELETE FROM large_blob WHERE number = (SELECT max(number) FROM large_blob)",
        "DELETE FROM document WHERE number = (SELECT max(number) FROM document)",
        "DELETE FROM journal WHERE number = (SELECT max(number) FROM journal)",
        "DELETE FROM journal",
        // The whole of it, but for the record.
        "DELETE FROM passkey; INSERT INTO passkey SELECT * FROM old.passkey;
         DELETE FROM large_blob; INSERT INTO large_blob SELECT * FROM old.large_blob;
         DELETE FROM document; INSERT INTO document SELECT * FROM old.document;
         DELETE FROM hardware_key; INSERT INTO hardware_key SELECT * FROM old.hardware_key;
         DELETE FROM journal; INSERT INTO journal SELECT * FROM old.journal",
    ] {
        fs::write(world.path(), &today).unwrap();
        assert!(is_as_written(&world));
        splice(&world, &yesterday, change);
        assert!(!is_as_written(&world), "{change}");
        // And for good, whatever is written after.
        let store = world.open();
        insert(&store, &metadata(RP, "eve"), 1);
        drop(store);
        assert!(!is_as_written(&world), "{change}, later");
    }
}

#[test]
fn an_old_row_that_was_written_again_stays_noticed_however_often_it_is_put_back() {
    let world = World::new();
    let alice = metadata(RP, "alice");
    let store = world.open();
    insert(&store, &alice, 1);
    drop(store);
    let mut days = vec![copy_of(&world)];
    for _ in 0..6 {
        count_up(&world.open(), &alice).unwrap();
        days.push(copy_of(&world));
    }
    let put_back = "UPDATE passkey SET state = (SELECT state FROM old.passkey)";
    // Each day once, twice, three times, in this order and the other.
    for order in [days.iter().chain(&days).chain(&days).collect::<Vec<_>>(), days.iter().rev().collect()] {
        fs::write(world.path(), &days[6]).unwrap();
        for day in order {
            splice(&world, day, put_back);
            count_up(&world.open(), &alice).unwrap();
        }
        assert!(!is_as_written(&world));
        let last = copy_of(&world);
        for day in &days[..6] {
            splice(&world, day, put_back);
            assert!(!is_as_written(&world));
            splice(&world, &last, put_back);
        }
    }
}

#[test]
fn a_mere_use_writes_neither_epoch_nor_stamp_and_one_that_a_power_cut_took_back_is_as_written() {
    let world = World::new();
    let bob = Metadata { backup_flags: BackupFlags::Ios, ..metadata(RP, "bob") };
    let store = world.open();
    let mut stored = insert(&store, &bob, 1);
    let stamp = |store: &Store| -> (i64, Vec<u8>) {
        let connection = store.lock();
        connection.query_row("SELECT epoch, stamp FROM store", (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    let before = stamp(&store);
    let mut days = Vec::new();
    for millis in 1..4 {
        let mut transaction = store.begin_unsynced().unwrap();
        let used = Some(Timestamp::from_millis(millis));
        let state = State { last_used: used, use_sequence: transaction.use_sequence(), ..stored.state };
        transaction.update(&mut stored, state, []).unwrap();
        let _ = transaction.commit().unwrap();
        assert_eq!(stamp(&store), before);
        days.push(copy_of(&world));
    }
    drop(store);
    for day in days {
        fs::write(world.path(), day).unwrap();
        assert!(is_as_written(&world));
    }
}

#[test]
fn a_row_that_is_newer_than_the_file_does_not_sign() {
    let world = World::new();
    let alice = metadata(RP, "alice");
    insert(&world.open(), &alice, 1);
    let yesterday = copy_of(&world);
    for _ in 0..3 {
        count_up(&world.open(), &alice).unwrap();
    }
    splice(&world, &yesterday, "UPDATE store SET (epoch, stamp) = (SELECT epoch, stamp FROM old.store)");
    let store = world.open();
    let found = find(&store, &alice);
    let transaction = store.begin().unwrap();
    assert_eq!(transaction.refresh(found).err(), Some(StoreError::Damaged(Damage::Passkey)));
}

#[test]
fn what_the_person_accepts_is_as_written_from_then_on_and_no_counter_is_said_twice() {
    let world = World::new();
    let alice = metadata(RP, "alice");
    insert(&world.open(), &alice, 1);
    let yesterday = copy_of(&world);
    let said: Vec<u32> = (0..5).map(|_| count_up(&world.open(), &alice).unwrap()).collect();
    splice(&world, &yesterday, "UPDATE passkey SET state = (SELECT state FROM old.passkey)");
    assert!(!is_as_written(&world));
    let store = world.open();
    let host = store.epoch().unwrap();
    assert!(write(&store, |transaction| transaction.accept_rollback(host)));
    assert!(store.epoch().unwrap() > host);
    assert!(count_up(&store, &alice).unwrap() > said[4] + 1);
    drop(store);
    assert!(is_as_written(&world));
    let store = world.open();
    assert!(!write(&store, |transaction| transaction.accept_rollback(host)));
}

#[test]
fn a_rolled_back_passkey_stays_as_written_through_its_acceptance() {
    let world = World::new();
    let alice = metadata(RP, "alice");
    let store = world.open();
    insert(&store, &alice, 1);
    let passkey = find(&store, &alice);
    write(&store, |transaction| {
        let state = State { standing: Standing::Confirmed(Confirmation::Accepted), ..passkey.state };
        transaction.update(&mut passkey.clone(), state, [Event::new(Timestamp::default(), EventKind::Accepted)])
    });
    let host = Epoch::from_number(40);
    assert!(write(&store, |transaction| transaction.accept_rollback(host)));
    drop(store);
    assert!(is_as_written(&world));
}
