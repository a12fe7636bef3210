//! ML-DSA in its three parameter sets (FIPS 204; RFC 9964 for COSE, RFC 9881 for SubjectPublicKeyInfo), with the empty
//! context.

use ciborium::Value;

use super::InvalidPublicKey;
use crate::cbor::{self, NotCanonical};

#[cfg(feature = "ml-dsa")]
pub(super) use engine::PrivateKey;

/// The key type of COSE, "AKP" (RFC 9964, section 3).
const KEY_TYPE: i64 = 7;

/// `SEQUENCE { id-ml-dsa-* }` but for the last byte (RFC 9881, section 3: 2.16.840.1.101.3.4.3.17 to .19, parameters
/// absent).
const OBJECT_IDENTIFIER: &[u8] = &[0x30, 0x0b, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03];

/// A parameter set (FIPS 204, section 4).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Parameters {
    MlDsa44,
    MlDsa65,
    MlDsa87,
}

impl Parameters {
    /// Bytes of a public key (FIPS 204, table 2).
    const fn public_key_length(self) -> u16 {
        match self {
            Self::MlDsa44 => 1312,
            Self::MlDsa65 => 1952,
            Self::MlDsa87 => 2592,
        }
    }

    /// The last number of the object identifier.
    const fn last_arc(self) -> u8 {
        match self {
            Self::MlDsa44 => 17,
            Self::MlDsa65 => 18,
            Self::MlDsa87 => 19,
        }
    }

    /// What is before the key in its SubjectPublicKeyInfo. The lengths are fixed for each set.
    fn spki_head(self) -> Vec<u8> {
        let long_form = |tag: u8, length: u16| {
            let [high, low] = length.to_be_bytes();
            [tag, 0x82, high, low]
        };
        // The byte of a bit string that says how many bits of its last byte are unused.
        let bits = self.public_key_length().saturating_add(1);
        let bit_string = long_form(0x03, bits);
        let algorithm = [OBJECT_IDENTIFIER, &[self.last_arc()]].concat();
        let inside = [algorithm.as_slice(), &bit_string, &[0x00]].concat();
        let length = u16::try_from(inside.len()).unwrap_or(u16::MAX).saturating_add(self.public_key_length());
        [long_form(0x30, length).as_slice(), &inside].concat()
    }
}

/// As its bytes: to expand them costs as much as to verify, and a list of passkeys needs neither.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct PublicKey {
    parameters: Parameters,
    bytes: Vec<u8>,
}

impl PublicKey {
    pub(super) fn from_spki(parameters: Parameters, der: &[u8]) -> Result<Self, InvalidPublicKey> {
        Self::from_raw(parameters, der.strip_prefix(parameters.spki_head().as_slice()).ok_or(InvalidPublicKey)?)
    }

    /// A key from its bytes (FIPS 204, algorithm 22). Every string of the right length is one.
    pub(super) fn from_raw(parameters: Parameters, bytes: &[u8]) -> Result<Self, InvalidPublicKey> {
        if bytes.len() == usize::from(parameters.public_key_length()) {
            Ok(Self { parameters, bytes: bytes.to_vec() })
        } else {
            Err(InvalidPublicKey)
        }
    }

    /// `alg` present (RFC 9964, section 3).
    pub(super) fn to_cose(&self, algorithm: i64) -> Result<Vec<u8>, NotCanonical> {
        cbor::render(&Value::Map(vec![
            (Value::from(1), Value::from(KEY_TYPE)),
            (Value::from(3), Value::from(algorithm)),
            (Value::from(-1), Value::Bytes(self.bytes.clone())),
        ]))
    }

    pub(super) fn to_spki(&self) -> Vec<u8> {
        [self.parameters.spki_head().as_slice(), &self.bytes].concat()
    }
}

#[cfg(not(feature = "ml-dsa"))]
impl PublicKey {
    pub(super) const fn verify(&self, _: &[u8], _: &[u8]) -> Result<(), super::SignatureRejected> {
        Err(super::SignatureRejected)
    }
}

#[cfg(feature = "ml-dsa")]
mod engine;
