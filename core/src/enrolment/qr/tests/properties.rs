use p256::SecretKey;
use p256::elliptic_curve::sec1::ToSec1Point as _;
use proptest::prelude::*;

use super::super::item::{self, Item};
use super::*;
use crate::clock::Timestamp;

fn any_key() -> impl Strategy<Value = Vec<u8>> {
    any::<[u8; 32]>().prop_filter_map("a scalar of the group", |bytes| {
        let key = SecretKey::from_slice(&bytes).ok()?.public_key();
        Some(key.to_sec1_point(true).as_bytes().to_vec())
    })
}

/// What canonical CBOR can hold, and sometimes what it cannot.
fn any_item() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        any::<f64>().prop_map(Value::from),
        "[a-zé]{0,30}".prop_map(Value::from),
        prop::collection::vec(any::<u8>(), 0..300).prop_map(Value::Bytes),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((inner.clone(), inner), 0..6).prop_map(Value::Map),
        ]
    })
}

/// The item that a reader gave, as the other reader gives it; what is neither here nor there is null.
fn value_of(item: Item<'_>) -> Value {
    match item {
        Item::Unsigned(number) => Value::from(number),
        Item::Bytes(bytes) => Value::Bytes(bytes.to_vec()),
        Item::Text(text) => Value::from(text),
        Item::Flag(flag) => Value::from(flag),
        Item::Array(items) => Value::Array(items.map(value_of).collect()),
        Item::Map(items) => {
            let all: Vec<Value> = items.map(value_of).collect();
            Value::Map(all.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect())
        }
        Item::Other => Value::Null,
    }
}

/// Without what this reader does not tell apart.
fn without_other(value: Value) -> Value {
    match value {
        Value::Integer(number) if u64::try_from(number).is_err() => Value::Null,
        Value::Array(items) => Value::Array(items.into_iter().map(without_other).collect()),
        Value::Map(entries) => {
            let entry = |(key, value)| (without_other(key), without_other(value));
            Value::Map(entries.into_iter().map(entry).collect())
        }
        other => other,
    }
}

proptest! {
    #[test]
    fn digits_are_read_back_as_the_bytes_that_they_were_made_of(bytes in prop::collection::vec(any::<u8>(), 1..300)) {
        prop_assert_eq!(&*super::super::digits::decode(&digits(&bytes)).unwrap(), &bytes);
    }

    #[test]
    fn what_is_read_is_written_in_the_same_digits(text in "[0-9]{1,120}") {
        if let Ok(bytes) = super::super::digits::decode(&text) {
            prop_assert_eq!(digits(&bytes), text);
        }
    }

    #[test]
    fn a_code_says_what_was_put_into_it(
        key in any_key(),
        secret in any::<[u8; 16]>(),
        servers in 0_u64..=256,
        time in prop::option::of(0_u64..=253_402_300_799),
        linking in prop::option::of(any::<bool>()),
        asks in prop::option::of(prop::sample::select(vec!["ga", "mc", "other"])),
        channels in prop::option::of(prop::collection::vec(0_u64..4, 0..4)),
    ) {
        let mut map = vec![(0, Value::Bytes(key)), (1, Value::Bytes(secret.to_vec())), (2, Value::from(servers))];
        map.extend(time.map(|time| (3, Value::from(time))));
        map.extend(linking.map(|linking| (4, Value::from(linking))));
        map.extend(asks.map(|asks| (5, Value::from(asks))));
        let list = |channels: &Vec<u64>| Value::Array(channels.iter().copied().map(Value::from).collect());
        map.extend(channels.as_ref().map(|channels| (6, list(channels))));
        let uri = encoded(map);
        let code = Code::parse(&uri).unwrap();
        prop_assert_eq!(code.expose_uri(), uri);
        prop_assert_eq!(code.known_servers(), servers);
        prop_assert_eq!(code.made(), time.map(|time| Timestamp::from_millis(time * 1000)));
        prop_assert_eq!(code.is_linking(), linking);
        prop_assert_eq!(code.asks() == Asks::Register, asks == Some("mc"));
        prop_assert_eq!(code.channels().len(), channels.map_or(0, |channels| channels.len()));
    }

    /// The reader that borrows and the one that makes values take the same bytes, and see the same in them.
    #[test]
    fn both_readers_of_canonical_cbor_agree(value in any_item(), changed in prop::option::of((any::<prop::sample::Index>(), any::<u8>()))) {
        let mut bytes = Vec::new();
        match cbor::render(&value) {
            Ok(canonical) => bytes = canonical,
            Err(_) => ciborium::into_writer(&value, &mut bytes).unwrap(),
        }
        if let Some((index, byte)) = changed {
            *index.get_mut(&mut bytes) = byte;
        }
        let expected = cbor::parse(&bytes);
        match (item::read(&bytes), expected) {
            (Ok(item), Ok(value)) => prop_assert_eq!(value_of(item), without_other(value)),
            (Err(_), Err(_)) => {}
            (item, value) => prop_assert!(false, "{} {:?} {:02x?}", item.is_ok(), value, bytes),
        }
    }
}
