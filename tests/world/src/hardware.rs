//! Keys in hardware: software keys under the names that the core gave.

use std::collections::BTreeMap;

use passkey_provider::entropy::SystemEntropy;
use passkey_provider::key::{Algorithm, HardwareKey, KeyAccess, KeyHandle, PrivateKey};

/// The keys that exist.
#[derive(Default)]
pub(crate) struct Hardware(BTreeMap<Vec<u8>, PrivateKey>);

impl Hardware {
    pub(crate) fn make(&mut self, handle: &KeyHandle) -> HardwareKey {
        let key = PrivateKey::make(Algorithm::Es256, &SystemEntropy).expect("a key");
        let public_key = key.public_key();
        self.0.insert(handle.as_bytes().to_vec(), key);
        HardwareKey { handle: handle.clone(), public_key, access: KeyAccess::Unverified }
    }

    /// `None` if there is no such key.
    pub(crate) fn sign(&self, handle: &KeyHandle, bytes: &[u8]) -> Option<Vec<u8>> {
        Some(self.0.get(handle.as_bytes())?.sign(bytes))
    }

    pub(crate) fn delete(&mut self, handle: &KeyHandle) {
        self.0.remove(handle.as_bytes());
    }

    pub(crate) fn handles(&self) -> Vec<KeyHandle> {
        self.0.keys().map(|handle| KeyHandle::from_bytes(handle.as_slice()).expect("a handle")).collect()
    }

    pub(crate) fn has(&self, handle: &KeyHandle) -> bool {
        self.0.contains_key(handle.as_bytes())
    }
}
