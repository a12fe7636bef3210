//! What happened to the store as a whole. Names no passkey, so that a purged one leaves nothing here. A relying
//! party that sends a signal is named whether or not it has a passkey here.

use std::time::Duration;

use super::ring::surplus;
use super::rows::{Rows, nonce, read_envelope};
use super::writer::Writer;
use super::{History, StoreError, columns};
use crate::cbor::NotCanonical;
use crate::seal::{self, Place};
use crate::standing::Event;

/// How many events the store keeps of what sites do, and as many of all else; others are counted only.
const CAPACITY: usize = 256;

/// After so many events those that give way are removed: looking for them reads the whole journal.
const BETWEEN_PRUNINGS: i64 = 32;

/// For how long the same event of a site stands in the journal once: whoever repeats it without end neither
/// pushes out what else happened nor makes the file grow.
const SAME_EVENT: Duration = Duration::from_secs(60 * 60);

/// An event with its number; `None` for one that does not open.
type Numbered = (i64, Option<Event>);

impl Writer<'_> {
    /// Adds the newest event; an older one gives way.
    pub(super) fn write_journal(self, event: &Event) -> Result<(), StoreError> {
        let number = self.next_number("journal")?;
        self.write_event(number, event)?;
        if number.checked_rem(BETWEEN_PRUNINGS) == Some(0) {
            for (number, _) in split(self.rows.numbered()?).1 {
                self.remove_event(number)?;
            }
        }
        Ok(())
    }

    /// Adds an event that stands in the journal once an hour. Within the hour it is written anew in its place:
    /// the file changes either way, so that nobody learns from that what came of it.
    pub(super) fn write_journal_hourly(self, event: &Event) -> Result<(), StoreError> {
        match self.rows.find_same(event)? {
            Some((number, known)) => {
                self.remove_event(number)?;
                self.write_event(number, &known)
            }
            None => self.write_journal(event),
        }
    }

    fn write_event(self, number: i64, event: &Event) -> Result<(), StoreError> {
        let plain = columns::render_event(event)
            .map_err(|NotCanonical| StoreError::Internal("an event could not be rendered"))?;
        let sealed = at(number, |place| seal::seal(&self.rows.keys.metadata, place, &plain, self.entropy))?;
        let version = nonce(&sealed).unwrap_or_default();
        let mut statement =
            self.rows.connection.prepare_cached("INSERT INTO journal (number, event) VALUES (?1, ?2)")?;
        statement.execute((number, sealed))?;
        self.add(at(number, |place| self.part(place, &version)));
        Ok(())
    }

    fn remove_event(self, number: i64) -> Result<(), StoreError> {
        let mut statement = self
            .rows
            .connection
            .prepare_cached("DELETE FROM journal WHERE number = ?1 RETURNING substr(event, 2, 24)")?;
        let gone = statement.query_map([number], |row| Ok(read_envelope(row, 0)))?;
        for version in gone.collect::<Result<Vec<_>, _>>()? {
            self.take(at(number, |place| self.part(place, &version)));
        }
        Ok(())
    }
}

impl Rows<'_> {
    /// The newest events, oldest first. One that does not open is passed over.
    pub(super) fn journal(self) -> Result<History, StoreError> {
        let rows = self.numbered()?;
        let last = rows.last().map_or(0, |(number, _)| *number);
        let (kept, gone) = split(rows);
        let held = i64::try_from(kept.len()).unwrap_or(i64::MAX);
        Ok(History {
            folded: u64::try_from(last.saturating_sub(held)).unwrap_or_default(),
            folded_until: gone.into_iter().filter_map(|(_, event)| event).next_back().map(|event| event.at),
            events: kept.into_iter().filter_map(|(_, event)| event).collect(),
        })
    }

    /// The numbers of the events that do not open.
    pub(super) fn damaged_events(self) -> Result<Vec<i64>, StoreError> {
        let damaged = self.numbered()?.into_iter().filter(|(_, event)| event.is_none());
        Ok(damaged.map(|(number, _)| number).collect())
    }

    /// The same event within the hour, and its number. The newest are looked at first.
    fn find_same(self, event: &Event) -> Result<Option<(i64, Event)>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number, event FROM journal ORDER BY number DESC")?;
        let mut rows = statement.query(())?;
        while let Some(row) = rows.next()? {
            let number = row.get(0)?;
            if let Some(known) = self.open_event(number, &read_envelope(row, 1)).filter(|known| is_same(known, event)) {
                return Ok(Some((number, known)));
            }
        }
        Ok(None)
    }

    fn numbered(self) -> Result<Vec<Numbered>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT number, event FROM journal ORDER BY number")?;
        let rows = statement.query_map((), |row| Ok((row.get::<_, i64>(0)?, read_envelope(row, 1))))?;
        rows.map(|row| Ok(row.map(|(number, sealed)| (number, self.open_event(number, &sealed)))?)).collect()
    }

    fn open_event(self, number: i64, sealed: &[u8]) -> Option<Event> {
        let opened = at(number, |place| seal::open(&self.keys.metadata, place, sealed)).ok()?;
        columns::parse_event(opened.expose())
    }
}

/// The events that stay, and those that give way. One that does not open is no event, and stays until its
/// number is far behind.
fn split(rows: Vec<Numbered>) -> (Vec<Numbered>, Vec<Numbered>) {
    let (opened, damaged): (Vec<Numbered>, Vec<Numbered>) = rows.into_iter().partition(|(_, event)| event.is_some());
    let gone = surplus(opened.iter().filter_map(|(_, event)| event.as_ref()).map(|event| event.kind), CAPACITY);
    let oldest = opened.first().map_or(0, |(number, _)| *number);
    let (mut kept, mut given) = (Vec::new(), Vec::new());
    for (place, row) in opened.into_iter().enumerate() {
        if gone.contains(&place) { given.push(row) } else { kept.push(row) }
    }
    for row in damaged {
        if !gone.is_empty() && row.0 < oldest { given.push(row) } else { kept.push(row) }
    }
    kept.sort_unstable_by_key(|(number, _)| *number);
    (kept, given)
}

/// Within an hour by the clock, whichever way it was set.
fn is_same(known: &Event, event: &Event) -> bool {
    let is_near = known.at.saturating_add(SAME_EVENT) > event.at && event.at.saturating_add(SAME_EVENT) > known.at;
    (known.kind, &known.note) == (event.kind, &event.note) && is_near
}

pub(super) fn at<T>(number: i64, work: impl FnOnce(Place<'_>) -> T) -> T {
    work(Place { table: "journal", column: "event", clear: &[&number.to_be_bytes()] })
}
