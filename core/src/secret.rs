//! Bytes that must not leak: boxed, so that a move copies a pointer and not the bytes; wiped on
//! drop; and without `Debug`, `Display`, `Clone`, `PartialEq` or `Serialize`. The one way to the
//! bytes is [`Secret::expose`].

use zeroize::Zeroize;

use crate::entropy::{self, Entropy, EntropyFailed};
use crate::stack;

/// A secret value, wiped when dropped.
pub struct Secret<T: Zeroize>(Box<T>);

/// Thirty-two secret bytes: a key or a seed.
pub type SecretKey = Secret<[u8; 32]>;

/// Secret bytes of any length, as they come out of an envelope.
pub type SecretBytes = Secret<Vec<u8>>;

impl<T: Zeroize> Secret<T> {
    /// Takes over `value`. Arrays leave a copy on the caller's stack; prefer [`Secret::copy_from`].
    pub fn new(value: T) -> Self {
        Self(Box::new(value))
    }

    /// The secret itself. Call it late, and let go of the reference soon.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<const N: usize> Secret<[u8; N]> {
    /// Makes a random secret in place.
    pub fn make(entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
        let mut secret = Self(Box::new([0; N]));
        // Whoever looks at what was drawn has it in registers, and puts them on the stack.
        stack::wiped(|| entropy::draw(entropy, secret.0.as_mut()))?;
        Ok(secret)
    }

    /// Copies `bytes` into a secret; `None` if there are not exactly `N` of them.
    pub fn copy_from(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != N {
            return None;
        }
        let mut secret = Self(Box::new([0; N]));
        secret.0.copy_from_slice(bytes);
        Some(secret)
    }

    /// Lets `write` fill a zeroed secret in place.
    pub fn fill_with<E>(write: impl FnOnce(&mut [u8; N]) -> Result<(), E>) -> Result<Self, E> {
        let mut secret = Self(Box::new([0; N]));
        write(&mut secret.0)?;
        Ok(secret)
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests;
