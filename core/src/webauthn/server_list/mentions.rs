//! Whether the id of a passkey stands anywhere in an answer, read or not.

use std::collections::{HashMap, HashSet};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::Value;

use super::bytes::byte_values;
use crate::id::CredentialId;

/// Everything that an answer says, brought to one spelling: base64url, and no escape left.
#[derive(Clone, Default)]
pub(super) struct Mentions(String);

/// Layers of escaping that are undone: JSON in a text of JSON, and once more.
const LAYERS: usize = 4;

/// By so many letters a passkey is looked up at each place.
const LOOKUP: usize = 8;

impl Mentions {
    pub(super) fn of(json: &[u8], answer: &Value) -> Self {
        let mut text = String::from_utf8_lossy(json).into_owned();
        for _ in 0..LAYERS {
            if !text.contains('\\') {
                break;
            }
            text = unescape(&text);
        }
        for (escape, letter) in [("%2B", "+"), ("%2b", "+"), ("%2F", "/"), ("%2f", "/"), ("%20", "+")] {
            if text.contains('%') {
                text = text.replace(escape, letter);
            }
        }
        text = text.replace(['+', ' '], "-").replace('/', "_");
        text.retain(|letter| !letter.is_ascii_whitespace());
        spell_bytes(answer, &mut text);
        Self(text)
    }

    /// Those of `ids` that stand in the answer, in base64 of any kind, in hexadecimal digits, or as byte
    /// values. One pass over the text, however many there are.
    pub(super) fn among<'p>(&self, ids: impl IntoIterator<Item = &'p CredentialId>) -> HashSet<&'p CredentialId> {
        let (mut base64, mut digits) = (Needles::default(), Needles::default());
        for id in ids {
            let mut text = BASE64_URL_SAFE_NO_PAD.encode(id.as_bytes());
            // The last letter of a text whose bits do not come out even may be several.
            if !id.as_bytes().len().is_multiple_of(3) {
                text.pop();
            }
            base64.add(text, id);
            digits.add(id.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect(), id);
        }
        let mut found = base64.found_in(self.0.as_bytes());
        found.extend(digits.found_in(self.0.to_ascii_lowercase().as_bytes()));
        found
    }
}

/// Texts that are looked for, by how they begin.
#[derive(Default)]
struct Needles<'p>(HashMap<[u8; LOOKUP], Vec<(String, &'p CredentialId)>>);

impl<'p> Needles<'p> {
    fn add(&mut self, text: String, id: &'p CredentialId) {
        if let Some(start) = text.as_bytes().first_chunk() {
            self.0.entry(*start).or_default().push((text, id));
        }
    }

    fn found_in(&self, text: &[u8]) -> HashSet<&'p CredentialId> {
        let mut found = HashSet::new();
        let mut rest = text;
        while let (Some(start), false) = (rest.first_chunk::<LOOKUP>(), self.0.is_empty()) {
            for (needle, id) in self.0.get(start).into_iter().flatten() {
                if rest.starts_with(needle.as_bytes()) {
                    found.insert(*id);
                }
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        found
    }
}

/// One layer of JSON's escapes. What is no escape loses its backslash.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let code = after.strip_prefix('u').and_then(|code| code.get(..4));
        let letter = code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        rest = match (letter, after.chars().next()) {
            (Some(letter), _) => {
                plain.push(letter);
                after.get(5..).unwrap_or_default()
            }
            (None, Some('n' | 'r' | 't' | 'b' | 'f')) => after.get(1..).unwrap_or_default(),
            (None, Some('\\')) => {
                plain.push('\\');
                after.get(1..).unwrap_or_default()
            }
            (None, _) => after,
        };
    }
    plain.push_str(rest);
    plain
}

/// Adds the text of what is written as byte values.
fn spell_bytes(value: &Value, text: &mut String) {
    if let Some(bytes) = byte_values(value) {
        text.push(' ');
        text.push_str(&BASE64_URL_SAFE_NO_PAD.encode(bytes));
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| spell_bytes(value, text)),
        Value::Object(members) => members.values().for_each(|value| spell_bytes(value, text)),
        _ => {}
    }
}
