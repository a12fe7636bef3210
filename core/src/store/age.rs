//! How long the store has lived, whatever the clock does.

use rusqlite::Connection;

use super::keys::Keys;
use super::rows::read_envelope;
use super::{StoreError, columns};
use crate::clock::Timestamp;
use crate::entropy::Entropy;
use crate::seal::{self, MetadataKey, Place};
use crate::standing::Age;

/// What one look at the clock can add to the age, however long ago the last look was: a day, in
/// milliseconds.
const MOST_AT_ONCE: u64 = 24 * 60 * 60 * 1000;

/// A difference beyond which the clock is said to have leapt, either way: nothing is counted.
const LEAP: u64 = 7 * MOST_AT_ONCE;

/// The age, and what was seen of the clock. Milliseconds.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct AgeRecord {
    age: u64,
    /// The last look at the clock, but for small steps back.
    latest: u64,
    /// The time up to which time was counted: none is counted twice.
    counted: u64,
}

impl AgeRecord {
    /// After a look at the clock. A leap of it counts for nothing, and no time of it counts twice: a
    /// clock that swings between some times, however long, adds what lies between them once. One that
    /// ran ahead and was set right counts again when it has reached where it was.
    fn observed(self, now: Timestamp) -> Self {
        let now = now.as_millis();
        match now.checked_sub(self.latest) {
            Some(forward) if forward <= LEAP => {
                let news = now.saturating_sub(self.latest.max(self.counted)).min(MOST_AT_ONCE);
                Self { age: self.age.saturating_add(news), latest: now, counted: self.counted.max(now) }
            }
            // Back by a little: wait for the time that was counted already.
            None if self.latest.saturating_sub(now) <= LEAP => self,
            _ => Self { latest: now, ..self },
        }
    }

    pub(super) const fn age(self) -> Age {
        Age::from_millis(self.age)
    }
}

/// Looks at the clock, and notes it. Gives the age, and whether there was anything to note.
///
/// An age that does not open begins anew, at 0: what was deleted is kept longer, never shorter, and
/// deleting goes on.
pub(super) fn observe(
    connection: &Connection,
    keys: &Keys,
    now: Timestamp,
    entropy: &dyn Entropy,
) -> Result<(Age, bool), StoreError> {
    let before = read(connection, keys)?;
    let after = before.unwrap_or_default().observed(now);
    let is_news = before != Some(after);
    if is_news {
        let sealed = self::seal(&keys.metadata, &after, entropy)?;
        connection.prepare_cached("UPDATE store SET age = ?1 WHERE one = 1")?.execute([sealed])?;
    }
    Ok((after.age(), is_news))
}

/// The age as it is kept; `None` if it does not open.
pub(super) fn read(connection: &Connection, keys: &Keys) -> Result<Option<AgeRecord>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT age FROM store WHERE one = 1")?;
    let sealed = statement.query_row((), |row| Ok(read_envelope(row, 0)))?;
    Ok(seal::open(&keys.metadata, PLACE, &sealed).ok().and_then(|opened| parse(opened.expose())))
}

pub(super) fn seal(key: &MetadataKey, record: &AgeRecord, entropy: &dyn Entropy) -> Result<Vec<u8>, StoreError> {
    let plain = columns::with_format(&[record.age, record.latest, record.counted].map(u64::to_be_bytes).concat());
    Ok(seal::seal(key, PLACE, &plain, entropy)?)
}

fn parse(plain: &[u8]) -> Option<AgeRecord> {
    let plain = plain.strip_prefix(&[columns::FORMAT])?;
    let numbers: &[[u8; 8]; 3] = plain.as_chunks().0.try_into().ok().filter(|_| plain.len() == 24)?;
    let [age, latest, counted] = numbers.map(u64::from_be_bytes);
    Some(AgeRecord { age, latest, counted })
}

/// The key is derived for this store, so that the place need not name it.
const PLACE: Place<'static> = Place { table: "store", column: "age", clear: &[] };

#[cfg(test)]
mod tests;
