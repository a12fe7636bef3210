use ecdsa::hazmat::sign_prehashed_rfc6979;
use p256::ecdsa::VerifyingKey;
use p256::{NistP256, NonZeroScalar};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::public_key::Point;
use super::{Algorithm, PublicKey};
use crate::entropy::{Entropy, EntropyFailed};
use crate::secret::{Secret, SecretBytes, SecretKey};
use crate::stack;

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
            Algorithm::Es256 => stack::wiped(|| {
                let scalar = NonZeroScalar::try_from(secret).map_err(|_| InvalidPrivateKey)?;
                Ok(Self(Box::new(Scalar::Es256(Zeroizing::new(scalar)))))
            }),
        }
    }

    /// The bytes to seal: for ES256 the 32-byte big-endian scalar.
    pub fn to_secret(&self) -> SecretBytes {
        match &*self.0 {
            Scalar::Es256(scalar) => stack::wiped(|| {
                let bytes = Secret::new(<[u8; 32]>::from(scalar.to_bytes()));
                Secret::new(bytes.expose().to_vec())
            }),
        }
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        match &*self.0 {
            Scalar::Es256(scalar) => stack::wiped(|| {
                PublicKey(Point::Es256(VerifyingKey::from(p256::PublicKey::from_secret_scalar(scalar))))
            }),
        }
    }

    /// Signs, in the form that WebAuthn gives the algorithm (L3, section 6.5.5), and always the same
    /// message the same way. For ES256 the nonce is that of RFC 6979: no generator can spoil it.
    ///
    /// Ceremonies use [`PrivateKey::sign_hedged`]; this one is for comparing with vectors.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.sign_with(message, &[])
    }

    /// Signs, with randomness in the nonce beside what RFC 6979 puts there (its section 3.6).
    ///
    /// A deterministic nonce has one weakness: who makes the processor err while it signs one message
    /// twice, by hammering memory or by voltage, gets two signatures of one nonce, and from them the
    /// key. A passkey that does not count signs the same bytes as often as a site sends the same
    /// challenge. Thirty-two random bytes end that, for about one hundredth of a signature; and a
    /// generator that is bad, or known to somebody, takes nothing from what RFC 6979 gives.
    ///
    /// The signature is not verified before it leaves, as that of hardware is. It would find an error
    /// that came by itself, which the relying party finds too; and it costs nearly four signatures (91 and
    /// 347 microseconds, where the hedge costs 0.6 and the wiping 0.2), so that a sign-in would take more
    /// than three times as long. The errors that are worth something to somebody need the same nonce again,
    /// which the hedge does not give.
    pub fn sign_hedged(&self, message: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, EntropyFailed> {
        let hedge = SecretKey::make(entropy)?;
        Ok(self.sign_with(message, hedge.expose()))
    }

    fn sign_with(&self, message: &[u8], additional: &[u8]) -> Vec<u8> {
        match &*self.0 {
            Scalar::Es256(scalar) => stack::wiped(|| {
                let digest = Sha256::digest(message);
                let (signature, _) = sign_prehashed_rfc6979::<NistP256, Sha256>(scalar, &digest, additional);
                signature.to_der().as_bytes().to_vec()
            }),
        }
    }
}
