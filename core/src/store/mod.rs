//! Passkeys on disk: one SQLite file, each row sealed with its context. The only folder that knows
//! SQL.
//!
//! # Guarantees
//!
//! - What a call returned for is there after a crash or a power cut; what it did
//!   not return for is there whole or not at all.
//! - The file names no site, person or credential. It opens with the device key only, private
//!   keys of a gated store with the gate secret too.
//! - A row that was moved, swapped or altered does not open; the others do.
//! - Nothing that cannot be read is ever deleted. A store under another key, of a newer version
//!   or of another application is refused without a byte changed.
//! - Two processes may use one store at once. No lock is held between calls.
//! - Restoring an older file is detected, if the host kept the [`Epoch`]: at once, and before
//!   anything signs.
//! - Rows restored, removed or brought in from another version of the same file show in
//!   [`Provider::health`](crate::Provider::health), which passes over all of them: the epoch is sealed with the sum of what
//!   they hold. So does an old file that was given the epoch of a newer one. Opening and ceremonies
//!   take as long with a hundred thousand passkeys as with one, and cannot look; they notice only
//!   a row that is newer than the file.
//!
//! # Assumptions
//!
//! - The file system keeps SQLite's locks, and `fsync` means it.
//! - Whoever writes the file while the app does not run may restore older rows of it, such as one with a lower
//!   counter, a purged passkey or a trust that was taken back. They work until a check.
//! - When and how a passkey was last used may be an older one, and so may the age: mere uses are not
//!   synced, and an older age keeps longer what was deleted.

mod age;
mod columns;
mod committed;
mod connection;
mod content;
mod documents;
mod draws;
mod epoch;
mod error;
mod file;
mod hardware_keys;
mod health;
mod journal;
mod kept_as;
mod keys;
mod large_blobs;
mod new_passkey;
mod open;
mod opened_secrets;
mod passkey;
mod presence;
mod record;
mod ring;
mod rollback;
mod rows;
mod schema;
mod set_aside;
mod stamp;
mod transaction;
mod version;
mod writer;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;

pub use columns::History;
pub use committed::Committed;
pub use documents::{Document, DocumentKind};
pub use epoch::{Epoch, Freshness};
pub(crate) use error::{Damage, StoreError};
pub use hardware_keys::{LooseKey, LooseReason};
pub use health::{DamagedPart, Health, Part};
pub use kept_as::KeptAs;
pub(crate) use new_passkey::{NewKey, NewPasskey};
pub use open::IfMissing;
pub(crate) use open::StoreSettings;
pub(crate) use opened_secrets::OpenedSecrets;
pub use passkey::{DamagedPasskey, Listing, Metadata, Names, Passkey, State};
pub use presence::Presence;
pub use set_aside::SetAside;
pub(crate) use transaction::Transaction;

use crate::entropy::Entropy;
use crate::id::{CredentialId, RpId};
use crate::seal::{GateSecret, StoreId};
use keys::Keys;
#[cfg(test)]
pub(crate) use rows::OPENED_ROWS;
use rows::Rows;
use stamp::Stamp;

/// An open store. Shared between threads as it is; several processes may have the same file open.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    keys: Keys,
    was_made: bool,
    entropy: Arc<dyn Entropy>,
    busy_timeout: Duration,
    /// Whether the connection syncs each commit just now. Only read and set with the lock held.
    is_synced: AtomicBool,
    /// Whether the log may still hold what was purged.
    owes_truncation: AtomicBool,
    /// How often secrets of a passkey were opened: tests see that a refused caller opens none.
    #[cfg(test)]
    pub(crate) opened_secrets: std::sync::atomic::AtomicUsize,
}

impl Store {
    /// The store's own id: random, made with it.
    pub(crate) const fn id(&self) -> StoreId {
        self.keys.store
    }

    /// Whether opening made the store: there was none, and no other process was faster.
    pub(crate) const fn was_made(&self) -> bool {
        self.was_made
    }

    /// Whether private keys need the gate secret.
    pub(crate) const fn is_gated(&self) -> bool {
        self.keys.is_gated()
    }

    /// Whether `gate` is the secret that the store was made with: [`StoreError::WrongGate`] or
    /// [`StoreError::NotGated`] if not.
    pub(crate) fn check_gate(&self, gate: &GateSecret) -> Result<(), StoreError> {
        self.keys.secrets(Some(gate)).map(drop)
    }

    /// The passkeys of a relying party, most recently used first. Opens no secret.
    pub(crate) fn passkeys(&self, rp_id: &RpId) -> Result<Listing, StoreError> {
        // A statement by itself reads from one snapshot, and costs two statements less.
        let at_once = Rows { connection: &self.lock(), keys: &self.keys }.list_in_one_query(rp_id)?;
        at_once.map_or_else(|| self.read(|rows| rows.of(rp_id)), Ok)
    }

    /// Every passkey, by [`State::use_sequence`], highest first. Opens no secret.
    pub(crate) fn all(&self) -> Result<Listing, StoreError> {
        self.read(|rows| rows.all())
    }

    /// The passkey of this id, if it is one of this relying party.
    pub(crate) fn find(&self, rp_id: &RpId, id: &CredentialId) -> Result<Option<Passkey>, StoreError> {
        self.read(|rows| rows.find(rp_id, id))
    }

    /// What happened to a passkey.
    pub(crate) fn history(&self, passkey: &Passkey) -> Result<History, StoreError> {
        self.read(|rows| rows.history(passkey))
    }

    /// What happened to the store as a whole.
    pub(crate) fn journal(&self) -> Result<History, StoreError> {
        self.read(|rows| rows.journal())
    }

    /// The keys in hardware that no passkey has, oldest first.
    pub(crate) fn loose_keys(&self) -> Result<Vec<LooseKey>, StoreError> {
        self.read(|rows| rows.loose_keys())
    }

    /// The number of a document, without opening it; `None` where there is none.
    pub(crate) fn document_number(&self, kind: DocumentKind, name: &[u8]) -> Result<Option<i64>, StoreError> {
        // A statement by itself reads from one snapshot.
        Rows { connection: &self.lock(), keys: &self.keys }.document_number(kind, name)
    }

    /// What was kept of this kind and name.
    pub(crate) fn document(&self, kind: DocumentKind, name: &[u8]) -> Result<Option<Document>, StoreError> {
        Rows { connection: &self.lock(), keys: &self.keys }.document(kind, name)
    }

    /// All that was kept of this kind, the one written longest ago first.
    pub(crate) fn documents(&self, kind: DocumentKind) -> Result<Vec<Document>, StoreError> {
        Rows { connection: &self.lock(), keys: &self.keys }.documents(kind)
    }

    /// What stands for a passkey and for its relying party in a report that leaves the device: 16
    /// bytes each, which nobody else can tell from random ones.
    pub(crate) fn report_tags(&self, passkey: &Passkey) -> ([u8; 16], [u8; 16]) {
        let tag = |tag| *self.keys.index.report_tag(tag).as_bytes();
        (tag(passkey.row.rp_tag), tag(passkey.row.id_tag))
    }

    /// How many passkeys there are, damaged ones among them.
    #[cfg(test)]
    pub(crate) fn count(&self) -> Result<u64, StoreError> {
        self.read(|rows| rows.count())
    }

    /// How many commits the store has seen. Keep it outside of the file.
    pub(crate) fn epoch(&self) -> Result<Epoch, StoreError> {
        Ok(self.stamp()?.epoch)
    }

    /// What the epoch that the host kept says about the file.
    pub(crate) fn compare_epoch(&self, host: Epoch) -> Result<Freshness, StoreError> {
        Ok(self.stamp()?.freshness(host))
    }

    /// Begins to read and write. Waits for other processes up to the busy timeout, then
    /// [`StoreError::Busy`].
    pub(crate) fn begin(&self) -> Result<Transaction<'_>, StoreError> {
        Transaction::begin(self, true)
    }

    /// As [`Store::begin`], for notes that may be lost: a crash of the process keeps them, a power
    /// cut may take back the last ones. For when a passkey that does not count was last used;
    /// never for a counter, a new passkey or a deletion.
    pub(crate) fn begin_unsynced(&self) -> Result<Transaction<'_>, StoreError> {
        Transaction::begin(self, false)
    }

    /// Reads and opens everything.
    pub(crate) fn check(&self) -> Result<Health, StoreError> {
        self.read(Health::check)
    }

    fn stamp(&self) -> Result<Stamp, StoreError> {
        self.read(|rows| rows.keys.read_stamp(rows.connection))
    }

    fn read<T>(&self, work: impl FnOnce(Rows<'_>) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let connection = self.lock();
        connection::snapshot(&connection, || work(Rows { connection: &connection, keys: &self.keys }))
    }

    /// A thread that panicked left no transaction open: dropping it rolled back.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether bytes of what was purged may still be in the log, because somebody was reading. Each
    /// later commit tries again to cut it, and so does the end of the store.
    pub(crate) fn has_purged_in_log(&self) -> bool {
        self.owes_truncation.load(Ordering::Relaxed)
    }

    /// Cuts the log if that is owed, without waiting for other processes.
    fn settle_log(&self, connection: &Connection) -> Result<(), StoreError> {
        if !self.has_purged_in_log() {
            return Ok(());
        }
        connection.busy_timeout(Duration::ZERO)?;
        let outcome = connection::truncate_log(connection);
        connection.busy_timeout(self.busy_timeout)?;
        self.owes_truncation.store(!outcome?, Ordering::Relaxed);
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Where another process reads just now, the last one to close takes the log away.
        let _ = self.settle_log(&self.lock());
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Store")
            .field("id", &self.id())
            .field("is_gated", &self.is_gated())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
