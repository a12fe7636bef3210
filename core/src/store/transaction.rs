use std::sync::MutexGuard;

use rusqlite::Connection;

use super::passkey::{Listing, Metadata, Passkey, PasskeySecrets, State};
use super::rows::Rows;
use super::{Epoch, Freshness, Store, StoreError, connection};
use crate::id::{CredentialId, RpId};
use crate::seal::GateSecret;

/// How many last commits a host may have died over, in its app and its extension, before it kept
/// their epoch.
const UNKEPT_COMMITS: u32 = 8;

/// Reads and writes that happen together or not at all. No other process writes while it lives,
/// so it lives inside one call and asks nobody anything. Dropped without
/// [`commit`](Transaction::commit), it leaves every byte of the file as it was.
///
/// The store's own methods wait for its end: use those of the transaction.
pub struct Transaction<'a> {
    store: &'a Store,
    connection: MutexGuard<'a, Connection>,
    epoch: Epoch,
    changed: bool,
    deleted: bool,
}

impl<'a> Transaction<'a> {
    pub(super) fn begin(store: &'a Store) -> Result<Self, StoreError> {
        let connection = store.lock();
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute(())?;
        let mut transaction = Self { store, connection, epoch: Epoch::default(), changed: false, deleted: false };
        transaction.epoch = store.keys.read_epoch(&transaction.connection)?;
        Ok(transaction)
    }

    /// The epoch before this transaction.
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The [`State::use_sequence`] of what is made or used in this transaction.
    pub const fn use_sequence(&self) -> u64 {
        self.epoch.next().number()
    }

    /// The passkeys of a relying party, most recently used first.
    pub fn passkeys(&self, rp_id: &RpId) -> Result<Listing, StoreError> {
        self.rows().of(rp_id)
    }

    /// The passkey of this id, if it is one of this relying party.
    pub fn find(&self, rp_id: &RpId, id: &CredentialId) -> Result<Option<Passkey>, StoreError> {
        self.rows().find(rp_id, id)
    }

    /// Stores a new passkey. Fails with [`StoreError::AlreadyStored`] if the relying party has
    /// one of that id here; on a gated store needs the gate secret.
    pub fn insert(
        &mut self,
        metadata: &Metadata,
        state: &State,
        secrets: &PasskeySecrets,
        gate: Option<&GateSecret>,
    ) -> Result<(), StoreError> {
        if !metadata.matches(secrets) {
            return Err(StoreError::CustodyMismatch);
        }
        let key = self.store.keys.secrets(gate)?;
        self.rows().insert(metadata, state, secrets, &key, self.store.entropy.as_ref())?;
        self.changed = true;
        Ok(())
    }

    /// The secrets of a passkey; on a gated store needs the gate secret.
    pub fn open_secrets(&self, passkey: &Passkey, gate: Option<&GateSecret>) -> Result<PasskeySecrets, StoreError> {
        self.rows().secrets(passkey, &*self.store.keys.secrets(gate)?)
    }

    /// Writes what a use changed. Fails with [`StoreError::Outdated`] if the state is no longer
    /// the one that `passkey` was read with, so that no counter is said twice.
    pub fn update_state(&mut self, passkey: &Passkey, state: &State) -> Result<(), StoreError> {
        self.rows().update_state(passkey, state, self.store.entropy.as_ref())?;
        self.changed = true;
        Ok(())
    }

    /// Gives a passkey the person's own name, or takes it away.
    pub fn rename(&mut self, passkey: &Passkey, label: Option<&str>) -> Result<(), StoreError> {
        let metadata = Metadata { label: label.map(str::to_owned), ..passkey.metadata.clone() };
        self.rows().update_metadata(passkey, &metadata, self.store.entropy.as_ref())?;
        self.changed = true;
        Ok(())
    }

    /// Deletes a passkey; after the commit no byte of it is left in the file.
    pub fn delete(&mut self, passkey: &Passkey) -> Result<(), StoreError> {
        self.rows().delete(passkey)?;
        self.changed = true;
        self.deleted = true;
        Ok(())
    }

    /// Accepts a store from an earlier day, at the person's word: brings the epoch beyond the one
    /// that the host kept, and every counter beyond what it may have said: each lost commit raised
    /// a counter by one at most, and so did each that the host did not live to keep the epoch of.
    /// Does nothing to a store that is current.
    pub fn accept_rollback(&mut self, host: Epoch) -> Result<(), StoreError> {
        let Freshness::RolledBack { missing } = self.epoch.freshness(host) else { return Ok(()) };
        let missing = u32::try_from(missing).unwrap_or(u32::MAX).saturating_add(UNKEPT_COMMITS);
        for passkey in self.rows().all()?.passkeys {
            if passkey.metadata.profile.counts() {
                // At the last number the counter stays, and the ceremony refuses to wrap it.
                let sign_count = passkey.state.sign_count.saturating_add(missing);
                self.update_state(&passkey, &State { sign_count, ..passkey.state })?;
            }
        }
        self.epoch = host;
        self.changed = true;
        Ok(())
    }

    /// Makes the changes durable, and gives the epoch to keep outside. A transaction that changed
    /// nothing writes nothing and leaves the epoch.
    pub fn commit(mut self) -> Result<Epoch, StoreError> {
        if !self.changed {
            return Ok(self.epoch);
        }
        let epoch = self.epoch.next();
        self.store.keys.write_epoch(&self.connection, epoch)?;
        self.connection.prepare_cached("COMMIT")?.execute(())?;
        self.epoch = epoch;
        if self.deleted {
            // Where another process reads just now, its close or the next delete cuts the log.
            let _ = self.store.truncate_log(&self.connection);
        }
        Ok(epoch)
    }

    fn rows(&self) -> Rows<'_> {
        Rows { connection: &self.connection, keys: &self.store.keys }
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        connection::roll_back(&self.connection);
    }
}
