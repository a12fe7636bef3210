//! The folder of a store: `passkeys.db`, `device-key` in a file, and the token.

use std::fs::{self, OpenOptions as FileOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use passkey_provider::entropy::SystemEntropy;
use passkey_provider::id::Aaguid;
use passkey_provider::seal::DeviceKey;
use passkey_provider::{OpenOptions, Provider};

use crate::failure::Failure;

/// Of this host, drawn once: d1b6f1c0-6a3f-4f43-9a55-2b7c8f0f6a1e.
pub(crate) const AAGUID: Aaguid = Aaguid::from_bytes([
    0xd1, 0xb6, 0xf1, 0xc0, 0x6a, 0x3f, 0x4f, 0x43, 0x9a, 0x55, 0x2b, 0x7c, 0x8f, 0x0f, 0x6a, 0x1e,
]);

pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn make(path: PathBuf) -> Result<Self, Failure> {
        fs::create_dir_all(&path).and_then(|()| path.canonicalize()).map(Self).map_err(Failure::environment)
    }

    pub(crate) fn token(&self) -> PathBuf {
        self.0.join("token")
    }

    pub(crate) fn open_provider(&self) -> Result<Provider, Failure> {
        Ok(Provider::open(OpenOptions::new(self.0.join("passkeys.db"), self.device_key()?))?)
    }

    fn device_key(&self) -> Result<DeviceKey, Failure> {
        let path = self.0.join("device-key");
        if path.exists() {
            let bytes = fs::read(&path).map_err(Failure::environment)?;
            return DeviceKey::from_bytes(&bytes).map_err(Failure::environment);
        }
        let key = DeviceKey::make(&SystemEntropy)?;
        FileOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .and_then(|mut file| file.write_all(key.expose()))
            .map_err(Failure::environment)?;
        Ok(key)
    }
}
