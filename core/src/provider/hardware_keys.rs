//! What the hardware and the operating system know of the keys.

use super::Provider;
use crate::error::Error;
use crate::key::KeyHandle;
use crate::lifecycle::{self, HardwareComparison};
use crate::store::{Committed, LooseKey};

/// The keys that the host keeps in the device's hardware: [`Provider::hardware_keys`].
///
/// ```
/// # use passkey_provider::{Provider, Error, key::KeyHandle, store::{Committed, Epoch}};
/// # fn keep(_: Epoch) {}
/// # fn delete_from_the_key_store(_: &KeyHandle) {}
/// # fn example(provider: &Provider) -> Result<(), Error> {
/// let Committed { value: keys, epoch } = provider.hardware_keys().to_delete()?;
/// keep(epoch);
/// for key in keys {
///     delete_from_the_key_store(&key.handle);
///     keep(provider.hardware_keys().gone(&key.handle)?.epoch);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct HardwareKeys<'a> {
    pub(super) provider: &'a Provider,
}

impl HardwareKeys<'_> {
    /// The keys in hardware that are to be deleted: of registrations that did not end well, and of
    /// purged passkeys. Delete them, and say so with [`HardwareKeys::gone`]. A registration that began
    /// a quarter of an hour ago counts as ended, and cannot be finished after this call.
    pub fn to_delete(self) -> Result<Committed<Vec<LooseKey>>, Error> {
        self.provider.write(lifecycle::to_delete)
    }

    /// Gives up a registration with a hardware key now: its key is to be deleted.
    pub fn abandon(self, handle: &KeyHandle) -> Result<Committed<()>, Error> {
        self.provider.write(|transaction, now| lifecycle::condemn(transaction, handle, now))
    }

    /// The hardware has no such key any more. A passkey that had it is not offered from now on.
    pub fn gone(self, handle: &KeyHandle) -> Result<Committed<()>, Error> {
        self.provider.write(|transaction, now| lifecycle::forget(transaction, handle, now))
    }

    /// Compares with all keys that the hardware has of this provider: which to delete, which
    /// passkeys lost theirs.
    pub fn compare(self, existing: &[KeyHandle]) -> Result<Committed<HardwareComparison>, Error> {
        self.provider.write(|transaction, now| lifecycle::compare(transaction, existing, now))
    }
}
