use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use passkey_provider::entropy::SystemEntropy;
use passkey_provider::seal::{DeviceKey, KeyStore, KeyStoreError};
use passkey_provider::secret::Secret;
use passkey_provider::store::Epoch;

use super::epoch;
use super::folder::Folder;
use super::private_file::write_private;
use crate::args::Keys;
use crate::failure::Failure;
use crate::output::Output;

/// The name under which a key store keeps what is ours.
const SERVICE: &str = "passkey-provider";

/// The variable that picks the kernel's keyring where the Secret Service is the platform's.
#[cfg(target_os = "linux")]
const KEYRING_VARIABLE: &str = "PASSKEY_PROVIDER_KEYRING";

/// Keeps the device key and the last epoch, outside the store.
pub(super) enum KeyKeeper {
    /// The key store of the system; `folder` tells the stores of one person apart.
    Keyring { key_store: KeyStore, folder: String },
    /// Files in the store's folder.
    Files { folder: PathBuf },
    /// Nobody.
    Memory,
}

impl KeyKeeper {
    /// Says so where the choice protects little.
    pub(super) fn new(keys: Keys, folder: &Folder, output: Output) -> Self {
        match keys {
            Keys::Keyring => {
                Self::Keyring { key_store: chosen_key_store(), folder: folder.path().display().to_string() }
            }
            Keys::File => {
                output.note(
                    "warning: the device key is in a file beside the store; anyone who can read your files can open it.",
                );
                Self::Files { folder: folder.path().to_path_buf() }
            }
            Keys::Memory => Self::Memory,
        }
    }

    /// The device key. Made and kept for a new store; for one that exists and whose key is gone, a
    /// key that is kept nowhere: with it the store says that it is stranded, and stays as it is. No
    /// store is to be made under that one.
    pub(super) fn device_key(&self, is_new: bool) -> Result<DeviceKey, Failure> {
        if let Some(key) = self.load_device_key()? {
            return Ok(key);
        }
        let key = DeviceKey::make(&SystemEntropy)?;
        if !is_new || matches!(self, Self::Memory) {
            return Ok(key);
        }
        self.save_device_key(&key)?;
        // The one that is there from now on, so that nothing is sealed under a key that was not kept.
        Ok(self.load_device_key()?.ok_or(KeyStoreError::NotFound)?)
    }

    /// The last epoch seen here; `None` for a new store.
    pub(super) fn last_epoch(&self) -> Result<Option<Epoch>, Failure> {
        let bytes = match self {
            Self::Keyring { key_store, folder } => found(key_store.load(SERVICE, &epoch_account(folder)))?,
            Self::Files { folder } => read_if_there(&folder.join("epoch"))?,
            Self::Memory => None,
        };
        bytes.map(|bytes| epoch::parse(bytes.expose())).transpose()
    }

    /// Keeps the epoch.
    pub(super) fn keep_epoch(&self, last: Epoch) -> Result<(), Failure> {
        match self {
            Self::Keyring { key_store, folder } => {
                Ok(key_store.save(SERVICE, &epoch_account(folder), &epoch::render(last))?)
            }
            Self::Files { folder } => write_private(folder, "epoch", &epoch::render(last), true),
            Self::Memory => Ok(()),
        }
    }

    /// In words, where the device key is.
    pub(super) fn describe(&self) -> &'static str {
        match self {
            Self::Keyring { key_store: KeyStore::Platform, .. } => "the system's key store",
            #[cfg(target_os = "linux")]
            Self::Keyring { key_store: KeyStore::KernelKeyring, .. } => "the kernel's keyring",
            Self::Files { .. } => "a file beside the store",
            Self::Memory => "memory",
        }
    }

    fn load_device_key(&self) -> Result<Option<DeviceKey>, Failure> {
        match self {
            Self::Keyring { key_store, folder } => found(key_store.load_device_key(SERVICE, folder)),
            Self::Files { folder } => {
                let path = folder.join("device-key");
                let Some(bytes) = read_if_there(&path)? else { return Ok(None) };
                DeviceKey::from_bytes(bytes.expose())
                    .map(Some)
                    .map_err(|error| Failure::file(path, io::Error::new(io::ErrorKind::InvalidData, error)))
            }
            Self::Memory => Ok(None),
        }
    }

    fn save_device_key(&self, key: &DeviceKey) -> Result<(), Failure> {
        match self {
            Self::Keyring { key_store, folder } => Ok(key_store.save_device_key(SERVICE, folder, key)?),
            Self::Files { folder } => write_private(folder, "device-key", key.expose(), false),
            Self::Memory => Ok(()),
        }
    }
}

fn epoch_account(folder: &str) -> String {
    format!("{folder} epoch")
}

fn chosen_key_store() -> KeyStore {
    #[cfg(target_os = "linux")]
    if std::env::var_os(KEYRING_VARIABLE).is_some_and(|value| value == "kernel") {
        return KeyStore::KernelKeyring;
    }
    KeyStore::Platform
}

/// Nothing there is an answer; everything else that goes wrong is not.
fn found<T>(loaded: Result<T, KeyStoreError>) -> Result<Option<T>, Failure> {
    match loaded {
        Ok(value) => Ok(Some(value)),
        Err(KeyStoreError::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn read_if_there(path: &Path) -> Result<Option<Secret<Vec<u8>>>, Failure> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Secret::new(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::file(path, error)),
    }
}
