use std::fmt;

use crate::entropy::{self, Entropy, EntropyFailed};

/// Names one store: 16 random bytes, the salt of every key derived for it. Two stores of one
/// device key share no derived key, so nothing sealed in one opens in the other.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct StoreId([u8; 16]);

impl StoreId {
    /// The id of an existing store.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The id of a new store.
    pub fn make(entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
        entropy::make_bytes(entropy).map(Self)
    }

    /// The 16 bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Hexadecimal: random, and so no PII.
impl fmt::Debug for StoreId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("StoreId(")?;
        for byte in self.0 {
            write!(formatter, "{byte:02x}")?;
        }
        formatter.write_str(")")
    }
}
