//! The test vectors of WebAuthn L3, section 16, and what was derived from it: expectations that we
//! did not make.

use serde_json::Value;

const L3_VECTORS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/webauthn_l3_vectors.json"));

/// The whole file.
pub(crate) fn l3_vectors() -> Value {
    serde_json::from_str(L3_VECTORS).unwrap()
}

/// The text of a member.
pub(crate) fn text<'a>(object: &'a Value, member: &str) -> &'a str {
    object[member].as_str().unwrap_or_else(|| panic!("no text {member}"))
}

/// The bytes of a member in hexadecimal.
pub(crate) fn bytes(object: &Value, member: &str) -> Vec<u8> {
    hex(text(object, member))
}

/// The bytes of a text in hexadecimal.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2), "odd number of digits");
    (0..text.len()).step_by(2).map(|index| u8::from_str_radix(&text[index..index + 2], 16).unwrap()).collect()
}
