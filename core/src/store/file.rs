//! The store's file before it is opened: what it is, who may read it, and where it goes when it is
//! no database.
//!
//! Nothing here opens and closes the file itself: on POSIX systems closing a file gives up the
//! locks that this process holds on it elsewhere ("How To Corrupt An SQLite Database File",
//! section 2.2). It is SQLite that reads the header, for it keeps account of its own.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{StoreError, connection, error, schema};

/// What lies at the store's path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Found {
    /// Nothing, or an empty file: a new store.
    Nothing,
    /// A database that says it is ours.
    Store,
    /// A database of ours with a schema version that this crate does not know.
    TooNew(i64),
    /// A database of something else.
    Foreign,
    /// No database.
    NotADatabase,
}

/// Bytes of SQLite's header (file format, section 1.3). Nothing shorter is a database.
const HEADER: u64 = 100;

/// Files that SQLite keeps beside a database, and that belong to it.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Reads what `path` says of itself, and touches nothing: not even SQLite's own recovery runs on a
/// file that is not ours.
pub(super) fn examine(path: &Path) -> Result<Found, StoreError> {
    // Another process may replace the file between a look at its length and one at its header: a
    // file that seems to be empty, or gone, is looked at once more.
    match look(path) {
        Ok(Found::Foreign) | Err(StoreError::NotWritable) => look(path),
        found => found,
    }
}

/// Makes the file and its folder, readable by this user only. An existing file stays as it is.
pub(super) fn create(path: &Path) -> Result<(), StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        create_folder(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Whether a write-ahead log waits beside the database.
pub(super) fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// Gives a file that is no database, and what lies beside it, a new name. `None` if another
/// process was here first.
pub(super) fn keep_aside(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    // One at a time, or a slow one would move the new store of a fast one.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _lock = lock_folder(folder)?;
    if examine(path)? != Found::NotADatabase {
        return Ok(None);
    }
    let kept_as = (1_u32..)
        .map(|number| beside(path, &format!(".damaged-{number}")))
        .find(|name| !name.exists())
        .unwrap_or_else(|| beside(path, ".damaged"));
    // The file itself last: interrupted, it is found again and the rest is not mistaken for a new
    // store's.
    for companion in COMPANIONS.into_iter().chain([""]) {
        match fs::rename(beside(path, companion), beside(&kept_as, companion)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            outcome => outcome?,
        }
    }
    Ok(Some(kept_as))
}

fn look(path: &Path) -> Result<Found, StoreError> {
    let length = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        outcome => outcome?.len(),
    };
    match length {
        // A log without its database was cut off from it; SQLite would delete it.
        0 if has_log(path) => return Ok(Found::NotADatabase),
        0 => return Ok(Found::Nothing),
        1..HEADER => return Ok(Found::NotADatabase),
        _ => {}
    }
    match connection::open_header(path).and_then(|connection| schema::identify(&connection)) {
        Ok((schema::APPLICATION_ID, version)) if version > schema::VERSION => Ok(Found::TooNew(version)),
        Ok((schema::APPLICATION_ID, _)) => Ok(Found::Store),
        Ok(_) => Ok(Found::Foreign),
        Err(error) if error::is_not_a_database(&error) => Ok(Found::NotADatabase),
        Err(error) => match StoreError::from(error) {
            // Pages are missing: cut off, or not yet written by whoever makes the store. SQLite
            // finds out under its locks.
            StoreError::Damaged(_) => Ok(Found::Store),
            error => Err(error),
        },
    }
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(unix)]
fn lock_folder(folder: &Path) -> Result<fs::File, StoreError> {
    let folder = fs::File::open(folder)?;
    // The standard library's own lock is an error on Android. Whoever opens does the waiting.
    match rustix::fs::flock(&folder, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(folder),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(StoreError::Busy),
        Err(error) => Err(io::Error::from(error).into()),
    }
}

/// Elsewhere folders have no locks; what is renamed while it is in use fails there by itself.
#[cfg(not(unix))]
fn lock_folder(_folder: &Path) -> Result<(), StoreError> {
    Ok(())
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
