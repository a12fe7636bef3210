use std::fmt;

/// The relying party's challenge: one or more opaque bytes (WebAuthn L3, section 13.4.3).
///
/// The standard asks for 16 bytes or more and sets no upper limit; real ones have 10 to 5,200.
/// Its content is never judged. `Debug` shows the length only.
#[derive(Clone, Eq, PartialEq)]
pub struct Challenge(Vec<u8>);

/// A challenge of no bytes protects nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a challenge has at least one byte, and should have 16")]
pub struct EmptyChallenge;

impl Challenge {
    /// A challenge from its raw bytes.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, EmptyChallenge> {
        let bytes = bytes.into();
        if bytes.is_empty() { Err(EmptyChallenge) } else { Ok(Self(bytes)) }
    }

    /// The raw bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Challenge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Challenge({} bytes)", self.0.len())
    }
}
