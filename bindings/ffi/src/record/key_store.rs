//! Where the device key is kept.

use std::sync::Arc;

use passkey_provider::entropy::SystemEntropy;
use passkey_provider::seal::{DeviceKey, KeyStore, KeyStoreError};

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::boundary::secret_bytes::SecretBytes;

/// Where the device key is.
#[derive(uniffi::Enum)]
pub enum KeySource {
    /// With the host, that keeps it in a key store of its own.
    Bytes {
        /// 32 bytes.
        device_key: Arc<SecretBytes>,
    },
    /// In the platform's key store, where [`make_device_key`] put it: the Keychain, the Android
    /// Keystore, the Secret Service. The Keychain has it in the app's default access group. The Android
    /// Keystore is `key_store_unavailable` until the app has handed its context over.
    PlatformKeyStore {
        /// Whose it is: the app's name.
        service: String,
        /// Which of them it is.
        account: String,
    },
}

/// Makes a device key in the platform's key store, unless there is one under that name: says whether it
/// did. The key never leaves the library.
///
/// For the app, once, before its first store: two processes that do it at once would each make a key.
/// Where [`look_at_store`](crate::look_at_store) finds anything but nothing, a new key does not open it: the
/// old one has to come back, or the store to be set aside on the person's word.
#[uniffi::export]
pub fn make_device_key(service: String, account: String) -> Result<bool, FfiError> {
    match KeyStore::Platform.load_device_key(&service, &account) {
        Ok(_) => Ok(false),
        Err(KeyStoreError::NotFound) => {
            KeyStore::Platform.save_device_key(&service, &account, &DeviceKey::make(&SystemEntropy)?)?;
            Ok(true)
        }
        Err(error) => Err(error.into()),
    }
}

impl KeySource {
    pub(crate) fn load(&self) -> Result<DeviceKey, FfiError> {
        match self {
            Self::Bytes { device_key } => parse::device_key("device_key", device_key),
            Self::PlatformKeyStore { service, account } => Ok(KeyStore::Platform.load_device_key(service, account)?),
        }
    }
}
