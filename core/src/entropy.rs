//! The one place where randomness enters.

use std::fmt;

use rand::TryRng;
use rand::rngs::SysRng;

/// The generator gave no random bytes. Nothing was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the operating system's random generator failed")]
pub struct EntropyFailed;

/// Gives random bytes fit for keys. Tests give a generator that they can break.
pub trait Entropy: fmt::Debug + Send + Sync {
    /// Fills `bytes` with random bytes, or fails and leaves them unspecified.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed>;
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        SysRng.try_fill_bytes(bytes).map_err(|_| EntropyFailed)
    }
}

/// `N` random bytes that are no secret: identifiers and nonces. Secrets are made in place by
/// [`Secret::make`](crate::secret::Secret::make).
pub fn make_bytes<const N: usize>(entropy: &dyn Entropy) -> Result<[u8; N], EntropyFailed> {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
