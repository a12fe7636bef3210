use super::*;
use crate::seal::{DeviceKey, StoreId};

const ONE: Part = Part([1, 0, 0, 0]);
const TOP: Part = Part([u64::MAX; 4]);

fn key(device: u8, store: u8) -> ContentKey {
    ContentKey::derive(&DeviceKey::from_bytes(&[device; 32]).unwrap(), StoreId::from_bytes([store; 16]))
}

fn place<'a>(column: &'static str, clear: &'a [&'a [u8]]) -> Place<'a> {
    Place { table: "passkey", column, clear }
}

#[test]
fn a_sum_wraps_at_two_to_the_256() {
    let zero = Sum::default();
    assert_eq!(zero.plus(TOP).plus(ONE), zero);
    assert_eq!(zero.minus(ONE), zero.plus(TOP));
    assert_eq!(Sum([u64::MAX, u64::MAX, 0, 7]).plus(ONE), Sum([0, 0, 1, 7]));
    assert_eq!(Sum([0, 0, 1, 7]).minus(ONE), Sum([u64::MAX, u64::MAX, 0, 7]));
}

#[test]
fn what_is_taken_off_is_as_if_it_had_never_been_there_in_any_order() {
    let key = key(1, 1);
    let parts: Vec<Part> = (0_u64..100).map(|row| key.part(place("state", &[&row.to_be_bytes()]), &[7])).collect();
    let all = parts.iter().fold(Sum::default(), |sum, part| sum.plus(*part));
    let odd = parts.iter().skip(1).step_by(2).rev().fold(Sum::default(), |sum, part| sum.plus(*part));
    assert_eq!(parts.iter().step_by(2).fold(all, |sum, part| sum.minus(*part)), odd);
    assert_eq!(Sum::from_bytes(&all.to_bytes()), all);
    // Twice is not never, as it would be with XOR.
    assert_ne!(odd.plus(parts[0]).plus(parts[0]), odd);
}

#[test]
fn a_part_is_that_of_its_key_store_place_and_version() {
    let part = key(1, 1).part(place("state", &[&[1]]), &[1, 2]);
    for other in [
        key(2, 1).part(place("state", &[&[1]]), &[1, 2]),
        key(1, 2).part(place("state", &[&[1]]), &[1, 2]),
        key(1, 1).part(place("history", &[&[1]]), &[1, 2]),
        key(1, 1).part(place("state", &[&[2]]), &[1, 2]),
        key(1, 1).part(place("state", &[&[1], &[1]]), &[2]),
        key(1, 1).part(place("state", &[&[1]]), &[1, 3]),
        key(1, 1).part(place("state", &[&[1]]), &[]),
    ] {
        assert_ne!(part, other);
    }
    assert_eq!(part, key(1, 1).part(place("state", &[&[1]]), &[1, 2]));
}
