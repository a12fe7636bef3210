use std::cell::Cell;
use std::sync::MutexGuard;
use std::sync::atomic::Ordering;

use rusqlite::Connection;

use super::new_passkey::NewPasskey;
use super::opened_secrets::OpenedSecrets;
use super::passkey::{Listing, Metadata, Names, Passkey, State};
use super::rows::Rows;
use super::stamp::Stamp;
use super::writer::Writer;
use super::{
    Committed, Damage, Document, DocumentKind, Epoch, LooseKey, Store, StoreError, age, connection, large_blobs,
    version,
};
use crate::cause::Cause;
use crate::clock::Timestamp;
use crate::id::{CredentialId, RpId, User};
use crate::key::KeyHandle;
use crate::seal::{GateSecret, Sum};
use crate::secret::SecretBytes;
use crate::standing::{Age, Event};

/// Room for the uses that are noted between two commits. More of them only lose their order.
const USES_BETWEEN_COMMITS: u64 = 1 << 20;

/// Reads and writes that happen together or not at all. No other process writes while it lives,
/// so it lives inside one call and asks nobody anything. Dropped without
/// [`commit`](Transaction::commit), it leaves every byte of the file as it was.
///
/// The store's own methods wait for its end: use those of the transaction.
pub(crate) struct Transaction<'a> {
    store: &'a Store,
    connection: MutexGuard<'a, Connection>,
    pub(super) stamp: Stamp,
    pub(super) sum: Cell<Sum>,
    synced: bool,
    pub(super) changed: bool,
    deleted: bool,
}

impl<'a> Transaction<'a> {
    pub(super) fn begin(store: &'a Store, synced: bool) -> Result<Self, StoreError> {
        let connection = store.lock();
        // Made first: whatever fails below, its end sets the connection right.
        let mut transaction = Self {
            store,
            connection,
            stamp: Stamp::default(),
            sum: Cell::default(),
            synced,
            changed: false,
            deleted: false,
        };
        // One sign-in after another leaves the setting as it is: setting it costs as much as a seal.
        if store.is_synced.load(Ordering::Relaxed) != synced {
            connection::set_synced(&transaction.connection, synced)?;
            store.is_synced.store(synced, Ordering::Relaxed);
        }
        transaction.connection.prepare_cached("BEGIN IMMEDIATE")?.execute(())?;
        transaction.stamp = store.keys.read_stamp(&transaction.connection)?;
        transaction.sum.set(transaction.stamp.sum);
        Ok(transaction)
    }

    /// The epoch before this transaction.
    pub(crate) const fn epoch(&self) -> Epoch {
        self.stamp.epoch
    }

    /// The epoch that its commit will have.
    pub(crate) const fn next_epoch(&self) -> Epoch {
        self.stamp.epoch.next()
    }

    /// The least [`State::use_sequence`] of what is made or used in this transaction: beyond that of
    /// all commits before. Uses that are not synced come between two commits.
    pub(crate) const fn use_sequence(&self) -> u64 {
        if self.synced {
            self.next_epoch().number().saturating_mul(USES_BETWEEN_COMMITS)
        } else {
            self.epoch().number().saturating_mul(USES_BETWEEN_COMMITS).saturating_add(1)
        }
    }

    /// The passkeys of a relying party, most recently used first.
    pub(crate) fn passkeys(&self, rp_id: &RpId) -> Result<Listing, StoreError> {
        self.rows().of(rp_id)
    }

    /// The passkey of this id, if it is one of this relying party.
    pub(crate) fn find(&self, rp_id: &RpId, id: &CredentialId) -> Result<Option<Passkey>, StoreError> {
        self.rows().find(rp_id, id)
    }

    /// Stores a new passkey, and how it came to be. Fails with [`StoreError::AlreadyStored`] if the
    /// relying party has one of that id here; on a gated store needs the gate secret.
    pub(crate) fn insert(
        &mut self,
        new: NewPasskey,
        state: State,
        event: Event,
        gate: Option<&GateSecret>,
    ) -> Result<Passkey, StoreError> {
        let key = self.store.keys.secrets(gate)?;
        let passkey = self.writer().insert(new, state, event, &key)?;
        self.changed = true;
        Ok(passkey)
    }

    /// `passkey` as it is now; `None` if it is gone. Cheaper than [`Transaction::find`]: what did not
    /// change is not opened again. [`Damage::Passkey`] for a row that a later commit wrote than the
    /// store has seen: it is older or newer than the file.
    pub(crate) fn refresh(&self, passkey: Passkey) -> Result<Option<Passkey>, StoreError> {
        let refreshed = self.rows().refresh(passkey)?;
        match &refreshed {
            Some(passkey) if passkey.versions.covered.written > self.next_epoch() => {
                Err(StoreError::Damaged(Damage::Passkey))
            }
            _ => Ok(refreshed),
        }
    }

    /// The secrets of a passkey; on a gated store needs the gate secret. [`Damage::Passkey`] where they hold a
    /// private key and the hardware should, or none and the core should.
    pub(crate) fn open_secrets(
        &self,
        passkey: &Passkey,
        gate: Option<&GateSecret>,
    ) -> Result<OpenedSecrets, StoreError> {
        #[cfg(test)]
        self.store.opened_secrets.fetch_add(1, Ordering::SeqCst);
        self.rows().secrets(passkey, &*self.store.keys.secrets(gate)?)
    }

    /// What a site keeps with a passkey; `None` for nothing. On a gated store needs the gate secret.
    pub(crate) fn large_blob(
        &self,
        passkey: &Passkey,
        gate: Option<&GateSecret>,
    ) -> Result<Option<SecretBytes>, StoreError> {
        self.rows().large_blob(passkey, &*self.store.keys.secrets(gate)?)
    }

    /// Keeps `blob` with a passkey in place of what was kept, of which no byte is left in the file after the commit, as
    /// in [`Transaction::purge`]; an empty one leaves nothing. `false`, and nothing is changed, for more than 4,096
    /// bytes. On a gated store needs the gate secret.
    pub(crate) fn write_large_blob(
        &mut self,
        passkey: &Passkey,
        blob: &[u8],
        gate: Option<&GateSecret>,
    ) -> Result<bool, StoreError> {
        if blob.len() > large_blobs::LIMIT {
            return Ok(false);
        }
        let key = self.store.keys.secrets(gate)?;
        let had_one = if blob.is_empty() {
            self.writer().remove_large_blob(passkey.row.id_tag, None)?
        } else {
            self.writer().write_large_blob(passkey, blob, &key)?
        };
        self.changed |= had_one || !blob.is_empty();
        self.deleted |= had_one;
        Ok(true)
    }

    /// Writes what changed in the life of a passkey, and why; a mere use has no event. Fails with
    /// [`StoreError::Outdated`] if the state is no longer the one that `passkey` was read with, so
    /// that no counter is said twice and no word of the server is lost.
    pub(crate) fn update(
        &mut self,
        passkey: &mut Passkey,
        state: State,
        events: impl IntoIterator<Item = Event>,
    ) -> Result<(), StoreError> {
        self.writer().update_state(passkey, state)?;
        self.changed = true;
        let mut events = events.into_iter().peekable();
        match events.peek() {
            Some(_) => self.writer().write_history(passkey, events),
            None => Ok(()),
        }
    }

    /// Writes other names of a passkey, and why.
    pub(crate) fn update_names(&mut self, passkey: &mut Passkey, names: Names, event: Event) -> Result<(), StoreError> {
        let Names { name, display_name, label } = names;
        let user = User { name, display_name, ..passkey.metadata.user.clone() };
        let metadata = Metadata { user, label, ..passkey.metadata.clone() };
        self.writer().update_metadata(passkey, metadata)?;
        self.changed = true;
        self.writer().write_history(passkey, [event])
    }

    /// Keeps a document in place of the one of the same kind and name.
    pub(crate) fn write_document(&mut self, kind: DocumentKind, name: &[u8], bytes: &[u8]) -> Result<(), StoreError> {
        self.changed = true;
        self.writer().write_document(kind, name, bytes)
    }

    /// Forgets a document; whether there was one.
    pub(crate) fn remove_document(&mut self, kind: DocumentKind, name: &[u8]) -> Result<bool, StoreError> {
        let was_there = self.writer().remove_document(kind, name)?;
        self.changed |= was_there;
        Ok(was_there)
    }

    /// What was kept of this kind and name.
    pub(crate) fn document(&self, kind: DocumentKind, name: &[u8]) -> Result<Option<Document>, StoreError> {
        self.rows().document(kind, name)
    }

    /// Notes what happened to the store as a whole.
    pub(crate) fn note(&mut self, event: &Event) -> Result<(), StoreError> {
        self.changed = true;
        self.writer().write_journal(event)
    }

    /// Notes what a site does, which stands in the journal once an hour. Something is written either way.
    pub(crate) fn note_hourly(&mut self, event: &Event) -> Result<(), StoreError> {
        self.changed = true;
        self.writer().write_journal_hourly(event)
    }

    /// Looks at the clock, and gives the store's age.
    pub(crate) fn observe(&mut self, now: Timestamp) -> Result<Age, StoreError> {
        let (age, is_news) = age::observe(&self.connection, &self.store.keys, now, self.store.entropy.as_ref())?;
        // Looks add up only if they are kept, whatever else the transaction does.
        self.changed |= is_news;
        Ok(age)
    }

    /// Every passkey.
    pub(crate) fn all(&self) -> Result<Listing, StoreError> {
        self.rows().all()
    }

    /// The keys in hardware that no passkey has, oldest first.
    pub(crate) fn loose_keys(&self) -> Result<Vec<LooseKey>, StoreError> {
        self.rows().loose_keys()
    }

    /// Remembers a key in hardware that no passkey has, or why it has none now.
    pub(crate) fn write_loose_key(&mut self, key: &LooseKey) -> Result<(), StoreError> {
        self.changed = true;
        self.writer().write_loose_key(key)
    }

    /// Forgets a key in hardware; `false` if it was not remembered.
    pub(crate) fn remove_loose_key(&mut self, handle: &KeyHandle) -> Result<bool, StoreError> {
        let removed = self.writer().remove_loose_key(handle)?;
        self.changed |= removed;
        Ok(removed)
    }

    /// Permanently removes a passkey; after the commit no byte of it is left in the file, unless somebody
    /// was reading: [`Store::has_purged_in_log`].
    pub(crate) fn purge(&mut self, passkey: &Passkey) -> Result<(), StoreError> {
        self.writer().delete(passkey)?;
        self.changed = true;
        self.deleted = true;
        Ok(())
    }

    /// Makes the changes durable, and gives the epoch to keep outside. A transaction that changed
    /// nothing writes nothing and leaves the epoch; so does one that is not synced, for a commit
    /// that a power cut took back is no copy from an earlier day.
    pub(crate) fn commit(mut self) -> Result<Committed<()>, StoreError> {
        if !self.changed {
            return Ok(Committed { value: (), epoch: self.stamp.epoch });
        }
        // As where it had no memory for a statement: there is nothing to commit, and nothing is damaged. What is written
        // now would stand by itself.
        if self.connection.is_autocommit() {
            return Err(StoreError::Io(Cause::Found("SQLite gave the transaction up")));
        }
        let sum = self.sum.get();
        // A mere use leaves both as they are, and the record's page unwritten.
        if self.synced || sum != self.stamp.sum {
            self.stamp.sum = sum;
            self.stamp.epoch = if self.synced { self.stamp.epoch.next() } else { self.stamp.epoch };
            let entropy = self.store.entropy.as_ref();
            self.store.keys.write_stamp(&self.connection, self.stamp, version::VERSION, entropy)?;
        }
        self.connection.prepare_cached("COMMIT")?.execute(())?;
        if self.deleted {
            self.store.owes_truncation.store(true, Ordering::Relaxed);
        }
        // What is owed stays owed where this fails.
        let _ = self.store.settle_log(&self.connection);
        Ok(Committed { value: (), epoch: self.stamp.epoch })
    }

    pub(super) fn rows(&self) -> Rows<'_> {
        Rows { connection: &self.connection, keys: &self.store.keys }
    }

    pub(super) fn writer(&self) -> Writer<'_> {
        Writer {
            rows: self.rows(),
            sum: &self.sum,
            epoch: if self.synced { self.next_epoch() } else { self.epoch() },
            entropy: self.store.entropy.as_ref(),
        }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        connection::roll_back(&self.connection);
    }
}
