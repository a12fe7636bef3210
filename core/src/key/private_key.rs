#[cfg(feature = "ed25519")]
use super::ed25519;
use super::family::Family;
#[cfg(feature = "ml-dsa")]
use super::ml_dsa;
use super::{Algorithm, PublicKey, es256};
use crate::entropy::{Entropy, EntropyFailed};
use crate::secret::SecretBytes;
#[cfg(feature = "ml-dsa")]
use crate::secret::SecretKey;

/// A private key in the core's custody. Lives only inside one `finish`; wiped on drop.
pub struct PrivateKey {
    algorithm: Algorithm,
    inner: Inner,
}

/// On the heap, so that a move copies a pointer and not the key.
enum Inner {
    P256(Box<es256::PrivateKey>),
    #[cfg(feature = "ed25519")]
    Ed25519(ed25519::PrivateKey),
    #[cfg(feature = "ml-dsa")]
    MlDsa(ml_dsa::PrivateKey),
}

/// The bytes are no private key of the algorithm, or this build has no keys of it ([`Algorithm::is_available`]).
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a private key of the algorithm")]
pub struct InvalidPrivateKey;

/// This build of the core has no keys of the algorithm: [`Algorithm::ALL`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("this build has no keys of the algorithm")]
pub struct AlgorithmUnavailable;

/// Why no private key was made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyNotMade {
    /// The generator gives nothing that a key can be made of.
    #[error(transparent)]
    Entropy(#[from] EntropyFailed),
    /// Not in this build.
    #[error(transparent)]
    Unavailable(#[from] AlgorithmUnavailable),
}

impl PrivateKey {
    /// Makes a random key.
    pub fn make(algorithm: Algorithm, entropy: &dyn Entropy) -> Result<Self, KeyNotMade> {
        let inner = match Family::of(algorithm) {
            Family::P256 => Inner::P256(es256::PrivateKey::make(entropy)?),
            #[cfg(feature = "ed25519")]
            Family::Ed25519 => Inner::Ed25519(ed25519::PrivateKey::make(entropy)?),
            #[cfg(feature = "ml-dsa")]
            Family::MlDsa(parameters) => Inner::MlDsa(ml_dsa::PrivateKey::make(parameters, entropy)?),
            #[cfg(not(all(feature = "ed25519", feature = "ml-dsa")))]
            _ => return Err(AlgorithmUnavailable.into()),
        };
        Ok(Self { algorithm, inner })
    }

    /// A key from the bytes that [`PrivateKey::to_secret`] gave.
    pub fn from_secret(algorithm: Algorithm, secret: &[u8]) -> Result<Self, InvalidPrivateKey> {
        let inner = match Family::of(algorithm) {
            Family::P256 => Inner::P256(es256::PrivateKey::from_secret(secret)?),
            #[cfg(feature = "ed25519")]
            Family::Ed25519 => Inner::Ed25519(ed25519::PrivateKey::from_secret(secret)?),
            #[cfg(feature = "ml-dsa")]
            Family::MlDsa(parameters) => Inner::MlDsa(ml_dsa::PrivateKey::from_secret(parameters, secret)?),
            #[cfg(not(all(feature = "ed25519", feature = "ml-dsa")))]
            _ => return Err(InvalidPrivateKey),
        };
        Ok(Self { algorithm, inner })
    }

    /// The 32 bytes to seal: for ES256 the big-endian scalar, for Ed25519 and ML-DSA the seed.
    pub fn to_secret(&self) -> SecretBytes {
        match &self.inner {
            Inner::P256(key) => key.to_secret(),
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => key.to_secret(),
            #[cfg(feature = "ml-dsa")]
            Inner::MlDsa(key) => key.to_secret(),
        }
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        match &self.inner {
            Inner::P256(key) => PublicKey::of_p256(self.algorithm, key.public_key()),
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => PublicKey::of_ed25519(self.algorithm, key.public_key()),
            #[cfg(feature = "ml-dsa")]
            Inner::MlDsa(key) => PublicKey::of_ml_dsa(self.algorithm, key.public_key()),
        }
    }

    /// Signs, in the form that WebAuthn gives the algorithm (L3, section 6.5.5), and always the same
    /// message the same way: with the nonce of RFC 6979 for ES256, by the deterministic variant for ML-DSA (FIPS 204,
    /// section 3.4), and as ever for Ed25519. No generator can spoil it.
    ///
    /// Ceremonies use [`PrivateKey::sign_hedged`]; this one is for comparing with vectors.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.inner {
            Inner::P256(key) => key.sign(message, &[]),
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => key.sign(message),
            #[cfg(feature = "ml-dsa")]
            Inner::MlDsa(key) => key.sign(message, &[0; 32]),
        }
    }

    /// Signs, with randomness in the nonce beside what RFC 6979 puts there (its section 3.6), or what ML-DSA derives
    /// from key and message (FIPS 204, section 3.4, the hedged variant).
    ///
    /// A deterministic nonce has one weakness: who makes the processor err while it signs one message
    /// twice, by hammering memory or by voltage, gets two signatures of one nonce, and from them the
    /// key. A passkey that does not count signs the same bytes as often as a site sends the same
    /// challenge. Thirty-two random bytes end that, for about one hundredth of a signature; and a
    /// generator that is bad, or known to somebody, takes nothing from what RFC 6979 gives.
    ///
    /// Ed25519 has no place for them: a signature of RFC 8032 is a function of key and message, so that the weakness
    /// stays, and no randomness is drawn. A site that lists ES256 or ML-DSA before it does not get it.
    ///
    /// With the feature `proven-p256` the other engine signs, where the processor lets it. It takes the randomness from
    /// the system itself, and not from `entropy`.
    ///
    /// The signature is not verified before it leaves, as that of hardware is. It would find an error
    /// that came by itself, which the relying party finds too; and it costs nearly four signatures (91 and
    /// 347 microseconds, where the hedge costs 0.6 and the wiping 0.2), so that a sign-in would take more
    /// than three times as long. The errors that are worth something to somebody need the same nonce again,
    /// which the hedge does not give.
    pub fn sign_hedged(&self, message: &[u8], entropy: &dyn Entropy) -> Result<Vec<u8>, EntropyFailed> {
        Ok(match &self.inner {
            Inner::P256(key) => key.sign_hedged(message, entropy)?,
            #[cfg(feature = "ed25519")]
            Inner::Ed25519(key) => key.sign(message),
            #[cfg(feature = "ml-dsa")]
            Inner::MlDsa(key) => key.sign(message, SecretKey::make(entropy)?.expose()),
        })
    }
}
