//! CTAP2 canonical CBOR (CTAP 2.3, section 8, "message encoding"): what attestation objects and
//! COSE keys are written in, and what the sealed records of the store hold.
//!
//! Shortest heads, definite lengths, no tags, no floats, keys sorted and unique, at most four
//! levels.

use ciborium::Value;

/// Nesting that canonical CBOR allows.
const MAX_DEPTH: usize = 4;

// Major types (RFC 8949, section 3.1).
const ARRAY: u8 = 4;
const MAP: u8 = 5;

/// The bytes are not one item of canonical CBOR.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not one item of CTAP2 canonical CBOR")]
pub(crate) struct NotCanonical;

/// Renders `value` canonically: map entries are sorted.
///
/// Fails on what canonical CBOR cannot say: floats, tags, duplicate keys, more than four levels.
pub(crate) fn render(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let mut bytes = Vec::new();
    write(value, MAX_DEPTH, &mut bytes)?;
    Ok(bytes)
}

/// Parses one canonical item that fills `bytes`.
#[cfg(test)]
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let value = parse_rendered(bytes)?;
    // What renders to the same bytes was canonical: one rule instead of a second reader.
    if render(&value)? == bytes { Ok(value) } else { Err(NotCanonical) }
}

/// Parses one item that fills `bytes` and that [`render`] made: a seal has vouched for it.
pub(crate) fn parse_rendered(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let mut rest = bytes;
    // One level more than allowed, so that the depth is refused here and not by the reader.
    let value = ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_DEPTH + 2).map_err(|_| NotCanonical)?;
    if rest.is_empty() { Ok(value) } else { Err(NotCanonical) }
}

/// The value of an integer key of a map.
pub(crate) fn member(map: &Value, key: i64) -> Option<&Value> {
    map.as_map()?
        .iter()
        .find(|(name, _)| name.as_integer().is_some_and(|name| i64::try_from(name) == Ok(key)))
        .map(|(_, value)| value)
}

fn write(value: &Value, depth: usize, bytes: &mut Vec<u8>) -> Result<(), NotCanonical> {
    match value {
        Value::Array(items) => {
            let inner = depth.checked_sub(1).ok_or(NotCanonical)?;
            write_head(ARRAY, items.len(), bytes);
            items.iter().try_for_each(|item| write(item, inner, bytes))
        }
        Value::Map(entries) => {
            let inner = depth.checked_sub(1).ok_or(NotCanonical)?;
            let mut written = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                let (mut key_bytes, mut value_bytes) = (Vec::new(), Vec::new());
                write(key, inner, &mut key_bytes)?;
                write(value, inner, &mut value_bytes)?;
                written.push((key_bytes, value_bytes));
            }
            // Lower major type first, then shorter, then bytewise.
            written.sort_unstable_by(|(a, _), (b, _)| {
                let rank = |key: &[u8]| (key.first().map(|head| head >> 5), key.len());
                rank(a).cmp(&rank(b)).then_with(|| a.cmp(b))
            });
            if written.windows(2).any(|pair| matches!(pair, [(a, _), (b, _)] if a == b)) {
                return Err(NotCanonical);
            }
            write_head(MAP, written.len(), bytes);
            for (key, value) in written {
                bytes.extend_from_slice(&key);
                bytes.extend_from_slice(&value);
            }
            Ok(())
        }
        Value::Bool(_) | Value::Bytes(_) | Value::Integer(_) | Value::Null | Value::Text(_) => {
            ciborium::into_writer(value, bytes).map_err(|_| NotCanonical)
        }
        _ => Err(NotCanonical),
    }
}

/// The head of an item (RFC 8949, section 3), in the shortest form that holds `length`.
fn write_head(major_type: u8, length: usize, bytes: &mut Vec<u8>) {
    let head = major_type << 5;
    if let Ok(length) = u8::try_from(length) {
        match length {
            0..24 => bytes.push(head | length),
            _ => bytes.extend_from_slice(&[head | 24, length]),
        }
    } else if let Ok(length) = u16::try_from(length) {
        bytes.push(head | 25);
        bytes.extend_from_slice(&length.to_be_bytes());
    } else if let Ok(length) = u32::try_from(length) {
        bytes.push(head | 26);
        bytes.extend_from_slice(&length.to_be_bytes());
    } else {
        bytes.push(head | 27);
        bytes.extend_from_slice(&u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes());
    }
}

#[cfg(test)]
mod tests;
