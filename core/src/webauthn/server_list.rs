//! The passkeys that a server says an account has, from JSON that the host fetched. WebAuthn has no
//! form for it, so any of the usual ones will do: a list of ids, a list of objects with an `id`, or an
//! object that holds one such list (as Microsoft Graph's `value`).

use std::collections::HashSet;

use serde_json::Value;

use super::options::Descriptor;
use crate::id::CredentialId;

/// Bytes of JSON that a list may have.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Members that hold an id, in the order they are looked for.
const ID_MEMBERS: [&str; 3] = ["id", "credentialId", "rawId"];

/// The passkeys that a server has for one account.
#[derive(Clone, Debug, Default)]
pub struct ServerList {
    ids: HashSet<CredentialId>,
    unreadable: usize,
}

/// The text is no list of ids.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the server's list should be JSON: a list of ids, or of objects with an `id`, of at most 4 MiB")]
pub struct NotAServerList;

impl ServerList {
    /// Reads the list. Ids may be in every dialect that servers write: base64url, base64, Entra's
    /// UrlToken; each keeps every reading.
    pub fn parse(json: &[u8]) -> Result<Self, NotAServerList> {
        if json.len() > MOST_BYTES {
            return Err(NotAServerList);
        }
        let json: Value = serde_json::from_slice(json).map_err(|_| NotAServerList)?;
        let entries = entries_of(&json).ok_or(NotAServerList)?;
        let mut list = Self::default();
        for entry in entries {
            let text = match entry {
                Value::Object(members) => ID_MEMBERS.iter().find_map(|name| members.get(*name)),
                other => Some(other),
            };
            let readings = text.and_then(Value::as_str).map(|text| Descriptor::from_text(text).readings);
            match readings {
                Some(readings) if !readings.is_empty() => list.ids.extend(readings),
                _ => list.unreadable = list.unreadable.saturating_add(1),
            }
        }
        Ok(list)
    }

    /// A list of ids whose bytes are known.
    pub fn from_ids(ids: impl IntoIterator<Item = CredentialId>) -> Self {
        Self { ids: ids.into_iter().collect(), unreadable: 0 }
    }

    /// Whether any reading of an entry is `id`.
    pub fn names(&self, id: &CredentialId) -> bool {
        self.ids.contains(id)
    }

    /// Whether every entry could be read: only then does it say what the server does not have.
    pub const fn is_complete(&self) -> bool {
        self.unreadable == 0
    }

    /// How many entries could not be read.
    pub const fn unreadable(&self) -> usize {
        self.unreadable
    }
}

/// The list itself, or the one list in an object.
fn entries_of(json: &Value) -> Option<&Vec<Value>> {
    match json {
        Value::Array(entries) => Some(entries),
        Value::Object(members) => {
            let mut lists = members.values().filter_map(Value::as_array);
            let first = lists.next()?;
            lists.next().is_none().then_some(first)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
