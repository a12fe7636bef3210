//! Reads canonical CBOR where it stands, without a copy: what is in a code is secret. `crate::cbor` reads into values.

use super::refused::InvalidCode;

/// Nesting that canonical CBOR allows.
const MAX_DEPTH: usize = 4;

/// One item, its text and bytes borrowed.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Unsigned(u64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Flag(bool),
    Array(Items<'a>),
    Map(Items<'a>),
    /// A negative number or null, which mean nothing in a code.
    Other,
}

/// The items of an array, or the keys and values of a map, in turn. They have been read once: each is well-formed.
#[derive(Clone, Copy)]
pub(super) struct Items<'a> {
    rest: &'a [u8],
}

/// Reads the one item that fills `bytes`.
pub(super) fn read(bytes: &[u8]) -> Result<Item<'_>, InvalidCode> {
    let (item, rest) = next(bytes, MAX_DEPTH)?;
    if rest.is_empty() { Ok(item) } else { Err(InvalidCode::NotCanonical) }
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        let (item, rest) = next(self.rest, MAX_DEPTH).ok()?;
        self.rest = rest;
        Some(item)
    }
}

impl<'a> Items<'a> {
    /// Of a map: the value under an unsigned key.
    pub(super) fn under(mut self, key: u64) -> Option<Item<'a>> {
        while let (Some(name), Some(value)) = (self.next(), self.next()) {
            if matches!(name, Item::Unsigned(name) if name == key) {
                return Some(value);
            }
        }
        None
    }
}

/// The item at the beginning of `bytes`, and what comes after it.
fn next(bytes: &[u8], depth: usize) -> Result<(Item<'_>, &[u8]), InvalidCode> {
    let (&initial, rest) = bytes.split_first().ok_or(InvalidCode::NotCanonical)?;
    let (argument, rest) = argument(initial & 0x1f, rest)?;
    // RFC 8949, section 3.1.
    match initial >> 5 {
        0 => Ok((Item::Unsigned(argument), rest)),
        1 => Ok((Item::Other, rest)),
        2 => split(rest, argument).map(|(own, rest)| (Item::Bytes(own), rest)),
        3 => {
            let (own, rest) = split(rest, argument)?;
            let text = std::str::from_utf8(own).map_err(|_| InvalidCode::NotCanonical)?;
            Ok((Item::Text(text), rest))
        }
        4 => {
            let after = skip(rest, argument, depth)?;
            Ok((Item::Array(Items { rest: before(rest, after) }), after))
        }
        5 => {
            let after = skip_map(rest, argument, depth)?;
            Ok((Item::Map(Items { rest: before(rest, after) }), after))
        }
        7 => match initial {
            0xf4 => Ok((Item::Flag(false), rest)),
            0xf5 => Ok((Item::Flag(true), rest)),
            0xf6 => Ok((Item::Other, rest)),
            _ => Err(InvalidCode::NotCanonical),
        },
        _ => Err(InvalidCode::NotCanonical),
    }
}

/// The number in an item's head, in its shortest form.
fn argument(short: u8, rest: &[u8]) -> Result<(u64, &[u8]), InvalidCode> {
    let (count, least) = match short {
        0..24 => return Ok((u64::from(short), rest)),
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        27 => (8, 1 << 32),
        // Lengths that come later.
        _ => return Err(InvalidCode::NotCanonical),
    };
    let (own, rest) = rest.split_at_checked(count).ok_or(InvalidCode::NotCanonical)?;
    let number = own.iter().fold(0, |number: u64, byte| number << 8 | u64::from(*byte));
    if number < least { Err(InvalidCode::NotCanonical) } else { Ok((number, rest)) }
}

fn skip(mut bytes: &[u8], count: u64, depth: usize) -> Result<&[u8], InvalidCode> {
    let depth = depth.checked_sub(1).ok_or(InvalidCode::NotCanonical)?;
    for _ in 0..count {
        (_, bytes) = next(bytes, depth)?;
    }
    Ok(bytes)
}

/// Keys ascend: by major type, then length, then bytes (CTAP 2.3, section 8). So none stands twice.
fn skip_map(mut bytes: &[u8], count: u64, depth: usize) -> Result<&[u8], InvalidCode> {
    let depth = depth.checked_sub(1).ok_or(InvalidCode::NotCanonical)?;
    let mut last: &[u8] = &[];
    for _ in 0..count {
        let (_, after) = next(bytes, depth)?;
        let key = before(bytes, after);
        let rank = |key: &[u8]| (key.first().map(|head| head >> 5), key.len());
        if (rank(last), last) >= (rank(key), key) {
            return Err(InvalidCode::NotCanonical);
        }
        last = key;
        (_, bytes) = next(after, depth)?;
    }
    Ok(bytes)
}

fn split(bytes: &[u8], count: u64) -> Result<(&[u8], &[u8]), InvalidCode> {
    let count = usize::try_from(count).map_err(|_| InvalidCode::NotCanonical)?;
    bytes.split_at_checked(count).ok_or(InvalidCode::NotCanonical)
}

/// What stands before `after`, which is the end of `bytes`.
fn before<'a>(bytes: &'a [u8], after: &[u8]) -> &'a [u8] {
    bytes.get(..bytes.len().saturating_sub(after.len())).unwrap_or_default()
}
