//! Promises of the keys. Vectors: RFC 6979, appendix A.2.5 (P-256 with SHA-256); the orders and
//! encodings from SEC 1 and RFC 5480. More signatures are compared in the tests of the vectors of
//! WebAuthn L3.

mod algorithms;

use p256::ecdsa::SigningKey;

use super::{
    Algorithm, BackupFlags, InvalidPrivateKey, InvalidPublicKey, KeyHandle, KeyNotMade, PrivateKey, PublicKey,
    SignatureRejected,
};
use crate::corpus::hex;
use crate::entropy::{Entropy, EntropyFailed, SystemEntropy};

const SECRET: &str = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
const X: &str = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
const Y: &str = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
const R_SAMPLE: &str = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
const S_SAMPLE: &str = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
/// The order of P-256 less `S_SAMPLE`: the other signature over the same bytes.
const LOW_S_SAMPLE: &str = "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9";
const R_TEST: &str = "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367";
const S_TEST: &str = "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083";
const ORDER: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const FIELD: &str = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
const SPKI_HEAD: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200";

/// A generator that fills with one byte.
#[derive(Debug)]
struct Constant(u8);

impl Entropy for Constant {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        bytes.fill(self.0);
        Ok(())
    }
}

/// A generator that gives out.
#[derive(Debug)]
struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyFailed> {
        Err(EntropyFailed)
    }
}

#[test]
fn signatures_are_those_of_rfc_6979_every_time() {
    for (message, r, s) in [("sample", R_SAMPLE, S_SAMPLE), ("test", R_TEST, S_TEST)] {
        for _ in 0..2 {
            assert_eq!(private_key().sign(message.as_bytes()), der(&hex(r), &hex(s)), "{message}");
        }
    }
}

#[test]
fn a_public_key_is_that_of_rfc_6979_in_every_form() {
    let key = private_key().public_key();
    assert_eq!(PublicKey::from_raw(Algorithm::Es256, &point()), Ok(key.clone()));
    assert_eq!(PublicKey::from_spki(Algorithm::Es256, &spki()), Ok(key.clone()));
    assert_eq!(key.to_spki(), spki());
    assert_eq!(key.to_cose().unwrap(), hex(&format!("a5010203262001215820{X}225820{Y}")));
    assert_eq!(key.algorithm(), Algorithm::Es256);
}

#[test]
fn a_signature_verifies_with_either_s() {
    let key = private_key().public_key();
    for s in [S_SAMPLE, LOW_S_SAMPLE] {
        assert_eq!(key.verify(b"sample", &der(&hex(R_SAMPLE), &hex(s))), Ok(()), "{s}");
    }
}

#[test]
fn another_message_and_another_key_are_refused() {
    let signature = private_key().sign(b"sample");
    assert_eq!(private_key().public_key().verify(b"sampl", &signature), Err(SignatureRejected));
    let other = PrivateKey::make(Algorithm::Es256, &SystemEntropy).unwrap();
    assert_eq!(other.public_key().verify(b"sample", &signature), Err(SignatureRejected));
    assert_eq!(other.public_key().verify(b"sample", &other.sign(b"sample")), Ok(()));
}

#[test]
fn every_flipped_bit_of_a_signature_is_refused() {
    let key = private_key().public_key();
    let signature = private_key().sign(b"sample");
    for index in 0..signature.len() {
        for bit in 0..8 {
            let mut flipped = signature.clone();
            flipped[index] ^= 1 << bit;
            assert_eq!(key.verify(b"sample", &flipped), Err(SignatureRejected), "bit {bit} of byte {index}");
        }
    }
}

#[test]
fn malformed_signatures_are_refused() {
    let key = private_key().public_key();
    let good = der(&hex(R_SAMPLE), &hex(S_SAMPLE));
    let (r, s) = (hex(R_SAMPLE), hex(S_SAMPLE));
    let integer = |bytes: &[u8]| [&[2, u8::try_from(bytes.len()).unwrap()], bytes].concat();
    let sequence = |body: &[u8]| [&[0x30, u8::try_from(body.len()).unwrap()], body].concat();
    let positive = |bytes: &[u8]| [&[0], bytes].concat();
    for (signature, why) in [
        (Vec::new(), "nothing"),
        ([r.clone(), s.clone()].concat(), "r and s without DER"),
        (good[..good.len() - 1].to_vec(), "cut off"),
        ([good.as_slice(), &[0]].concat(), "a byte too many"),
        ([&[0x31], &good[1..]].concat(), "a set"),
        ([&[0x30, 0x81], &good[1..]].concat(), "a length in long form"),
        (sequence(&integer(&positive(&r))), "r alone"),
        (sequence(&[integer(&r), integer(&positive(&s))].concat()), "a negative r"),
        (sequence(&[integer(&positive(&r)), integer(&s)].concat()), "a negative s"),
        (sequence(&[integer(&[&[0], &*positive(&r)].concat()), integer(&positive(&s))].concat()), "a padded r"),
        (sequence(&[integer(&[0]), integer(&positive(&s))].concat()), "r of zero"),
        (sequence(&[integer(&positive(&r)), integer(&[0])].concat()), "s of zero"),
        (sequence(&[integer(&positive(&r)), integer(&positive(&hex(ORDER)))].concat()), "s of the order"),
        (sequence(&[integer(&positive(&hex(ORDER))), integer(&positive(&s))].concat()), "r of the order"),
        (sequence(&[integer(&positive(&r)), integer(&positive(&s)), integer(&[1])].concat()), "three numbers"),
        (vec![0x30; 10_000], "ten thousand bytes"),
    ] {
        assert_eq!(key.verify(b"sample", &signature), Err(SignatureRejected), "{why}");
    }
}

#[test]
fn only_an_uncompressed_point_on_the_curve_is_a_public_key() {
    let mut beside = point();
    beside[64] ^= 1;
    let compressed = hex(&format!("03{X}"));
    for (point, why) in [
        (Vec::new(), "nothing"),
        (vec![0], "the identity"),
        (vec![4], "a tag without a point"),
        (vec![4; 65], "a point off the curve"),
        ([vec![4], vec![0; 64]].concat(), "zeros"),
        (beside, "a point beside the curve"),
        (compressed, "a compressed point"),
        (hex(&format!("05{X}")), "a compact point"),
        (hex(&format!("07{X}{Y}")), "a hybrid point"),
        (hex(&format!("{X}{Y}")), "a point without its tag"),
        (hex(&format!("04{X}")), "one coordinate"),
        (hex(&format!("04{X}{Y}00")), "a byte too many"),
        (hex(&format!("04{FIELD}{Y}")), "a coordinate that is no field element"),
    ] {
        let refused = PublicKey::from_raw(Algorithm::Es256, &point);
        assert_eq!(refused, Err(InvalidPublicKey), "{why}");
        if let Ok(bits) = u8::try_from(point.len() + 1) {
            let spki = spki_of(bits, &point);
            assert_eq!(
                PublicKey::from_spki(Algorithm::Es256, &spki),
                Err(InvalidPublicKey),
                "{why}, in a SubjectPublicKeyInfo"
            );
        }
    }
}

#[test]
fn only_a_p256_subject_public_key_info_is_a_public_key() {
    let other_curve = hex(&format!("3059301306072a8648ce3d020106082a8648ce3d03010103420004{X}{Y}"));
    let ed25519 = hex(&format!("302a300506032b6570032100{X}"));
    for (der, why) in [
        (Vec::new(), "nothing"),
        (point(), "a bare point"),
        (spki()[..90].to_vec(), "cut off"),
        ([spki(), vec![0]].concat(), "a byte too many"),
        (other_curve, "another curve"),
        (ed25519, "another algorithm"),
    ] {
        assert_eq!(PublicKey::from_spki(Algorithm::Es256, &der), Err(InvalidPublicKey), "{why}");
    }
}

#[test]
fn a_private_key_comes_back_from_its_secret() {
    let key = PrivateKey::make(Algorithm::Es256, &SystemEntropy).unwrap();
    let again = PrivateKey::from_secret(Algorithm::Es256, key.to_secret().expose()).unwrap();
    assert_eq!(again.public_key(), key.public_key());
    assert_eq!(private_key().to_secret().expose(), &hex(SECRET));
}

#[test]
fn only_a_scalar_of_32_bytes_below_the_order_is_a_private_key() {
    for (secret, why) in [
        (Vec::new(), "nothing"),
        (vec![0; 32], "zero"),
        (hex(ORDER), "the order"),
        (vec![0xff; 32], "beyond the order"),
        (vec![1; 24], "24 bytes"),
        (vec![1; 31], "31 bytes"),
        (vec![1; 33], "33 bytes"),
        (hex(&format!("00{SECRET}")), "a padded scalar"),
    ] {
        let refused = PrivateKey::from_secret(Algorithm::Es256, &secret).err();
        assert_eq!(refused, Some(InvalidPrivateKey), "{why}");
    }
}

#[test]
fn a_broken_generator_makes_no_key() {
    assert_eq!(PrivateKey::make(Algorithm::Es256, &Broken).err(), Some(KeyNotMade::Entropy(EntropyFailed)));
    // Gives bytes, and never a usable scalar.
    assert_eq!(PrivateKey::make(Algorithm::Es256, &Constant(0)).err(), Some(KeyNotMade::Entropy(EntropyFailed)));
    assert_eq!(PrivateKey::make(Algorithm::Es256, &Constant(0xff)).err(), Some(KeyNotMade::Entropy(EntropyFailed)));
}

#[test]
fn a_private_key_is_wiped_when_it_is_dropped() {
    fn is_wiped_on_drop<T: zeroize::ZeroizeOnDrop>() {}
    is_wiped_on_drop::<SigningKey>();
}

#[test]
fn an_algorithm_is_found_by_its_cose_identifier() {
    assert_eq!(Algorithm::from_cose(-7), Some(Algorithm::Es256));
    for other in [0, 7, 8, -10, -35, -47, -51, -257, i64::MIN, i64::MAX] {
        assert_eq!(Algorithm::from_cose(other), None, "{other}");
    }
    for algorithm in Algorithm::ALL {
        assert_eq!(Algorithm::from_cose(algorithm.cose()), Some(*algorithm));
    }
}

/// WebAuthn L3, section 6.1.3: BS without BE is invalid; and iOS takes nothing but BE = BS = 1.
#[test]
fn a_profile_is_device_bound_or_what_ios_demands() {
    let (bound, ios) = (BackupFlags::DeviceBound, BackupFlags::Ios);
    assert!(!bound.backup_eligible() && !bound.backed_up() && bound.counts());
    assert!(ios.backup_eligible() && ios.backed_up() && !ios.counts());
}

#[test]
fn a_key_handle_has_1_to_4096_bytes() {
    for (length, is_valid) in [(0, false), (1, true), (4096, true), (4097, false)] {
        assert_eq!(KeyHandle::from_bytes(vec![0; length]).is_ok(), is_valid, "{length}");
    }
}

#[test]
fn keys_show_nothing_that_names_them() {
    assert_eq!(format!("{:?}", private_key().public_key()), "PublicKey(Es256)");
    assert_eq!(format!("{:?}", KeyHandle::from_bytes(*b"alias").unwrap()), "KeyHandle(5 bytes)");
}

fn private_key() -> PrivateKey {
    PrivateKey::from_secret(Algorithm::Es256, &hex(SECRET)).unwrap()
}

fn point() -> Vec<u8> {
    hex(&format!("04{X}{Y}"))
}

fn spki() -> Vec<u8> {
    [hex(SPKI_HEAD), point()].concat()
}

/// A P-256 SubjectPublicKeyInfo round any short point; `bits` is the length of the bit string.
fn spki_of(bits: u8, point: &[u8]) -> Vec<u8> {
    let algorithm = hex("301306072a8648ce3d020106082a8648ce3d030107");
    let body = [algorithm.as_slice(), &[3, bits, 0], point].concat();
    [&[0x30, u8::try_from(body.len()).unwrap()], body.as_slice()].concat()
}

/// An ECDSA-Sig-Value (RFC 3279, section 2.2.3) of two numbers without leading zeros.
fn der(r: &[u8], s: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let padding: &[u8] = if bytes[0] >= 0x80 { &[0] } else { &[] };
        [&[2, u8::try_from(padding.len() + bytes.len()).unwrap()], padding, bytes].concat()
    };
    let body = [integer(r), integer(s)].concat();
    [&[0x30, u8::try_from(body.len()).unwrap()], body.as_slice()].concat()
}
