use std::fmt;

use super::{Algorithm, es256};
use crate::cbor::NotCanonical;

/// The public half of a passkey.
///
/// Names the passkey as surely as its id does, so `Debug` shows the algorithm only.
#[derive(Clone, Eq, PartialEq)]
pub struct PublicKey(Inner);

#[derive(Clone, Eq, PartialEq)]
enum Inner {
    Es256(es256::PublicKey),
}

/// The bytes are no public key of a supported algorithm.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a public key of a supported algorithm: give a SubjectPublicKeyInfo in DER, or the algorithm's raw form")]
pub struct InvalidPublicKey;

/// The signature is malformed, or made by another key or over other bytes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the signature does not verify")]
pub struct SignatureRejected;

impl PublicKey {
    /// A key from the DER of its SubjectPublicKeyInfo (RFC 5280, section 4.1), as Android's Keystore gives
    /// it: the very bytes that [`PublicKey::to_spki`] gives, so for ES256 with its point uncompressed.
    pub fn from_spki(der: &[u8]) -> Result<Self, InvalidPublicKey> {
        Algorithm::ALL
            .iter()
            .find_map(|algorithm| match algorithm {
                Algorithm::Es256 => es256::PublicKey::from_spki(der).ok().map(Self::from),
            })
            .ok_or(InvalidPublicKey)
    }

    /// A key from the bytes that the algorithm itself has for it, as the Secure Enclave and PKCS #11 tokens
    /// give them: for ES256 the uncompressed point, `04 || x || y` (SEC 1, section 2.3.3).
    pub fn from_raw(algorithm: Algorithm, bytes: &[u8]) -> Result<Self, InvalidPublicKey> {
        match algorithm {
            Algorithm::Es256 => es256::PublicKey::from_raw(bytes).map(Self::from),
        }
    }

    /// The algorithm of the key.
    pub const fn algorithm(&self) -> Algorithm {
        match &self.0 {
            Inner::Es256(_) => Algorithm::Es256,
        }
    }

    /// The COSE_Key of attested credential data (WebAuthn L3, section 6.5.1.1): canonical CBOR.
    pub(crate) fn to_cose(&self) -> Result<Vec<u8>, NotCanonical> {
        match &self.0 {
            Inner::Es256(key) => key.to_cose(),
        }
    }

    /// The DER of the SubjectPublicKeyInfo: `publicKey` of the registration response.
    pub fn to_spki(&self) -> Vec<u8> {
        match &self.0 {
            Inner::Es256(key) => key.to_spki(),
        }
    }

    /// Verifies a signature in the form that WebAuthn gives the algorithm (L3, section 6.5.5: for
    /// ES256 the DER of an ECDSA-Sig-Value; a high S is accepted, as the standards do).
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureRejected> {
        match &self.0 {
            Inner::Es256(key) => key.verify(message, signature),
        }
    }
}

impl From<es256::PublicKey> for PublicKey {
    fn from(key: es256::PublicKey) -> Self {
        Self(Inner::Es256(key))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PublicKey({:?})", self.algorithm())
    }
}
