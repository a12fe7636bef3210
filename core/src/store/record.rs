//! The store's own record: which keys it was made with, and how many commits it has seen.

use rusqlite::Connection;

use super::age::{self, AgeRecord};
use super::keys::Keys;
use super::stamp::Stamp;
use super::{Damage, Epoch, StoreError, version};
use crate::entropy::Entropy;
use crate::seal::{
    self, CanaryKey, ContentKey, DeviceKey, GateBaseKey, GateSecret, MetadataKey, Place, StampKey, StoreId,
};

/// The one row of table `store`, without the stamp and the age, which change.
pub(super) struct Record {
    pub(super) id: StoreId,
    canary: Vec<u8>,
    gate_canary: Option<Vec<u8>>,
}

impl Record {
    /// The record of a new store.
    pub(super) fn make(
        device_key: &DeviceKey,
        gate: Option<&GateSecret>,
        entropy: &dyn Entropy,
    ) -> Result<Self, StoreError> {
        let id = StoreId::make(entropy)?;
        let canary = seal::make_device_canary(&CanaryKey::derive(device_key, id), id, gate.is_some(), entropy)?;
        let base = GateBaseKey::derive(device_key, id);
        let gate_canary = gate.map(|gate| seal::make_gate_canary(&base, gate, id, entropy)).transpose()?;
        Ok(Self { id, canary, gate_canary })
    }

    pub(super) fn insert(
        &self,
        connection: &Connection,
        first: Epoch,
        device_key: &DeviceKey,
        entropy: &dyn Entropy,
    ) -> Result<(), StoreError> {
        let stamp = Stamp::begin_at(first, self.part(&ContentKey::derive(device_key, self.id)));
        let sealed = stamp.seal(&StampKey::derive(device_key, self.id), version::VERSION, entropy)?;
        let age = age::seal(&MetadataKey::derive(device_key, self.id), &AgeRecord::default(), entropy)?;
        connection.execute(
            "INSERT INTO store (one, id, canary, gate_canary, epoch, stamp, age) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
            (self.id.as_bytes(), &self.canary, &self.gate_canary, stamp.number()?, sealed, age),
        )?;
        Ok(())
    }

    pub(super) fn read(connection: &Connection) -> Result<Self, StoreError> {
        let read = connection.query_row("SELECT id, canary, gate_canary FROM store WHERE one = 1", (), |row| {
            Ok(Self { id: StoreId::from_bytes(row.get(0)?), canary: row.get(1)?, gate_canary: row.get(2)? })
        });
        read.map_err(|error| match error {
            error @ rusqlite::Error::SqliteFailure(..) => error.into(),
            _ => StoreError::Damaged(Damage::Record),
        })
    }

    /// What a stamp says of the record, so that a check finds canaries that were altered: the gate's
    /// opens with the gate secret only.
    pub(super) fn part(&self, key: &ContentKey) -> [u8; 32] {
        let gated = [u8::from(self.gate_canary.is_some())];
        let clear: [&[u8]; 3] = [&self.canary, &gated, self.gate_canary.as_deref().unwrap_or_default()];
        key.part(Place { table: "store", column: "record", clear: &clear }, &[]).to_bytes()
    }

    /// The keys of the store; `None` if it was made with another device key.
    pub(super) fn unlock(self, device_key: &DeviceKey) -> Result<Option<Keys>, StoreError> {
        let canary_key = CanaryKey::derive(device_key, self.id);
        let Some(gated) = seal::open_device_canary(&canary_key, self.id, &self.canary) else { return Ok(None) };
        if gated != self.gate_canary.is_some() {
            return Err(StoreError::Damaged(Damage::Record));
        }
        Ok(Some(Keys::derive(device_key, self.id, self.gate_canary)))
    }
}
