//! What happened to the store as a whole. Names no passkey, so that a purged one leaves nothing here.

use super::rows::{Rows, nonce, read_envelope};
use super::writer::Writer;
use super::{History, StoreError, columns};
use crate::cbor::NotCanonical;
use crate::seal::{self, Place};
use crate::standing::Event;
use crate::store::Damage;

/// How many events the store keeps; older ones are counted only.
const CAPACITY: i64 = 256;

impl Writer<'_> {
    /// Adds the newest event; the oldest gives way.
    pub(super) fn write_journal(self, event: &Event) -> Result<(), StoreError> {
        let connection = self.rows.connection;
        let number = self.next_number("journal")?;
        let plain = columns::render_event(event).map_err(|NotCanonical| StoreError::Damaged(Damage::File))?;
        let sealed = at(number, |place| seal::seal(&self.rows.keys.metadata, place, &plain, self.entropy))?;
        let version = nonce(&sealed).unwrap_or_default();
        connection.prepare_cached("INSERT INTO journal (number, event) VALUES (?1, ?2)")?.execute((number, sealed))?;
        self.add(at(number, |place| self.part(place, &version)));
        let mut statement = connection
            .prepare_cached("DELETE FROM journal WHERE number <= ?1 RETURNING number, substr(event, 2, 24)")?;
        let gone = statement.query_map([number.saturating_sub(CAPACITY)], |row| {
            let (number, version) = (row.get(0)?, read_envelope(row, 1));
            Ok(at(number, |place| self.part(place, &version)))
        })?;
        for part in gone.collect::<Result<Vec<_>, _>>()? {
            self.take(part);
        }
        Ok(())
    }
}

impl Rows<'_> {
    /// The newest events, oldest first. One that does not open is passed over.
    pub(super) fn journal(self) -> Result<History, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number, event FROM journal ORDER BY number")?;
        let mut history = History::default();
        let rows = statement.query_map((), |row| Ok((row.get::<_, i64>(0)?, read_envelope(row, 1))))?;
        for row in rows {
            let (number, sealed) = row?;
            if history.events.is_empty() {
                history.folded = u64::try_from(number.saturating_sub(1)).unwrap_or_default();
            }
            history.events.extend(self.open_event(number, &sealed));
        }
        Ok(history)
    }

    /// The numbers of the events that do not open.
    pub(super) fn damaged_events(self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number, event FROM journal ORDER BY number")?;
        let rows = statement.query_map((), |row| Ok((row.get(0)?, read_envelope(row, 1))))?;
        let rows = rows.collect::<Result<Vec<(i64, Vec<u8>)>, _>>()?;
        let damaged = rows.into_iter().filter(|(number, sealed)| self.open_event(*number, sealed).is_none());
        Ok(damaged.map(|(number, _)| number).collect())
    }

    fn open_event(self, number: i64, sealed: &[u8]) -> Option<Event> {
        let opened = at(number, |place| seal::open(&self.keys.metadata, place, sealed)).ok()?;
        columns::parse_event(opened.expose())
    }
}

pub(super) fn at<T>(number: i64, work: impl FnOnce(Place<'_>) -> T) -> T {
    work(Place { table: "journal", column: "event", clear: &[&number.to_be_bytes()] })
}
