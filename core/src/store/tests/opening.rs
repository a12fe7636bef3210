use super::world::*;
use crate::entropy::{EntropyFailed, SystemEntropy};
use crate::store::connection::PRAGMAS;
use crate::store::{Damage, IfMissing, Presence, Store, StoreError, StoreSettings};
use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[test]
fn a_new_store_is_empty_and_healthy_and_says_so_again_when_reopened() {
    let world = World::new();
    let id = {
        let store = world.open();
        let health = store.check().unwrap();
        assert!(health.is_good());
        assert_eq!((health.passkeys, health.schema_version, health.is_gated), (0, 1, false));
        assert_eq!(store.epoch().unwrap().number(), 0);
        store.id()
    };
    assert_eq!(world.open().id(), id);
}

#[cfg(unix)]
#[test]
fn file_and_folder_of_a_new_store_belong_to_this_user_only() {
    use std::os::unix::fs::PermissionsExt;

    let world = World::new();
    let folder = world.folder.path().join("made/for/it");
    let store = open(&folder.join("passkeys.db")).unwrap();
    insert(&store, &metadata(RP, "alice"), 1);
    let mode = |path: std::path::PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.clone()), 0o700);
    for name in ["passkeys.db", "passkeys.db-wal", "passkeys.db-shm"] {
        assert_eq!(mode(folder.join(name)), 0o600, "{name}");
    }
}

#[test]
fn every_setting_of_a_connection_reads_back() {
    let store_of = World::new();
    let store = store_of.open();
    let connection = store.lock();
    for (name, value) in PRAGMAS {
        let found: i64 = connection.pragma_query_value(None, name, |row| row.get(0)).unwrap();
        assert_eq!(found, value, "{name}");
    }
    let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    let timeout: i64 = connection.pragma_query_value(None, "busy_timeout", |row| row.get(0)).unwrap();
    assert_eq!(timeout, 2_000);
    let strict: i64 = connection
        .query_row("SELECT count(*) FROM pragma_table_list WHERE strict = 1 AND schema = 'main'", (), |row| row.get(0))
        .unwrap();
    assert_eq!(strict, 6);
}

/// A store in rollback mode, as its maker leaves it who was killed before the switch to a log.
fn without_a_log(world: &World) -> std::path::PathBuf {
    insert(&world.open(), &metadata(RP, "alice"), 1);
    let connection = rusqlite::Connection::open(world.path()).unwrap();
    let mode: String = connection.query_row("PRAGMA journal_mode = DELETE", (), |row| row.get(0)).unwrap();
    assert_eq!(mode, "delete");
    world.path()
}

#[test]
fn opening_ends_within_the_busy_timeout_whoever_reads_or_writes() {
    for held in ["BEGIN; SELECT count(*) FROM passkey", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
        let world = World::new();
        let path = without_a_log(&world);
        let stranger = rusqlite::Connection::open(&path).unwrap();
        stranger.execute_batch(held).unwrap();
        let settings = StoreSettings { busy_timeout: Duration::from_millis(300), ..StoreSettings::default() };
        let since = Instant::now();
        let outcome = Store::open(&path, &device_key(1), settings, Arc::new(SystemEntropy));
        assert_eq!(outcome.err(), Some(StoreError::Busy), "{held}");
        let waited = since.elapsed();
        assert!((Duration::from_millis(300)..Duration::from_secs(3)).contains(&waited), "{held}: {waited:?}");
        stranger.execute_batch("ROLLBACK").unwrap();
        let store = Store::open(&path, &device_key(1), settings, Arc::new(SystemEntropy)).unwrap();
        assert_eq!(store.count(), Ok(1));
    }
}

#[test]
fn an_opening_that_waits_goes_on_when_the_others_are_done() {
    let world = World::new();
    let path = without_a_log(&world);
    let stranger = rusqlite::Connection::open(&path).unwrap();
    stranger.execute_batch("BEGIN; SELECT count(*) FROM passkey").unwrap();
    let (opened, busy) = std::thread::scope(|scope| {
        let opening = scope.spawn(|| open(&path).map(|store| store.count()));
        std::thread::sleep(Duration::from_millis(100));
        let is_waiting = !opening.is_finished();
        stranger.execute_batch("ROLLBACK").unwrap();
        (opening.join().unwrap(), is_waiting)
    });
    assert_eq!((opened, busy), (Ok(Ok(1)), true));
}

#[test]
fn every_call_ends_within_the_busy_timeout_while_another_process_writes() {
    let world = World::new();
    let alice = metadata(RP, "alice");
    let settings = StoreSettings { busy_timeout: Duration::from_millis(200), ..StoreSettings::default() };
    let store = Store::open(&world.path(), &device_key(1), settings, Arc::new(SystemEntropy)).unwrap();
    let stored = insert(&store, &alice, 1);
    let stranger = rusqlite::Connection::open(world.path()).unwrap();
    stranger.execute_batch("BEGIN IMMEDIATE").unwrap();
    let within = |work: &dyn Fn() -> Result<(), StoreError>| {
        let since = Instant::now();
        let outcome = work();
        assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
        outcome
    };
    assert_eq!(within(&|| store.begin().map(drop)), Err(StoreError::Busy));
    assert_eq!(within(&|| store.begin_unsynced().map(drop)), Err(StoreError::Busy));
    assert_eq!(within(&|| store.check().map(drop)), Ok(()));
    assert_eq!(within(&|| store.passkeys(&alice.rp_id).map(drop)), Ok(()));
    assert_eq!(within(&|| store.history(&stored).map(drop)), Ok(()));
    assert_eq!(within(&|| open(&world.path()).map(drop)), Ok(()));
}

#[test]
fn an_empty_file_is_a_new_store() {
    let world = World::new();
    fs::write(world.path(), b"").unwrap();
    assert_eq!(world.open().count(), Ok(0));
}

#[test]
fn a_broken_generator_leaves_no_file_behind() {
    let world = World::new();
    let outcome = Store::open(&world.path(), &device_key(1), StoreSettings::default(), Arc::new(Broken));
    assert_eq!(outcome.err(), Some(StoreError::Entropy(EntropyFailed)));
    assert!(world.files().is_empty());
}

#[test]
fn a_broken_generator_stores_nothing() {
    let world = World::new();
    drop(world.open());
    let before = world.files();
    let store = Store::open(&world.path(), &device_key(1), StoreSettings::default(), Arc::new(Broken)).unwrap();
    let mut transaction = store.begin().unwrap();
    let outcome = transaction.insert(new_passkey(&metadata(RP, "alice"), 1), state(0, 1), made(), None).map(drop);
    assert_eq!(outcome, Err(StoreError::Entropy(EntropyFailed)));
    drop(transaction);
    drop(store);
    assert_eq!(world.files(), before);
}

#[test]
fn another_device_key_strands_the_store_and_changes_no_byte() {
    let world = World::new();
    let store = world.open();
    for user in ["alice", "bob", "carol"] {
        insert(&store, &metadata(RP, user), 1);
    }
    // A copy taken while the log was not yet in the database, as a backup takes it; and one after.
    let copy = World::new();
    for name in ["passkeys.db", "passkeys.db-wal"] {
        fs::copy(world.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    drop(store);
    for world in [copy, world] {
        let before = world.files();
        let outcome = open_with(&world.path(), &device_key(2));
        assert_eq!(outcome.err(), Some(StoreError::Stranded { passkeys: 3 }));
        assert_eq!(Store::look(&world.path()), Ok(Presence::Store { passkeys: 3 }));
        assert_eq!(world.files(), before);
        assert_eq!(world.open().count(), Ok(3), "the right key opens it again");
    }
}

#[test]
fn opening_says_whether_it_made_the_store() {
    let world = World::new();
    assert!(world.open().was_made());
    assert!(!world.open().was_made());
    let empty = World::new();
    fs::write(empty.path(), b"").unwrap();
    assert!(empty.open().was_made());
}

#[test]
fn one_of_many_openers_made_the_store() {
    for _ in 0..10 {
        let world = World::new();
        let made = std::thread::scope(|scope| {
            let openers: Vec<_> = (0..6).map(|_| scope.spawn(|| open(&world.path()).unwrap().was_made())).collect();
            openers.into_iter().map(|opener| opener.join().unwrap()).filter(|made| *made).count()
        });
        assert_eq!(made, 1);
    }
}

#[test]
fn whoever_may_not_make_a_store_makes_nothing() {
    let settings = StoreSettings { if_missing: IfMissing::Fail, ..StoreSettings::default() };
    let open =
        |path: &std::path::Path| Store::open(path, &device_key(1), settings, Arc::new(crate::entropy::SystemEntropy));
    let world = World::new();
    assert_eq!(open(&world.folder.path().join("no/folder/passkeys.db")).err(), Some(StoreError::Missing));
    assert!(world.files().is_empty());
    fs::write(world.path(), b"").unwrap();
    assert_eq!(open(&world.path()).err(), Some(StoreError::Missing));
    assert_eq!(fs::read(world.path()).unwrap(), b"");
    insert(&world.open(), &metadata(RP, "alice"), 1);
    let opened = open(&world.path()).unwrap();
    assert_eq!((opened.count(), opened.was_made()), (Ok(1), false));
}

#[cfg(unix)]
#[test]
fn the_files_of_a_store_that_opens_are_for_this_user_only_and_the_folder_is_the_hosts() {
    use std::os::unix::fs::PermissionsExt;

    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let set = |path: &std::path::Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let world = World::new();
    set(world.folder.path(), 0o777);
    fs::write(world.path(), b"").unwrap();
    set(&world.path(), 0o666);
    let log = world.folder.path().join("passkeys.db-wal");
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    assert_eq!((mode(&world.path()), mode(&log), mode(world.folder.path())), (0o600, 0o600, 0o777));

    // As a copy comes back from elsewhere, its log with it.
    for file in [&world.path(), &log] {
        set(file, 0o664);
    }
    assert!(open_with(&world.path(), &device_key(2)).is_err());
    assert_eq!((mode(&world.path()), mode(&log)), (0o664, 0o664), "what is refused is left as it is");
    let _again = world.open();
    assert_eq!((mode(&world.path()), mode(&log)), (0o600, 0o600));
}

#[cfg(unix)]
#[test]
fn a_refused_store_behind_a_link_is_left_with_every_byte() {
    let world = World::new();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    let copy = World::new();
    for name in ["passkeys.db", "passkeys.db-wal"] {
        fs::copy(world.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    let links = World::new();
    std::os::unix::fs::symlink(copy.path(), links.path()).unwrap();
    let before = copy.files();
    assert_eq!(open_with(&links.path(), &device_key(2)).err(), Some(StoreError::Stranded { passkeys: 1 }));
    assert_eq!(Store::look(&links.path()), Ok(Presence::Store { passkeys: 1 }));
    assert_eq!(copy.files(), before);
    assert_eq!(open(&links.path()).unwrap().count(), Ok(1));
    assert!(fs::symlink_metadata(links.path()).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn no_store_is_made_behind_a_link_that_leads_nowhere() {
    let world = World::new();
    let target = world.folder.path().join("a disk that is not there.db");
    std::os::unix::fs::symlink(&target, world.path()).unwrap();
    assert!(matches!(open(&world.path()).err(), Some(StoreError::Io(_))));
    assert!(matches!(Store::look(&world.path()), Err(StoreError::Io(_))));
    assert!(matches!(Store::set_aside(&world.path()), Err(StoreError::Io(_))));
    assert!(!target.exists());
}

#[test]
fn a_gated_store_lists_without_its_gate_and_opens_no_secret() {
    let world = World::new();
    let alice = metadata(RP, "alice");
    {
        let store = world.open_gated(Some(&gate(5))).unwrap();
        assert!(store.is_gated());
        let mut transaction = store.begin().unwrap();
        for (with, outcome) in [
            (None, Err(StoreError::GateRequired)),
            (Some(gate(6)), Err(StoreError::WrongGate)),
            (Some(gate(5)), Ok(())),
        ] {
            let inserted = transaction.insert(new_passkey(&alice, 1), state(0, 1), made(), with.as_ref());
            assert_eq!(inserted.map(drop), outcome);
        }
        let _ = transaction.commit().unwrap();
    }
    let store = world.open_gated(None).unwrap();
    let passkey = find(&store, &alice);
    let transaction = store.begin().unwrap();
    assert_eq!(transaction.open_secrets(&passkey, None).err(), Some(StoreError::GateRequired));
    assert_eq!(transaction.open_secrets(&passkey, Some(&gate(6))).err(), Some(StoreError::WrongGate));
    let private_key = transaction.open_secrets(&passkey, Some(&gate(5))).unwrap().private_key.unwrap();
    assert_eq!(private_key.to_secret().expose(), &[1; 32]);
    drop(transaction);
    assert_eq!(plain_secrets(&store, &passkey, Some(&gate(5)))[1..33], [2; 32]);
}

#[test]
fn a_gate_secret_is_checked_wherever_it_is_given() {
    let world = World::new();
    drop(world.open_gated(Some(&gate(5))).unwrap());
    let before = world.files();
    assert_eq!(world.open_gated(Some(&gate(6))).err(), Some(StoreError::WrongGate));
    let store = world.open_gated(None).unwrap();
    assert_eq!(store.check_gate(&gate(5)), Ok(()));
    assert_eq!(store.check_gate(&gate(6)), Err(StoreError::WrongGate));
    drop(store);
    assert_eq!(world.files(), before);

    let ungated = World::new();
    assert_eq!(ungated.open().check_gate(&gate(5)), Err(StoreError::NotGated));
    assert_eq!(ungated.open_gated(Some(&gate(5))).err(), Some(StoreError::NotGated));
}

#[test]
fn nobody_without_the_key_takes_the_gate_away() {
    let world = World::new();
    drop(world.open_gated(Some(&gate(5))).unwrap());
    let connection = rusqlite::Connection::open(world.path()).unwrap();
    connection.execute("UPDATE store SET gate_canary = NULL", ()).unwrap();
    drop(connection);
    assert_eq!(open(&world.path()).err(), Some(StoreError::Damaged(Damage::Record)));
}

#[test]
fn a_path_that_cannot_hold_a_store_is_an_error_that_says_so() {
    let world = World::new();
    let file = world.folder.path().join("a file");
    fs::write(&file, b"not a folder").unwrap();
    assert!(matches!(open(&file.join("passkeys.db")).err(), Some(StoreError::Io(_))));
    assert!(open(world.folder.path()).is_err(), "a folder in the place of the file");
    assert_eq!(fs::read(&file).unwrap(), b"not a folder");
}
