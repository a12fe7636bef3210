use std::fmt;

/// SHA-256 of the serialised client data: what every signature covers (WebAuthn L3, section 5.8.1,
/// "hash of the serialized client data").
///
/// Computed here from client data, or handed over by a platform that keeps the client data to
/// itself. It covers the challenge, so `Debug` does not show it.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct ClientDataHash([u8; 32]);

/// The bytes are no client data hash.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a client data hash is a SHA-256 of exactly 32 bytes, this one has {0}")]
pub struct InvalidClientDataHash(usize);

impl ClientDataHash {
    /// A hash from its raw bytes. Never cut or padded: a hash of another length was made by
    /// something else than SHA-256.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidClientDataHash> {
        bytes.try_into().map(Self).map_err(|_| InvalidClientDataHash(bytes.len()))
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What SHA-256 gave.
impl From<[u8; 32]> for ClientDataHash {
    fn from(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

impl fmt::Debug for ClientDataHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClientDataHash(32 bytes)")
    }
}
