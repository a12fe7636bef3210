mod negatives;
mod properties;
mod vectors;

use ciborium::Value;

use super::*;
use crate::cbor;

/// The generator of P-256, compressed: SEC 2, section 2.4.2.
const GENERATOR: &str = "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
const SECRET: [u8; 16] = [0xa5; 16];

/// Bytes as CTAP's digits: written for these tests from the table of CTAP 2.3, section 11.5.1.
fn digits(bytes: &[u8]) -> String {
    let group = |group: &[u8]| {
        let number = group.iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let width = [0, 3, 5, 8, 10, 13, 15, 17][group.len()];
        format!("{number:0width$}")
    };
    bytes.chunks(7).map(group).collect()
}

fn encoded(map: Vec<(u64, Value)>) -> String {
    let map = map.into_iter().map(|(key, value)| (Value::from(key), value)).collect();
    format!("FIDO:/{}", digits(&cbor::render(&Value::Map(map)).unwrap()))
}

/// The members that each code has.
fn required() -> Vec<(u64, Value)> {
    let key = crate::corpus::hex(GENERATOR);
    vec![(0, Value::Bytes(key)), (1, Value::Bytes(SECRET.to_vec())), (2, Value::from(2))]
}

/// A code with one more member, or another one.
fn with(key: u64, value: Value) -> String {
    let mut map = required();
    map.retain(|(own, _)| *own != key);
    map.push((key, value));
    encoded(map)
}
