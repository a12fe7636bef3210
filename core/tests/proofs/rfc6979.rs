//! Signatures of sealed keys: deterministic as RFC 6979 says, canonical, and never with a nonce
//! twice.

use std::collections::HashSet;

use passkey_provider::entropy::SystemEntropy;
use passkey_provider::key::{Algorithm, PrivateKey};

use crate::der::read_signature;

const SIGNATURES: usize = 10_000;

#[test]
fn the_vectors_of_rfc_6979_come_out() {
    // Appendix A.2.5: P-256, with SHA-256.
    let key = bytes("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
    let public = bytes(
        "04\
         60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6\
         7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299",
    );
    let key = PrivateKey::from_secret(Algorithm::Es256, &key).unwrap();
    assert!(key.public_key().to_spki().ends_with(&public));
    for (message, r, s) in [
        (
            b"sample".as_slice(),
            "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716",
            "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8",
        ),
        (
            b"test",
            "F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367",
            "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083",
        ),
    ] {
        assert_eq!(read_signature(&key.sign(message)).unwrap(), (bytes(r).as_slice(), bytes(s).as_slice()));
    }
}

#[test]
fn ten_thousand_signatures_are_canonical_and_verify_and_no_r_comes_twice() {
    let keys: Vec<PrivateKey> = (0..10).map(|_| PrivateKey::make(Algorithm::Es256, &SystemEntropy).unwrap()).collect();
    let mut seen = HashSet::new();
    for number in 0..SIGNATURES {
        // Every key signs every message: the nonce has to depend on both.
        let key = &keys[number % keys.len()];
        let message = (number / keys.len()).to_be_bytes();
        let signature = key.sign(&message);
        let (r, _) = read_signature(&signature).unwrap();
        assert!(seen.insert(r.to_vec()), "signature {number} has an r that was there before");
        key.public_key().verify(&message, &signature).unwrap();
    }
    assert_eq!(seen.len(), SIGNATURES);
}

#[test]
fn a_key_made_again_from_its_secret_signs_the_same_bytes_the_same_way() {
    for message in [b"".as_slice(), b"a", &[0; 1000]] {
        let key = PrivateKey::make(Algorithm::Es256, &SystemEntropy).unwrap();
        let again = PrivateKey::from_secret(Algorithm::Es256, key.to_secret().expose()).unwrap();
        assert_eq!(key.sign(message), again.sign(message));
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes().chunks(2).map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}
