//! JSON as it was written: strings borrowed from the text where they can be, members in order and
//! with their duplicates, and nothing built that breaks a limit.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::number::Number;
use super::path::Step;
use super::{Limit, OptionsError};

/// A value. No `Debug`: it may hold anything the request holds.
#[derive(Clone, PartialEq)]
pub(super) enum Json<'t> {
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'t, str>),
    List(Vec<Json<'t>>),
    Object(Object<'t>),
}

/// The members of an object, as written.
#[derive(Clone, Default)]
pub(super) struct Object<'t>(pub(super) Vec<(Cow<'t, str>, Json<'t>)>);

/// A text that was read.
pub(super) struct Parsed<'t> {
    pub(super) json: Json<'t>,
    /// Whether any object in it has a member twice. Seen while it is read: hardly any text has, and
    /// one that has not needs no second look.
    pub(super) repeats: bool,
}

impl<'t> Json<'t> {
    /// Reads a text that begins at `path`, `above` levels deep.
    pub(super) fn parse(text: &'t str, path: &str, above: usize) -> Result<Parsed<'t>, OptionsError> {
        let (refusal, repeats) = (RefCell::new(None), Cell::new(false));
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let parsed = Node { level: above.saturating_add(1), refusal: &refusal, repeats: &repeats }
            .deserialize(&mut deserializer)
            .and_then(|json| deserializer.end().map(|()| Parsed { json, repeats: repeats.get() }));
        parsed.map_err(|error| match refusal.take() {
            Some(Refusal { limit, steps }) => {
                let steps: String = steps.into_iter().rev().collect();
                OptionsError::TooLarge { path: format!("{path}{steps}"), limit }
            }
            None => OptionsError::NotJson { line: error.line(), column: error.column() },
        })
    }

    /// The same value, borrowing nothing.
    pub(super) fn into_owned(self) -> Json<'static> {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(value),
            Self::Number(value) => Json::Number(value),
            Self::String(text) => Json::String(Cow::Owned(text.into_owned())),
            Self::List(entries) => Json::List(entries.into_iter().map(Json::into_owned).collect()),
            Self::Object(Object(members)) => Json::Object(Object(
                members.into_iter().map(|(name, value)| (Cow::Owned(name.into_owned()), value.into_owned())).collect(),
            )),
        }
    }

    /// What kind of thing this is, for reports.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(text) if text.is_empty() => "an empty string",
            Self::String(_) => "a string",
            Self::List(entries) if entries.is_empty() => "an empty list",
            Self::List(_) => "a list",
            Self::Object(Object(members)) if members.is_empty() => "an empty object",
            Self::Object(_) => "an object",
        }
    }

    /// Whether this is a list of byte values, and of at least one.
    pub(super) fn is_byte_list(&self) -> bool {
        matches!(self, Self::List(entries) if !entries.is_empty() && entries.iter().all(|entry| entry.byte().is_some()))
    }

    /// The byte that this number stands for, signed or not, also written as text.
    pub(super) fn byte(&self) -> Option<u8> {
        let number = match self {
            Self::Number(number) => *number,
            Self::String(text) if text.len() <= LONGEST_BYTE => Number::parse(text)?,
            _ => return None,
        };
        let value = i16::try_from(number.integer()?).ok()?;
        (-128..=255).contains(&value).then(|| value.to_le_bytes()[0])
    }
}

impl<'t> Object<'t> {
    /// The member of a name.
    pub(super) fn member(&self, name: &str) -> Option<&Json<'t>> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The values in the order of their names, if every name is an index: how JavaScript and PHP
    /// write a list that they take for an object. Indexes may have gaps.
    pub(super) fn by_index(&self) -> Option<Vec<(usize, &Json<'t>)>> {
        let mut entries = Vec::with_capacity(self.0.len());
        for (name, value) in &self.0 {
            let canonical = name == "0" || !name.starts_with(['0', '+']);
            entries.push((name.parse().ok().filter(|_| canonical)?, value));
        }
        entries.sort_unstable_by_key(|(index, _)| *index);
        Some(entries)
    }

    /// The places of members that are there again, each with the place of the first of its name.
    pub(super) fn repeated(&self) -> Vec<(usize, usize)> {
        let mut repeated = Vec::new();
        if self.0.len() <= FEW {
            for (again, (name, _)) in self.0.iter().enumerate() {
                let first = self.0.iter().position(|(other, _)| other == name);
                repeated.extend(first.filter(|first| *first < again).map(|first| (first, again)));
            }
            return repeated;
        }
        let mut first: HashMap<&str, usize> = HashMap::with_capacity(self.0.len());
        for (again, (name, _)) in self.0.iter().enumerate() {
            match first.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(again);
                }
                Entry::Occupied(entry) => repeated.push((*entry.get(), again)),
            }
        }
        repeated
    }
}

/// The same members, in any order: what duplicates that agree have in common.
impl PartialEq for Object<'_> {
    fn eq(&self, other: &Self) -> bool {
        let sorted = |object: &Self| {
            let mut order: Vec<usize> = (0..object.0.len()).collect();
            order.sort_unstable_by_key(|index| (object.0.get(*index).map(|(name, _)| name.as_ref()), *index));
            order
        };
        self.0.len() == other.0.len()
            && sorted(self).into_iter().zip(sorted(other)).all(|(left, right)| self.0.get(left) == other.0.get(right))
    }
}

/// Up to here, comparing each name with each is quicker than hashing them.
const FEW: usize = 16;

/// Longest text that may stand for a byte: `-128.0` and a little space.
const LONGEST_BYTE: usize = 8;

/// Reads one value at a level of nesting.
#[derive(Clone, Copy)]
struct Node<'c> {
    level: usize,
    /// Why the text was refused; set before the parser is stopped by an error, and added to on the
    /// way out.
    refusal: &'c RefCell<Option<Refusal>>,
    repeats: &'c Cell<bool>,
}

struct Refusal {
    limit: Limit,
    /// From the value at fault outwards.
    steps: Vec<String>,
}

impl Node<'_> {
    fn inner(self) -> Self {
        Self { level: self.level.saturating_add(1), ..self }
    }

    fn refuse<E: Error>(self, limit: Limit) -> E {
        self.refusal.replace(Some(Refusal { limit, steps: Vec::new() }));
        E::custom("too large")
    }

    fn check_level<E: Error>(self) -> Result<(), E> {
        if self.level > Limit::Levels.most() { Err(self.refuse(Limit::Levels)) } else { Ok(()) }
    }

    /// A long list may hold bytes only: a challenge of 5 KB may be one of numbers.
    fn check_length<'v, 't: 'v, E: Error>(
        self,
        length: usize,
        values: impl DoubleEndedIterator<Item = &'v Json<'t>>,
    ) -> Result<(), E> {
        let most = Limit::Entries.most();
        let to_check = match length {
            length if length <= most => 0,
            length if length == most.saturating_add(1) => length,
            _ => 1,
        };
        let all_bytes = values.rev().take(to_check).all(|value| value.byte().is_some());
        if all_bytes { Ok(()) } else { Err(self.refuse(Limit::Entries)) }
    }

    fn add_step(self, step: impl FnOnce() -> String) {
        if let Some(refusal) = self.refusal.borrow_mut().as_mut() {
            refusal.steps.push(step());
        }
    }
}

impl<'t> DeserializeSeed<'t> for Node<'_> {
    type Value = Json<'t>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Json<'t>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'t> Visitor<'t> for Node<'_> {
    type Value = Json<'t>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json<'t>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'t>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'t>, E> {
        Ok(Json::Number(Number::Integer(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'t>, E> {
        Ok(Json::Number(Number::from(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'t>, E> {
        Ok(Json::Number(Number::Float(value)))
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Json<'t>, E> {
        Ok(Json::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json<'t>, E> {
        Ok(Json::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut access: A) -> Result<Json<'t>, A::Error> {
        self.check_level()?;
        let mut entries = Vec::new();
        loop {
            let entry = access.next_element_seed(self.inner());
            let entry = entry.inspect_err(|_| self.add_step(|| format!("[{}]", entries.len())))?;
            let Some(entry) = entry else { break };
            entries.push(entry);
            self.check_length(entries.len(), entries.iter())?;
        }
        Ok(Json::List(entries))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut access: A) -> Result<Json<'t>, A::Error> {
        self.check_level()?;
        let mut members = Vec::new();
        while let Some(name) = access.next_key_seed(Name)? {
            let value = access.next_value_seed(self.inner());
            let value = value.inspect_err(|_| self.add_step(|| Step(&name).written()))?;
            members.push((name, value));
            self.check_length(members.len(), members.iter().map(|(_, value)| value))?;
        }
        let object = Object(members);
        if !object.repeated().is_empty() {
            self.repeats.set(true);
        }
        Ok(Json::Object(object))
    }
}

/// Reads the name of a member, borrowed where it can be.
struct Name;

impl<'t> DeserializeSeed<'t> for Name {
    type Value = Cow<'t, str>;

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<Cow<'t, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'t> Visitor<'t> for Name {
    type Value = Cow<'t, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a member")
    }

    fn visit_borrowed_str<E>(self, name: &'t str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'t, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
