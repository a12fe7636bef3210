//! The text of a `FIDO:/` code, or the bytes that one stands for. A code that is taken is what another reader of CBOR
//! reads and writes to the same bytes, and prints nothing of itself.

#![no_main]

use ciborium::Value;
use libfuzzer_sys::fuzz_target;
use passkey_provider::clock::Timestamp;
use passkey_provider::enrolment::qr::{Age, Asks, Code};

const SCHEME: &str = "FIDO:/";

/// Digits of no bytes, one byte and so on.
const WIDTHS: [usize; 8] = [0, 3, 5, 8, 10, 13, 15, 17];

fuzz_target!(|input: &[u8]| {
    match std::str::from_utf8(input) {
        Ok(text) if text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("fido:")) => judge(text),
        _ => judge(&format!("{SCHEME}{}", digits(input))),
    }
});

fn judge(text: &str) {
    let Ok(code) = Code::parse(text) else { return };
    assert_eq!(code.expose_uri()[SCHEME.len()..], text[SCHEME.len()..]);
    let bytes = bytes(&text[SCHEME.len()..]);
    assert_eq!(digits(&bytes), text[SCHEME.len()..]);
    let value: Value = ciborium::from_reader(&bytes[..]).expect("CBOR");
    let mut written = Vec::new();
    ciborium::into_writer(&value, &mut written).expect("CBOR");
    assert_eq!(written, bytes, "not the shortest form");
    let member = |key: u64| {
        let members = value.as_map().expect("a map");
        members.iter().find(|(name, _)| *name == Value::from(key)).map(|(_, value)| value)
    };
    assert_eq!(member(0).and_then(Value::as_bytes).map(Vec::len), Some(33));
    assert_eq!(member(1).and_then(Value::as_bytes).map(Vec::len), Some(16));
    assert_eq!(member(2), Some(&Value::from(code.known_servers())));
    assert_eq!(member(3).cloned(), code.made().map(|made| Value::from(made.as_millis() / 1000)));
    assert_eq!(member(4).and_then(Value::as_bool), code.is_linking());
    assert_eq!(member(5).and_then(Value::as_text) == Some("mc"), code.asks() == Asks::Register);
    assert_eq!(code.made().is_none(), code.age(Timestamp::from_millis(0)) == Age::Unknown);
    let printed = format!("{code:?}");
    assert!(printed.starts_with("Code { asks: ") && printed.len() < 80, "{printed}");
}

fn digits(bytes: &[u8]) -> String {
    let group = |group: &[u8]| {
        let number = group.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{number:0width$}", width = WIDTHS[group.len()])
    };
    bytes.chunks(7).map(group).collect()
}

fn bytes(digits: &str) -> Vec<u8> {
    let group = |group: &[u8]| {
        let count = WIDTHS.iter().position(|width| *width == group.len()).expect("a width");
        let number: u64 = std::str::from_utf8(group).expect("digits").parse().expect("a number");
        number.to_le_bytes()[..count].to_vec()
    };
    digits.as_bytes().chunks(17).flat_map(group).collect()
}
