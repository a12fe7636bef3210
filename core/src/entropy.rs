//! The one place where randomness enters.

mod watched;

pub(crate) use watched::Watched;

use std::fmt;

use rand::TryRng;
use rand::rngs::SysRng;

/// The generator gave no random bytes, or bytes that are plainly none. Nothing was written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the operating system's random number generator failed")]
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
    draw(entropy, &mut bytes)?;
    Ok(bytes)
}

/// The longest pattern that a single draw is looked at for, in bytes.
const PATTERN: usize = 8;

/// Fills `bytes`, and refuses a pattern of at most eight bytes over and over: a generator that stands
/// still. All draws here are 16 bytes or more, and a good generator gives such a one in 2^64.
pub(crate) fn draw(entropy: &dyn Entropy, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
    entropy.fill(bytes)?;
    let repeats = |period| bytes.iter().zip(bytes.iter().skip(period)).all(|(one, next)| one == next);
    let is_pattern = bytes.len() >= 2 * PATTERN && (1..=PATTERN).any(repeats);
    if is_pattern { Err(EntropyFailed) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
