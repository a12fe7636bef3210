//! Reads a document member by member, and remembers where it is.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::refused::{InvalidPolicy, Problem};
use crate::document::Unambiguous;
use crate::id::{Aaguid, RpId};

/// The service takes 20 KB for all methods together.
const MAX_BYTES: usize = 256 * 1024;

/// What a path shows of a name that the document gave.
const MAX_NAME: usize = 64;

/// A value, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    pub(super) path: String,
    value: &'a Value,
}

/// An object, and which of its members were asked for.
#[derive(Debug)]
pub(super) struct Members<'a> {
    path: String,
    members: &'a Map<String, Value>,
    known: BTreeSet<&'static str>,
}

/// Reads JSON.
pub(super) fn parse(json: &[u8]) -> Result<Value, InvalidPolicy> {
    if json.len() > MAX_BYTES {
        return Err(InvalidPolicy::TooLarge);
    }
    // What editors on Windows put before a text.
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    serde_json::from_slice(json).map(|Unambiguous(value)| value).map_err(|_| InvalidPolicy::NotJson)
}

impl<'a> Node<'a> {
    pub(super) fn new(path: impl Into<String>, value: &'a Value) -> Self {
        Self { path: path.into(), value }
    }

    pub(super) fn wrong(&self, problem: Problem) -> InvalidPolicy {
        InvalidPolicy::member(&self.path, problem)
    }

    pub(super) fn text(&self) -> Result<&'a str, InvalidPolicy> {
        self.value.as_str().ok_or_else(|| self.wrong(Problem::NotText))
    }

    pub(super) fn flag(&self) -> Result<bool, InvalidPolicy> {
        self.value.as_bool().ok_or_else(|| self.wrong(Problem::NotAFlag))
    }

    pub(super) fn integer(&self) -> Option<u64> {
        self.value.as_u64()
    }

    pub(super) fn list(&self) -> Result<Vec<Self>, InvalidPolicy> {
        let entries = self.value.as_array().ok_or_else(|| self.wrong(Problem::NotAList))?;
        let place = |(index, value)| Self::new(format!("{}[{index}]", self.path), value);
        Ok(entries.iter().enumerate().map(place).collect())
    }

    pub(super) fn is_list(&self) -> bool {
        self.value.is_array()
    }

    /// A list of what `read` makes of each entry.
    pub(super) fn list_of<T>(&self, read: impl Fn(&Self) -> Result<T, InvalidPolicy>) -> Result<Vec<T>, InvalidPolicy> {
        self.list()?.iter().map(read).collect()
    }

    pub(super) fn aaguid(&self) -> Result<Aaguid, InvalidPolicy> {
        self.text()?.trim().parse().map_err(|_| self.wrong(Problem::NotAnAaguid))
    }

    pub(super) fn rp_id(&self) -> Result<RpId, InvalidPolicy> {
        RpId::parse(self.text()?).map_err(|_| self.wrong(Problem::NotAnRpId))
    }

    pub(super) fn members(&self) -> Result<Members<'a>, InvalidPolicy> {
        let members = self.value.as_object().ok_or_else(|| self.wrong(Problem::NotAnObject))?;
        Ok(Members { path: self.path.clone(), members, known: BTreeSet::new() })
    }
}

impl<'a> Members<'a> {
    /// A member, `null` or not.
    pub(super) fn given(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.known.insert(name);
        self.members.get(name).map(|value| Node::new(self.path_of(name), value))
    }

    /// A member; `null` is as if it were not there, as Microsoft Graph means it.
    pub(super) fn take(&mut self, name: &'static str) -> Option<Node<'a>> {
        self.given(name).filter(|node| !node.value.is_null())
    }

    /// Where the object stands.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Whether there is a member of this name, and it is not `null`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|value| !value.is_null())
    }

    /// Members that mean nothing here.
    pub(super) fn pass_over(&mut self, names: &[&'static str]) {
        self.known.extend(names);
    }

    pub(super) fn path_of(&self, name: &str) -> String {
        let name: String = name.chars().filter(|letter| !letter.is_control()).take(MAX_NAME).collect();
        if self.path.is_empty() { name } else { format!("{}.{name}", self.path) }
    }

    /// The paths of members that nobody asked for.
    pub(super) fn unknown(&self) -> impl Iterator<Item = String> {
        let is_unknown = |name: &&String| !self.known.contains(name.as_str());
        self.members.keys().filter(is_unknown).map(|name| self.path_of(name))
    }

    /// The same, without OData's annotations, which say nothing of the policy.
    pub(super) fn unknown_to_graph(&self) -> impl Iterator<Item = String> {
        let is_unknown = |name: &&String| !self.known.contains(name.as_str()) && !name.contains('@');
        self.members.keys().filter(is_unknown).map(|name| self.path_of(name))
    }
}
