//! Keys in the device's hardware, and what the store knows of them.

use std::time::SystemTime;

use passkey_provider::key::KeyHandle;
use passkey_provider::store as core;

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror;
use crate::boundary::{parse, time};
use crate::call::provider::Provider;
use crate::record::committed::committed;
use crate::record::passkey::{PasskeyRef, render_refs};

committed! {
    /// Keys to delete.
    CommittedKeys(Vec<LooseKey>);
    /// A comparison with the hardware.
    CommittedComparison(HardwareComparison);
}

/// A key in hardware that no passkey has.
#[derive(Clone, uniffi::Record)]
pub struct LooseKey {
    /// The host's name for it.
    pub handle: Vec<u8>,
    /// Why no passkey has it.
    pub reason: LooseReason,
    /// Since when.
    pub since: SystemTime,
}

mirror! {
    /// Why no passkey has a key.
    LooseReason = core::LooseReason {
        /// The registration is under way.
        Intended,
        /// The registration ended without a passkey: to be deleted.
        Interrupted,
        /// Its passkey was purged: to be deleted.
        Purged,
    }
}

/// What the hardware has, beside what the store knows.
#[derive(Clone, uniffi::Record)]
pub struct HardwareComparison {
    /// Keys to delete, and to report by [`Provider::key_gone`].
    pub to_delete: Vec<Vec<u8>>,
    /// Keys whose name the library gave (it begins with `passkey-provider-`), and which the store does not
    /// know. The app's other keys are not among them.
    pub unknown: Vec<Vec<u8>>,
    /// Passkeys that were found to have no key: they are not offered any more.
    pub missing: Vec<PasskeyRef>,
    /// Passkeys whose key is there again.
    pub found: Vec<PasskeyRef>,
}

#[uniffi::export]
impl Provider {
    /// The keys in hardware that are to be deleted. Delete them, and say so with
    /// [`Provider::key_gone`].
    pub fn keys_to_delete(&self) -> Result<CommittedKeys, FfiError> {
        let render = |key: core::LooseKey| LooseKey {
            handle: key.handle.as_bytes().to_vec(),
            reason: key.reason.into(),
            since: time::render(key.since),
        };
        let keys = self.core()?.hardware_keys().to_delete()?;
        CommittedKeys::render(keys, |keys| Ok(keys.into_iter().map(render).collect()))
    }

    /// Gives up a registration with a hardware key now: its key is to be deleted. Returns the store's
    /// epoch.
    pub fn abandon_hardware_key(&self, handle: Vec<u8>) -> Result<u64, FfiError> {
        Ok(self.core()?.hardware_keys().abandon(&parse::key_handle("handle", handle)?)?.epoch.number())
    }

    /// The hardware has no such key any more. Returns the store's epoch.
    pub fn key_gone(&self, handle: Vec<u8>) -> Result<u64, FfiError> {
        Ok(self.core()?.hardware_keys().gone(&parse::key_handle("handle", handle)?)?.epoch.number())
    }

    /// Compares with all keys that the hardware has of this provider.
    pub fn compare_hardware_keys(&self, existing: Vec<Vec<u8>>) -> Result<CommittedComparison, FfiError> {
        let core = self.core()?;
        let existing: Vec<KeyHandle> =
            existing.into_iter().map(|handle| parse::key_handle("existing", handle)).collect::<Result<_, _>>()?;
        CommittedComparison::render(core.hardware_keys().compare(&existing)?, |comparison| {
            Ok(HardwareComparison {
                to_delete: render_handles(&comparison.to_delete),
                unknown: render_handles(&comparison.unknown),
                missing: render_refs(comparison.missing),
                found: render_refs(comparison.found),
            })
        })
    }
}

fn render_handles(handles: &[KeyHandle]) -> Vec<Vec<u8>> {
    handles.iter().map(|handle| handle.as_bytes().to_vec()).collect()
}
