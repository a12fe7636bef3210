//! What each synced commit leaves in the store's record, sealed: nobody without the device key alters
//! it, or takes the stamp of one epoch for another's.
//!
//! ```text
//! plaintext = schema version (1) | first epoch (8) | sum of the rows (32) | part of the record (32)
//! clear = epoch (8)
//! ```
//!
//! The version stands where the format of other columns does. Every transaction opens the stamp: a process of an
//! older build that has the store open finds there that a newer one brought it further, and writes nothing.

use rusqlite::Connection;

use super::keys::Keys;
use super::{Damage, Epoch, Freshness, StoreError, version};
use crate::entropy::Entropy;
use crate::seal::{self, Place, StampKey, Sum};

/// How far the store has come.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Stamp {
    /// How many commits it has seen, those of the stores before it among them.
    pub(super) epoch: Epoch,
    /// Where it began: after the epoch that the host had kept.
    pub(super) first: Epoch,
    /// What its rows hold.
    pub(super) sum: Sum,
    /// The part of its record: the canaries, which never change.
    pub(super) record: [u8; 32],
}

impl Stamp {
    /// The stamp of a new store.
    pub(super) fn begin_at(first: Epoch, record: [u8; 32]) -> Self {
        Self { epoch: first, first, sum: Sum::default(), record }
    }

    /// What the store is to a host that kept `host`.
    pub(super) fn freshness(self, host: Epoch) -> Freshness {
        self.epoch.freshness(self.first, host)
    }

    /// The epoch as it stands in clear.
    pub(super) fn number(self) -> Result<i64, StoreError> {
        i64::try_from(self.epoch.number()).map_err(|_| StoreError::Damaged(Damage::Epoch))
    }

    pub(super) fn seal(self, key: &StampKey, version: u8, entropy: &dyn Entropy) -> Result<Vec<u8>, StoreError> {
        let first = self.first.number().to_be_bytes();
        let plain = [[version].as_slice(), &first, &self.sum.to_bytes(), &self.record].concat();
        Ok(at(self.number()?, |place| seal::seal(key, place, &plain, entropy))?)
    }
}

impl Keys {
    pub(super) fn read_stamp(&self, connection: &Connection) -> Result<Stamp, StoreError> {
        let mut statement = connection.prepare_cached("SELECT epoch, stamp FROM store WHERE one = 1")?;
        let (number, sealed): (i64, Vec<u8>) = statement.query_row((), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let open = || {
            let opened = at(number, |place| seal::open(&self.stamp, place, &sealed)).ok()?;
            let (&version, rest) = opened.expose().split_first()?;
            if version > version::VERSION {
                return Some(Err(version::too_new(version.into())));
            }
            let (first, rest) = rest.split_first_chunk()?;
            let (sum, record) = rest.split_first_chunk()?;
            Some(Ok(Stamp {
                epoch: Epoch::from_number(u64::try_from(number).ok()?),
                first: Epoch::from_number(u64::from_be_bytes(*first)),
                sum: Sum::from_bytes(sum),
                record: record.try_into().ok()?,
            }))
        };
        open().unwrap_or(Err(StoreError::Damaged(Damage::Epoch)))
    }

    pub(super) fn write_stamp(
        &self,
        connection: &Connection,
        stamp: Stamp,
        version: u8,
        entropy: &dyn Entropy,
    ) -> Result<(), StoreError> {
        let sealed = stamp.seal(&self.stamp, version, entropy)?;
        connection
            .prepare_cached("UPDATE store SET epoch = ?1, stamp = ?2 WHERE one = 1")?
            .execute((stamp.number()?, sealed))?;
        Ok(())
    }
}

/// The key is derived for this store, so that the place need not name it.
fn at<T>(epoch: i64, work: impl FnOnce(Place<'_>) -> T) -> T {
    work(Place { table: "store", column: "stamp", clear: &[&epoch.to_be_bytes()] })
}
