use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};

use super::public_key::Point;
use super::{Algorithm, PublicKey};
use crate::entropy::{Entropy, EntropyFailed};
use crate::secret::{Secret, SecretBytes, SecretKey};

/// Draws before a generator that only gives unusable scalars counts as broken. One in 2^32 draws
/// is unusable.
const MAX_DRAWS: usize = 4;

/// A private key in the core's custody. Lives only inside one `finish`; wiped on drop.
pub struct PrivateKey(Box<Scalar>);

enum Scalar {
    Es256(SigningKey),
}

/// The bytes are no private key of the algorithm.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a private key of the algorithm")]
pub struct InvalidPrivateKey;

impl PrivateKey {
    /// Makes a random key.
    pub fn make(algorithm: Algorithm, entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
        match algorithm {
            Algorithm::Es256 => {
                for _ in 0..MAX_DRAWS {
                    let scalar = SecretKey::make(entropy)?;
                    if let Ok(key) = Self::from_secret(algorithm, scalar.expose()) {
                        return Ok(key);
                    }
                }
                Err(EntropyFailed)
            }
        }
    }

    /// A key from the bytes that [`PrivateKey::to_secret`] gave.
    pub fn from_secret(algorithm: Algorithm, secret: &[u8]) -> Result<Self, InvalidPrivateKey> {
        match algorithm {
            // Shorter scalars would be padded: a cut record must not open as another key.
            Algorithm::Es256 if secret.len() != 32 => Err(InvalidPrivateKey),
            Algorithm::Es256 => {
                SigningKey::from_slice(secret).map(Scalar::Es256).map(Box::new).map(Self).map_err(|_| InvalidPrivateKey)
            }
        }
    }

    /// The bytes to seal: for ES256 the 32-byte big-endian scalar.
    pub fn to_secret(&self) -> SecretBytes {
        match &*self.0 {
            Scalar::Es256(key) => {
                let scalar = Secret::new(<[u8; 32]>::from(key.to_bytes()));
                Secret::new(scalar.expose().to_vec())
            }
        }
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        match &*self.0 {
            Scalar::Es256(key) => PublicKey(Point::Es256(*key.verifying_key())),
        }
    }

    /// Signs, in the form that WebAuthn gives the algorithm (L3, section 6.5.5). For ES256 the
    /// nonce is that of RFC 6979: no generator can spoil it.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &*self.0 {
            Scalar::Es256(key) => {
                let signature: DerSignature = key.sign(message);
                signature.as_bytes().to_vec()
            }
        }
    }
}
