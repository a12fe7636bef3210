//! Promises of all algorithms together. Identifiers and forms: RFC 9053, RFC 9864, RFC 9964, RFC 8410, RFC 9881. The
//! vectors of each are in `core/tests/proofs`.

use std::thread;

use super::Broken;
use crate::corpus::hex;
use crate::entropy::{EntropyFailed, SystemEntropy};
use crate::key::{
    Algorithm, InvalidPrivateKey, InvalidPublicKey, KeyNotMade, PrivateKey, PublicKey, SignatureRejected,
};

/// The identifiers, by hand; with them the bytes of a public key in its raw form and of a signature, at most (FIPS 204,
/// table 2; RFC 8032, section 5.1; SEC 1, section 2.3.3; a DER signature of two numbers of 33 bytes).
const IDENTIFIERS: [(Algorithm, i64, &str, usize, usize); 7] = [
    (Algorithm::Es256, -7, "ES256", 65, 72),
    (Algorithm::Esp256, -9, "ESP256", 65, 72),
    (Algorithm::EdDsa, -8, "EdDSA", 32, 64),
    (Algorithm::Ed25519, -19, "Ed25519", 32, 64),
    (Algorithm::MlDsa44, -48, "ML-DSA-44", 1312, 2420),
    (Algorithm::MlDsa65, -49, "ML-DSA-65", 1952, 3309),
    (Algorithm::MlDsa87, -50, "ML-DSA-87", 2592, 4627),
];

#[test]
fn identifiers_are_those_of_the_registry() {
    for (algorithm, identifier, name, ..) in IDENTIFIERS {
        assert_eq!((algorithm.cose(), algorithm.as_str()), (identifier, name));
        assert_eq!(Algorithm::from_cose(identifier), Some(algorithm));
    }
}

#[test]
fn a_build_makes_what_its_features_say() {
    let expected = IDENTIFIERS.iter().map(|(algorithm, ..)| *algorithm).filter(|algorithm| match algorithm {
        Algorithm::Es256 | Algorithm::Esp256 => true,
        Algorithm::EdDsa | Algorithm::Ed25519 => cfg!(feature = "ed25519"),
        _ => cfg!(feature = "ml-dsa"),
    });
    assert_eq!(Algorithm::ALL, expected.collect::<Vec<_>>());
    for (algorithm, ..) in IDENTIFIERS {
        assert_eq!(algorithm.is_available(), Algorithm::ALL.contains(&algorithm));
        assert_eq!(PrivateKey::make(algorithm, &SystemEntropy).is_ok(), algorithm.is_available());
        assert_eq!(PrivateKey::from_secret(algorithm, &[1; 32]).is_ok(), algorithm.is_available());
    }
}

#[test]
fn what_a_key_signs_verifies_by_itself_and_by_nothing_else() {
    for (algorithm, _, _, _, length) in available() {
        let key = PrivateKey::make(algorithm, &SystemEntropy).unwrap();
        let other = PrivateKey::make(algorithm, &SystemEntropy).unwrap().public_key();
        let public_key = key.public_key();
        assert_eq!(public_key.algorithm(), algorithm);
        let hedged = key.sign_hedged(b"message", &SystemEntropy).unwrap();
        assert_eq!(key.sign(b"message"), key.sign(b"message"));
        // Ed25519 has no place for randomness (RFC 8032).
        let is_hedged = !matches!(algorithm, Algorithm::EdDsa | Algorithm::Ed25519);
        assert_eq!(hedged != key.sign(b"message"), is_hedged, "{algorithm:?}");
        for signature in [hedged, key.sign(b"message")] {
            assert!(signature.len() <= length && signature.len() + 10 > length, "{algorithm:?}: {}", signature.len());
            assert_eq!(public_key.verify(b"message", &signature), Ok(()));
            assert_eq!(public_key.verify(b"massage", &signature), Err(SignatureRejected));
            assert_eq!(other.verify(b"message", &signature), Err(SignatureRejected));
            assert_eq!(public_key.verify(b"message", &signature[1..]), Err(SignatureRejected));
            assert_eq!(public_key.verify(b"message", &[signature.as_slice(), &[0]].concat()), Err(SignatureRejected));
            assert_eq!(public_key.verify(b"message", &[]), Err(SignatureRejected));
        }
    }
}

#[test]
fn a_private_key_comes_back_from_32_bytes_and_no_other_number() {
    for (algorithm, ..) in available() {
        let key = PrivateKey::make(algorithm, &SystemEntropy).unwrap();
        let secret = key.to_secret();
        assert_eq!(secret.expose().len(), 32);
        let again = PrivateKey::from_secret(algorithm, secret.expose()).unwrap();
        assert_eq!(again.public_key(), key.public_key());
        for length in [0, 31, 33, 64] {
            let refused = PrivateKey::from_secret(algorithm, &vec![1; length]).err();
            assert_eq!(refused, Some(InvalidPrivateKey), "{algorithm:?} of {length} bytes");
        }
    }
}

#[test]
fn a_public_key_is_read_as_it_is_written_and_of_its_algorithm_only() {
    for (algorithm, _, _, length, _) in available() {
        let key = PrivateKey::from_secret(algorithm, &[7; 32]).unwrap().public_key();
        let spki = key.to_spki();
        let raw = spki[spki.len() - length..].to_vec();
        assert_eq!(PublicKey::from_spki(algorithm, &spki), Ok(key.clone()));
        assert_eq!(PublicKey::from_raw(algorithm, &raw), Ok(key.clone()));
        for broken in [&spki[..spki.len() - 1], &[spki.as_slice(), &[0]].concat(), &spki[1..], &raw, &[]] {
            assert_eq!(PublicKey::from_spki(algorithm, broken), Err(InvalidPublicKey), "{algorithm:?}");
        }
        for broken in [&raw[1..], &[raw.as_slice(), &[0]].concat(), &spki, &[]] {
            assert_eq!(PublicKey::from_raw(algorithm, broken), Err(InvalidPublicKey), "{algorithm:?}");
        }
        for (other, _, _, other_length, _) in IDENTIFIERS {
            let as_other = PublicKey::from_spki(other, &spki);
            // -7 and -9, and -8 and -19, have the same keys; which is meant is not in them.
            assert_eq!(as_other.is_ok(), other_length == length, "{algorithm:?} as {other:?}");
            assert_eq!(as_other == Ok(key.clone()), other == algorithm);
        }
    }
}

/// RFC 8032, section 5.1.3: a point that is not on the curve, one whose coordinate is no field element; and the points
/// of small order, for which anybody makes signatures.
#[test]
#[cfg(feature = "ed25519")]
fn only_a_point_that_proves_something_is_a_key_of_ed25519() {
    for (bytes, why) in [
        ("0200000000000000000000000000000000000000000000000000000000000000", "no point has this y"),
        ("0100000000000000000000000000000000000000000000000000000000000000", "the identity"),
        ("0000000000000000000000000000000000000000000000000000000000000000", "a point of order 4"),
        ("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "the point of order 2"),
        ("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "a point of order 8"),
    ] {
        let refused = PublicKey::from_raw(Algorithm::Ed25519, &hex(bytes));
        assert_eq!(refused, Err(InvalidPublicKey), "{why}");
    }
}

#[test]
fn cose_keys_have_the_members_that_the_standards_say() {
    // Map, `kty`, `alg`, and what is before the coordinates or the key.
    for (algorithm, head) in [
        (Algorithm::Es256, "a5 0102 0326 2001 215820"),
        (Algorithm::Esp256, "a5 0102 0328 2001 215820"),
        (Algorithm::EdDsa, "a4 0101 0327 2006 215820"),
        (Algorithm::Ed25519, "a4 0101 0332 2006 215820"),
        (Algorithm::MlDsa44, "a3 0107 03382f 20590520"),
        (Algorithm::MlDsa65, "a3 0107 033830 205907a0"),
        (Algorithm::MlDsa87, "a3 0107 033831 20590a20"),
    ] {
        if !algorithm.is_available() {
            continue;
        }
        let key = PrivateKey::from_secret(algorithm, &[7; 32]).unwrap().public_key();
        let head = hex(&head.replace(' ', ""));
        let (cose, spki) = (key.to_cose().unwrap(), key.to_spki());
        assert_eq!(cose[..head.len()], head, "{algorithm:?}");
        let key_in_cose = &cose[head.len()..];
        match algorithm {
            Algorithm::Es256 | Algorithm::Esp256 => {
                assert_eq!([&key_in_cose[..32], &key_in_cose[35..]].concat(), spki[27..]);
            }
            _ => assert!(spki.ends_with(key_in_cose) && spki.len() - key_in_cose.len() < 24, "{algorithm:?}"),
        }
    }
}

/// RFC 8410, section 4; RFC 9881, section 4: the object identifier and no parameters.
#[test]
fn subject_public_key_infos_begin_as_the_standards_say() {
    for (algorithm, head) in [
        (Algorithm::EdDsa, "302a 3005 0603 2b6570 032100"),
        (Algorithm::Ed25519, "302a 3005 0603 2b6570 032100"),
        (Algorithm::MlDsa44, "30820532 300b 0609 608648016503040311 0382052100"),
        (Algorithm::MlDsa65, "308207b2 300b 0609 608648016503040312 038207a100"),
        (Algorithm::MlDsa87, "30820a32 300b 0609 608648016503040313 03820a2100"),
    ] {
        if algorithm.is_available() {
            let spki = PrivateKey::from_secret(algorithm, &[7; 32]).unwrap().public_key().to_spki();
            let head = hex(&head.replace(' ', ""));
            assert_eq!(spki[..head.len()], head, "{algorithm:?}");
        }
    }
}

#[test]
fn a_broken_generator_makes_no_key_and_no_hedged_signature() {
    for (algorithm, ..) in available() {
        let refused = PrivateKey::make(algorithm, &Broken).err();
        assert_eq!(refused, Some(KeyNotMade::Entropy(EntropyFailed)), "{algorithm:?}");
        let key = PrivateKey::from_secret(algorithm, &[1; 32]).unwrap();
        let is_hedged = !matches!(algorithm, Algorithm::EdDsa | Algorithm::Ed25519);
        assert_eq!(key.sign_hedged(b"message", &Broken).is_err(), is_hedged, "{algorithm:?}");
    }
}

/// The threads of iOS and Android have 512 KiB, and a ceremony has used some of it.
#[test]
fn no_algorithm_needs_more_than_a_small_stack() {
    for (algorithm, ..) in available() {
        let work = move || {
            let key = PrivateKey::make(algorithm, &SystemEntropy).unwrap();
            let signature = key.sign_hedged(b"message", &SystemEntropy).unwrap();
            key.public_key().verify(b"message", &signature)
        };
        let thread = thread::Builder::new().stack_size(128 * 1024).spawn(work).unwrap();
        assert_eq!(thread.join().unwrap(), Ok(()), "{algorithm:?}");
    }
}

fn available() -> impl Iterator<Item = (Algorithm, i64, &'static str, usize, usize)> {
    IDENTIFIERS.into_iter().filter(|(algorithm, ..)| algorithm.is_available())
}
