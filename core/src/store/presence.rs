//! What is at a store's path, for a host that has to know before it opens or makes one.

use std::path::Path;

use super::file::{self, Found};
use super::open::{ATTEMPTS, Connected, Failure, identify, patiently};
use super::schema::Road;
use super::{Store, StoreError, StoreSettings, connection, rows, schema, version};

/// What is at a store's path, without any key: the one answer to "is there a store, and is it ours".
///
/// A new device key is to be made, and durably kept, where there is [`Presence::Nothing`], and nowhere else:
/// everything else may be, or hold, what only the old key opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Presence {
    /// No file, or an empty one: nothing was ever kept here.
    Nothing,
    /// A store. Whether a device key opens it, only opening tells.
    Store {
        /// How many passkeys it holds.
        passkeys: u64,
    },
    /// A store that a newer version of this crate made or upgraded.
    TooNew {
        /// The file's schema version.
        found: i64,
        /// The newest version that this crate knows.
        known: i64,
    },
    /// A database of something else, or one whose schema was tampered with.
    Foreign,
    /// A file that is no database, or a log that lost its own. Opening sets it aside.
    NotADatabase,
    /// A store with damage so far that its passkeys cannot be counted.
    Damaged,
}

impl Store {
    /// What is at `path`. Needs no key, makes nothing and moves nothing; only a commit that a power cut cut
    /// short is undone, as SQLite does before anybody reads.
    pub(crate) fn look(path: &Path) -> Result<Presence, StoreError> {
        let path = &*file::resolve(path)?;
        patiently(StoreSettings::default().busy_timeout, || look(path, &schema::ROAD))
    }
}

pub(super) fn look(path: &Path, road: &Road) -> Result<Presence, StoreError> {
    for _ in 0..ATTEMPTS {
        let counted = match file::examine(path)? {
            Found::Nothing => return Ok(Presence::Nothing),
            Found::Foreign => return Ok(Presence::Foreign),
            Found::TooNew(found) => return Ok(Presence::TooNew { found, known: version::VERSION.into() }),
            Found::NotADatabase => return Ok(Presence::NotADatabase),
            Found::CutShort | Found::Store => count(path, road),
        };
        return match counted {
            Ok(passkeys) => Ok(Presence::Store { passkeys }),
            Err(Failure::Changed) => continue,
            // Its first page is sound, what the log or the journal makes of it is not.
            Err(Failure::NotADatabase) => Ok(Presence::Damaged),
            Err(Failure::Store(StoreError::Damaged(_))) => Ok(Presence::Damaged),
            Err(Failure::Store(StoreError::Foreign)) => Ok(Presence::Foreign),
            Err(Failure::Store(StoreError::TooNew { found, known })) => Ok(Presence::TooNew { found, known }),
            Err(Failure::Store(error)) => Err(error),
        };
    }
    Err(StoreError::Busy)
}

fn count(path: &Path, road: &Road) -> Result<u64, Failure> {
    Connected::to(path, file::has_log(path))?.read(|connection| {
        connection::snapshot(connection, || {
            identify(connection, road)?;
            Ok(rows::count(connection)?)
        })
    })
}
