//! Canonical CBOR: what renders is read back as it was, and what is read renders to the same bytes.

use ciborium::Value;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::cbor::{parse, render};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_renders_is_read_back_as_the_same_value(value in values()) {
        if let Ok(bytes) = render(&value) {
            let read = parse(&bytes).unwrap();
            prop_assert_eq!(sorted(&read), sorted(&value));
            prop_assert_eq!(render(&read).unwrap(), bytes);
        } else {
            prop_assert!(!is_sayable(&value, LEVELS), "refused although canonical CBOR says it");
        }
    }

    #[test]
    fn any_bytes_that_are_read_render_to_the_same_bytes(bytes in vec(any::<u8>(), 0..64)) {
        if let Ok(value) = parse(&bytes) {
            prop_assert_eq!(render(&value).unwrap(), bytes);
        }
    }

    /// Nearly canonical: what `ciborium` writes, unsorted, with floats and tags, and with bytes changed.
    #[test]
    fn a_changed_byte_is_read_as_what_it_says_or_refused(
        value in values(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = Vec::new();
        ciborium::into_writer(&value, &mut bytes).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        for bytes in [bytes.as_slice(), &bytes[..cut.index(bytes.len())]] {
            if let Ok(value) = parse(bytes) {
                prop_assert_eq!(render(&value).unwrap(), bytes);
            }
        }
    }
}

#[test]
fn the_deepest_nesting_that_a_text_can_say_is_refused_and_no_more() {
    for head in [0x81, 0xa1, 0xc0, 0xd8, 0x9f, 0xbf, 0x5f] {
        let error = parse(&vec![head; 1_000_000]);
        assert!(error.is_err(), "{head:#x}");
    }
}

#[test]
fn a_length_that_nobody_has_memory_for_is_refused() {
    for major in [0x40, 0x60, 0x80, 0xa0] {
        let bytes = [&[major | 27], u64::MAX.to_be_bytes().as_slice()].concat();
        assert!(parse(&bytes).is_err(), "{major:#x}");
    }
}

/// Levels that CTAP2 canonical CBOR allows (CTAP 2.3, section 8).
const LEVELS: usize = 4;

/// Any value, sayable or not: a level too many, floats, tags, keys of any type.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        // Where heads change their length.
        prop::sample::select(vec![0_i64, 23, 24, 255, 256, 65_535, 65_536, -1, -24, -25, -256, -257])
            .prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        vec(any::<u8>(), 0..300).prop_map(Value::Bytes),
        ".{0,30}".prop_map(Value::Text),
        Just(Value::Null),
    ];
    let rare = prop_oneof![
        30 => leaf.boxed(),
        1 => any::<f64>().prop_map(Value::Float),
        1 => any::<u64>().prop_map(|tag| Value::Tag(tag, Box::new(Value::Null))),
    ];
    rare.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::Array),
            vec((inner.clone(), inner.clone()), 0..6).prop_map(Value::Map),
            vec((-30_i64..30, inner), 0..6)
                .prop_map(|entries| Value::Map(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())),
        ]
    })
}

/// Whether canonical CBOR has a way to say it, decided from the standard's list alone.
fn is_sayable(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(items) => levels > 0 && items.iter().all(|item| is_sayable(item, levels - 1)),
        Value::Map(entries) => {
            let unique = (0..entries.len())
                .all(|index| entries[..index].iter().all(|(key, _)| sorted(key) != sorted(&entries[index].0)));
            levels > 0
                && unique
                && entries.iter().all(|(key, value)| is_sayable(key, levels - 1) && is_sayable(value, levels - 1))
        }
        Value::Float(_) | Value::Tag(..) => false,
        _ => true,
    }
}

/// The same value with the entries of its maps in one order, whichever.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        Value::Map(entries) => {
            let mut entries: Vec<_> = entries.iter().map(|(key, value)| (sorted(key), sorted(value))).collect();
            entries.sort_by_cached_key(|(key, _)| format!("{key:?}"));
            Value::Map(entries)
        }
        other => other.clone(),
    }
}
