use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// The relying party's name for an account, `user.id`: 1 to 64 opaque bytes (WebAuthn L3, section
/// 5.4.3). Compared as bytes only.
///
/// PII: names a person at one relying party, so `Debug` shows the length only.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct UserHandle(Vec<u8>);

/// The bytes are no user handle.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a user handle has 1 to 64 bytes, this one has {0}")]
pub struct InvalidUserHandle(usize);

impl UserHandle {
    /// A user handle from its raw bytes.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, InvalidUserHandle> {
        let bytes = bytes.into();
        if (1..=64).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(InvalidUserHandle(bytes.len())) }
    }

    /// A user handle from the text that [`UserHandle::to_base64url`] gives: base64url without padding.
    /// `None` if the text is anything else.
    pub fn from_base64url(text: &str) -> Option<Self> {
        Self::from_bytes(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }

    /// The `userHandle` of the response JSON: base64url without padding.
    pub fn to_base64url(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&self.0)
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for UserHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "UserHandle({} bytes)", self.0.len())
    }
}
