use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// Writes a file that only its owner can read, whole or not at all. What it gives is there after a power cut.
pub(super) fn write_private(folder: &Path, name: &str, bytes: &[u8], replace: bool) -> Result<(), Failure> {
    let path = folder.join(name);
    let write = || {
        // Mode 0600 from the start.
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        if replace {
            file.persist(&path)?
        } else {
            file.persist_noclobber(&path)?
        };
        sync_names(folder)
    };
    write().map_err(|error| Failure::file(&path, error))
}

/// Makes the names of a folder last through a power cut.
pub(super) fn sync_names(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened, and names last by themselves.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
