use crate::entropy::{Entropy, EntropyFailed};
use crate::secret::SecretKey;

/// The key that ties a store to this device: 32 bytes that live in the operating system's key
/// store and never in the store's own file.
pub struct DeviceKey(SecretKey);

/// The bytes are no device key. Nothing can be opened with them; whoever keeps the key lost it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDeviceKey {
    /// Not 32 bytes.
    #[error("a device key has 32 bytes, the host passed {0}")]
    WrongLength(usize),
    /// A buffer that was wiped or never filled.
    #[error("the host passed 32 zero bytes as the device key: a wiped or empty buffer")]
    AllZero,
}

impl DeviceKey {
    /// The key that the host, or its key store, kept.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidDeviceKey> {
        let key = SecretKey::copy_from(bytes).ok_or(InvalidDeviceKey::WrongLength(bytes.len()))?;
        if bytes.iter().all(|byte| *byte == 0) { Err(InvalidDeviceKey::AllZero) } else { Ok(Self(key)) }
    }

    /// A new random key, for a new store. Keep it before the store is made: without it the store
    /// is stranded.
    pub fn make(entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
        SecretKey::make(entropy).map(Self)
    }

    /// The 32 bytes, to hand to the key store that keeps them.
    pub fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }
}
