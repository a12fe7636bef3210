//! The passkeys that a server says an account has, from JSON that the host fetched. WebAuthn has no
//! form for it, so any of the usual ones will do: a list of ids, a list of objects with an id, or an
//! object that holds such lists, with whatever else the server says around them.
//!
//! What hides a passkey is its absence, so that a wrong reading is worse than none. The rules, which
//! know no server:
//!
//! - A member that says credential id, in any spelling, goes before a plain `id`, and a text that is too
//!   short or has the form of a database's row id is not a credential id (`entry`).
//! - An error is no list, and an empty list counts only as the whole answer or under a name that speaks
//!   of credentials (`find`, `signs`).
//! - One page of several says nothing of what it omits (`signs`).
//! - A list that names another relying party or account says nothing at all (`claims`).
//! - A passkey whose id stands anywhere in the answer is not missing in it, and if it stands where no id
//!   was read, nothing else is either (`mentions`).

mod bytes;
mod claims;
mod entry;
mod find;
mod mentions;
mod names;
mod refused;
mod signs;

use std::collections::HashSet;
use std::fmt;

use claims::Claims;
use entry::Entry;
use find::Lists;
use mentions::Mentions;
pub use refused::ServerListRefused;
use serde_json::Value;

use crate::id::{CredentialId, RpId, UserHandle};

/// Bytes of JSON that a list may have.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// Layers of JSON in a text of JSON that are read.
const LAYERS: usize = 3;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The passkeys that a server has for one account.
#[derive(Clone, Default)]
pub struct ServerList {
    /// Of entries that name no relying party.
    ids: HashSet<CredentialId>,
    /// Of entries that name theirs.
    of_parties: Vec<(Vec<String>, Vec<CredentialId>)>,
    /// Both, by entry: the relying parties that it names, and every reading of its id. Not of those that could not be
    /// read.
    entries: Vec<(Vec<String>, Vec<CredentialId>)>,
    unreadable: usize,
    is_part: bool,
    claims: Claims,
    mentions: Mentions,
}

/// A list as one account sees it.
pub(crate) struct AccountList<'a> {
    list: &'a ServerList,
    named: HashSet<&'a CredentialId>,
    unread: HashSet<&'a CredentialId>,
}

/// Whether a list says what the server does not have.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum ListCoverage {
    /// It does.
    #[default]
    Complete,
    /// It is one page of several, or has an entry that cannot be read: what it names is known to the
    /// server, and of what it does not name nothing is known.
    Incomplete,
}

impl ListCoverage {
    /// Stable machine-readable name: `complete`, `incomplete`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Incomplete => "incomplete",
        }
    }
}

impl ServerList {
    /// Reads the list. Ids may be in every dialect that servers write: base64url, base64, Entra's
    /// UrlToken; each keeps every reading.
    pub fn parse(json: &[u8]) -> Result<Self, ServerListRefused> {
        if json.len() > MOST_BYTES {
            return Err(ServerListRefused::NotAList);
        }
        let json = json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json);
        let mut answer: Value = serde_json::from_slice(json).map_err(|_| ServerListRefused::NotAList)?;
        unfold(&mut answer, LAYERS);
        let mentions = Mentions::of(json, &answer);
        let Lists { entries, around } = find::find(&answer)?;
        let mut list = Self { is_part: signs::is_part(&around, entries.len()), mentions, ..Self::default() };
        around.iter().for_each(|members| list.claims.gather(members));
        entries.into_iter().for_each(|entry| list.add(entry));
        Ok(list)
    }

    fn add(&mut self, entry: &Value) {
        let Entry { ids, is_read, .. } = Entry::read(entry);
        let mut claims = Claims::default();
        if let Value::Object(members) = entry {
            claims.gather(members);
        }
        let parties = std::mem::take(&mut claims.relying_parties);
        self.claims.join(claims);
        if is_read {
            self.entries.push((parties.clone(), ids.clone()));
        } else {
            self.unreadable = self.unreadable.saturating_add(1);
        }
        if parties.is_empty() {
            self.ids.extend(ids);
        } else {
            self.of_parties.push((parties, ids));
        }
    }

    /// A list of ids whose bytes are known.
    pub fn from_ids(ids: impl IntoIterator<Item = CredentialId>) -> Self {
        let ids: HashSet<CredentialId> = ids.into_iter().collect();
        Self { entries: ids.iter().map(|id| (Vec::new(), vec![id.clone()])).collect(), ids, ..Self::default() }
    }

    /// The entries that could be read and are not of another relying party: each as every reading of its id.
    pub(crate) fn entries_of(&self, rp_id: &RpId) -> impl Iterator<Item = &[CredentialId]> {
        let is_mine =
            |parties: &[String]| parties.is_empty() || parties.iter().any(|party| claims::is_party(party, rp_id));
        self.entries.iter().filter(move |(parties, _)| is_mine(parties)).map(|(_, ids)| ids.as_slice())
    }

    /// Whether any reading of an entry is `id`.
    pub fn names(&self, id: &CredentialId) -> bool {
        self.ids.contains(id) || self.of_parties.iter().any(|(_, ids)| ids.contains(id))
    }

    /// Whether it is the whole list and every entry could be read: only then does it say what the server
    /// does not have.
    pub const fn is_complete(&self) -> bool {
        self.unreadable == 0 && !self.is_part
    }

    /// How many entries could not be read.
    pub const fn unreadable(&self) -> usize {
        self.unreadable
    }

    /// The list as the account of this handle sees it, whose passkeys are `known`, with their names. Refused if
    /// it is about another account or relying party.
    pub(crate) fn of_account<'a>(
        &'a self,
        rp_id: &RpId,
        handle: &UserHandle,
        known: &[(&'a CredentialId, &str)],
    ) -> Result<AccountList<'a>, ServerListRefused> {
        let is_mine = |parties: &Vec<String>| parties.iter().any(|party| claims::is_party(party, rp_id));
        let mine: Vec<_> = self.of_parties.iter().filter(|(parties, _)| is_mine(parties)).collect();
        let named: HashSet<&CredentialId> = self.ids.iter().chain(mine.iter().flat_map(|(_, ids)| ids)).collect();
        let is_theirs = known.iter().any(|(id, _)| named.contains(id));
        let names: Vec<&str> = known.iter().map(|(_, name)| *name).collect();
        let is_of_others = mine.is_empty() && self.ids.is_empty() && !self.of_parties.is_empty();
        if is_of_others
            || self.claims.name_other_party(rp_id)
            || self.claims.name_other_account(handle, &names, is_theirs)
        {
            return Err(ServerListRefused::OtherAccount);
        }
        let unread = self.mentions.among(known.iter().map(|(id, _)| *id).filter(|id| !named.contains(id)));
        Ok(AccountList { list: self, named, unread })
    }
}

impl AccountList<'_> {
    /// Whether an entry names the passkey.
    pub(crate) fn names(&self, id: &CredentialId) -> bool {
        self.named.contains(id)
    }

    /// Whether a passkey that it does not name is not on the server. Where a passkey of the account stands
    /// in the answer, and not where ids were read, the reading was wrong.
    pub(crate) fn coverage(&self) -> ListCoverage {
        if self.list.is_complete() && self.unread.is_empty() {
            ListCoverage::Complete
        } else {
            ListCoverage::Incomplete
        }
    }
}

/// Names no person, site or id.
impl fmt::Debug for ServerList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ServerList")
            .field("ids", &self.ids.len())
            .field("unreadable", &self.unreadable)
            .field("is_part", &self.is_part)
            .finish_non_exhaustive()
    }
}

/// Puts JSON in place of a text that holds it: some answers wrap their body, and some entries their details.
fn unfold(value: &mut Value, layers: usize) {
    if let (Value::String(text), Some(_)) = (&*value, layers.checked_sub(1)) {
        if text.trim_start().starts_with(['{', '['])
            && let Ok(inner) = serde_json::from_str(text)
        {
            *value = inner;
            unfold(value, layers.saturating_sub(1));
        }
        return;
    }
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| unfold(value, layers)),
        Value::Object(members) => members.values_mut().for_each(|value| unfold(value, layers)),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
