use super::{Algorithm, PublicKey, es256};
use crate::entropy::{Entropy, EntropyFailed};
use crate::secret::SecretBytes;

/// A private key in the core's custody. Lives only inside one `finish`; wiped on drop.
pub struct PrivateKey(Inner);

/// Boxed, so that a move copies a pointer and not the key.
enum Inner {
    Es256(Box<es256::PrivateKey>),
}

/// The bytes are no private key of the algorithm.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not a private key of the algorithm")]
pub struct InvalidPrivateKey;

impl PrivateKey {
    /// Makes a random key.
    pub fn make(algorithm: Algorithm, entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
        match algorithm {
            Algorithm::Es256 => es256::PrivateKey::make(entropy).map(Inner::Es256).map(Self),
        }
    }

    /// A key from the bytes that [`PrivateKey::to_secret`] gave.
    pub fn from_secret(algorithm: Algorithm, secret: &[u8]) -> Result<Self, InvalidPrivateKey> {
        match algorithm {
            Algorithm::Es256 => es256::PrivateKey::from_secret(secret).map(Inner::Es256).map(Self),
        }
    }

    /// The bytes to seal: for ES256 the 32-byte big-endian scalar.
    pub fn to_secret(&self) -> SecretBytes {
        match &self.0 {
            Inner::Es256(key) => key.to_secret(),
        }
    }

    /// The public half.
    pub fn public_key(&self) -> PublicKey {
        match &self.0 {
            Inner::Es256(key) => key.public_key().into(),
        }
    }

    /// Signs, in the form that WebAuthn gives the algorithm (L3, section 6.5.5), and always the same
    /// message the same way. For ES256 the nonce is that of RFC 6979: no generator can spoil it.
    ///
    /// Ceremonies use [`PrivateKey::sign_hedged`]; this one is for comparing with vectors.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.0 {
            Inner::Es256(key) => key.sign(message, &[]),
        }
    }

    /// Signs, with randomness in the nonce beside what RFC 6979 puts there (its section 3.6).
    ///
    /// A deterministic nonce has one weakness: who makes the processor err while it signs one message
    /// twice, by hammering memory or by voltage, gets two signatures of one nonce, and from them the
    /// key. A passkey that does not count signs the same bytes as often as a site sends the same
    /// challenge. Thirty-two random bytes end that, for about one hundredth of a signature; and a
    /// generator that is bad, or known to somebody, takes nothing from what RFC 6979 gives.
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
        match &self.0 {
            Inner::Es256(key) => key.sign_hedged(message, entropy),
        }
    }
}
