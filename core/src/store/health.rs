use rusqlite::Connection;

use super::error::unless_damaged;
use super::passkey::{DamagedPasskey, Passkey};
use super::record::Record;
use super::rows::Rows;
use super::stamp::Stamp;
use super::{Damage, Epoch, StoreError, age, version};
use crate::cause::Cause;

/// How a store is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Health {
    /// What SQLite found wrong with the pages of the file; `None` if it finds every one sound.
    pub page_damage: Option<Cause>,
    /// How many passkeys it holds, damaged ones among them.
    pub passkeys: u64,
    /// Which of them do not open. On a gated store their secrets are not tried.
    pub damaged: Vec<DamagedPasskey>,
    /// Whether private keys need the gate secret.
    pub is_gated: bool,
    /// The schema version of the file.
    pub schema_version: i64,
    /// What else does not open, or is not what it was made with.
    pub damaged_parts: Vec<DamagedPart>,
    /// Whether the rows are those that the last commit left: none is missing, restored or from
    /// an older copy. Not if one of them is damaged.
    pub is_as_written: bool,
    /// The epoch; `None` if it was altered, and nothing can be written.
    pub epoch: Option<Epoch>,
}

/// Something beside a passkey that does not open. Nothing that a person does ends for it: an age begins
/// anew, a history makes way for a new one, and the rest is passed over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DamagedPart {
    /// What it is.
    pub part: Part,
    /// The number of its row in the file, for a report: that of the passkey, for a history.
    pub row: i64,
}

/// The parts of a store beside its passkeys.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Part {
    /// What proves the device key and the gate secret. A gated store makes no more passkeys if the
    /// gate's own proof is damaged.
    Record,
    /// How long the store has lived: it begins anew, and keeps longer what was deleted.
    Age,
    /// What happened to a passkey.
    History,
    /// What a site keeps with a passkey: to the site it is as if nothing were kept. On a gated store it is not tried.
    LargeBlob,
    /// A key in hardware that is to be deleted, or is about to be made. Compare with the hardware's
    /// own list, which has it.
    LooseKey,
    /// What the host knows about callers: it grants nothing.
    Document,
    /// What happened to the store as a whole.
    Journal,
}

impl Part {
    /// Its name for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Age => "age",
            Self::History => "history",
            Self::LargeBlob => "large_blob",
            Self::LooseKey => "loose_key",
            Self::Document => "document",
            Self::Journal => "journal",
        }
    }
}

impl Health {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.is_intact()
            && self.damaged.is_empty()
            && self.damaged_parts.is_empty()
            && self.is_as_written
            && self.epoch.is_some()
    }

    /// Whether SQLite finds every page of the file sound.
    pub const fn is_intact(&self) -> bool {
        self.page_damage.is_none()
    }

    pub(super) fn check(rows: Rows<'_>) -> Result<Self, StoreError> {
        let listing = rows.all()?;
        let mut damaged = listing.damaged;
        if let Ok(key) = rows.keys.secrets(None) {
            for passkey in &listing.passkeys {
                match rows.check_secrets(passkey, &key) {
                    Err(StoreError::Damaged(_)) => damaged.push(DamagedPasskey { row: passkey.row.number }),
                    outcome => drop(outcome?),
                }
            }
        }
        let stamp = unless_damaged(rows.keys.read_stamp(rows.connection))?;
        let sum = unless_damaged(rows.sum())?;
        let damaged_parts = damaged_parts(rows, &listing.passkeys, stamp)?;
        Ok(Self {
            page_damage: page_damage(rows.connection)?,
            passkeys: rows.count()?,
            damaged,
            is_gated: rows.keys.is_gated(),
            schema_version: version::identify(rows.connection)?.1,
            damaged_parts,
            is_as_written: stamp.is_some_and(|stamp| Some(stamp.sum) == sum),
            epoch: stamp.map(|stamp| stamp.epoch),
        })
    }
}

fn damaged_parts(rows: Rows<'_>, passkeys: &[Passkey], stamp: Option<Stamp>) -> Result<Vec<DamagedPart>, StoreError> {
    let mut damaged = Vec::new();
    let record = unless_damaged(Record::read(rows.connection))?;
    let is_made_with = |record: Record| stamp.is_none_or(|stamp| stamp.record == record.part(&rows.keys.content));
    if !record.is_some_and(is_made_with) {
        damaged.push(DamagedPart { part: Part::Record, row: 1 });
    }
    if age::read(rows.connection, rows.keys)?.is_none() {
        damaged.push(DamagedPart { part: Part::Age, row: 1 });
    }
    for passkey in passkeys {
        if unless_damaged(rows.history(passkey))?.is_none() {
            damaged.push(DamagedPart { part: Part::History, row: passkey.row.number });
        }
    }
    for (part, found) in [
        (
            Part::LargeBlob,
            rows.keys.secrets(None).map_or_else(|_| Ok(Vec::new()), |key| rows.damaged_large_blobs(&key)),
        ),
        (Part::LooseKey, rows.damaged_loose_keys()),
        (Part::Document, rows.damaged_documents()),
        (Part::Journal, rows.damaged_events()),
    ] {
        // Pages that do not read are reported as such.
        let found = unless_damaged(found)?.unwrap_or_default();
        damaged.extend(found.into_iter().map(|row| DamagedPart { part, row }));
    }
    Ok(damaged)
}

fn page_damage(connection: &Connection) -> Result<Option<Cause>, StoreError> {
    let verdict = connection.query_row("PRAGMA integrity_check(1)", (), |row| row.get::<_, String>(0));
    match verdict.map_err(StoreError::from) {
        Ok(verdict) if verdict == "ok" => Ok(None),
        // Its words name tables and rows.
        Ok(_) => Ok(Some(Cause::Found("the integrity check of SQLite failed"))),
        Err(StoreError::Damaged(Damage::File(cause))) => Ok(Some(cause)),
        Err(error) => Err(error),
    }
}
