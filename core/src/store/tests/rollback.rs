use std::fs;
use std::sync::Arc;

use super::world::*;
use crate::entropy::SystemEntropy;
use crate::key::BackupFlags;
use crate::store::{Damage, Epoch, Freshness, Metadata, Store, StoreError, StoreSettings};

#[test]
fn a_copy_from_any_earlier_commit_is_told_by_the_epoch_that_the_host_kept() {
    let world = World::new();
    let alice = metadata(RP, "alice");
    let mut days = Vec::new();
    for day in 0..6 {
        let store = world.open();
        if day == 0 {
            insert(&store, &alice, 1);
        } else {
            count_up(&store, &alice).unwrap();
        }
        drop(store);
        days.push(fs::read(world.path()).unwrap());
    }
    let host = world.open().epoch().unwrap();
    assert_eq!(world.open().compare_epoch(host), Ok(Freshness::Current));
    for (missing, day) in (1..=5).zip(days.iter().rev().skip(1)) {
        fs::write(world.path(), day).unwrap();
        let store = world.open();
        assert_eq!(store.compare_epoch(host), Ok(Freshness::RolledBack { missing }));
        assert!(store.check().unwrap().is_good(), "it lists, whatever its day");
    }
}

#[test]
fn a_log_put_back_from_an_earlier_day_is_told_too() {
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    insert(&store, &alice, 1);
    let early =
        ["passkeys.db", "passkeys.db-wal"].map(|name| (name, fs::read(world.folder.path().join(name)).unwrap()));
    count_up(&store, &alice).unwrap();
    let host = store.epoch().unwrap();
    let restored = World::new();
    for (name, bytes) in early {
        fs::write(restored.folder.path().join(name), bytes).unwrap();
    }
    assert_eq!(restored.open().compare_epoch(host), Ok(Freshness::RolledBack { missing: 1 }));
}

#[test]
fn a_host_that_kept_an_older_epoch_sees_nothing_wrong() {
    let world = World::new();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    assert_eq!(store.compare_epoch(Epoch::default()), Ok(Freshness::Current));
}

#[test]
fn after_an_accepted_rollback_no_counter_is_said_twice() {
    let world = World::new();
    let counting = metadata(RP, "alice");
    let constant = Metadata { backup_flags: BackupFlags::Ios, ..metadata(RP, "bob") };
    let store = world.open();
    insert(&store, &counting, 1);
    insert(&store, &constant, 1);
    count_up(&store, &counting).unwrap();
    drop(store);
    let early = fs::read(world.path()).unwrap();

    let store = world.open();
    let said: Vec<u32> = (0..4).map(|_| count_up(&store, &counting).unwrap()).collect();
    assert_eq!(said, [2, 3, 4, 5]);
    let host = store.epoch().unwrap();
    drop(store);

    fs::write(world.path(), early).unwrap();
    let store = world.open();
    assert_eq!(find(&store, &counting).state.sign_count, 1);
    let mut transaction = store.begin().unwrap();
    transaction.accept_rollback(host).unwrap();
    let accepted = transaction.commit().unwrap().epoch;
    assert!(accepted > host);
    assert_eq!(store.compare_epoch(host), Ok(Freshness::Current));
    assert_eq!(store.compare_epoch(accepted), Ok(Freshness::Current));
    // The relying party has seen 5, and 6 if the host died before it kept that commit's epoch.
    assert!(count_up(&store, &counting).unwrap() > 6);
    assert_eq!(find(&store, &constant).state.sign_count, 0);
}

#[test]
fn accepting_what_is_current_changes_nothing() {
    let world = World::new();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    let before = world.files();
    let mut transaction = store.begin().unwrap();
    transaction.accept_rollback(Epoch::from_number(1)).unwrap();
    assert_eq!(transaction.commit().map(|committed| committed.epoch), Ok(Epoch::from_number(1)));
    assert_eq!(world.files(), before);
}

#[test]
fn an_absurd_epoch_ends_no_key_and_changes_nothing() {
    const OWN: u64 = 2;
    for absurd in [
        OWN + (1 << 24) + 1,
        1_795_000_000,
        u64::from(u32::MAX),
        5_000_000_000,
        1 << 40,
        1_795_000_000_000,
        1_795_000_000_000_000,
        i64::MAX.unsigned_abs(),
        u64::MAX,
    ] {
        let world = World::new();
        let store = world.open();
        let alice = metadata(RP, "alice");
        insert(&store, &alice, 1);
        count_up(&store, &alice).unwrap();
        assert_eq!(store.epoch().unwrap().number(), OWN);
        let before = world.files();
        let host = Epoch::from_number(absurd);
        assert_eq!(store.compare_epoch(host), Ok(Freshness::RolledBack { missing: absurd - OWN }));
        let mut transaction = store.begin().unwrap();
        assert_eq!(transaction.accept_rollback(host), Err(StoreError::EpochImplausible), "{absurd}");
        drop(transaction);
        assert_eq!((world.files(), count_up(&store, &alice)), (before, Ok(2)));
    }
}

#[test]
fn a_plausible_epoch_that_is_wrong_leaves_billions_of_counts() {
    // However often the host is wrong: at the bound it is refused, and the keys go on.
    let world = World::new();
    let store = world.open();
    let alice = metadata(RP, "alice");
    insert(&store, &alice, 1);
    for ahead in [1, 100, 10_000, 86_400, 1 << 24] {
        let host = Epoch::from_number(store.epoch().unwrap().number() + ahead);
        let mut transaction = store.begin().unwrap();
        assert_eq!(transaction.accept_rollback(host), Ok(true), "{ahead}");
        assert!(transaction.commit().unwrap().epoch > host);
        assert!(count_up(&store, &alice).unwrap() < 1 << 25);
    }
    let mut refused = 0;
    for _ in 0..200 {
        let host = Epoch::from_number(store.epoch().unwrap().number() + (1 << 24));
        let mut transaction = store.begin().unwrap();
        match transaction.accept_rollback(host) {
            Ok(_) => drop(transaction.commit().unwrap()),
            Err(error) => {
                assert_eq!(error, StoreError::EpochImplausible);
                refused += 1;
            }
        }
    }
    assert!(refused > 0 && count_up(&store, &alice).unwrap() < (1 << 31) + 2);
    assert!(store.check().unwrap().is_good());
}

#[test]
fn no_store_is_made_that_counts_on_from_an_absurd_epoch() {
    for absurd in [(1 << 40) + 1, 1_795_000_000_000, i64::MAX.unsigned_abs(), u64::MAX] {
        let world = World::new();
        let settings = StoreSettings { last_epoch: Epoch::from_number(absurd), ..StoreSettings::default() };
        let outcome = Store::open(&world.path(), &device_key(1), settings, Arc::new(SystemEntropy));
        assert_eq!(outcome.err(), Some(StoreError::EpochImplausible));
        assert!(world.files().is_empty());
    }
}

#[test]
fn a_new_store_beside_a_kept_epoch_was_made_and_is_no_rollback() {
    let kept = Epoch::from_number(57);
    let world = World::new();
    let opened = |last_epoch| {
        let settings = StoreSettings { last_epoch, ..StoreSettings::default() };
        Store::open(&world.path(), &device_key(1), settings, Arc::new(SystemEntropy)).unwrap()
    };
    let store = opened(kept);
    assert_eq!(store.compare_epoch(kept), Ok(Freshness::Made));
    let made = store.epoch().unwrap();
    assert!(made > kept);
    drop(store);
    // The process that made it was killed before the host heard of it.
    let store = opened(kept);
    assert_eq!((store.compare_epoch(kept), store.epoch()), (Ok(Freshness::Made), Ok(made)));
    // A host that kept a later epoch sees an older copy, empty as it is.
    let later = Epoch::from_number(made.number() + 3);
    assert_eq!(store.compare_epoch(later), Ok(Freshness::RolledBack { missing: 3 }));
    let alice = metadata(RP, "alice");
    insert(&store, &alice, 1);
    assert_eq!(count_up(&store, &alice), Ok(1));
    assert_eq!(store.compare_epoch(kept), Ok(Freshness::Current));
    assert_eq!(store.epoch().unwrap().number(), made.number() + 2);
    assert!(store.check().unwrap().is_good());
}

#[test]
fn the_file_before_a_new_store_never_passes_for_a_current_one() {
    // The host may have died before it kept the epoch of the last commits.
    for unkept in 0..=8 {
        let (before, world) = (World::new(), World::new());
        let store = before.open();
        let alice = metadata(RP, "alice");
        insert(&store, &alice, 1);
        let kept = store.epoch().unwrap();
        for _ in 0..unkept {
            count_up(&store, &alice).unwrap();
        }
        drop(store);
        let settings = StoreSettings { last_epoch: kept, ..StoreSettings::default() };
        let store = Store::open(&world.path(), &device_key(1), settings, Arc::new(SystemEntropy)).unwrap();
        let made = store.epoch().unwrap();
        drop(store);
        fs::copy(before.path(), world.path()).unwrap();
        let put_back = world.open().compare_epoch(made).unwrap();
        assert!(matches!(put_back, Freshness::RolledBack { missing: 1.. }), "{unkept}: {put_back:?}");
    }
}

#[test]
fn where_a_store_began_is_sealed() {
    let world = World::new();
    drop(world.open());
    let sealed: Vec<u8> = {
        let connection = rusqlite::Connection::open(world.path()).unwrap();
        connection.query_row("SELECT stamp FROM store", (), |row| row.get(0)).unwrap()
    };
    for at in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[at] ^= 1;
        rusqlite::Connection::open(world.path()).unwrap().execute("UPDATE store SET stamp = ?1", [altered]).unwrap();
        assert_eq!(world.open().epoch(), Err(StoreError::Damaged(Damage::Epoch)), "byte {at}");
    }
}

#[test]
fn an_epoch_altered_in_the_file_is_damage_and_nothing_can_be_written() {
    for forgery in [
        "UPDATE store SET epoch = epoch + 1",
        "UPDATE store SET epoch = -1",
        "UPDATE store SET stamp = zeroblob(32)",
        "UPDATE store SET stamp = x''",
    ] {
        let world = World::new();
        let alice = insert(&world.open(), &metadata(RP, "alice"), 1).metadata;
        rusqlite::Connection::open(world.path()).unwrap().execute_batch(forgery).unwrap();
        let store = world.open();
        let altered = StoreError::Damaged(Damage::Epoch);
        assert_eq!(store.epoch(), Err(altered.clone()));
        assert_eq!(store.compare_epoch(Epoch::default()), Err(altered.clone()));
        assert_eq!(store.begin().err(), Some(altered));
        assert_eq!(find(&store, &alice).metadata, alice);
        let health = store.check().unwrap();
        assert!(health.epoch.is_none() && !health.is_good());
    }
}
