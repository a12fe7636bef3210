//! From one schema version to the next. Version 0, and the step from it, are made up: it had neither documents nor
//! large blobs, noted the last use of a passkey in clear, and had no format in front of metadata and state.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use std::{env, thread};

use super::world::*;
use crate::entropy::SystemEntropy;
use crate::seal::{self, Place};
use crate::store::columns::FORMAT;
use crate::store::rows::{Rows, nonce, read_row};
use crate::store::schema::{Road, Schema, Step, VERSION_1};
use crate::store::writer::Writer;
use crate::store::{DocumentKind, Passkey, Presence, Store, StoreError, StoreSettings, presence, version};

/// The made-up road: from version 0 to the real version 1.
static ROAD: Road = Road {
    oldest: Schema { version: 0, made_by: VERSION_0 },
    steps: &[Step { to: Schema { version: 1, made_by: VERSION_1 }, take: from_version_0 }],
};

const VERSION_0: &[&str] = &[
    VERSION_1[0],
    "CREATE TABLE passkey (
  number INTEGER PRIMARY KEY,
  last_used INTEGER NOT NULL,
  rp_tag BLOB NOT NULL,
  user_tag BLOB NOT NULL,
  id_tag BLOB NOT NULL,
  metadata BLOB NOT NULL,
  state BLOB NOT NULL,
  history BLOB NOT NULL,
  secrets BLOB NOT NULL
) STRICT",
    VERSION_1[2],
    VERSION_1[3],
    VERSION_1[4],
    VERSION_1[5],
    VERSION_1[6],
];

/// Says to a run of this binary where the store is that it brings further, and after how much work it dies.
const STORE: &str = "PASSKEY_PROVIDER_TEST_ROAD";
const DIES_AFTER: &str = "PASSKEY_PROVIDER_TEST_DIES_AFTER";

thread_local! {
    /// How many pieces of work the step does before it dies, or fails.
    static LEFT: Cell<(usize, End)> = const { Cell::new((usize::MAX, End::Fails)) };
}

#[derive(Clone, Copy)]
enum End {
    Fails,
    Dies,
}

/// One piece of work of the step is about to be done.
fn work() -> Result<(), StoreError> {
    let (left, end) = LEFT.get();
    match (left.checked_sub(1), end) {
        (Some(left), end) => {
            LEFT.set((left, end));
            Ok(())
        }
        (None, End::Fails) => Err(StoreError::Internal("interrupted")),
        (None, End::Dies) => std::process::abort(),
    }
}

fn from_version_0(writer: Writer<'_>) -> Result<(), StoreError> {
    let connection = writer.rows.connection;
    let (table, documents) = (&VERSION_1[1..4], &VERSION_1[7..]);
    let before = ["DROP INDEX passkey_by_rp", "DROP INDEX passkey_by_id", "ALTER TABLE passkey RENAME TO passkey_0"];
    let after = [
        "INSERT INTO passkey SELECT number, rp_tag, user_tag, id_tag, metadata, state, history, secrets FROM passkey_0",
        "DROP TABLE passkey_0",
    ];
    for statement in before.iter().chain(table).chain(&after).chain(documents) {
        work()?;
        connection.execute_batch(statement)?;
    }
    each_row(writer, |plain| [&[FORMAT], plain].concat())
}

/// Seals metadata and state of each row anew, as `change` makes them.
fn each_row(writer: Writer<'_>, change: impl Fn(&[u8]) -> Vec<u8>) -> Result<(), StoreError> {
    let Rows { connection, keys } = writer.rows;
    for number in writer.rows.numbers()? {
        let sealed = connection.query_row(
            "SELECT number, rp_tag, user_tag, id_tag, metadata, state FROM passkey WHERE number = ?1",
            [number],
            read_row,
        )?;
        let again = |column, envelope: &[u8]| {
            sealed.row.sealed(column, |place| {
                // What does not open stays as it is.
                let Ok(plain) = seal::open(&keys.metadata, place, envelope) else { return Ok(envelope.to_vec()) };
                seal::seal(&keys.metadata, place, &change(plain.expose()), writer.entropy)
            })
        };
        let (metadata, state) = (again("metadata", &sealed.metadata)?, again("state", &sealed.state)?);
        work()?;
        connection
            .execute("UPDATE passkey SET metadata = ?1, state = ?2 WHERE number = ?3", (&metadata, state, number))?;
        // The sum covers of a state what is in it, and of metadata the envelope.
        let part = |envelope: &[u8]| {
            sealed.row.sealed("metadata", |place| writer.part(place, &nonce(envelope).unwrap_or_default()))
        };
        writer.take(part(&sealed.metadata));
        writer.add(part(&metadata));
    }
    Ok(())
}

/// Makes a store of version 0 of one of version 1, by hand.
fn take_back(store: &Store) {
    let transaction = store.begin().unwrap();
    let writer = transaction.writer();
    each_row(writer, |plain| plain[1..].to_vec()).unwrap();
    let connection = writer.rows.connection;
    for statement in [
        "DROP TABLE document",
        "DROP TABLE large_blob",
        "DROP INDEX passkey_by_rp",
        "DROP INDEX passkey_by_id",
        "ALTER TABLE passkey RENAME TO passkey_1",
        VERSION_0[1],
        VERSION_0[2],
        VERSION_0[3],
        "INSERT INTO passkey SELECT number, 17, rp_tag, user_tag, id_tag, metadata, state, history, secrets
         FROM passkey_1",
        "DROP TABLE passkey_1",
        "PRAGMA user_version = 0",
    ] {
        connection.execute_batch(statement).unwrap();
    }
    let stamp = transaction.stamp;
    let plain = [[0].as_slice(), &stamp.first.number().to_be_bytes(), &transaction.sum.get().to_bytes(), &stamp.record]
        .concat();
    let epoch = stamp.epoch.number().to_be_bytes();
    let place = Place { table: "store", column: "stamp", clear: &[&epoch] };
    let sealed = seal::seal(&writer.rows.keys.stamp, place, &plain, &SystemEntropy).unwrap();
    connection.execute("UPDATE store SET stamp = ?1", [sealed]).unwrap();
    connection.execute_batch("COMMIT").unwrap();
}

/// A store of version 0 with three passkeys, one of them used, and what they are.
fn version_0() -> (World, Vec<Passkey>) {
    let world = World::new();
    let store = world.open();
    let all = ["alice", "bob", "carol"].map(|user| metadata(RP, user));
    for (passkey, secret) in all.iter().zip(1..) {
        insert(&store, passkey, secret);
    }
    count_up(&store, &all[1]).unwrap();
    let mut transaction = store.begin().unwrap();
    transaction.note(&made()).unwrap();
    let _ = transaction.commit().unwrap();
    let passkeys = all.iter().map(|metadata| find(&store, metadata)).collect();
    take_back(&store);
    drop(store);
    (world, passkeys)
}

fn open_along(road: &Road, path: &Path) -> Result<Store, StoreError> {
    Store::open_along(road, path, &device_key(1), StoreSettings::default(), Arc::new(SystemEntropy))
}

fn version_of(path: &Path) -> i64 {
    rusqlite::Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// That the store has all that it had as version 0, and is a store of version 1 as any other.
fn assert_is_whole(store: &Store, passkeys: &[Passkey]) {
    let health = store.check().unwrap();
    assert!(health.is_good(), "{health:?}");
    assert_eq!((health.passkeys, health.schema_version), (3, 1));
    for (passkey, secret) in passkeys.iter().zip(1..) {
        let found = find(store, &passkey.metadata);
        assert_eq!((&found.metadata, found.state), (&passkey.metadata, passkey.state));
        assert_eq!(store.history(&found).unwrap().events, [made()]);
        let private_key = store.begin().unwrap().open_secrets(&found, None).unwrap().private_key.unwrap();
        assert_eq!(private_key.to_secret().expose(), &[secret; 32]);
        assert_eq!(plain_secrets(store, &found, None)[1..33], [secret + 1; 32]);
    }
    assert_eq!(store.journal().unwrap().events, [made()]);
    let mut transaction = store.begin().unwrap();
    transaction.write_document(DocumentKind::TrustedApp, b"name", b"what is new in version 1").unwrap();
    let _ = transaction.commit().unwrap();
    count_up(store, &passkeys[0].metadata).unwrap();
    assert!(store.check().unwrap().is_good());
}

#[test]
fn a_store_of_an_older_version_is_brought_to_the_newest_and_is_as_written() {
    let (world, passkeys) = version_0();
    let store = open_along(&ROAD, &world.path()).unwrap();
    // Three passkeys, one use, one note; and the step is a commit as any other.
    assert_eq!(store.epoch().unwrap().number(), 6);
    assert_is_whole(&store, &passkeys);
    drop(store);
    assert_eq!(version_of(&world.path()), 1);
    // From now on it is nothing special.
    assert!(world.open().check().unwrap().is_good());
    assert_eq!(world.open().epoch().unwrap().number(), 8);
}

#[test]
fn an_older_store_is_ours_before_anybody_opens_it_and_one_that_no_road_leads_from_is_untouched() {
    let (world, _) = version_0();
    let before = world.files();
    assert_eq!(crate::store::presence::look(&world.path(), &ROAD), Ok(Presence::Store { passkeys: 3 }));
    // This crate's own road begins later.
    assert_eq!(open(&world.path()).err(), Some(StoreError::Foreign));
    assert_eq!(Store::look(&world.path()), Ok(Presence::Foreign));
    let outcome =
        Store::open_along(&ROAD, &world.path(), &device_key(2), StoreSettings::default(), Arc::new(SystemEntropy));
    assert_eq!(outcome.err(), Some(StoreError::Stranded { passkeys: 3 }));
    assert_eq!(world.files(), before);
}

#[test]
fn rows_that_were_not_as_written_before_the_step_are_not_after_it() {
    let (world, passkeys) = version_0();
    rusqlite::Connection::open(world.path()).unwrap().execute("DELETE FROM passkey WHERE number = 3", ()).unwrap();
    let store = open_along(&ROAD, &world.path()).unwrap();
    let health = store.check().unwrap();
    assert_eq!((health.is_as_written, health.is_good()), (false, false));
    assert_eq!(find(&store, &passkeys[0].metadata).metadata, passkeys[0].metadata);
}

#[test]
fn a_damaged_row_does_not_stop_the_others_on_the_road() {
    let (world, passkeys) = version_0();
    let connection = rusqlite::Connection::open(world.path()).unwrap();
    connection
        .execute("UPDATE passkey SET metadata = zeroblob(80), history = zeroblob(80) WHERE number = 1", ())
        .unwrap();
    drop(connection);
    let store = open_along(&ROAD, &world.path()).unwrap();
    let health = store.check().unwrap();
    assert_eq!((health.passkeys, health.damaged.len(), health.is_intact()), (3, 1, true));
    assert_eq!(find(&store, &passkeys[1].metadata).metadata, passkeys[1].metadata);
}

#[test]
fn a_step_that_fails_anywhere_leaves_the_older_store_as_it_was() {
    let (world, passkeys) = version_0();
    for left in 0.. {
        LEFT.set((left, End::Fails));
        match open_along(&ROAD, &world.path()) {
            Ok(store) => {
                // Statements, and a row each.
                assert_eq!(left, 3 + 3 + 2 + 5 + 3);
                return assert_is_whole(&store, &passkeys);
            }
            Err(error) => assert_eq!(error, StoreError::Internal("interrupted")),
        }
        assert_eq!(version_of(&world.path()), 0);
        assert_eq!(crate::store::presence::look(&world.path(), &ROAD), Ok(Presence::Store { passkeys: 3 }));
    }
}

#[test]
fn a_process_that_dies_anywhere_on_the_road_leaves_the_older_store_as_it_was() {
    let (world, passkeys) = version_0();
    for left in 0..16 {
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "store::tests::road::a_process_that_dies", "--nocapture"])
            .env(STORE, world.path())
            .env(DIES_AFTER, left.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(!output.success());
        assert_eq!(version_of(&world.path()), 0, "after {left}");
    }
    assert_is_whole(&open_along(&ROAD, &world.path()).unwrap(), &passkeys);
}

/// The work of the process that dies; does nothing when it runs as a test of its own.
#[test]
fn a_process_that_dies() {
    let (Some(path), Ok(left)) = (env::var_os(STORE), env::var(DIES_AFTER)) else { return };
    LEFT.set((left.parse().unwrap(), End::Dies));
    drop(open_along(&ROAD, &PathBuf::from(path)));
}

#[test]
fn many_openers_of_an_older_store_bring_it_further_once() {
    for _ in 0..5 {
        let (world, passkeys) = version_0();
        thread::scope(|scope| {
            let openers: Vec<_> =
                (0..6).map(|_| scope.spawn(|| open_along(&ROAD, &world.path()).map(|store| store.count()))).collect();
            for opener in openers {
                assert_eq!(opener.join().unwrap(), Ok(Ok(3)));
            }
        });
        let store = world.open();
        assert_eq!(store.epoch().unwrap().number(), 6);
        assert_is_whole(&store, &passkeys);
    }
}

/// What an update of the app may bring: version 2, with one more table.
static NEXT: Road = Road {
    oldest: Schema { version: 1, made_by: VERSION_1 },
    steps: &[Step { to: Schema { version: 2, made_by: &VERSION_2 }, take: from_version_1 }],
};

static VERSION_2: [&str; VERSION_1.len() + 1] = {
    let mut made_by = [""; VERSION_1.len() + 1];
    let mut place = 0;
    while place < VERSION_1.len() {
        made_by[place] = VERSION_1[place];
        place += 1;
    }
    made_by[place] = "CREATE TABLE blob (number INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT";
    made_by
};

fn from_version_1(writer: Writer<'_>) -> Result<(), StoreError> {
    Ok(writer.rows.connection.execute_batch(VERSION_2[VERSION_1.len()])?)
}

#[test]
fn a_store_that_others_bring_further_while_it_is_opened_is_never_taken_for_a_stranger() {
    // Both versions are below the newest that this build knows: what the header says of either is no refusal.
    const OLDER: Schema = Schema { version: 0, made_by: VERSION_1 };
    static BEFORE: Road = Road { oldest: OLDER, steps: &[] };
    static AFTER: Road =
        Road { oldest: OLDER, steps: &[Step { to: Schema { version: 1, made_by: &VERSION_2 }, take: from_version_1 }] };
    let world = World::new();
    drop(open_along(&BEFORE, &world.path()).unwrap());
    let stranger = rusqlite::Connection::open(world.path()).unwrap();
    stranger.execute_batch("PRAGMA synchronous = 0").unwrap();
    stranger.busy_timeout(Duration::from_secs(2)).unwrap();
    let version = || stranger.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0)).unwrap();
    let stamp = || {
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        stranger.query_row::<(i64, Vec<u8>), _, _>("SELECT epoch, stamp FROM store", (), row).unwrap()
    };
    let older = stamp();
    drop(open_along(&AFTER, &world.path()).unwrap());
    let newer = stamp();
    let left = AtomicUsize::new(2);
    thread::scope(|scope| {
        let open = || {
            let path = world.path();
            let outcomes: Vec<_> =
                (0..100).map(|_| (open_along(&AFTER, &path).map(drop), presence::look(&path, &AFTER))).collect();
            left.fetch_sub(1, Ordering::Relaxed);
            outcomes
        };
        let openers = [scope.spawn(open), scope.spawn(open)];
        while left.load(Ordering::Relaxed) > 0 {
            stranger.execute_batch("BEGIN IMMEDIATE").unwrap();
            let (step, (epoch, stamp)) = match version() {
                0 => (format!("{}; PRAGMA user_version = 1", VERSION_2[VERSION_1.len()]), &newer),
                _ => ("DROP TABLE blob; PRAGMA user_version = 0".to_owned(), &older),
            };
            stranger.execute_batch(&step).unwrap();
            stranger.execute("UPDATE store SET epoch = ?1, stamp = ?2", (epoch, stamp)).unwrap();
            stranger.execute_batch("COMMIT").unwrap();
            // Those who find an older store bring it further, and need a turn.
            thread::sleep(Duration::from_micros(100));
        }
        for opener in openers {
            for outcome in opener.join().unwrap() {
                assert_eq!(outcome, (Ok(()), Ok(Presence::Store { passkeys: 0 })));
            }
        }
    });
}

#[test]
fn a_process_of_an_older_build_that_has_the_store_open_writes_nothing_once_a_newer_one_brought_it_further() {
    let world = World::new();
    let older = world.open();
    let alice = metadata(RP, "alice");
    let stored = insert(&older, &alice, 1);
    drop(open_along(&NEXT, &world.path()).unwrap());
    let before = world.files();
    let too_new = StoreError::TooNew { found: 2, known: version::VERSION.into() };
    assert_eq!(older.begin().err(), Some(too_new.clone()));
    assert_eq!(older.begin_unsynced().err(), Some(too_new.clone()));
    assert_eq!(older.epoch().err(), Some(too_new.clone()));
    assert_eq!(older.check().err(), Some(too_new.clone()));
    assert_eq!(count_up(&older, &alice).err(), Some(too_new.clone()));
    assert_eq!(find(&older, &alice).state, stored.state);
    assert_eq!(open(&world.path()).err(), Some(too_new.clone()));
    assert_eq!(world.files(), before);
    // What it cannot read is not called damaged.
    let stranger = rusqlite::Connection::open(world.path()).unwrap();
    stranger.execute("UPDATE passkey SET metadata = zeroblob(80)", ()).unwrap();
    assert_eq!(older.passkeys(&rp(RP)).err(), Some(too_new.clone()));
    assert_eq!(older.all().err(), Some(too_new));
}
