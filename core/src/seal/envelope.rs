use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};

use crate::entropy::{self, Entropy, EntropyFailed};
use crate::secret::{Secret, SecretBytes, SecretKey};

/// The first byte of an envelope: XChaCha20-Poly1305 with a random nonce of 24 bytes.
///
/// ```text
/// version (1) | nonce (24) | ciphertext | tag (16)
/// ```
const FORMAT: u8 = 1;

/// Bytes of the nonce. Random nonces of this length do not collide in practice.
pub(crate) const NONCE_LENGTH: usize = 24;

/// A key that may seal envelopes.
pub(crate) trait SealingKey {
    /// The bytes of the key.
    fn secret(&self) -> &SecretKey;
}

/// Where an envelope belongs. It opens nowhere else: the place is its associated data.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The table.
    pub(crate) table: &'static str,
    /// The sealed column.
    pub(crate) column: &'static str,
    /// The row's columns that stand in clear, in their order.
    pub(crate) clear: &'a [&'a [u8]],
}

/// The plaintext was not sealed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(crate) enum SealFailed {
    #[error(transparent)]
    Entropy(#[from] EntropyFailed),
    #[error("more bytes than one envelope holds")]
    TooLong,
}

/// The envelope does not open: another key, another place, altered bytes. These cannot be distinguished.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the envelope does not open")]
pub(crate) struct NotOpened;

/// Seals `plaintext` for one place.
pub(crate) fn seal(
    key: &impl SealingKey,
    place: Place<'_>,
    plaintext: &[u8],
    entropy: &dyn Entropy,
) -> Result<Vec<u8>, SealFailed> {
    let nonce: [u8; NONCE_LENGTH] = entropy::make_bytes(entropy)?;
    let ciphertext = cipher(key)
        .encrypt(&XNonce::from(nonce), Payload { msg: plaintext, aad: &associated_data(place) })
        .map_err(|_| SealFailed::TooLong)?;
    Ok([&[FORMAT], nonce.as_slice(), &ciphertext].concat())
}

/// Opens an envelope at its place. The tag is verified before anything is decrypted, so that no
/// plaintext exists on failure.
pub(crate) fn open(key: &impl SealingKey, place: Place<'_>, envelope: &[u8]) -> Result<SecretBytes, NotOpened> {
    let (&FORMAT, rest) = envelope.split_first().ok_or(NotOpened)? else { return Err(NotOpened) };
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_LENGTH>().ok_or(NotOpened)?;
    cipher(key)
        .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: &associated_data(place) })
        .map(Secret::new)
        .map_err(|_| NotOpened)
}

fn cipher(key: &impl SealingKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.secret().expose().into())
}

/// Format version, then each part behind its length: no two places have the same bytes.
pub(super) fn associated_data(place: Place<'_>) -> Vec<u8> {
    let parts = [place.table.as_bytes(), place.column.as_bytes()];
    let mut bytes = vec![FORMAT];
    for part in parts.iter().chain(place.clear) {
        // Tables, columns and clear columns are short; the cast-free length is exact for them all.
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

#[cfg(test)]
mod tests;
