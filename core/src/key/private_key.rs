use ecdsa::hazmat::sign_prehashed_rfc6979;
use p256::ecdsa::VerifyingKey;
use p256::{NistP256, NonZeroScalar};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::public_key::Point;
use super::{Algorithm, PublicKey};
use crate::entropy::{Entropy, EntropyFailed};
use crate::secret::{Secret, SecretBytes, SecretKey};

/// Draws before a generator that only gives unusable scalars counts as broken. One in 2^32 draws
/// is unusable.
const MAX_DRAWS: usize = 4;

/// A private key in the core's custody. Lives only inside one `finish`; wiped on drop.
pub struct PrivateKey(Box<Scalar>);

/// The scalar alone: the crate's own signing key computes its public half each time it is read,
/// which costs half as much as a signature and is not needed to sign.
enum Scalar {
    Es256(Zeroizing<NonZeroScalar>),
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
                let scalar = NonZeroScalar::try_from(secret).map_err(|_| InvalidPrivateKey)?;
                Ok(Self(Box::new(Scalar::Es256(Zeroizing::new(scalar)))))
            }
        }
    }

    /// The bytes to seal: for ES256 the 32-byte big-endian scalar.
    pub fn to_secret(&self) -> SecretBytes {
        match &*self.0 {
            Scalar::Es256(scalar) => {
                let bytes = Secret::new(<[u8; 32]>::from(scalar.to_bytes()));
                Secret::new(bytes.expose().to_vec())
            }
        }
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        match &*self.0 {
            Scalar::Es256(scalar) => {
                PublicKey(Point::Es256(VerifyingKey::from(p256::PublicKey::from_secret_scalar(scalar))))
            }
        }
    }

    /// Signs, in the form that WebAuthn gives the algorithm (L3, section 6.5.5). For ES256 the
    /// nonce is that of RFC 6979: no generator can spoil it.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &*self.0 {
            Scalar::Es256(scalar) => {
                let digest = Sha256::digest(message);
                let (signature, _) = sign_prehashed_rfc6979::<NistP256, Sha256>(scalar, &digest, &[]);
                signature.to_der().as_bytes().to_vec()
            }
        }
    }
}
