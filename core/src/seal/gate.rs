use crate::secret::SecretKey;

/// What opens the private keys of a gated store: 32 bytes that the host's key store releases
/// after it verified the user. Lives for one ceremony.
pub struct GateSecret(SecretKey);

/// The bytes are no gate secret.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidGateSecret {
    /// Not 32 bytes.
    #[error("a gate secret has 32 bytes, the host passed {0}")]
    WrongLength(usize),
    /// A buffer that was wiped or never filled.
    #[error("the host passed 32 zero bytes as the gate secret: a wiped or empty buffer")]
    AllZero,
}

impl GateSecret {
    /// The secret that the host's key store released.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidGateSecret> {
        let secret = SecretKey::copy_from(bytes).ok_or(InvalidGateSecret::WrongLength(bytes.len()))?;
        if bytes.iter().all(|byte| *byte == 0) { Err(InvalidGateSecret::AllZero) } else { Ok(Self(secret)) }
    }

    pub(super) fn expose(&self) -> &[u8; 32] {
        self.0.expose()
    }
}
