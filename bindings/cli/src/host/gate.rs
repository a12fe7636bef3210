use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use passkey_provider::entropy::SystemEntropy;
use passkey_provider::seal::GateSecret;
use passkey_provider::secret::{Secret, SecretKey};

use super::private_file::sync_names;
use crate::bytes::parse_hex;
use crate::failure::Failure;

/// The file that stands in for a phone's key store: what it holds is released after a
/// verification.
pub(crate) struct Gate(PathBuf);

impl Gate {
    /// The gate whose secret is in the file at `path`.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(path)
    }

    /// The secret: 32 bytes as they are, or as 64 hexadecimal digits.
    pub(crate) fn load(&self) -> Result<GateSecret, Failure> {
        let bytes = fs::read(&self.0).map(Secret::new).map_err(|error| Failure::file(&self.0, error))?;
        let digits = str::from_utf8(bytes.expose()).ok().and_then(|text| parse_hex(text.trim())).map(Secret::new);
        let secret = match digits {
            Some(decoded) if decoded.expose().len() == 32 => decoded,
            _ => bytes,
        };
        GateSecret::from_bytes(secret.expose())
            .map_err(|error| Failure::file(&self.0, io::Error::new(io::ErrorKind::InvalidData, error)))
    }

    /// The secret; made where there is neither a file nor a store yet.
    pub(crate) fn load_or_make(&self, is_new: bool) -> Result<GateSecret, Failure> {
        if is_new && !self.0.exists() {
            self.make()?;
        }
        self.load()
    }

    fn make(&self) -> Result<(), Failure> {
        let secret = SecretKey::make(&SystemEntropy)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&self.0).and_then(|mut file| {
            file.write_all(secret.expose())?;
            file.sync_all()?;
            sync_names(self.0.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
        });
        written.map_err(|error| Failure::file(&self.0, error))
    }
}
