use rusqlite::Connection;

use super::StoreError;

/// Marks the file as ours, at byte 68 of it (SQLite's `application_id`): "PkPr".
pub(super) const APPLICATION_ID: i64 = 0x506b_5072;

/// The newest schema version, SQLite's `user_version`.
pub(super) const VERSION: i64 = 1;

/// What brings a file from each version to the next: the first entry makes a new one.
///
/// A released entry never changes. The texts are also what [`is_ours`] compares with: an entry
/// that alters a table replaces it, so that an upgraded file and a new one read the same.
const MIGRATIONS: &[&[&str]] = &[&[
    // One row. Which device key and which gate the store was made with, and how many commits
    // and how long ago.
    "CREATE TABLE store (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id BLOB NOT NULL,
  canary BLOB NOT NULL,
  gate_canary BLOB,
  epoch INTEGER NOT NULL,
  stamp BLOB NOT NULL,
  age BLOB NOT NULL
) STRICT",
    // In clear: a number and three lookup tags. Sealed: what a list shows, what a get writes, what
    // happened, and what signs.
    "CREATE TABLE passkey (
  number INTEGER PRIMARY KEY,
  rp_tag BLOB NOT NULL,
  user_tag BLOB NOT NULL,
  id_tag BLOB NOT NULL,
  metadata BLOB NOT NULL,
  state BLOB NOT NULL,
  history BLOB NOT NULL,
  secrets BLOB NOT NULL
) STRICT",
    "CREATE INDEX passkey_by_rp ON passkey (rp_tag)",
    "CREATE UNIQUE INDEX passkey_by_id ON passkey (id_tag)",
    // Keys in hardware that no passkey has: about to be made, or to be deleted.
    "CREATE TABLE hardware_key (
  number INTEGER PRIMARY KEY,
  handle_tag BLOB NOT NULL,
  record BLOB NOT NULL
) STRICT",
    "CREATE UNIQUE INDEX hardware_key_by_handle ON hardware_key (handle_tag)",
    // What happened to the store as a whole: the newest events.
    "CREATE TABLE journal (
  number INTEGER PRIMARY KEY,
  event BLOB NOT NULL
) STRICT",
    // What the host was told about callers. In clear: a number, the kind, and a lookup tag.
    "CREATE TABLE document (
  number INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  tag BLOB NOT NULL,
  record BLOB NOT NULL
) STRICT",
    "CREATE UNIQUE INDEX document_by_tag ON document (tag)",
]];

/// Brings the schema from `version` to [`VERSION`], inside the caller's transaction.
pub(super) fn migrate(connection: &Connection, version: i64) -> Result<(), StoreError> {
    let done = usize::try_from(version).unwrap_or_default();
    for statement in MIGRATIONS.iter().skip(done).copied().flatten() {
        connection.execute_batch(statement)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    Ok(())
}

/// Whether the schema is exactly the one that this crate makes: no trigger, view or expression of
/// somebody else's runs inside our statements.
pub(super) fn is_ours(connection: &Connection) -> Result<bool, StoreError> {
    let mut statement = connection.prepare("SELECT coalesce(sql, '') FROM sqlite_schema ORDER BY rowid")?;
    let found = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(found.iter().map(String::as_str).eq(MIGRATIONS.iter().copied().flatten().copied()))
}

/// Whether nothing was ever made in the file.
pub(super) fn is_empty(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", (), |row| row.get(0))?)
}

/// The application id and schema version that the file says of itself.
pub(super) fn identify(connection: &Connection) -> Result<(i64, i64), rusqlite::Error> {
    let application_id = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok((application_id, version))
}
