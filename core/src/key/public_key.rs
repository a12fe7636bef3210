use std::fmt;

use super::family::Family;
use super::{Algorithm, ed25519, es256, ml_dsa};
use crate::cbor::NotCanonical;

/// The public half of a passkey, of the algorithm that it signs by.
///
/// Names the passkey as surely as its id does, so `Debug` shows the algorithm only.
#[derive(Clone, Eq, PartialEq)]
pub struct PublicKey {
    algorithm: Algorithm,
    inner: Inner,
}

#[derive(Clone, Eq, PartialEq)]
enum Inner {
    P256(es256::PublicKey),
    Ed25519(ed25519::PublicKey),
    MlDsa(ml_dsa::PublicKey),
}

/// The bytes are no public key of the algorithm.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a public key of the algorithm: give a SubjectPublicKeyInfo in DER, or the algorithm's raw form")]
pub struct InvalidPublicKey;

/// The signature is malformed, or made by another key or over other bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct SignatureRejected;

impl PublicKey {
    /// A key of this algorithm from the DER of its SubjectPublicKeyInfo (RFC 5280, section 4.1), as Android's Keystore
    /// gives it: the very bytes that [`PublicKey::to_spki`] gives, so for ES256 with its point uncompressed. They do
    /// not say which of two identifiers of one algorithm is meant, as -7 and -9: whoever asked for the key knows.
    pub fn from_spki(algorithm: Algorithm, der: &[u8]) -> Result<Self, InvalidPublicKey> {
        Self::from_stored_spki(algorithm, der)?.checked()
    }

    /// A key of this algorithm from the bytes that the algorithm itself has for it, as the Secure Enclave and PKCS #11
    /// tokens give them: for ES256 the uncompressed point, `04 || x || y` (SEC 1, section 2.3.3); for Ed25519 the 32
    /// bytes of RFC 8032; for ML-DSA the 1,312, 1,952 or 2,592 bytes of FIPS 204.
    pub fn from_raw(algorithm: Algorithm, bytes: &[u8]) -> Result<Self, InvalidPublicKey> {
        let inner = match Family::of(algorithm) {
            Family::P256 => Inner::P256(es256::PublicKey::from_raw(bytes)?),
            Family::Ed25519 => Inner::Ed25519(ed25519::PublicKey::from_raw(bytes)?),
            Family::MlDsa(parameters) => Inner::MlDsa(ml_dsa::PublicKey::from_raw(parameters, bytes)?),
        };
        Self { algorithm, inner }.checked()
    }

    /// As [`PublicKey::from_spki`], of bytes that were looked at before they were stored: what costs more than to read
    /// them is left for [`PublicKey::verify`], so that a list of passkeys is as fast with any algorithm.
    pub(crate) fn from_stored_spki(algorithm: Algorithm, der: &[u8]) -> Result<Self, InvalidPublicKey> {
        let inner = match Family::of(algorithm) {
            Family::P256 => Inner::P256(es256::PublicKey::from_spki(der)?),
            Family::Ed25519 => Inner::Ed25519(ed25519::PublicKey::from_spki(der)?),
            Family::MlDsa(parameters) => Inner::MlDsa(ml_dsa::PublicKey::from_spki(parameters, der)?),
        };
        Ok(Self { algorithm, inner })
    }

    fn checked(self) -> Result<Self, InvalidPublicKey> {
        match &self.inner {
            Inner::Ed25519(key) => key.check()?,
            // A point was checked when it was read; for ML-DSA every string of the right length is a key.
            Inner::P256(_) | Inner::MlDsa(_) => {}
        }
        Ok(self)
    }

    pub(super) const fn of_p256(algorithm: Algorithm, key: es256::PublicKey) -> Self {
        Self { algorithm, inner: Inner::P256(key) }
    }

    #[cfg(feature = "ed25519")]
    pub(super) const fn of_ed25519(algorithm: Algorithm, key: ed25519::PublicKey) -> Self {
        Self { algorithm, inner: Inner::Ed25519(key) }
    }

    #[cfg(feature = "ml-dsa")]
    pub(super) const fn of_ml_dsa(algorithm: Algorithm, key: ml_dsa::PublicKey) -> Self {
        Self { algorithm, inner: Inner::MlDsa(key) }
    }

    /// The algorithm of the key.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The COSE_Key of attested credential data (WebAuthn L3, section 6.5.1.1): canonical CBOR.
    pub(crate) fn to_cose(&self) -> Result<Vec<u8>, NotCanonical> {
        let algorithm = self.algorithm.cose();
        match &self.inner {
            Inner::P256(key) => key.to_cose(algorithm),
            Inner::Ed25519(key) => key.to_cose(algorithm),
            Inner::MlDsa(key) => key.to_cose(algorithm),
        }
    }

    /// The DER of the SubjectPublicKeyInfo (RFC 5480, RFC 8410, RFC 9881).
    pub fn to_spki(&self) -> Vec<u8> {
        match &self.inner {
            Inner::P256(key) => key.to_spki(),
            Inner::Ed25519(key) => key.to_spki(),
            Inner::MlDsa(key) => key.to_spki(),
        }
    }

    /// `publicKey` of a registration response. The standard demands it for ES256 and Ed25519, and lets a client have
    /// none for keys that it does not know (WebAuthn L3, section 5.2.1.1): Chromium gives one for every key of these
    /// two kinds, by whichever identifier, and none for ML-DSA.
    pub(crate) fn to_client_spki(&self) -> Option<Vec<u8>> {
        match &self.inner {
            Inner::P256(_) | Inner::Ed25519(_) => Some(self.to_spki()),
            Inner::MlDsa(_) => None,
        }
    }

    /// Verifies a signature in the form that WebAuthn gives the algorithm (L3, section 6.5.5: for
    /// ES256 the DER of an ECDSA-Sig-Value; a high S is accepted, as the standards do; RFC 8032 for Ed25519; FIPS 204
    /// for ML-DSA, with the empty context). A build without the algorithm ([`Algorithm::is_available`]) verifies none.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureRejected> {
        match &self.inner {
            Inner::P256(key) => key.verify(message, signature),
            Inner::Ed25519(key) => key.verify(message, signature),
            Inner::MlDsa(key) => key.verify(message, signature),
        }
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({:?})", self.algorithm())
    }
}
