use std::collections::HashSet;

use super::*;
use crate::entropy::SystemEntropy;
use crate::seal::{DeviceKey, MetadataKey, StoreId};

const CLEAR: [&[u8]; 2] = [&[0, 0, 0, 0, 0, 0, 0, 5], &[0xaa; 16]];

/// A generator that never gives anything.
#[derive(Debug)]
struct Broken;

impl Entropy for Broken {
    fn fill(&self, _bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        Err(EntropyFailed)
    }
}

fn key() -> MetadataKey {
    let store = StoreId::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    MetadataKey::derive(&DeviceKey::from_bytes(&[0x11; 32]).unwrap(), store)
}

fn place() -> Place<'static> {
    Place { table: "passkey", column: "metadata", clear: &CLEAR }
}

#[test]
fn an_envelope_sealed_by_another_implementation_opens() {
    // By a program written from draft-irtf-cfrg-xchacha-03 and RFC 8439, outside of this crate.
    let envelope = [
        "01000102030405060708090a0b0c0d0e0f1011121314151617",
        "450c3c89c60a67626701234541a7fafd483ce84ddfb4daaee3f99af5ef40",
    ]
    .concat();
    let bytes: Vec<u8> =
        (0..envelope.len()).step_by(2).map(|at| u8::from_str_radix(&envelope[at..at + 2], 16).unwrap()).collect();
    assert_eq!(open(&key(), place(), &bytes).unwrap().expose(), b"sealed by hand");
}

#[test]
fn an_envelope_opens_at_its_own_place_only() {
    let envelope = seal(&key(), place(), b"plain", &SystemEntropy).unwrap();
    assert_eq!(open(&key(), place(), &envelope).unwrap().expose(), b"plain");
    let longer: [&[u8]; 3] = [CLEAR[0], CLEAR[1], b""];
    let moved: [&[u8]; 2] = [&CLEAR[0][..7], &[&[5], CLEAR[1]].concat()];
    for place in [
        Place { table: "passkeys", ..place() },
        Place { table: "passkeym", column: "etadata", ..place() },
        Place { column: "state", ..place() },
        Place { clear: &CLEAR[..1], ..place() },
        Place { clear: &[CLEAR[1], CLEAR[0]], ..place() },
        Place { clear: &longer, ..place() },
        Place { clear: &moved, ..place() },
    ] {
        assert!(open(&key(), place, &envelope).is_err());
    }
}

#[test]
fn an_envelope_with_any_byte_changed_or_missing_does_not_open() {
    let envelope = seal(&key(), place(), b"plain", &SystemEntropy).unwrap();
    for at in 0..envelope.len() {
        let mut altered = envelope.clone();
        altered[at] ^= 1;
        assert!(open(&key(), place(), &altered).is_err(), "byte {at}");
        assert!(open(&key(), place(), &envelope[..at]).is_err(), "cut at {at}");
    }
    assert!(open(&key(), place(), &[envelope.as_slice(), &[0]].concat()).is_err());
}

#[test]
fn no_two_envelopes_share_a_nonce() {
    let nonces: HashSet<Vec<u8>> =
        (0..10_000).map(|_| seal(&key(), place(), b"", &SystemEntropy).unwrap()[1..25].to_vec()).collect();
    assert_eq!(nonces.len(), 10_000);
}

#[test]
fn a_broken_generator_seals_nothing() {
    assert_eq!(seal(&key(), place(), b"plain", &Broken).err(), Some(SealFailed::Entropy(EntropyFailed)));
}
