//! Reads a dialect member by member, and remembers where it is.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::refused::{DialectProblem, InvalidDialect};
use crate::enrolment::pointer;

/// A value, and where it stands.
pub(super) struct Node<'a> {
    pub(super) path: String,
    pub(super) value: &'a Value,
}

/// An object, and which of its members were asked for.
pub(super) struct Members<'a> {
    path: String,
    members: &'a Map<String, Value>,
    known: BTreeSet<&'static str>,
}

type Read<T> = Result<T, InvalidDialect>;

impl<'a> Node<'a> {
    pub(super) fn wrong(&self, problem: DialectProblem) -> InvalidDialect {
        InvalidDialect::member(&self.path, problem)
    }

    pub(super) fn text(&self) -> Read<&'a str> {
        self.value.as_str().ok_or_else(|| self.wrong(DialectProblem::NotText))
    }

    pub(super) fn owned(&self) -> Read<String> {
        self.text().map(str::to_owned)
    }

    pub(super) fn number(&self, most: u64) -> Read<u64> {
        self.value.as_u64().filter(|number| *number <= most).ok_or_else(|| self.wrong(DialectProblem::NotANumber))
    }

    pub(super) fn list<T>(&self, read: impl Fn(&Self) -> Read<T>) -> Read<Vec<T>> {
        let entries = self.value.as_array().ok_or_else(|| self.wrong(DialectProblem::NotAList))?;
        let place = |(index, value)| Node { path: format!("{}/{index}", self.path), value };
        entries.iter().enumerate().map(place).map(|node| read(&node)).collect()
    }

    /// An object whose members may have any name.
    pub(super) fn entries<T>(&self, read: impl Fn(&Self) -> Read<T>) -> Read<Vec<(String, T)>> {
        let members = self.value.as_object().ok_or_else(|| self.wrong(DialectProblem::NotAnObject))?;
        let entry = |(name, value): (&String, &'a Value)| {
            let node = Node { path: format!("{}/{name}", self.path), value };
            Ok((name.clone(), read(&node)?))
        };
        members.iter().map(entry).collect()
    }

    pub(super) fn pointer(&self) -> Read<String> {
        let text = self.text()?;
        if pointer::is_pointer(text) { Ok(text.to_owned()) } else { Err(self.wrong(DialectProblem::NotAPointer)) }
    }

    pub(super) fn status(&self) -> Read<u16> {
        let status = self.number(599)?;
        u16::try_from(status)
            .ok()
            .filter(|status| (200..600).contains(status))
            .ok_or_else(|| self.wrong(DialectProblem::NotANumber))
    }

    pub(super) fn one_of<T: Copy>(&self, values: &[(&str, T)]) -> Read<T> {
        let text = self.text()?;
        let found = values.iter().find(|(name, _)| *name == text);
        found.map(|(_, value)| *value).ok_or_else(|| self.wrong(DialectProblem::NotAValue))
    }

    pub(super) fn members(&self) -> Read<Members<'a>> {
        let members = self.value.as_object().ok_or_else(|| self.wrong(DialectProblem::NotAnObject))?;
        Ok(Members { path: self.path.clone(), members, known: BTreeSet::new() })
    }
}

impl<'a> Members<'a> {
    pub(super) fn take(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.known.insert(name);
        self.members.get(name).map(|value| Node { path: format!("{}/{name}", self.path), value })
    }

    pub(super) fn need(&mut self, name: &'static str) -> Read<Node<'a>> {
        let missing = InvalidDialect::member(format!("{}/{name}", self.path), DialectProblem::Missing);
        self.take(name).ok_or(missing)
    }

    /// What `read` makes of a member, if it is there.
    pub(super) fn read<T>(&mut self, name: &'static str, read: impl Fn(&Node<'a>) -> Read<T>) -> Read<Option<T>> {
        self.take(name).as_ref().map(read).transpose()
    }

    /// Nothing else may be there: what is not understood is not passed over.
    pub(super) fn finish(self) -> Read<()> {
        match self.members.keys().find(|name| !self.known.contains(name.as_str())) {
            Some(name) => Err(InvalidDialect::member(
                format!(
                    "{}/{}",
                    self.path,
                    name.chars().filter(|letter| !letter.is_control()).take(64).collect::<String>()
                ),
                DialectProblem::Unknown,
            )),
            None => Ok(()),
        }
    }
}
