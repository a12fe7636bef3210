use std::fmt;

use ciborium::Value;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;

use super::Algorithm;
use crate::cbor::{self, NotCanonical};

/// The public half of a passkey.
///
/// Names the passkey as surely as its id does, so `Debug` shows the algorithm only.
#[derive(Clone, Eq, PartialEq)]
pub struct PublicKey(pub(super) Point);

#[derive(Clone, Eq, PartialEq)]
pub(super) enum Point {
    Es256(VerifyingKey),
}

/// What is before the uncompressed point in the SubjectPublicKeyInfo of every key on P-256 (RFC 5480,
/// section 2): `SEQUENCE { SEQUENCE { id-ecPublicKey, secp256r1 }, BIT STRING }`. All lengths are fixed, so
/// that no row and no list needs a DER encoder.
const P256_SPKI: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// The bytes are no public key of a supported algorithm.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a public key of a supported algorithm: give a SubjectPublicKeyInfo in DER, or an uncompressed point")]
pub struct InvalidPublicKey;

/// The signature is malformed, or made by another key or over other bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct SignatureRejected;

impl PublicKey {
    /// A key from the DER of its SubjectPublicKeyInfo (RFC 5480), as Android's Keystore gives it:
    /// point uncompressed, the very bytes that [`PublicKey::to_spki`] gives.
    pub fn from_spki(der: &[u8]) -> Result<Self, InvalidPublicKey> {
        let key = VerifyingKey::from_public_key_der(der).map(Point::Es256).map(Self).map_err(|_| InvalidPublicKey)?;
        // Clients compare their own encoding byte for byte, so no other one is taken for it.
        if key.to_spki()? == der { Ok(key) } else { Err(InvalidPublicKey) }
    }

    /// A key from its uncompressed point (SEC 1, section 2.3.3: `04 || x || y`), as the Secure
    /// Enclave and PKCS #11 tokens give it.
    pub fn from_uncompressed_point(algorithm: Algorithm, point: &[u8]) -> Result<Self, InvalidPublicKey> {
        match algorithm {
            Algorithm::Es256 if point.first() == Some(&4) => {
                VerifyingKey::from_sec1_bytes(point).map(Point::Es256).map(Self).map_err(|_| InvalidPublicKey)
            }
            Algorithm::Es256 => Err(InvalidPublicKey),
        }
    }

    /// The algorithm of the key.
    pub const fn algorithm(&self) -> Algorithm {
        match &self.0 {
            Point::Es256(_) => Algorithm::Es256,
        }
    }

    /// The COSE_Key of attested credential data (WebAuthn L3, section 6.5.1.1): canonical CBOR,
    /// `alg` present, point uncompressed.
    pub fn to_cose(&self) -> Result<Vec<u8>, NotCanonical> {
        match &self.0 {
            Point::Es256(key) => {
                let point = key.to_sec1_point(false);
                let coordinate = |bytes: Option<&_>| {
                    bytes.map(|bytes: &p256::FieldBytes| Value::Bytes(bytes.to_vec())).ok_or(NotCanonical)
                };
                cbor::render(&Value::Map(vec![
                    (Value::from(1), Value::from(2)),
                    (Value::from(3), Value::from(Algorithm::Es256.cose())),
                    (Value::from(-1), Value::from(1)),
                    (Value::from(-2), coordinate(point.x())?),
                    (Value::from(-3), coordinate(point.y())?),
                ]))
            }
        }
    }

    /// The DER of the SubjectPublicKeyInfo: `publicKey` of the registration response.
    pub fn to_spki(&self) -> Result<Vec<u8>, InvalidPublicKey> {
        match &self.0 {
            Point::Es256(key) => Ok([P256_SPKI, key.to_sec1_point(false).as_bytes()].concat()),
        }
    }

    /// Verifies a signature in the form that WebAuthn gives the algorithm (L3, section 6.5.5: for
    /// ES256 the DER of an ECDSA-Sig-Value; a high S is accepted, as the standards do).
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureRejected> {
        match &self.0 {
            Point::Es256(key) => {
                let signature = DerSignature::from_bytes(signature).map_err(|_| SignatureRejected)?;
                key.verify(message, &signature).map_err(|_| SignatureRejected)
            }
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({:?})", self.algorithm())
    }
}
