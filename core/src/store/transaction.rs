use std::sync::MutexGuard;

use rusqlite::Connection;

use super::passkey::{Listing, Metadata, Passkey, PasskeySecrets, State};
use super::rows::Rows;
use super::{Epoch, Freshness, Store, StoreError, connection};
use crate::id::{CredentialId, RpId};
use crate::seal::GateSecret;

/// Room for the uses that are noted between two commits. More of them only lose their order.
const USES_BETWEEN_COMMITS: u64 = 1 << 20;

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
    synced: bool,
    changed: bool,
    deleted: bool,
}

impl<'a> Transaction<'a> {
    pub(super) fn begin(store: &'a Store, synced: bool) -> Result<Self, StoreError> {
        let connection = store.lock();
        // Made first: whatever fails below, its end sets the connection right.
        let mut transaction =
            Self { store, connection, epoch: Epoch::default(), synced, changed: false, deleted: false };
        if !synced {
            connection::set_synced(&transaction.connection, false)?;
        }
        transaction.connection.prepare_cached("BEGIN IMMEDIATE")?.execute(())?;
        transaction.epoch = store.keys.read_epoch(&transaction.connection)?;
        Ok(transaction)
    }

    /// The epoch before this transaction.
    pub const fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The least [`State::use_sequence`] of what is made or used in this transaction: beyond that of
    /// all commits before. Uses that are not synced come between two commits.
    pub const fn use_sequence(&self) -> u64 {
        if self.synced {
            self.epoch.next().number().saturating_mul(USES_BETWEEN_COMMITS)
        } else {
            self.epoch.number().saturating_mul(USES_BETWEEN_COMMITS).saturating_add(1)
        }
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

    /// `passkey` as it is now; `None` if it is gone. Cheaper than [`Transaction::find`]: what did not
    /// change is not opened again.
    pub fn refresh(&self, passkey: Passkey) -> Result<Option<Passkey>, StoreError> {
        self.rows().refresh(passkey)
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
    /// nothing writes nothing and leaves the epoch; so does one that is not synced, for a commit
    /// that a power cut took back is no copy from an earlier day.
    pub fn commit(mut self) -> Result<Epoch, StoreError> {
        if !self.changed {
            return Ok(self.epoch);
        }
        let epoch = if self.synced { self.epoch.next() } else { self.epoch };
        if self.synced {
            self.store.keys.write_epoch(&self.connection, epoch)?;
        }
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
        if !self.synced {
            // Fails inside a transaction only, and there is none any more.
            let _ = connection::set_synced(&self.connection, true);
        }
    }
}
