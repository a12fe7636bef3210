//! Bytes of a member, in every shape that servers give them.

use std::borrow::Cow;

use super::base64::{self, Plain};
use super::json::{Json, Object};
use super::number::Number;

/// Bytes, and how they were written.
pub(super) struct Decoded {
    /// Most literal first, never empty.
    pub(super) readings: Vec<Vec<u8>>,
    /// `None` if they were written as the standard says.
    pub(super) dialect: Option<Cow<'static, str>>,
}

/// Reads bytes that can be read in one way.
pub(super) fn read(value: &Json<'_>) -> Option<Decoded> {
    match value {
        Json::String(text) => read_text(text, |_| None),
        other => read_structure(other),
    }
}

/// Reads the bytes of a credential id, in every way that its text allows.
pub(super) fn read_id(value: &Json<'_>) -> Option<Decoded> {
    match value {
        Json::String(text) => read_text(text, base64::decode_url_token),
        other => read_structure(other),
    }
}

/// Reads the text of a credential id, in every way that it allows.
pub(super) fn read_id_text(text: &str) -> Option<Vec<Vec<u8>>> {
    read_text(text, base64::decode_url_token).map(|decoded| decoded.readings)
}

/// Whether an object is made the way that bytes are.
pub(super) fn is_bytes(object: &Object<'_>) -> bool {
    !object.0.is_empty() && (read_indexed(object).is_some() || read_buffer(object).is_some())
}

/// Reads text as base64url, and also by `decode_token` if it is not padded.
fn read_text(text: &str, decode_token: fn(&str) -> Option<Vec<u8>>) -> Option<Decoded> {
    if let Some(bytes) = base64::decode_unpadded_url(text) {
        return Some(match decode_token(text) {
            None => {
                let dialect = base64::has_bits_left_over(text).then(|| "base64url with bits left over".into());
                Decoded { readings: vec![bytes], dialect }
            }
            Some(token) => {
                Decoded { readings: vec![bytes, token], dialect: Some("base64url that may be a UrlToken".into()) }
            }
        });
    }
    let plain = Plain::from_text(text);
    let token = if plain.padded { None } else { decode_token(&plain.text) };
    match (base64::decode_unpadded_url(&plain.text), token) {
        (Some(bytes), None) => one(bytes, plain.dialect()),
        (None, Some(token)) => one(token, "a UrlToken"),
        (Some(bytes), Some(token)) => {
            let dialect = format!("{} that may be a UrlToken", plain.dialect());
            Some(Decoded { readings: vec![bytes, token], dialect: Some(dialect.into()) })
        }
        (None, None) => one(read_numbers(text)?, "a list of byte values written as text"),
    }
}

/// Lists and objects of byte values.
fn read_structure(value: &Json<'_>) -> Option<Decoded> {
    match value {
        Json::List(entries) => one(byte_values(entries.iter())?, "a list of byte values"),
        Json::Object(object) => {
            read_indexed(object).map_or_else(|| read_buffer(object), |bytes| one(bytes, "an object of byte values"))
        }
        _ => None,
    }
}

/// `{"0":1,"1":255}`, in any order: what JavaScript makes of a `Uint8Array`. Every index must be
/// there once.
fn read_indexed(object: &Object<'_>) -> Option<Vec<u8>> {
    let entries = object.by_index()?;
    let complete = entries.iter().enumerate().all(|(place, (index, _))| place == *index);
    if complete { byte_values(entries.iter().map(|(_, value)| *value)) } else { None }
}

/// `{"type":"Buffer","data":[1,255]}`: what Node.js makes of a `Buffer`.
fn read_buffer(object: &Object<'_>) -> Option<Decoded> {
    let data = object.member("data")?;
    let tagged =
        object.0.iter().all(|(name, value)| name == "data" || name == "type" && matches!(value, Json::String(_)));
    let decoded = match data {
        Json::String(text) => read_text(text, |_| None)?,
        Json::List(entries) => one(byte_values(entries.iter())?, "")?,
        Json::Object(object) => one(read_indexed(object)?, "")?,
        _ => return None,
    };
    if tagged { Some(Decoded { dialect: Some("a Buffer object".into()), ..decoded }) } else { None }
}

/// `1,2,255` with brackets or without: what `String()` makes of an array, and Java of a `byte[]`.
fn read_numbers(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let bracketed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    if bracketed.is_none() && !text.contains(',') {
        return None;
    }
    let numbers = bracketed.unwrap_or(text).split(',');
    numbers.map(|number| Json::Number(Number::parse(number)?).byte()).collect()
}

fn byte_values<'v, 't: 'v>(values: impl Iterator<Item = &'v Json<'t>>) -> Option<Vec<u8>> {
    values.map(Json::byte).collect()
}

fn one(bytes: Vec<u8>, dialect: impl Into<Cow<'static, str>>) -> Option<Decoded> {
    Some(Decoded { readings: vec![bytes], dialect: Some(dialect.into()) })
}
