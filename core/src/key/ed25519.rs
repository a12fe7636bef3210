//! Ed25519: EdDSA as WebAuthn means it, and by its own name (RFC 8032, section 5.1; RFC 9053, section 2.2; RFC 9864,
//! section 2.2). One key, and two identifiers for what it signs.

use ciborium::Value;

use super::{InvalidPublicKey, SignatureRejected};
use crate::cbor::{self, NotCanonical};

#[cfg(feature = "ed25519")]
pub(super) use private::PrivateKey;

/// Bytes of a public key.
const LENGTH: usize = 32;

/// What is before the key in its SubjectPublicKeyInfo (RFC 8410, section 4): `SEQUENCE { SEQUENCE { id-Ed25519 },
/// BIT STRING }`. All lengths are fixed.
const SPKI_HEAD: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// The encoded point: decoding it costs a square root, which a list of passkeys need not pay.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct PublicKey([u8; LENGTH]);

impl PublicKey {
    pub(super) fn from_spki(der: &[u8]) -> Result<Self, InvalidPublicKey> {
        Self::from_raw(der.strip_prefix(SPKI_HEAD).ok_or(InvalidPublicKey)?)
    }

    /// A key from its encoded point (RFC 8032, section 5.1.2).
    pub(super) fn from_raw(bytes: &[u8]) -> Result<Self, InvalidPublicKey> {
        bytes.try_into().map(Self).map_err(|_| InvalidPublicKey)
    }

    /// `alg` present (RFC 9053, section 7.2; WebAuthn L3, section 5.8.5).
    pub(super) fn to_cose(&self, algorithm: i64) -> Result<Vec<u8>, NotCanonical> {
        cbor::render(&Value::Map(vec![
            (Value::from(1), Value::from(1)),
            (Value::from(3), Value::from(algorithm)),
            (Value::from(-1), Value::from(6)),
            (Value::from(-2), Value::Bytes(self.0.to_vec())),
        ]))
    }

    pub(super) fn to_spki(&self) -> Vec<u8> {
        [SPKI_HEAD, &self.0].concat()
    }
}

#[cfg(feature = "ed25519")]
impl PublicKey {
    /// Refuses bytes that are no point, or one of the few whose signatures anybody can make.
    pub(super) fn check(&self) -> Result<(), InvalidPublicKey> {
        match ed25519_dalek::VerifyingKey::from_bytes(&self.0) {
            Ok(key) if !key.is_weak() => Ok(()),
            _ => Err(InvalidPublicKey),
        }
    }

    /// A signature has 64 bytes, and `s` is below the order of the group (RFC 8032, section 5.1.7).
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureRejected> {
        let verify = || {
            let key = ed25519_dalek::VerifyingKey::from_bytes(&self.0)?;
            key.verify_strict(message, &ed25519_dalek::Signature::from_slice(signature)?)
        };
        verify().map_err(|_| SignatureRejected)
    }
}

#[cfg(not(feature = "ed25519"))]
impl PublicKey {
    pub(super) const fn check(&self) -> Result<(), InvalidPublicKey> {
        Ok(())
    }

    pub(super) const fn verify(&self, _: &[u8], _: &[u8]) -> Result<(), SignatureRejected> {
        Err(SignatureRejected)
    }
}

#[cfg(feature = "ed25519")]
mod private {
    use ed25519_dalek::{Signer, SigningKey};

    use super::PublicKey;
    use crate::entropy::{Entropy, EntropyFailed};
    use crate::key::InvalidPrivateKey;
    use crate::secret::{Secret, SecretBytes, SecretKey};
    use crate::stack;

    /// The seed alone: what it expands to is computed for each signature, and wiped with it.
    pub(in crate::key) struct PrivateKey(SecretKey);

    impl PrivateKey {
        pub(in crate::key) fn make(entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
            SecretKey::make(entropy).map(Self)
        }

        /// A key from its 32-byte seed (RFC 8032, section 5.1.5).
        pub(in crate::key) fn from_secret(secret: &[u8]) -> Result<Self, InvalidPrivateKey> {
            SecretKey::copy_from(secret).map(Self).ok_or(InvalidPrivateKey)
        }

        /// The 32-byte seed.
        pub(in crate::key) fn to_secret(&self) -> SecretBytes {
            Secret::new(self.0.expose().to_vec())
        }

        pub(in crate::key) fn public_key(&self) -> PublicKey {
            stack::wiped(|| PublicKey(SigningKey::from_bytes(self.0.expose()).verifying_key().to_bytes()))
        }

        pub(in crate::key) fn sign(&self, message: &[u8]) -> Vec<u8> {
            stack::wiped(|| SigningKey::from_bytes(self.0.expose()).sign(message).to_bytes().to_vec())
        }
    }
}
