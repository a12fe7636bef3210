use std::convert::Infallible;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::envelope::SealingKey;
use super::{DeviceKey, GateSecret, StoreId};
use crate::secret::{Secret, SecretKey};
use crate::stack;

/// Makes lookup tags.
pub(crate) struct IndexKey(SecretKey);

/// Seals what a list of passkeys shows.
pub(crate) struct MetadataKey(SecretKey);

/// Seals what each commit leaves in the store's record: the epoch is its place.
pub(crate) struct StampKey(SecretKey);

/// Makes the parts of the sum of what rows hold.
pub(crate) struct ContentKey(SecretKey);

/// Seals the device canary.
pub(crate) struct CanaryKey(SecretKey);

/// What the device key adds to the gate secret. Kept while a gated store is open, in place of the
/// device key.
pub(crate) struct GateBaseKey(SecretKey);

/// Seals the gate canary.
pub(crate) struct GateCanaryKey(SecretKey);

/// Seals private keys, PRF seeds and large blobs.
pub(crate) struct SecretsKey(SecretKey);

impl IndexKey {
    pub(crate) fn derive(device_key: &DeviceKey, store: StoreId) -> Self {
        Self(derive(store, device_key.expose(), "2026-11-21 passkey-provider index"))
    }

    pub(super) fn secret(&self) -> &SecretKey {
        &self.0
    }
}

impl MetadataKey {
    pub(crate) fn derive(device_key: &DeviceKey, store: StoreId) -> Self {
        Self(derive(store, device_key.expose(), "2026-11-21 passkey-provider metadata"))
    }
}

impl StampKey {
    pub(crate) fn derive(device_key: &DeviceKey, store: StoreId) -> Self {
        Self(derive(store, device_key.expose(), "2026-11-26 passkey-provider stamp"))
    }
}

impl ContentKey {
    pub(crate) fn derive(device_key: &DeviceKey, store: StoreId) -> Self {
        Self(derive(store, device_key.expose(), "2026-11-26 passkey-provider content"))
    }

    pub(super) fn secret(&self) -> &SecretKey {
        &self.0
    }
}

impl CanaryKey {
    pub(crate) fn derive(device_key: &DeviceKey, store: StoreId) -> Self {
        Self(derive(store, device_key.expose(), "2026-11-21 passkey-provider device canary"))
    }
}

impl GateBaseKey {
    pub(crate) fn derive(device_key: &DeviceKey, store: StoreId) -> Self {
        Self(derive(store, device_key.expose(), "2026-11-21 passkey-provider gate base"))
    }

    /// The device key's part and the gate's, one after the other: both have 32 bytes.
    fn joined_with(&self, gate: &GateSecret) -> Secret<[u8; 64]> {
        let Ok(joined) = Secret::fill_with(|joined: &mut [u8; 64]| {
            let (base, secret) = joined.split_at_mut(32);
            base.copy_from_slice(self.0.expose());
            secret.copy_from_slice(gate.expose());
            Ok::<(), Infallible>(())
        });
        joined
    }
}

impl GateCanaryKey {
    pub(crate) fn derive(base: &GateBaseKey, gate: &GateSecret, store: StoreId) -> Self {
        Self(derive(store, base.joined_with(gate).expose(), "2026-11-21 passkey-provider gate canary"))
    }
}

impl SecretsKey {
    /// The key of a store without a gate.
    pub(crate) fn derive(device_key: &DeviceKey, store: StoreId) -> Self {
        Self(derive(store, device_key.expose(), "2026-11-21 passkey-provider secrets"))
    }

    /// The key of a gated store: neither the device key nor the gate secret alone gives it.
    pub(crate) fn derive_gated(base: &GateBaseKey, gate: &GateSecret, store: StoreId) -> Self {
        Self(derive(store, base.joined_with(gate).expose(), "2026-11-21 passkey-provider gated secrets"))
    }
}

impl SealingKey for MetadataKey {
    fn secret(&self) -> &SecretKey {
        &self.0
    }
}

impl SealingKey for StampKey {
    fn secret(&self) -> &SecretKey {
        &self.0
    }
}

impl SealingKey for CanaryKey {
    fn secret(&self) -> &SecretKey {
        &self.0
    }
}

impl SealingKey for GateCanaryKey {
    fn secret(&self) -> &SecretKey {
        &self.0
    }
}

impl SealingKey for SecretsKey {
    fn secret(&self) -> &SecretKey {
        &self.0
    }
}

/// HMAC-SHA256 over `parts`, one after the other.
pub(super) fn keyed_hash(key: &SecretKey, parts: &[&[u8]]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104, section 2)")]
    let mut hash = Hmac::<Sha256>::new_from_slice(key.expose()).expect("a key of any length");
    for part in parts {
        hash.update(part);
    }
    hash
}

fn derive(store: StoreId, input: &[u8], label: &'static str) -> SecretKey {
    stack::wiped(|| {
        let extracted = Hkdf::<Sha256>::new(Some(store.as_bytes()), input);
        #[expect(
            clippy::expect_used,
            reason = "32 bytes are one block of the 255 that HKDF gives (RFC 5869, section 2.3)"
        )]
        SecretKey::fill_with(|key| extracted.expand(label.as_bytes(), key)).expect("one block")
    })
}

#[cfg(test)]
mod tests;
