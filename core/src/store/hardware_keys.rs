//! Keys in hardware that no passkey has: one that is about to be made, and those that are to be
//! deleted. So no crash leaves a key that nobody remembers.

#[cfg(test)]
use super::rows;
use super::rows::{Rows, nonce, read_envelope, read_tag};
use super::writer::Writer;
use super::{StoreError, columns};
use crate::cbor::{self, NotCanonical};
use crate::clock::Timestamp;
use crate::key::KeyHandle;
use crate::numbered::numbered;
use crate::seal::{self, LookupTag, Place};
use ciborium::Value;

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

// Says whether a key may be deleted: one that this version does not know raises the schema version.
numbered! {
    /// Why no passkey has a key.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    pub enum LooseReason {
        /// The host was asked to make it, and the registration is under way. It may exist.
        Intended = 1,
        /// The registration ended without a passkey: to be deleted.
        Interrupted = 2,
        /// Its passkey was purged: to be deleted.
        Purged = 3,
    }
}

// Keys of the map. A key is never given another meaning.
const HANDLE: i64 = 1;
const REASON: i64 = 2;
const SINCE: i64 = 3;

impl Rows<'_> {
    /// Every loose key, oldest first. A record that does not open is passed over: the others are to be
    /// deleted all the same. [`Health`](super::Health) names it, and a comparison with the hardware's
    /// own list finds its key as an unknown one.
    pub(super) fn loose_keys(self) -> Result<Vec<LooseKey>, StoreError> {
        Ok(self.each_loose_key()?.into_iter().filter_map(Result::ok).collect())
    }

    /// The numbers of the records that do not open.
    pub(super) fn damaged_loose_keys(self) -> Result<Vec<i64>, StoreError> {
        Ok(self.each_loose_key()?.into_iter().filter_map(Result::err).collect())
    }

    fn each_loose_key(self) -> Result<Vec<Result<LooseKey, i64>>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT number, handle_tag, record FROM hardware_key ORDER BY number")?;
        let keys = statement.query_map((), |row| {
            let number = row.get(0)?;
            let (tag, sealed) = (read_tag(row, 1), read_envelope(row, 2));
            let open = || {
                #[cfg(test)]
                rows::OPENED_ROWS.set(rows::OPENED_ROWS.get() + 1);
                let opened = at(number, tag?, |place| seal::open(&self.keys.metadata, place, &sealed)).ok()?;
                parse(opened.expose())
            };
            Ok(open().ok_or(number))
        })?;
        Ok(keys.collect::<Result<_, _>>()?)
    }
}

impl Writer<'_> {
    /// Writes a record, in place of the one of the same handle.
    pub(super) fn write_loose_key(self, key: &LooseKey) -> Result<(), StoreError> {
        let keys = self.rows.keys;
        let tag = keys.index.handle_tag(&key.handle);
        let known = self.forget_loose_key(tag)?;
        let number = match known.first() {
            Some(number) => *number,
            None => self.next_number("hardware_key")?,
        };
        let plain = render(key)
            .map_err(|NotCanonical| StoreError::Internal("a hardware key's record could not be rendered"))?;
        let sealed = at(number, tag, |place| seal::seal(&keys.metadata, place, &plain, self.entropy))?;
        let version = nonce(&sealed).unwrap_or_default();
        self.rows
            .connection
            .prepare_cached("INSERT INTO hardware_key (number, handle_tag, record) VALUES (?1, ?2, ?3)")?
            .execute((number, tag.as_bytes(), sealed))?;
        self.add(at(number, tag, |place| self.part(place, &version)));
        Ok(())
    }

    /// Whether there was such a record.
    pub(super) fn remove_loose_key(self, handle: &KeyHandle) -> Result<bool, StoreError> {
        Ok(!self.forget_loose_key(self.rows.keys.index.handle_tag(handle))?.is_empty())
    }

    /// The numbers of the records that were there.
    fn forget_loose_key(self, tag: LookupTag) -> Result<Vec<i64>, StoreError> {
        let mut statement = self
            .rows
            .connection
            .prepare_cached("DELETE FROM hardware_key WHERE handle_tag = ?1 RETURNING number, substr(record, 2, 24)")?;
        let gone = statement.query_map([tag.as_bytes()], |row| Ok((row.get(0)?, read_envelope(row, 1))))?;
        let gone = gone.collect::<Result<Vec<(i64, Vec<u8>)>, _>>()?;
        for (number, version) in &gone {
            self.take(at(*number, tag, |place| self.part(place, version)));
        }
        Ok(gone.into_iter().map(|(number, _)| number).collect())
    }
}

pub(super) fn at<T>(number: i64, tag: LookupTag, work: impl FnOnce(Place<'_>) -> T) -> T {
    work(Place { table: "hardware_key", column: "record", clear: &[&number.to_be_bytes(), tag.as_bytes()] })
}

fn render(key: &LooseKey) -> Result<Vec<u8>, NotCanonical> {
    columns::render(vec![
        (HANDLE, Value::Bytes(key.handle.as_bytes().to_vec())),
        (REASON, Value::from(key.reason.number())),
        (SINCE, Value::from(key.since.as_millis())),
    ])
}

fn parse(bytes: &[u8]) -> Option<LooseKey> {
    let map = columns::parse(bytes)?;
    Some(LooseKey {
        handle: KeyHandle::from_bytes(cbor::member(&map, HANDLE)?.as_bytes()?.as_slice()).ok()?,
        reason: LooseReason::from_number(columns::small_number_of(&map, REASON)?)?,
        since: Timestamp::from_millis(columns::number_of(&map, SINCE)?),
    })
}
