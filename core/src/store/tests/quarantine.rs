use std::fs;
use std::sync::Barrier;
use std::thread;

use sha2::{Digest, Sha256};

use super::world::*;
use crate::store::{Presence, Store, StoreError};

#[test]
fn a_file_that_is_no_database_is_kept_aside_and_the_next_open_makes_a_new_store() {
    for garbage in [b"x".to_vec(), vec![0; 4_096], b"a letter to a friend ".repeat(500)] {
        let world = World::new();
        fs::write(world.path(), &garbage).unwrap();
        for (companion, bytes) in [("-wal", "its log"), ("-shm", "its index")] {
            fs::write(format!("{}{companion}", world.path().display()), bytes).unwrap();
        }
        let Some(StoreError::NotADatabase { kept_as }) = open(&world.path()).err() else { panic!("no database") };
        assert_eq!(fs::read(&kept_as).unwrap(), garbage);
        assert_eq!(fs::read(format!("{}-wal", kept_as.path().display())).unwrap(), b"its log");
        assert_eq!(fs::read(format!("{}-shm", kept_as.path().display())).unwrap(), b"its index");
        assert!(!world.path().exists());

        let store = world.open();
        insert(&store, &metadata(RP, "alice"), 1);
        drop(store);
        assert_eq!(world.open().count(), Ok(1));
        assert_eq!(fs::read(&kept_as).unwrap(), garbage);
    }
}

#[test]
fn a_database_with_a_broken_header_is_kept_aside_whole() {
    let world = World::new();
    insert(&world.open(), &metadata(RP, "alice"), 1);
    let mut bytes = fs::read(world.path()).unwrap();
    // The page size (file format, section 1.3.2) is no power of two: SQLite says "not a database".
    bytes[16..18].copy_from_slice(&[0x12, 0x34]);
    fs::write(world.path(), &bytes).unwrap();
    let Some(StoreError::NotADatabase { kept_as }) = open(&world.path()).err() else { panic!("no database") };
    assert_eq!(fs::read(kept_as).unwrap(), bytes);
}

#[test]
fn what_is_kept_aside_is_never_written_over() {
    let world = World::new();
    let kept: Vec<_> = ["first", "second", "third"]
        .into_iter()
        .map(|text| {
            fs::write(world.path(), text).unwrap();
            match open(&world.path()).err() {
                Some(StoreError::NotADatabase { kept_as }) => (kept_as, text),
                other => panic!("{other:?}"),
            }
        })
        .collect();
    for (path, text) in kept {
        assert_eq!(fs::read_to_string(path).unwrap(), text);
    }
}

#[cfg(unix)]
#[test]
fn junk_behind_a_link_is_kept_aside_with_its_log() {
    let (world, links) = (World::new(), World::new());
    fs::write(world.path(), "no database").unwrap();
    fs::write(world.folder.path().join("passkeys.db-wal"), "its log").unwrap();
    std::os::unix::fs::symlink(world.path(), links.path()).unwrap();
    let Some(StoreError::NotADatabase { kept_as }) = open(&links.path()).err() else { panic!("no database") };
    assert_eq!(fs::read(&kept_as).unwrap(), b"no database");
    assert_eq!(fs::read(format!("{}-wal", kept_as.path().display())).unwrap(), b"its log");
    assert!(fs::symlink_metadata(links.path()).unwrap().is_symlink(), "the link stays");
}

#[test]
fn what_was_kept_aside_prints_its_name_and_not_its_folder() {
    let world = World::new();
    fs::write(world.path(), "no database").unwrap();
    let error = crate::Error::from(open(&world.path()).unwrap_err());
    let said = format!("{error} {error:?}");
    assert!(said.contains("passkeys.db.damaged-1") && !said.contains(world.folder.path().to_str().unwrap()), "{said}");
}

#[test]
fn many_openers_of_one_broken_file_keep_it_once_and_share_one_new_store() {
    const OPENERS: usize = 8;
    for round in 0..20 {
        let world = World::new();
        fs::write(world.path(), "no database").unwrap();
        let start = Barrier::new(OPENERS);
        let outcomes: Vec<_> = thread::scope(|scope| {
            let openers: Vec<_> = (0..OPENERS)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        open(&world.path()).map(|store| store.id())
                    })
                })
                .collect();
            openers.into_iter().map(|opener| opener.join().unwrap()).collect()
        });
        let moved = outcomes.iter().filter(|outcome| matches!(outcome, Err(StoreError::NotADatabase { .. }))).count();
        let opened: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().ok()).collect();
        assert_eq!((moved, moved + opened.len()), (1, OPENERS), "round {round}: {outcomes:?}");
        let survivor = world.open().id();
        assert!(opened.iter().all(|id| **id == survivor), "no new store was moved away");
    }
}

#[test]
fn a_database_of_something_else_is_refused_and_untouched() {
    let world = World::new();
    let foreign = rusqlite::Connection::open(world.path()).unwrap();
    foreign.execute_batch("CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine');").unwrap();
    drop(foreign);
    refused_untouched(&world);
}

#[test]
fn a_store_with_a_schema_of_somebody_elses_is_refused_and_untouched() {
    for hostile in [
        "CREATE TRIGGER t AFTER INSERT ON passkey BEGIN DELETE FROM passkey; END",
        "CREATE VIEW v AS SELECT * FROM passkey",
        "CREATE TABLE more (x)",
        "CREATE INDEX i ON passkey (abs(number))",
        "ALTER TABLE passkey ADD COLUMN g INT AS (number + 1)",
        "DROP INDEX passkey_by_id",
        "DROP TABLE store; CREATE VIEW store AS SELECT 1 AS one",
        "PRAGMA user_version = 0",
        "PRAGMA user_version = -5",
        "PRAGMA application_id = 0",
    ] {
        let world = World::new();
        insert(&world.open(), &metadata(RP, "alice"), 1);
        rusqlite::Connection::open(world.path()).unwrap().execute_batch(hostile).unwrap();
        refused_untouched(&world);
    }
}

fn refused_untouched(world: &World) {
    let digest = || Sha256::digest(fs::read(world.path()).unwrap());
    let before = (digest(), world.files().len());
    assert_eq!(open(&world.path()).err(), Some(StoreError::Foreign));
    assert_eq!(Store::look(&world.path()), Ok(Presence::Foreign));
    assert_eq!((digest(), world.files().len()), before);
}

#[test]
fn a_creation_cut_short_by_a_power_cut_is_a_new_store() {
    let world = World::new();
    drop(world.open());
    // Page 1 had reached the file, the others had not, and the journal still says that there was
    // nothing before (file format, section 3: magic, no records, a nonce, 0 pages, 512, 4096).
    let mut page = fs::read(world.path()).unwrap()[..4_096].to_vec();
    page[18..20].copy_from_slice(&[1, 1]);
    fs::write(world.path(), page).unwrap();
    let mut journal = vec![0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
    for field in [0_u32, 7, 0, 512, 4_096] {
        journal.extend_from_slice(&field.to_be_bytes());
    }
    journal.resize(512, 0);
    fs::write(format!("{}-journal", world.path().display()), journal).unwrap();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    assert_eq!(store.count(), Ok(1));
}

#[test]
fn a_log_that_lost_its_database_is_kept_aside_with_the_empty_file() {
    let world = World::new();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    let log = fs::read(format!("{}-wal", world.path().display())).unwrap();
    let cut = World::new();
    fs::write(cut.path(), b"").unwrap();
    fs::write(format!("{}-wal", cut.path().display()), &log).unwrap();
    let Some(StoreError::NotADatabase { kept_as }) = open(&cut.path()).err() else { panic!("no database") };
    assert_eq!(fs::read(format!("{}-wal", kept_as.path().display())).unwrap(), log);
    assert_eq!(cut.open().count(), Ok(0));
}

#[test]
fn a_log_without_any_database_is_kept_aside_and_not_deleted() {
    let world = World::new();
    let log = world.folder.path().join("passkeys.db-wal");
    fs::write(&log, "what is left").unwrap();
    assert_eq!(Store::look(&world.path()), Ok(Presence::NotADatabase));
    let Some(StoreError::NotADatabase { kept_as }) = open(&world.path()).err() else { panic!("no database") };
    assert_eq!(fs::read(format!("{}-wal", kept_as.path().display())).unwrap(), b"what is left");
    assert_eq!(world.open().count(), Ok(0));
}

#[test]
fn a_path_of_any_characters_is_taken_as_it_is() {
    let world = World::new();
    let path = world.folder.path().join("a?b#c%41 é&mode=memory.db");
    insert(&open(&path).unwrap(), &metadata(RP, "alice"), 1);
    assert_eq!(open(&path).unwrap().count(), Ok(1));
    assert_eq!(world.files().len(), 1);
}

/// What a power cut leaves in the middle of the commit that makes a store: its pages in part, and the journal that
/// undoes them.
fn cut_short(first_page: &[u8]) -> World {
    let (making, cut) = (World::new(), World::new());
    let connection = rusqlite::Connection::open(making.path()).unwrap();
    let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) \
        INSERT INTO a SELECT randomblob(1000) FROM n";
    // More than the cache holds, so that pages are written before the commit.
    connection.execute_batch(&format!("PRAGMA cache_size = 1; BEGIN; CREATE TABLE a (b); {many}")).unwrap();
    let journal = fs::read(format!("{}-journal", making.path().display())).unwrap();
    fs::write(format!("{}-journal", cut.path().display()), journal).unwrap();
    let mut bytes = fs::read(making.path()).unwrap();
    bytes[..first_page.len()].copy_from_slice(first_page);
    fs::write(cut.path(), bytes).unwrap();
    cut
}

#[test]
fn a_creation_that_a_power_cut_cut_short_is_undone_and_done_again() {
    for first_page in [[0; 512], [0x5a; 512]] {
        let world = cut_short(&first_page);
        assert_eq!(Store::look(&world.path()), Ok(Presence::Nothing));
        let world = cut_short(&first_page);
        let store = world.open();
        assert!(store.was_made());
        insert(&store, &metadata(RP, "alice"), 1);
        drop(store);
        assert_eq!(world.files().into_keys().collect::<Vec<_>>(), ["passkeys.db"]);
    }
}

#[test]
fn a_file_that_its_journal_does_not_make_a_database_is_kept_aside() {
    let world = World::new();
    fs::write(world.path(), b"a letter to a friend ".repeat(500)).unwrap();
    // SQLite's word for a journal, and nothing that can be undone.
    let journal = [[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7].as_slice(), &[0xff; 600]].concat();
    fs::write(format!("{}-journal", world.path().display()), journal).unwrap();
    let Some(StoreError::NotADatabase { kept_as }) = open(&world.path()).err() else { panic!("no database") };
    assert_eq!(fs::read(kept_as).unwrap(), b"a letter to a friend ".repeat(500));
    assert_eq!(world.open().count(), Ok(0));
}
