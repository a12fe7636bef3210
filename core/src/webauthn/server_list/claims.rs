//! Whose list it is, as far as the answer says.

use serde_json::{Map, Value};

use super::bytes::{hex, text_of};
use super::names::plain;
use crate::id::{RpId, UserHandle};
use crate::webauthn::options::Descriptor;

/// What an answer, or an entry of it, says of whom it is about.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    /// Relying parties.
    pub(super) relying_parties: Vec<String>,
    /// User handles, by WebAuthn's own names for one.
    handles: Vec<String>,
    /// Accounts by an id that may be the user handle, and may be the server's own.
    accounts: Vec<String>,
    /// Names that people sign in by.
    names: Vec<String>,
}

impl Claims {
    /// Adds what an object says.
    pub(super) fn gather(&mut self, members: &Map<String, Value>) {
        let is_signal = members.keys().any(|name| plain(name).starts_with("allaccepted"));
        for (name, value) in members {
            match plain(name).as_str() {
                "rpid" | "relyingpartyid" | "relyingpartyidentifier" | "rpidentifier" => {
                    self.relying_parties.extend(id_of(value))
                }
                "rp" | "relyingparty" => self.relying_parties.extend(id_of(value)),
                "userhandle" | "webauthnuserid" | "webauthnuserhandle" => self.handles.extend(id_of(value)),
                // In the shape of a signal it is the user handle (WebAuthn L3, section 5.1.10).
                "userid" if is_signal => self.handles.extend(id_of(value)),
                "userid" | "useridentifier" | "accountid" | "useruuid" | "ownerid" | "owneruserid" | "subject"
                | "sub" | "principalid" => self.accounts.extend(id_of(value)),
                "user" | "account" | "owner" => self.gather_user(value),
                "username" | "userprincipalname" | "upn" => self.names.extend(id_of(value)),
                _ => {}
            }
        }
    }

    fn gather_user(&mut self, user: &Value) {
        let Value::Object(members) = user else { return self.accounts.extend(id_of(user)) };
        for (name, value) in members {
            match plain(name).as_str() {
                "handle" | "userhandle" | "webauthnid" => self.handles.extend(id_of(value)),
                "id" | "userid" | "uuid" | "uid" | "sub" => self.accounts.extend(id_of(value)),
                "name" | "username" => self.names.extend(id_of(value)),
                _ => {}
            }
        }
    }

    /// Adds what another object said.
    pub(super) fn join(&mut self, other: Self) {
        self.relying_parties.extend(other.relying_parties);
        self.handles.extend(other.handles);
        self.accounts.extend(other.accounts);
        self.names.extend(other.names);
    }

    /// Whether a relying party is named, and only others are.
    pub(super) fn name_other_party(&self, rp_id: &RpId) -> bool {
        !self.relying_parties.is_empty() && !self.relying_parties.iter().any(|text| is_party(text, rp_id))
    }

    /// Whether the account of this handle is not among those that are named. An id of the server's own says
    /// nothing where the list `is_theirs`: it names a passkey of the account, which no other account has.
    pub(super) fn name_other_account(&self, handle: &UserHandle, names: &[&str], is_theirs: bool) -> bool {
        let is_handle = |text: &String| is_handle(text, handle);
        if !self.handles.is_empty() {
            return !self.handles.iter().any(is_handle);
        }
        let is_name = |text: &String| names.iter().any(|name| name.trim().to_lowercase() == text.trim().to_lowercase());
        let is_silent = self.accounts.is_empty() && self.names.is_empty();
        !is_silent
            && !is_theirs
            && !self.accounts.iter().chain(&self.names).any(|text| is_handle(text) || is_name(text))
    }
}

/// The text or number of an id, or of the `id` of an object.
fn id_of(value: &Value) -> Option<String> {
    let id = value.get("id").unwrap_or(value);
    text_of(id).or_else(|| id.as_u64().map(|number| number.to_string())).filter(|text| !text.trim().is_empty())
}

/// An RP ID, as people write domains: with a scheme, a port, a dot at the end, in capitals.
pub(super) fn is_party(text: &str, rp_id: &RpId) -> bool {
    let text = text.trim().to_lowercase();
    let host = text.split_once("://").map_or(text.as_str(), |(_, rest)| rest);
    let host = host.split(['/', ':']).next().unwrap_or_default();
    host.trim_end_matches('.') == rp_id.as_str()
}

fn is_handle(text: &String, handle: &UserHandle) -> bool {
    let bytes = handle.as_bytes();
    let digits: String = text.chars().filter(|letter| *letter != '-').collect();
    text.as_bytes() == bytes
        || Descriptor::from_text(text).readings.iter().any(|reading| reading.as_bytes() == bytes)
        || hex(&digits).is_some_and(|reading| reading == bytes)
}
