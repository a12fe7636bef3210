//! What is at a store's path before it is opened, and making room for a new store.

use passkey_provider as core;
use passkey_provider::store;

use crate::boundary::error::FfiError;

/// What is at a store's path, without any key. A new device key is to be made, and durably kept, where there is
/// nothing, and nowhere else: everything else may hold what only the old key opens.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum Presence {
    /// No file, or an empty one: nothing was ever kept here.
    Nothing,
    /// A store. Whether a device key opens it, only opening tells.
    Store {
        /// How many passkeys it holds.
        passkeys: u64,
    },
    /// A store that a newer version of the library wrote.
    TooNew {
        /// The store's schema version.
        found: i64,
        /// The newest known here.
        known: i64,
    },
    /// A database of something else.
    Foreign,
    /// A file that is no database. Opening sets it aside.
    NotADatabase,
    /// A store with damage so far that its passkeys cannot be counted.
    Damaged,
}

/// A store that was set aside.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct SetAside {
    /// The path of the file now. What SQLite kept beside it lies beside it still.
    pub path: String,
    /// How many passkeys it holds; none where they could not be counted.
    pub passkeys: Option<u64>,
}

/// What is at a store's path: whether there is a store, and is it ours. Needs no key, and changes nothing.
#[uniffi::export]
pub fn look_at_store(path: String) -> Result<Presence, FfiError> {
    Ok(match core::Provider::look(path)? {
        store::Presence::Nothing => Presence::Nothing,
        store::Presence::Store { passkeys } => Presence::Store { passkeys },
        store::Presence::TooNew { found, known } => Presence::TooNew { found, known },
        store::Presence::Foreign => Presence::Foreign,
        store::Presence::NotADatabase => Presence::NotADatabase,
        store::Presence::Damaged => Presence::Damaged,
    })
}

/// Gives the store another name, so that the next opening makes a new one. Needs no key and deletes nothing:
/// the way out where the device key or the gate is permanently lost, on the person's word, who has to register
/// each passkey again.
///
/// Every provider on it has to be closed, in every process: it is `store_busy` otherwise. `no_store` where
/// there is none; a database of something else is `store_foreign`, and stays.
#[uniffi::export]
pub fn set_store_aside(path: String) -> Result<SetAside, FfiError> {
    let store::SetAside { kept_as, passkeys } = core::Provider::set_aside(path)?;
    Ok(SetAside { path: kept_as.path().display().to_string(), passkeys })
}
