//! What happened to a passkey: the newest events, and how many older ones were folded away.
//!
//! ```text
//! history = { 1: [* event], ? 2: folded, ? 3: time of the last folded }
//! event = [ at, kind, detail, ? note ]
//! ```

use std::collections::VecDeque;

use ciborium::Value;

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
    let map = super::parse(bytes)?;
    Some(History {
        events: cbor::member(&map, EVENTS)?.as_array()?.iter().map(event_of).collect::<Option<_>>()?,
        folded: super::number_of(&map, FOLDED).unwrap_or_default(),
        folded_until: super::number_of(&map, FOLDED_UNTIL).map(Timestamp::from_millis),
    })
}

pub(in crate::store) fn render_event(event: &Event) -> Result<Vec<u8>, NotCanonical> {
    super::render_item(&event_value(event))
}

pub(in crate::store) fn parse_event(bytes: &[u8]) -> Option<Event> {
    event_of(&super::parse(bytes)?)
}

fn event_value(event: &Event) -> Value {
    let (kind, detail) = event.kind.numbers();
    let mut parts = vec![Value::from(event.at.as_millis()), Value::from(kind), Value::from(detail)];
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
    let kind = EventKind::from_numbers(number(kind)?, number(detail)?);
    Some(Event { at: Timestamp::from_millis(number(at)?), kind, note })
}
