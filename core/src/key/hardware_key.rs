use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::PublicKey;
use crate::numbered::numbered;

/// The host's opaque name for a key in its hardware (a Keystore alias, the wrapped blob of a
/// Secure Enclave key): 1 to 4,096 bytes. `Debug` shows the length only.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct KeyHandle(Vec<u8>);

/// The bytes are no key handle.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a hardware key handle has 1 to 4096 bytes, this one has {0}")]
pub struct InvalidKeyHandle(usize);

impl KeyHandle {
    /// A handle from the host's bytes.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, InvalidKeyHandle> {
        let bytes = bytes.into();
        if (1..=4096).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(InvalidKeyHandle(bytes.len())) }
    }

    /// A name for a key that is to be made: [`KeyHandle::MARK`] and 22 letters, digits, `-` and `_`, as
    /// every key store takes them.
    pub(crate) fn from_name(random: [u8; 16]) -> Self {
        Self([Self::MARK.as_bytes(), BASE64_URL_SAFE_NO_PAD.encode(random).as_bytes()].concat())
    }

    /// What each name that the provider gives a key begins with. A key store that holds other keys of the
    /// app, as the one that wraps the device key, tells the provider's by it.
    pub const MARK: &str = "passkey-provider-";

    /// Whether the provider gave the key its name.
    pub(crate) fn is_ours(&self) -> bool {
        self.0.starts_with(Self::MARK.as_bytes())
    }

    /// The host's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for KeyHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "KeyHandle({} bytes)", self.0.len())
    }
}

// Says what a signature proves: one that this version does not know raises the schema version.
numbered! {
    /// What the hardware demands before it signs with a key. The host states it when it makes the
    /// key, and it is stored with the passkey.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum KeyAccess {
        /// A user verification for each signature: a signature is then evidence of one.
        VerifiedUse = 1,
        /// Nothing, or an unlocked device: a signature proves possession only.
        Unverified = 2,
    }
}

/// A key pair that the host made in its hardware for a new passkey.
#[derive(Clone, Debug)]
pub struct HardwareKey {
    /// How the host finds the key again.
    pub handle: KeyHandle,
    /// The public half; every signature is checked against it.
    pub public_key: PublicKey,
    /// What the hardware demands before it signs.
    pub access: KeyAccess,
}
