//! CTAP2 canonical CBOR (CTAP 2.3, section 8, "message encoding"): what attestation objects and
//! COSE keys are written in, and what the sealed records of the store hold.
//!
//! Shortest heads, definite lengths, no tags, no floats, keys sorted and unique, at most four
//! levels.

use ciborium::Value;

/// Nesting that canonical CBOR allows.
const MAX_DEPTH: usize = 4;

/// The bytes are not one item of canonical CBOR.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not one item of CTAP2 canonical CBOR")]
pub struct NotCanonical;

/// Renders `value` canonically: map entries are sorted.
///
/// Fails on what canonical CBOR cannot say: floats, tags, duplicate keys, more than four levels.
pub fn render(value: &Value) -> Result<Vec<u8>, NotCanonical> {
    let sorted = sort(value, MAX_DEPTH)?;
    let mut bytes = Vec::new();
    ciborium::into_writer(&sorted, &mut bytes).map_err(|_| NotCanonical)?;
    Ok(bytes)
}

/// Parses one canonical item that fills `bytes`.
pub fn parse(bytes: &[u8]) -> Result<Value, NotCanonical> {
    let mut rest = bytes;
    // One level more than allowed, so that the depth is refused here and not by the reader.
    let value: Value =
        ciborium::de::from_reader_with_recursion_limit(&mut rest, MAX_DEPTH + 2).map_err(|_| NotCanonical)?;
    // What renders to the same bytes was canonical: one rule instead of a second reader.
    if rest.is_empty() && render(&value)? == bytes { Ok(value) } else { Err(NotCanonical) }
}

/// The value of an integer key of a map.
pub fn member(map: &Value, key: i64) -> Option<&Value> {
    map.as_map()?
        .iter()
        .find(|(name, _)| name.as_integer().is_some_and(|name| i64::try_from(name) == Ok(key)))
        .map(|(_, value)| value)
}

fn sort(value: &Value, depth: usize) -> Result<Value, NotCanonical> {
    let inner = depth.checked_sub(1);
    match value {
        Value::Array(items) => {
            let inner = inner.ok_or(NotCanonical)?;
            items.iter().map(|item| sort(item, inner)).collect::<Result<_, _>>().map(Value::Array)
        }
        Value::Map(entries) => {
            let inner = inner.ok_or(NotCanonical)?;
            let mut keyed = entries
                .iter()
                .map(|(key, value)| {
                    let key = sort(key, inner)?;
                    let mut order = Vec::new();
                    ciborium::into_writer(&key, &mut order).map_err(|_| NotCanonical)?;
                    Ok((order, key, sort(value, inner)?))
                })
                .collect::<Result<Vec<_>, NotCanonical>>()?;
            // Lower major type first, then shorter, then bytewise.
            keyed.sort_by(|(a, ..), (b, ..)| {
                let rank = |order: &[u8]| (order.first().map(|head| head >> 5), order.len());
                rank(a).cmp(&rank(b)).then_with(|| a.cmp(b))
            });
            if keyed.windows(2).any(|pair| matches!(pair, [(a, ..), (b, ..)] if a == b)) {
                return Err(NotCanonical);
            }
            Ok(Value::Map(keyed.into_iter().map(|(_, key, value)| (key, value)).collect()))
        }
        Value::Bool(_) | Value::Bytes(_) | Value::Integer(_) | Value::Null | Value::Text(_) => Ok(value.clone()),
        _ => Err(NotCanonical),
    }
}

#[cfg(test)]
mod tests;
