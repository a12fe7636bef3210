//! Keys and hedged signatures on P-256, which the crates `p256` and `ring` verify: with the feature `proven-p256` they
//! come from the other engine.

use std::collections::HashSet;

use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
use p256::elliptic_curve::{Generate, PrimeField};
use p256::pkcs8::EncodePublicKey;
use p256::{NonZeroScalar, Scalar};
use passkey_provider::entropy::{Entropy, EntropyFailed, SystemEntropy};
use passkey_provider::key::{Algorithm, PrivateKey};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};

/// A generator that gives out.
#[derive(Debug)]
struct Broken;

impl Entropy for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), EntropyFailed> {
        Err(EntropyFailed)
    }
}

/// Random ones, and those at either end of the group (1, 2, n - 2, n - 1).
fn scalars() -> impl Iterator<Item = NonZeroScalar> {
    let ends = [Scalar::ONE, Scalar::from(2_u64), -Scalar::from(2_u64), -Scalar::ONE];
    let ends = ends.map(|scalar| NonZeroScalar::new(scalar).unwrap());
    ends.into_iter().chain((0..300).map(|_| NonZeroScalar::generate()))
}

fn private_key(scalar: &NonZeroScalar) -> PrivateKey {
    PrivateKey::from_secret(Algorithm::Es256, &scalar.to_bytes()).unwrap()
}

#[test]
fn public_halves_are_those_of_p256() {
    for scalar in scalars() {
        let expected = p256::PublicKey::from_secret_scalar(&scalar).to_public_key_der().unwrap();
        assert_eq!(private_key(&scalar).public_key().to_spki(), expected.as_bytes());
    }
}

#[test]
fn others_verify_hedged_signatures_over_messages_of_every_length() {
    for (length, scalar) in scalars().enumerate() {
        let message: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
        let signature = private_key(&scalar).sign_hedged(&message, &SystemEntropy).unwrap();
        let point = p256::PublicKey::from_secret_scalar(&scalar).to_sec1_bytes();
        let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point);
        assert!(key.verify(&message, &signature).is_ok(), "{length} bytes");
        let signature = DerSignature::from_bytes(&signature).unwrap();
        let key = VerifyingKey::from(p256::PublicKey::from_secret_scalar(&scalar));
        assert_eq!(key.verify(&message, &signature).ok(), Some(()), "{length} bytes");
        let other = [message.as_slice(), &[0]].concat();
        assert!(key.verify(&other, &signature).is_err(), "{length} bytes");
    }
}

#[test]
fn no_two_hedged_signatures_share_a_nonce() {
    let key = private_key(&NonZeroScalar::generate());
    // `r` is the nonce's point.
    let nonce = |_| {
        let signature = key.sign_hedged(b"the same", &SystemEntropy).unwrap();
        Signature::from_der(&signature).unwrap().r().to_repr().to_vec()
    };
    assert_eq!((0..200).map(nonce).collect::<HashSet<_>>().len(), 200);
}

/// The other engine takes its randomness from the system itself: this is how to see that it runs.
#[test]
fn the_engine_that_was_built_in_signs() {
    let signed = private_key(&NonZeroScalar::generate()).sign_hedged(b"anything", &Broken);
    assert_eq!(signed.is_ok(), cfg!(feature = "proven-p256"), "does this processor have what graviola needs?");
}
