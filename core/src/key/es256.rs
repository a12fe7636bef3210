//! ES256 and ESP256: ECDSA on P-256 with SHA-256 (RFC 9053, section 2.1; RFC 9864, section 2.1). One key, and two
//! identifiers for what it signs.

use ciborium::Value;
use ecdsa::hazmat::sign_prehashed_rfc6979;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use p256::{NistP256, NonZeroScalar};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{InvalidPrivateKey, InvalidPublicKey, SignatureRejected, p256_engine as engine};
use crate::cbor::{self, NotCanonical};
use crate::entropy::{Entropy, EntropyFailed};
use crate::secret::{Secret, SecretBytes, SecretKey};
use crate::stack;

/// Draws before a generator that only gives unusable scalars counts as broken. One in 2^32 draws
/// is unusable.
const MAX_DRAWS: usize = 4;

/// What is before the uncompressed point in the SubjectPublicKeyInfo of every key on P-256 (RFC 5480,
/// section 2): `SEQUENCE { SEQUENCE { id-ecPublicKey, secp256r1 }, BIT STRING }`. All lengths are fixed, so
/// that no row and no list needs a DER encoder.
const SPKI_HEAD: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// The scalar alone: the crate's own signing key computes its public half each time it is read,
/// which costs half as much as a signature and is not needed to sign.
pub(super) struct PrivateKey(Zeroizing<NonZeroScalar>);

#[derive(Clone, Eq, PartialEq)]
pub(super) struct PublicKey(VerifyingKey);

impl PrivateKey {
    /// Boxed, as each key is from its first byte: moving it leaves no copy.
    pub(super) fn make(entropy: &dyn Entropy) -> Result<Box<Self>, EntropyFailed> {
        for _ in 0..MAX_DRAWS {
            let scalar = SecretKey::make(entropy)?;
            if let Ok(key) = Self::from_secret(scalar.expose()) {
                return Ok(key);
            }
        }
        Err(EntropyFailed)
    }

    /// A key from its 32-byte big-endian scalar.
    pub(super) fn from_secret(secret: &[u8]) -> Result<Box<Self>, InvalidPrivateKey> {
        // Shorter scalars would be padded: a cut record must not open as another key.
        if secret.len() != 32 {
            return Err(InvalidPrivateKey);
        }
        stack::wiped(|| {
            let scalar = NonZeroScalar::try_from(secret).map_err(|_| InvalidPrivateKey)?;
            Ok(Box::new(Self(Zeroizing::new(scalar))))
        })
    }

    /// The 32-byte big-endian scalar.
    pub(super) fn to_secret(&self) -> SecretBytes {
        stack::wiped(|| {
            let bytes = Secret::new(<[u8; 32]>::from(self.0.to_bytes()));
            Secret::new(bytes.expose().to_vec())
        })
    }

    pub(super) fn public_key(&self) -> PublicKey {
        let by_engine = engine::public_point(&self.0).and_then(|point| PublicKey::from_raw(&point).ok());
        by_engine.unwrap_or_else(|| {
            stack::wiped(|| PublicKey(VerifyingKey::from(p256::PublicKey::from_secret_scalar(&self.0))))
        })
    }

    /// As [`PrivateKey::sign`], with randomness in the nonce. Only the engine, where there is one, takes it from the
    /// system itself.
    pub(super) fn sign_hedged(&self, message: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, EntropyFailed> {
        match engine::sign(&self.0, message) {
            Some(signature) => Ok(signature),
            None => Ok(self.sign(message, SecretKey::make(entropy)?.expose())),
        }
    }

    /// The DER of an ECDSA-Sig-Value, its nonce that of RFC 6979 with `additional` data (section 3.6).
    pub(super) fn sign(&self, message: &[u8], additional: &[u8]) -> Vec<u8> {
        stack::wiped(|| {
            let digest = Sha256::digest(message);
            let (signature, _) = sign_prehashed_rfc6979::<NistP256, Sha256>(&self.0, &digest, additional);
            signature.to_der().as_bytes().to_vec()
        })
    }
}

impl PublicKey {
    /// A key from the DER of its SubjectPublicKeyInfo, point uncompressed: the very bytes that
    /// [`PublicKey::to_spki`] gives.
    pub(super) fn from_spki(der: &[u8]) -> Result<Self, InvalidPublicKey> {
        let key = VerifyingKey::from_public_key_der(der).map(Self).map_err(|_| InvalidPublicKey)?;
        // Clients compare their own encoding byte for byte, so no other one is taken for it.
        if key.to_spki() == der { Ok(key) } else { Err(InvalidPublicKey) }
    }

    /// A key from its uncompressed point (SEC 1, section 2.3.3: `04 || x || y`).
    pub(super) fn from_raw(point: &[u8]) -> Result<Self, InvalidPublicKey> {
        if point.first() != Some(&4) {
            return Err(InvalidPublicKey);
        }
        VerifyingKey::from_sec1_bytes(point).map(Self).map_err(|_| InvalidPublicKey)
    }

    /// `alg` present, point uncompressed (WebAuthn L3, section 5.8.5).
    pub(super) fn to_cose(&self, algorithm: i64) -> Result<Vec<u8>, NotCanonical> {
        let point = self.0.to_sec1_point(false);
        let coordinate =
            |bytes: Option<&_>| bytes.map(|bytes: &p256::FieldBytes| Value::Bytes(bytes.to_vec())).ok_or(NotCanonical);
        cbor::render(&Value::Map(vec![
            (Value::from(1), Value::from(2)),
            (Value::from(3), Value::from(algorithm)),
            (Value::from(-1), Value::from(1)),
            (Value::from(-2), coordinate(point.x())?),
            (Value::from(-3), coordinate(point.y())?),
        ]))
    }

    pub(super) fn to_spki(&self) -> Vec<u8> {
        [SPKI_HEAD, self.0.to_sec1_point(false).as_bytes()].concat()
    }

    /// A high S is accepted, as the standards do.
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureRejected> {
        let signature = DerSignature::from_bytes(signature).map_err(|_| SignatureRejected)?;
        self.0.verify(message, &signature).map_err(|_| SignatureRejected)
    }
}
