use rusqlite::Connection;

use super::passkey::DamagedPasskey;
use super::rows::Rows;
use super::{Epoch, StoreError, schema};

/// How a store is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Health {
    /// Whether SQLite finds every page of the file sound.
    pub is_intact: bool,
    /// How many passkeys it holds, damaged ones among them.
    pub passkeys: u64,
    /// Which of them do not open. On a gated store their secrets are not tried.
    pub damaged: Vec<DamagedPasskey>,
    /// Whether private keys need the gate secret.
    pub is_gated: bool,
    /// The schema version of the file.
    pub schema_version: i64,
    /// The epoch; `None` if it was altered, and nothing can be written.
    pub epoch: Option<Epoch>,
}

impl Health {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.is_intact && self.damaged.is_empty() && self.epoch.is_some()
    }

    pub(super) fn check(rows: Rows<'_>) -> Result<Self, StoreError> {
        let listing = rows.all()?;
        let mut damaged = listing.damaged;
        if let Ok(key) = rows.keys.secrets(None) {
            for passkey in &listing.passkeys {
                match rows.secrets(passkey, &key) {
                    Err(StoreError::Damaged(_)) => damaged.push(DamagedPasskey { row: passkey.row.number }),
                    outcome => drop(outcome?),
                }
            }
        }
        let epoch = match rows.keys.read_stamp(rows.connection) {
            Err(StoreError::Damaged(_)) => None,
            outcome => Some(outcome?.epoch),
        };
        Ok(Self {
            is_intact: is_intact(rows.connection)?,
            passkeys: rows.count()?,
            damaged,
            is_gated: rows.keys.is_gated(),
            schema_version: schema::identify(rows.connection)?.1,
            epoch,
        })
    }
}

fn is_intact(connection: &Connection) -> Result<bool, StoreError> {
    let verdict = connection.query_row("PRAGMA integrity_check(1)", (), |row| row.get::<_, String>(0));
    match verdict.map_err(StoreError::from) {
        Ok(verdict) => Ok(verdict == "ok"),
        Err(StoreError::Damaged(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
