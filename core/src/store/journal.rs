//! What happened to the store as a whole. Names no passkey, so that a purged one leaves nothing here.

use super::rows::Rows;
use super::{History, StoreError, columns};
use crate::cbor::NotCanonical;
use crate::entropy::Entropy;
use crate::seal::{self, Place};
use crate::standing::Event;
use crate::store::Damage;

/// How many events the store keeps; older ones are counted only.
const CAPACITY: i64 = 256;

impl Rows<'_> {
    /// Adds the newest event; the oldest gives way.
    pub(super) fn write_journal(self, event: &Event, entropy: &dyn Entropy) -> Result<(), StoreError> {
        let number = self.next_number("SELECT coalesce(max(number), 0) FROM journal")?;
        let plain = columns::render_event(event).map_err(|NotCanonical| StoreError::Damaged(Damage::File))?;
        let sealed = at(number, |place| seal::seal(&self.keys.metadata, place, &plain, entropy))?;
        self.connection
            .prepare_cached("INSERT INTO journal (number, event) VALUES (?1, ?2)")?
            .execute((number, sealed))?;
        self.connection
            .prepare_cached("DELETE FROM journal WHERE number <= ?1")?
            .execute([number.saturating_sub(CAPACITY)])?;
        Ok(())
    }

    /// The newest events, oldest first. One that does not open is passed over.
    pub(super) fn journal(self) -> Result<History, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number, event FROM journal ORDER BY number")?;
        let mut history = History::default();
        let rows = statement.query_map((), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)))?;
        for row in rows {
            let (number, sealed) = row?;
            if history.events.is_empty() {
                history.folded = u64::try_from(number.saturating_sub(1)).unwrap_or_default();
            }
            let opened = at(number, |place| seal::open(&self.keys.metadata, place, &sealed));
            history.events.extend(opened.ok().and_then(|opened| columns::parse_event(opened.expose())));
        }
        Ok(history)
    }
}

fn at<T>(number: i64, work: impl FnOnce(Place<'_>) -> T) -> T {
    work(Place { table: "journal", column: "event", clear: &[&number.to_be_bytes()] })
}
