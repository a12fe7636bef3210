//! What an open store can seal, open and find: keys derived from the device key, never the key itself.

use std::sync::Arc;

use super::StoreError;
use crate::seal::{
    self, ContentKey, DeviceKey, GateBaseKey, GateSecret, IndexKey, MetadataKey, SecretsKey, StampKey, StoreId,
};

/// What an open store holds in memory.
pub(super) struct Keys {
    pub(super) store: StoreId,
    pub(super) index: IndexKey,
    pub(super) metadata: MetadataKey,
    pub(super) stamp: StampKey,
    pub(super) content: ContentKey,
    secrets: Secrets,
}

enum Secrets {
    Ungated(Arc<SecretsKey>),
    Gated { base: GateBaseKey, canary: Vec<u8> },
}

impl Keys {
    /// Those of a store that was made with this device key; gated where it has a gate's canary.
    pub(super) fn derive(device_key: &DeviceKey, store: StoreId, gate_canary: Option<Vec<u8>>) -> Self {
        let secrets = match gate_canary {
            None => Secrets::Ungated(Arc::new(SecretsKey::derive(device_key, store))),
            Some(canary) => Secrets::Gated { base: GateBaseKey::derive(device_key, store), canary },
        };
        Self {
            store,
            index: IndexKey::derive(device_key, store),
            metadata: MetadataKey::derive(device_key, store),
            stamp: StampKey::derive(device_key, store),
            content: ContentKey::derive(device_key, store),
            secrets,
        }
    }

    pub(super) const fn is_gated(&self) -> bool {
        matches!(self.secrets, Secrets::Gated { .. })
    }

    /// The key that opens private keys. A gate secret is proved by its canary first: a wrong one
    /// would seal what nobody opens again.
    pub(super) fn secrets(&self, gate: Option<&GateSecret>) -> Result<Arc<SecretsKey>, StoreError> {
        match (&self.secrets, gate) {
            (Secrets::Ungated(key), None) => Ok(Arc::clone(key)),
            (Secrets::Ungated(_), Some(_)) => Err(StoreError::NotGated),
            (Secrets::Gated { .. }, None) => Err(StoreError::GateRequired),
            (Secrets::Gated { base, canary }, Some(gate)) => {
                if !seal::opens_gate_canary(base, gate, self.store, canary) {
                    return Err(StoreError::WrongGate);
                }
                Ok(Arc::new(SecretsKey::derive_gated(base, gate, self.store)))
            }
        }
    }
}
