mod properties;

use ciborium::Value;

use super::{NotCanonical, member, parse, render};
use crate::corpus::{bytes, hex, l3_vectors};

#[test]
fn canonical_items_are_read_and_written_back_alike() {
    let vectors = l3_vectors();
    let valid = vectors["derived_not_from_spec"]["canonical_cbor"]["valid"].as_array().unwrap();
    assert!(!valid.is_empty());
    for case in valid {
        let item = bytes(case, "hex");
        assert_eq!(render(&parse(&item).unwrap()), Ok(item), "{case}");
    }
}

#[test]
fn what_is_not_canonical_is_refused() {
    let vectors = l3_vectors();
    let invalid = vectors["derived_not_from_spec"]["canonical_cbor"]["invalid"].as_array().unwrap();
    assert!(!invalid.is_empty());
    for case in invalid {
        assert_eq!(parse(&bytes(case, "hex")), Err(NotCanonical), "{case}");
    }
}

/// Items by hand, from RFC 8949.
#[test]
fn floats_tags_strangers_and_fragments_are_refused() {
    for item in [
        "",
        "f93c00",               // 1.0
        "fb3ff8000000000000",   // 1.5
        "c24101",               // a bignum
        "f7",                   // undefined
        "e0",                   // an unassigned simple value
        "f818",                 // a reserved simple value
        "1c",                   // a reserved length
        "ff",                   // a break without a beginning
        "7f6161ff",             // an indefinite text
        "9f01ff",               // an indefinite array
        "61ff",                 // a text that is no UTF-8
        "5b7fffffffffffffff00", // more bytes than there are
        "9b7fffffffffffffff00", // more items than there are
        "bb7fffffffffffffff00", // more members than there are
        "a26161016162",         // a member without a value
        "190017",               // 23 in three bytes
        "5803010203",           // a length not in shortest form
        "a2616201616101",       // texts out of order
        "a262616101617a02",     // the longer text first
        "a2200100 01",          // -1 before 0
    ] {
        assert_eq!(parse(&hex(&item.replace(' ', ""))), Err(NotCanonical), "{item}");
    }
}

#[test]
fn four_levels_are_the_most() {
    assert!(parse(&hex("8181818101")).is_ok());
    assert!(parse(&hex("a101a101a101a10101")).is_ok());
    assert_eq!(parse(&hex("818181818101")), Err(NotCanonical));
    assert_eq!(parse(&hex("a101a101a101a101a10101")), Err(NotCanonical));
    assert_eq!(parse(&[0x81; 100_000]), Err(NotCanonical));
}

/// CTAP 2.3, section 8: lower major type first, then the shorter key, then bytewise.
#[test]
fn members_are_sorted_however_they_come() {
    let one = || Value::from(1);
    let map = Value::Map(vec![
        (Value::from("aa"), one()),
        (Value::from("z"), one()),
        (Value::from(-1), one()),
        (Value::from(100), one()),
        (Value::from(10), one()),
    ]);
    assert_eq!(render(&map), Ok(hex("a50a0118640120 01617a0162616101".replace(' ', "").as_str())));
}

#[test]
fn what_canonical_cbor_cannot_say_is_not_rendered() {
    let twice = Value::Map(vec![(Value::from(1), Value::from(1)), (Value::from(1), Value::from(2))]);
    assert_eq!(render(&twice), Err(NotCanonical));
    assert_eq!(render(&Value::Float(1.0)), Err(NotCanonical));
    assert_eq!(render(&Value::Tag(0, Box::new(Value::from("x")))), Err(NotCanonical));
    let five_levels = (0..5).fold(Value::from(1), |inner, _| Value::Array(vec![inner]));
    assert_eq!(render(&five_levels), Err(NotCanonical));
}

#[test]
fn a_member_is_found_by_its_integer_and_nothing_else() {
    let map = parse(&hex("a301182a2043010203613100")).unwrap();
    assert_eq!(member(&map, 1), Some(&Value::from(42)));
    assert_eq!(member(&map, -1), Some(&Value::Bytes(vec![1, 2, 3])));
    assert_eq!(member(&map, 2), None);
    assert_eq!(member(&Value::from(1), 1), None);
}
