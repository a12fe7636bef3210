//! What one entry of a list names.

use serde_json::{Map, Value};

use super::bytes::{hex, text_of};
use super::names::{is_wrapper, plain, says_credential_id, speaks_of_credentials};
use super::signs::is_error;
use crate::id::CredentialId;
use crate::webauthn::options::Descriptor;

/// A credential id has at least so many bytes (WebAuthn L3, section 4, Credential ID).
const SHORTEST: usize = 16;

/// What an entry names.
pub(super) struct Entry {
    /// Every reading of every text that may be its id: to be found among them is no accident.
    pub(super) ids: Vec<CredentialId>,
    /// Whether one of them can only be the credential's id and no row's in a database.
    pub(super) is_read: bool,
    /// Whether a member says that it is the credential's id.
    pub(super) is_sure: bool,
}

/// Texts that may be the id of an entry.
#[derive(Default)]
struct Texts {
    /// Of members that say so.
    sure: Vec<String>,
    /// Of members called `id`, which may be the server's own number of the row.
    plain: Vec<String>,
}

impl Entry {
    pub(super) fn read(entry: &Value) -> Self {
        let mut texts = Texts::default();
        let mut is_failure = false;
        match entry {
            Value::Object(members) if text_of(entry).is_none() => {
                is_failure = is_error(members);
                texts.gather(members, false, true);
            }
            other => texts.sure.extend(text_of(other)),
        }
        let is_sure = texts.sure.iter().any(|text| is_id(text) || hex_id(text).is_some());
        let is_read = is_sure || !is_failure && texts.plain.iter().any(|text| is_id(text));
        let ids = texts.sure.iter().chain(&texts.plain).flat_map(|text| readings(text)).collect();
        Self { ids, is_read, is_sure: is_sure && entry.is_object() }
    }
}

impl Texts {
    /// `of_credential`: whether the object is named as a credential. `of_entry`: whether its `id` is the
    /// entry's own.
    fn gather(&mut self, members: &Map<String, Value>, of_credential: bool, of_entry: bool) {
        for (name, value) in members {
            let name = plain(name);
            let is_sure = says_credential_id(&name) || (of_credential && name == "id");
            if let Some(text) = text_of(value) {
                if is_sure {
                    self.sure.push(text);
                } else if of_entry && name == "id" {
                    self.plain.push(text);
                }
                continue;
            }
            let of_credential = speaks_of_credentials(&name);
            match value {
                Value::Object(members) => self.gather(members, of_credential, is_wrapper(&name)),
                Value::Array(values) => {
                    for value in values {
                        match value {
                            Value::Object(members) => self.gather(members, of_credential, false),
                            other if is_sure => self.sure.extend(text_of(other)),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Every reading of a text that is long enough.
fn readings(text: &str) -> Vec<CredentialId> {
    let mut readings = Descriptor::from_text(text).readings;
    readings.extend(hex(text).and_then(|bytes| CredentialId::from_bytes(bytes).ok()));
    readings.retain(|id| id.as_bytes().len() >= SHORTEST);
    readings
}

/// Hexadecimal digits, and more of them than a UUID or a row's number has.
fn hex_id(text: &str) -> Option<Vec<u8>> {
    hex(text).filter(|bytes| bytes.len() > SHORTEST)
}

/// Whether a text is a credential id and cannot be the number of a row.
fn is_id(text: &str) -> bool {
    !is_row_id(text) && !readings(text).is_empty()
}

/// Whether a text has the form that databases and their libraries give to the ids of rows. Each of
/// them reads as base64url too, but random bytes of a credential id take such a form hardly ever;
/// and a mistake costs no more than that nothing is said of what is missing.
fn is_row_id(text: &str) -> bool {
    let all = |allowed: fn(&u8) -> bool| text.bytes().all(|letter| allowed(&letter));
    let has_digit = text.bytes().any(|letter| letter.is_ascii_digit());
    // Numbers, UUIDs, ObjectIds, hashes, CUIDs, slugs: random base64 without a capital is not to be met.
    let has_no_capital = !text.bytes().any(|letter| letter.is_ascii_uppercase());
    let is_upper_hex = has_digit
        && all(|letter| letter.is_ascii_digit() || (b'A'..=b'F').contains(letter) || *letter == b'-')
        && matches!(text.len(), 24 | 32 | 36 | 40 | 64);
    let is_ulid = has_digit && text.len() == 26 && all(|letter| letter.is_ascii_digit() || letter.is_ascii_uppercase());
    let is_ksuid = text.len() == 27 && text.starts_with(['0', '1', '2', '3']) && all(u8::is_ascii_alphanumeric);
    has_no_capital || is_upper_hex || is_ulid || is_ksuid || has_prefix(text)
}

/// Words that libraries put before the ids of rows: a generic pattern would be met by random base64 too often.
const PREFIXES: &[&str] = &[
    "acc",
    "account",
    "auth",
    "authenticator",
    "authn",
    "cr",
    "cre",
    "cred",
    "credential",
    "dev",
    "device",
    "factor",
    "fido",
    "fido2",
    "id",
    "idn",
    "idnpkey",
    "key",
    "mfa",
    "passkey",
    "pk",
    "pkey",
    "reg",
    "registration",
    "user",
    "usr",
    "wa",
    "wac",
    "webauthn",
];

/// `idn_2Nk…`, `cre-48…`, `passkey_01H…`: a word that says of what the id is.
fn has_prefix(text: &str) -> bool {
    text.split_once(['_', '-']).is_some_and(|(word, rest)| PREFIXES.contains(&word) && !rest.is_empty())
}
