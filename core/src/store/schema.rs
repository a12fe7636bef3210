//! What the tables are, in each version, and how a store gets from one to the next.

use std::iter;

use rusqlite::Connection;

use super::writer::Writer;
use super::{StoreError, version};

/// One version of the schema.
pub(super) struct Schema {
    pub(super) version: u8,
    /// The statements that a new file is made by. A file of the version has these and no others.
    pub(super) made_by: &'static [&'static str],
}

/// What brings a store from one version to the next.
pub(super) struct Step {
    pub(super) to: Schema,
    /// Makes of the tables of the version before those of this one, and of each row what it is there. The writer
    /// keeps account of the rows: what is sealed anew is taken from the sum and added to it, and a store with rows
    /// from another version of the file has them still. A released step never changes.
    pub(super) take: fn(Writer<'_>) -> Result<(), StoreError>,
}

/// The versions that stores are opened of, and the way from each to the newest.
pub(super) struct Road {
    pub(super) oldest: Schema,
    pub(super) steps: &'static [Step],
}

/// The road of this crate.
pub(super) const ROAD: Road = Road { oldest: Schema { version: 1, made_by: VERSION_1 }, steps: &[] };

/// Version 1.
pub(super) const VERSION_1: &[&str] = &[
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
    // What the host knows about callers. In clear: a number, the kind, and a lookup tag.
    "CREATE TABLE document (
  number INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  tag BLOB NOT NULL,
  record BLOB NOT NULL
) STRICT",
    "CREATE UNIQUE INDEX document_by_tag ON document (tag)",
    "CREATE INDEX document_by_kind ON document (kind)",
    // What sites keep with their passkeys. In clear: a number, and the passkey's lookup tag.
    "CREATE TABLE large_blob (
  number INTEGER PRIMARY KEY,
  id_tag BLOB NOT NULL,
  blob BLOB NOT NULL
) STRICT",
    "CREATE UNIQUE INDEX large_blob_by_id ON large_blob (id_tag)",
];

impl Road {
    pub(super) fn newest(&self) -> &Schema {
        self.steps.last().map_or(&self.oldest, |step| &step.to)
    }

    /// The schema of this version; `None` for one that is not on the road.
    pub(super) fn schema(&self, version: i64) -> Option<&Schema> {
        let schemas = iter::once(&self.oldest).chain(self.steps.iter().map(|step| &step.to));
        schemas.into_iter().find(|schema| i64::from(schema.version) == version)
    }

    /// Takes the steps that are left from this version, inside the caller's transaction.
    pub(super) fn walk(&self, from: u8, writer: Writer<'_>) -> Result<(), StoreError> {
        for step in self.steps.iter().filter(|step| step.to.version > from) {
            (step.take)(writer)?;
        }
        let connection = writer.rows.connection;
        mark(connection, self.newest())?;
        // What another build would call foreign is never committed.
        if self.newest().is_in(connection)? {
            Ok(())
        } else {
            Err(StoreError::Internal("the schema after a step is not the one intended"))
        }
    }
}

impl Schema {
    /// Makes a new file, inside the caller's transaction.
    pub(super) fn make(&self, connection: &Connection) -> Result<(), StoreError> {
        for statement in self.made_by {
            connection.execute_batch(statement)?;
        }
        mark(connection, self)
    }

    /// Whether the file has exactly this schema: no trigger, view or expression of somebody else's runs inside
    /// our statements. In any order: a step may have made a table anew.
    pub(super) fn is_in(&self, connection: &Connection) -> Result<bool, StoreError> {
        let mut statement = connection.prepare("SELECT coalesce(sql, '') FROM sqlite_schema ORDER BY 1")?;
        let found = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        let mut expected = self.made_by.to_vec();
        expected.sort_unstable();
        Ok(found == expected)
    }
}

fn mark(connection: &Connection, schema: &Schema) -> Result<(), StoreError> {
    connection.pragma_update(None, "application_id", version::APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", schema.version)?;
    Ok(())
}

/// Whether nothing was ever made in the file.
pub(super) fn is_empty(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", (), |row| row.get(0))?)
}
