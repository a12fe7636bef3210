//! What happened to a passkey: the newest events, and how many older ones were folded away.
//!
//! ```text
//! history = { 1: [* event], ? 2: folded, ? 3: time of the last folded }
//! event = [ at, kind, detail, ? note ]
//! ```

use std::collections::VecDeque;

use ciborium::Value;

use super::state::{EVIDENCE, evidence_number};
use crate::cbor::{self, NotCanonical};
use crate::clock::Timestamp;
use crate::standing::{Event, EventKind};
use crate::store::ring::surplus;

/// How many events a passkey keeps of what sites do, and as many of all else; others are counted only.
pub(in crate::store) const CAPACITY: usize = 32;

// Keys of the map.
const EVENTS: i64 = 1;
const FOLDED: i64 = 2;
const FOLDED_UNTIL: i64 = 3;

/// What happened to a passkey, oldest first. Does not grow without bound.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct History {
    /// The newest events, oldest first.
    pub events: VecDeque<Event>,
    /// How many older ones there were.
    pub folded: u64,
    /// When the last of those was.
    pub folded_until: Option<Timestamp>,
}

impl History {
    /// Adds the newest event; an older one gives way.
    pub(in crate::store) fn push(&mut self, event: Event) {
        self.events.push_back(event);
        for place in surplus(self.events.iter().map(|event| event.kind), CAPACITY).into_iter().rev() {
            if let Some(gone) = self.events.remove(place) {
                self.folded = self.folded.saturating_add(1);
                self.folded_until = Some(gone.at);
            }
        }
    }
}

pub(in crate::store) fn render_history(history: &History) -> Result<Vec<u8>, NotCanonical> {
    let mut entries = vec![(EVENTS, Value::Array(history.events.iter().map(event_value).collect()))];
    if history.folded > 0 {
        entries.push((FOLDED, Value::from(history.folded)));
    }
    if let Some(until) = history.folded_until {
        entries.push((FOLDED_UNTIL, Value::from(until.as_millis())));
    }
    super::render(entries)
}

pub(in crate::store) fn parse_history(bytes: &[u8]) -> Option<History> {
    let map = cbor::parse_rendered(bytes).ok()?;
    Some(History {
        events: cbor::member(&map, EVENTS)?.as_array()?.iter().map(event_of).collect::<Option<_>>()?,
        folded: super::number_of(&map, FOLDED).unwrap_or_default(),
        folded_until: super::number_of(&map, FOLDED_UNTIL).map(Timestamp::from_millis),
    })
}

pub(in crate::store) fn render_event(event: &Event) -> Result<Vec<u8>, NotCanonical> {
    cbor::render(&event_value(event))
}

pub(in crate::store) fn parse_event(bytes: &[u8]) -> Option<Event> {
    event_of(&cbor::parse_rendered(bytes).ok()?)
}

fn event_value(event: &Event) -> Value {
    let detail = match event.kind {
        EventKind::Created(evidence) => evidence_number(evidence),
        _ => 0,
    };
    let mut parts = vec![Value::from(event.at.as_millis()), Value::from(kind_number(event.kind)), Value::from(detail)];
    if let Some(note) = &event.note {
        parts.push(Value::from(note.as_str()));
    }
    Value::Array(parts)
}

fn event_of(value: &Value) -> Option<Event> {
    let number = |value: &Value| u64::try_from(value.as_integer()?).ok();
    let (at, kind, detail, note) = match value.as_array()?.as_slice() {
        [at, kind, detail] => (at, kind, detail, None),
        [at, kind, detail, note] => (at, kind, detail, Some(note.as_text()?.to_owned())),
        _ => return None,
    };
    let detail = number(detail)?;
    let evidence = EVIDENCE.into_iter().find(|known| u64::from(evidence_number(*known)) == detail)?;
    let kind = number(kind)?;
    let kind = kinds(evidence).into_iter().find(|known| u64::from(kind_number(*known)) == kind)?;
    Some(Event { at: Timestamp::from_millis(number(at)?), kind, note })
}

// A number is never given another meaning.

fn kinds(evidence: Option<crate::standing::Evidence>) -> [EventKind; 32] {
    [
        EventKind::Created(evidence),
        EventKind::Accepted,
        EventKind::Refused,
        EventKind::NoAnswer,
        EventKind::DeadlinePassed,
        EventKind::Listed,
        EventKind::OmittedFromExcludeList,
        EventKind::SignalledAccepted,
        EventKind::SignalledNotAccepted,
        EventKind::SignalledUnknown,
        EventKind::NamesUpdated,
        EventKind::FoundOnServer,
        EventKind::MissingOnServer,
        EventKind::Superseded,
        EventKind::Replaced,
        EventKind::Deleted,
        EventKind::Restored,
        EventKind::Renamed,
        EventKind::AccountMoved,
        EventKind::KeyMissing,
        EventKind::KeyFound,
        EventKind::SignalReceived,
        EventKind::Purged,
        EventKind::RollbackAccepted,
        EventKind::KeyIntended,
        EventKind::KeyCondemned,
        EventKind::KeyGone,
        EventKind::CallerRefused,
        EventKind::PrivilegedListTaken,
        EventKind::BrowserTrusted,
        EventKind::BrowserRevoked,
        EventKind::AppUnlinked,
    ]
}

const fn kind_number(kind: EventKind) -> u8 {
    match kind {
        EventKind::Created(_) => 1,
        EventKind::Accepted => 2,
        EventKind::Refused => 3,
        EventKind::NoAnswer => 4,
        EventKind::DeadlinePassed => 5,
        EventKind::Listed => 6,
        EventKind::OmittedFromExcludeList => 7,
        EventKind::SignalledAccepted => 8,
        EventKind::SignalledNotAccepted => 9,
        EventKind::SignalledUnknown => 10,
        EventKind::NamesUpdated => 11,
        EventKind::FoundOnServer => 12,
        EventKind::MissingOnServer => 13,
        EventKind::Superseded => 14,
        EventKind::Replaced => 15,
        EventKind::Deleted => 16,
        EventKind::Restored => 17,
        EventKind::Renamed => 18,
        EventKind::AccountMoved => 19,
        EventKind::KeyMissing => 20,
        EventKind::KeyFound => 21,
        EventKind::SignalReceived => 22,
        EventKind::Purged => 23,
        EventKind::RollbackAccepted => 24,
        EventKind::KeyIntended => 25,
        EventKind::KeyCondemned => 26,
        EventKind::KeyGone => 27,
        EventKind::CallerRefused => 28,
        EventKind::PrivilegedListTaken => 29,
        EventKind::BrowserTrusted => 30,
        EventKind::BrowserRevoked => 31,
        EventKind::AppUnlinked => 32,
    }
}
