use keyring_core::error::PlatformError;
use keyring_core::{Entry, Error};

use super::{DeviceKey, InvalidDeviceKey};
use crate::cause::Cause;
use crate::secret::{Secret, SecretBytes};

/// The operating system's keeper of secrets. There is no fall back to a file: a key store that is
/// not there is an error that says what is missing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyStore {
    /// The one of the platform: the Secret Service on Linux, the Keychain on macOS and iOS, the
    /// Keystore on Android, the Credential Manager on Windows. On the desktop it is looked for
    /// once: a service started later is seen by the next process.
    Platform,
    /// The Linux kernel's keyring. Its keys do not survive a reboot, nor, once the person has logged
    /// out, some days without use (`/proc/sys/kernel/keys/persistent_keyring_expiry`, in seconds: 3
    /// days by default), so that it is only ever chosen, never fallen back to.
    #[cfg(target_os = "linux")]
    KernelKeyring,
}

/// The key store did not answer. None of these means that the key may be made anew, except
/// [`KeyStoreError::NotFound`] where there is no store yet.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum KeyStoreError {
    /// The device has no such key store, or it is not running.
    NotAvailable {
        /// What is missing.
        missing: &'static str,
    },
    /// The key store refuses while it is locked; the person can unlock it.
    Locked,
    /// The key store holds nothing under that name.
    NotFound,
    /// The key store holds something else under that name, or more than one thing.
    Damaged {
        /// What was found.
        cause: Cause,
    },
    /// The key store failed in its own way.
    Failed {
        /// What the platform said.
        cause: Cause,
    },
}

impl KeyStore {
    /// The device key under that name. What is there but is no key is [`KeyStoreError::Damaged`].
    pub fn load_device_key(self, service: &str, account: &str) -> Result<DeviceKey, KeyStoreError> {
        let bytes = self.load(service, account)?;
        DeviceKey::from_bytes(bytes.expose()).map_err(|_: InvalidDeviceKey| damaged("another length than a key's"))
    }

    /// Keeps the device key, and reads it back: a key that only seems kept strands the store.
    pub fn save_device_key(self, service: &str, account: &str, key: &DeviceKey) -> Result<(), KeyStoreError> {
        self.save(service, account, key.expose())?;
        let kept = self.load(service, account)?;
        if kept.expose().as_slice() == key.expose() {
            Ok(())
        } else {
            Err(damaged("what was saved does not read back"))
        }
    }

    /// The bytes under that name, such as the last epoch.
    pub fn load(self, service: &str, account: &str) -> Result<SecretBytes, KeyStoreError> {
        self.entry(service, account)?.get_secret().map(Secret::new).map_err(from_platform)
    }

    /// Keeps `bytes`, at least one, in place of what was under that name.
    pub fn save(self, service: &str, account: &str, bytes: &[u8]) -> Result<(), KeyStoreError> {
        self.entry(service, account)?.set_secret(bytes).map_err(from_platform)
    }

    /// Forgets what is under that name.
    pub fn delete(self, service: &str, account: &str) -> Result<(), KeyStoreError> {
        self.entry(service, account)?.delete_credential().map_err(from_platform)
    }

    fn entry(self, service: &str, account: &str) -> Result<Entry, KeyStoreError> {
        match self {
            Self::Platform => platform_entry(service, account),
            #[cfg(target_os = "linux")]
            Self::KernelKeyring => kernel_entry(service, account),
        }
    }
}

#[cfg(target_os = "linux")]
fn kernel_entry(service: &str, account: &str) -> Result<Entry, KeyStoreError> {
    use keyring_core::api::CredentialStoreApi;

    // Where a process has no session keyring of its own, an entry looks in the one of the user, and
    // then links the persistent keyring, which outlives the process, to a new one. Only the next
    // entry looks in that. Without the first a key would be kept, and never be found again.
    let build = || linux_keyutils_keyring_store::Store::new()?.build(service, account, None);
    build()
        .and_then(|_| build())
        .map_err(|_| KeyStoreError::NotAvailable { missing: "the kernel gives this process no session keyring" })
}

#[cfg(not(any(feature = "desktop-key-store", target_os = "android", target_os = "ios")))]
fn platform_entry(_: &str, _: &str) -> Result<Entry, KeyStoreError> {
    Err(KeyStoreError::NotAvailable { missing: "this build of the library has no desktop's key store" })
}

#[cfg(all(feature = "desktop-key-store", not(any(target_os = "android", target_os = "ios"))))]
fn platform_entry(service: &str, account: &str) -> Result<Entry, KeyStoreError> {
    let missing = if cfg!(target_os = "linux") {
        "no Secret Service answers on the session bus; start one, as gnome-keyring or KWallet"
    } else {
        "the system's credential store does not answer"
    };
    if keyring::Entry::store_status().is_err() {
        return Err(KeyStoreError::NotAvailable { missing });
    }
    keyring::Entry::new(service, account).map(|entry| entry.inner).map_err(from_platform)
}

#[cfg(target_os = "ios")]
fn platform_entry(service: &str, account: &str) -> Result<Entry, KeyStoreError> {
    use std::collections::HashMap;

    use keyring_core::api::CredentialStoreApi;

    // The Keychain's usual policy lets an item move to another device with a backup; the device
    // key stays on this one, and is there for the extension while the screen is locked.
    let policy = HashMap::from([("access-policy", "after-first-unlock-this-device-only")]);
    apple_native_keyring_store::protected::Store::new()
        .and_then(|store| store.build(service, account, Some(&policy)))
        .map_err(|_| KeyStoreError::NotAvailable { missing: "the Keychain does not answer" })
}

#[cfg(target_os = "android")]
fn platform_entry(service: &str, account: &str) -> Result<Entry, KeyStoreError> {
    use keyring_core::api::CredentialStoreApi;

    // Without a context, asking for it panics, and where the key store asks, that would break it for
    // the life of the process. There is no other way to find out.
    std::panic::catch_unwind(ndk_context::android_context).map_err(|_| KeyStoreError::NotAvailable {
        missing: "no Android context; the app hands it over at its start",
    })?;
    android_native_keyring_store::Store::new()
        .and_then(|store| store.build(service, account, None))
        .map_err(|_| KeyStoreError::NotAvailable { missing: "the Keystore does not answer" })
}

// Kotlin hands the context over by this function's name, which its package and class are part of: a change
// of it shows here, and not first on a device.
#[cfg(target_os = "android")]
const _: () = {
    let _ = android_native_keyring_store::Java_io_crates_keyring_Keyring_00024Companion_initializeNdkContext;
};

/// Some of the errors carry the secret's bytes: they are wiped, and nothing of them goes on.
fn from_platform(error: Error) -> KeyStoreError {
    let failed = |word, error: Option<&PlatformError>| KeyStoreError::Failed {
        cause: Cause::KeyStore { word, number: error.and_then(|error| number_of(error.as_ref())) },
    };
    match error {
        Error::NoEntry => KeyStoreError::NotFound,
        Error::NoStorageAccess(_) => KeyStoreError::Locked,
        Error::BadEncoding(bytes) | Error::BadDataFormat(bytes, _) => {
            drop(Secret::new(bytes));
            damaged("bytes that the key store cannot decode")
        }
        Error::BadStoreFormat(_) => damaged("a key store of another format"),
        Error::Ambiguous(_) => damaged("several entries of one name"),
        Error::NoDefaultStore => KeyStoreError::NotAvailable { missing: "the platform's key store was never set up" },
        Error::PlatformFailure(error) => failed("the platform failed", Some(&error)),
        Error::TooLong(..) => failed("a name or value is too long for it", None),
        Error::Invalid(..) => failed("it rejected an argument", None),
        Error::NotSupportedByStore(_) => failed("it does not support the operation", None),
        _ => failed("an unknown failure", None),
    }
}

const fn damaged(found: &'static str) -> KeyStoreError {
    KeyStoreError::Damaged { cause: Cause::Found(found) }
}

/// The platform's number of a failure: an `OSStatus` of Apple's, or an error number. The text of the failure
/// may name an account, so that nothing else of it is read.
fn number_of(error: &(dyn std::error::Error + 'static)) -> Option<i32> {
    if let Some(number) = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::raw_os_error) {
        return Some(number);
    }
    // Apple's error derives `Debug`, and its crate is none of ours to name on every platform.
    let text = format!("{error:?}");
    let (_, number) = text.split_once("{ code: ")?;
    number.split([',', ' ']).next()?.parse().ok()
}

#[cfg(test)]
mod tests;
