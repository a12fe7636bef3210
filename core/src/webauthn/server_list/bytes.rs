//! Bytes in an answer, in every shape that servers give them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The text of an id: what a string says, or the base64url of byte values.
pub(super) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        other => byte_values(other).map(|bytes| BASE64_URL_SAFE_NO_PAD.encode(bytes)),
    }
}

/// A list of byte values, Node's `Buffer` object, or what JavaScript makes of a `Uint8Array`; Java's
/// bytes have a sign.
pub(super) fn byte_values(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::Array(values) if !values.is_empty() => values.iter().map(byte).collect(),
        Value::Object(members) => match members.get("data") {
            Some(data @ Value::Array(_)) => byte_values(data),
            _ => indexed(members),
        },
        _ => None,
    }
}

fn indexed(members: &Map<String, Value>) -> Option<Vec<u8>> {
    let at = |index: usize| byte(members.get(&index.to_string())?);
    if members.is_empty() { None } else { (0..members.len()).map(at).collect() }
}

fn byte(value: &Value) -> Option<u8> {
    let number = value.as_i64()?;
    u8::try_from(number).ok().or_else(|| i8::try_from(number).ok().map(i8::cast_unsigned))
}

/// Bytes in hexadecimal digits, where the text has nothing else.
pub(super) fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| (high << 4) | low).collect())
}
