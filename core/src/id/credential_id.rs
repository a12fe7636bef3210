use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use crate::entropy::{self, Entropy, EntropyFailed};

/// Names one passkey: 1 to 1,023 bytes (WebAuthn L3, section 5.1, `rawId`; the upper limit is
/// that of section 7.1, step 25).
///
/// Those made here are 32 random bytes. PII: links a person's sign-ins at one relying party, so
/// `Debug` shows the length only.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CredentialId(Vec<u8>);

/// The bytes are no credential id.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a credential id has 1 to 1023 bytes, this one has {0}")]
pub struct InvalidCredentialId(usize);

impl CredentialId {
    /// A credential id from its raw bytes.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, InvalidCredentialId> {
        let bytes = bytes.into();
        if (1..=1023).contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(InvalidCredentialId(bytes.len())) }
    }

    /// A credential id from the text that [`CredentialId::to_base64url`] gives: base64url without
    /// padding. `None` if the text is anything else.
    pub fn from_base64url(text: &str) -> Option<Self> {
        Self::from_bytes(BASE64_URL_SAFE_NO_PAD.decode(text).ok()?).ok()
    }

    /// A new random one of 32 bytes.
    pub fn make(entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
        Ok(Self(entropy::make_bytes::<32>(entropy)?.to_vec()))
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The `id` of the response JSON: base64url without padding.
    pub fn to_base64url(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(&self.0)
    }
}

impl fmt::Debug for CredentialId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CredentialId({} bytes)", self.0.len())
    }
}
