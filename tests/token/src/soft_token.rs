//! SoftHSM2, the token made of software: what is its own, beyond PKCS #11.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The variable that tells SoftHSM2 where its configuration is. It reads nothing else, so a
/// process that needs another configuration has to be started with it.
pub const CONFIGURATION_VARIABLE: &str = "SOFTHSM2_CONF";

/// Where distributions put the library.
const MODULES: &[&str] = &[
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];

/// Prepares `folder` for tokens that lie in it, and gives the path of the configuration.
pub fn write_configuration(folder: &Path) -> io::Result<PathBuf> {
    let tokens = folder.join("tokens");
    fs::create_dir_all(&tokens)?;
    let path = folder.join("softhsm2.conf");
    let lines = format!("directories.tokendir = {}\nobjectstore.backend = file\nlog.level = ERROR\n", tokens.display());
    fs::write(&path, lines)?;
    Ok(path)
}

/// The library, if it is installed.
pub(crate) fn find_module() -> Option<&'static Path> {
    MODULES.iter().map(Path::new).find(|path| path.exists())
}
