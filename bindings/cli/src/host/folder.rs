use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use passkey_provider::Provider;
use passkey_provider::store::{Presence, SetAside};
use tempfile::TempDir;

use crate::args::{Global, Keys};
use crate::failure::Failure;

/// The store's file in its folder.
const STORE: &str = "passkeys.db";

/// The folder of a store.
pub(crate) struct Folder {
    path: PathBuf,
    /// Removed with its content when the command ends.
    _temporary: Option<TempDir>,
}

impl Folder {
    /// The folder that the command line names, made if it is not there. With keys in memory a
    /// temporary one, for nothing could open the store again.
    pub(crate) fn open(global: &Global) -> Result<Self, Failure> {
        if global.keys == Keys::Memory {
            let temporary = tempfile::tempdir().map_err(|error| Failure::file("a temporary folder", error))?;
            return Ok(Self { path: temporary.path().to_path_buf(), _temporary: Some(temporary) });
        }
        let path = named(global)?;
        make_private(&path).map_err(|error| Failure::file(&path, error))?;
        // The whole path, so that it names the same folder from anywhere.
        let path = path.canonicalize().map_err(|error| Failure::file(&path, error))?;
        Ok(Self { path, _temporary: None })
    }

    /// The same if anything is in the store's place; makes nothing.
    pub(crate) fn find(global: &Global) -> Result<Option<Self>, Failure> {
        if global.keys == Keys::Memory || Provider::look(named(global)?.join(STORE))? == Presence::Nothing {
            return Ok(None);
        }
        Self::open(global).map(Some)
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The store's file.
    pub(crate) fn store(&self) -> PathBuf {
        self.path.join(STORE)
    }

    /// What is in the store's place.
    pub(crate) fn look(&self) -> Result<Presence, Failure> {
        Ok(Provider::look(self.store())?)
    }

    /// Gives the store another name.
    pub(crate) fn set_aside(&self) -> Result<SetAside, Failure> {
        let _lock = self.lock()?;
        Ok(Provider::set_aside(self.store())?)
    }

    /// Waits until no other process makes or reads what lies beside the store; held until the file
    /// is dropped.
    pub(crate) fn lock(&self) -> Result<File, Failure> {
        let path = self.path.join("lock");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        file.and_then(|file| file.lock().map(|()| file)).map_err(|error| Failure::file(path, error))
    }
}

fn named(global: &Global) -> Result<PathBuf, Failure> {
    global.store.clone().map_or_else(default_path, Ok)
}

fn default_path() -> Result<PathBuf, Failure> {
    match etcetera::base_strategy::choose_native_strategy() {
        Ok(strategy) => Ok(strategy.data_dir().join("passkey-provider")),
        Err(_) => Err(Failure::usage("there is no home folder for the store", "Name a folder with --store DIR.")),
    }
}

/// Makes a folder that only its owner can enter; one that exists stays as it is.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
