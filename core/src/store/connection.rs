use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::StoreError;
use crate::cause::Cause;

/// What every connection is set to. `tests.rs` reads each one back.
pub(super) const PRAGMAS: [(&str, i64); 8] = [
    // A commit that returned survives a power cut: the log is synced at each commit, and on Apple
    // systems down to the medium.
    ("synchronous", 2),
    ("fullfsync", 1),
    ("checkpoint_fullfsync", 1),
    // Deleted bytes are overwritten.
    ("secure_delete", 1),
    ("foreign_keys", 1),
    // The file may be hostile: no functions in its schema, and cells are measured before use.
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    // Android has no folder for temporary files, and nothing is to be written elsewhere.
    ("temp_store", 2),
];

/// Opens an existing file, writes nothing to it, and waits for nobody.
pub(super) fn open(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = connect(path)?;
    for (name, value) in PRAGMAS {
        connection.pragma_update(None, name, value)?;
    }
    Ok(connection)
}

/// Opens an existing store that nobody else has open, and keeps everybody out for as long as the connection
/// lives: no lock but this one covers a file under its old and its new name. [`StoreError::Busy`] where
/// somebody stays. Moves the log into the database, so that the one file has all; closing removes nothing.
pub(super) fn open_alone(path: &Path) -> Result<(Connection, Result<(), StoreError>), StoreError> {
    let connection = connect(path)?;
    set_keep_log(&connection, true)?;
    // Before the first look into the file, so that the lock is on the file itself and there is no index. Most
    // settings are such a look, and this connection writes nothing that they are about.
    connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA trusted_schema = 0")?;
    let moved = truncate_log(&connection).and_then(|_| Ok(connection.execute_batch("BEGIN EXCLUSIVE")?));
    Ok((connection, moved))
}

/// A connection to an existing file, before the first look into it.
fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    // Every use is behind the store's own lock.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::ZERO)?;
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(setting, value)?;
    }
    Ok(connection)
}

/// Opens an existing file to read its first page: no lock, no log, no recovery, nothing written
/// ("immutable", SQLite's URI filenames).
pub(super) fn open_header(path: &Path) -> Result<Connection, rusqlite::Error> {
    let encoded: String = path.as_os_str().as_encoded_bytes().iter().map(|byte| format!("%{byte:02x}")).collect();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(format!("file:{encoded}?immutable=1"), flags)
}

/// Whether closing leaves a write-ahead log that was there before as it is. A store that is
/// refused is left with every byte that it had.
pub(super) fn set_keep_log(connection: &Connection, keep: bool) -> Result<(), rusqlite::Error> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep)?;
    Ok(())
}

/// Whether the log is synced at each commit. Not to be called inside a transaction.
pub(super) fn set_synced(connection: &Connection, synced: bool) -> Result<(), rusqlite::Error> {
    // FULL and NORMAL: without a sync a power cut may take back the last commits, and nothing else.
    connection.execute_batch(if synced { "PRAGMA synchronous = 2" } else { "PRAGMA synchronous = 1" })
}

/// Switches a store to a write-ahead log; stays so for good.
pub(super) fn use_log(connection: &Connection) -> Result<(), StoreError> {
    let mode = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0))?;
    if mode == "wal" { Ok(()) } else { Err(StoreError::Io(Cause::Found("no write-ahead log on this file system"))) }
}

/// Moves the log into the database and cuts it to nothing, so that what was deleted is nowhere.
/// Does not wait for other readers: `false` if there were some.
pub(super) fn truncate_log(connection: &Connection) -> Result<bool, StoreError> {
    let blocked: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
    Ok(blocked == 0)
}

/// Reads from one snapshot of the file: what another process writes between two statements is not seen.
pub(super) fn snapshot<T, E: From<rusqlite::Error>>(
    connection: &Connection,
    work: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    connection.prepare_cached("BEGIN DEFERRED")?.execute(())?;
    let outcome = work();
    roll_back(connection);
    outcome
}

/// Ends a transaction that was not committed. SQLite may have ended it already, as when the disk
/// is full.
pub(super) fn roll_back(connection: &Connection) {
    if !connection.is_autocommit() {
        // There is nothing to undo where this fails: what is not committed is not there.
        let _ = connection.prepare_cached("ROLLBACK").and_then(|mut statement| statement.execute(()));
    }
}
