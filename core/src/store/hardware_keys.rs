//! Keys in hardware that no passkey has: one that is about to be made, and those that are to be
//! deleted. So no crash leaves a key that nobody remembers.

use ciborium::Value;
use rusqlite::OptionalExtension;

use super::rows::Rows;
use super::{Damage, StoreError, columns};
use crate::cbor::{self, NotCanonical};
use crate::clock::Timestamp;
use crate::entropy::Entropy;
use crate::key::KeyHandle;
use crate::seal::{self, LookupTag, Place};

/// A key in hardware that no passkey has.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LooseKey {
    /// The host's name for it.
    pub handle: KeyHandle,
    /// Why no passkey has it.
    pub reason: LooseReason,
    /// Since when, by the device's clock.
    pub since: Timestamp,
}

/// Why no passkey has a key.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum LooseReason {
    /// The host was told to make it, and the registration is under way. It may exist.
    Intended,
    /// The registration ended without a passkey: to be deleted.
    Interrupted,
    /// Its passkey was purged: to be deleted.
    Purged,
}

// Keys of the map. A key is never given another meaning.
const HANDLE: i64 = 1;
const REASON: i64 = 2;
const SINCE: i64 = 3;

impl Rows<'_> {
    /// Every loose key, oldest first. A record that does not open is an error: a key would be
    /// forgotten.
    pub(super) fn loose_keys(self) -> Result<Vec<LooseKey>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT number, handle_tag, record FROM hardware_key ORDER BY number")?;
        let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?)))?;
        let mut keys = Vec::new();
        for row in rows {
            let (number, tag, sealed): (i64, [u8; 16], _) = row?;
            let opened =
                at(number, LookupTag::from_bytes(tag), |place| seal::open(&self.keys.metadata, place, &sealed));
            keys.push(opened.ok().and_then(|opened| parse(opened.expose())).ok_or(StoreError::Damaged(Damage::File))?);
        }
        Ok(keys)
    }

    /// Writes a record, in place of the one of the same handle.
    pub(super) fn write_loose_key(self, key: &LooseKey, entropy: &dyn Entropy) -> Result<(), StoreError> {
        let tag = self.keys.index.handle_tag(&key.handle);
        let mut known = self.connection.prepare_cached("SELECT number FROM hardware_key WHERE handle_tag = ?1")?;
        let known: Option<i64> = known.query_row([tag.as_bytes()], |row| row.get(0)).optional()?;
        let number = match known {
            Some(number) => number,
            None => self.next_number("SELECT coalesce(max(number), 0) FROM hardware_key")?,
        };
        let plain = render(key).map_err(|NotCanonical| StoreError::Damaged(Damage::File))?;
        let sealed = at(number, tag, |place| seal::seal(&self.keys.metadata, place, &plain, entropy))?;
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO hardware_key (number, handle_tag, record) VALUES (?1, ?2, ?3)")?
            .execute((number, tag.as_bytes(), sealed))?;
        Ok(())
    }

    /// Whether there was such a record.
    pub(super) fn remove_loose_key(self, handle: &KeyHandle) -> Result<bool, StoreError> {
        let tag = self.keys.index.handle_tag(handle);
        let mut statement = self.connection.prepare_cached("DELETE FROM hardware_key WHERE handle_tag = ?1")?;
        Ok(statement.execute([tag.as_bytes()])? > 0)
    }
}

fn at<T>(number: i64, tag: LookupTag, work: impl FnOnce(Place<'_>) -> T) -> T {
    work(Place { table: "hardware_key", column: "record", clear: &[&number.to_be_bytes(), tag.as_bytes()] })
}

fn render(key: &LooseKey) -> Result<Vec<u8>, NotCanonical> {
    columns::render(vec![
        (HANDLE, Value::Bytes(key.handle.as_bytes().to_vec())),
        (REASON, Value::from(reason_number(key.reason))),
        (SINCE, Value::from(key.since.as_millis())),
    ])
}

fn parse(bytes: &[u8]) -> Option<LooseKey> {
    let map = cbor::parse_rendered(bytes).ok()?;
    let reason = columns::number_of(&map, REASON)?;
    Some(LooseKey {
        handle: KeyHandle::from_bytes(cbor::member(&map, HANDLE)?.as_bytes()?.as_slice()).ok()?,
        reason: [LooseReason::Intended, LooseReason::Interrupted, LooseReason::Purged]
            .into_iter()
            .find(|known| reason_number(*known) == reason)?,
        since: Timestamp::from_millis(columns::number_of(&map, SINCE)?),
    })
}

const fn reason_number(reason: LooseReason) -> u64 {
    match reason {
        LooseReason::Intended => 1,
        LooseReason::Interrupted => 2,
        LooseReason::Purged => 3,
    }
}
