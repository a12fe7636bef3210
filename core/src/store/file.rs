//! The store's file before SQLite sees it: who may read it, what it is, and where it goes when it
//! is no database.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{StoreError, schema};

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

/// Bytes of SQLite's header that say what a file is (SQLite file format, section 1.3).
const HEADER: usize = 72;
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Files that SQLite keeps beside a database, and that belong to it.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Reads what `path` holds, and touches nothing: not even SQLite's own recovery runs on a file
/// that is not ours.
pub(super) fn examine(path: &Path) -> Result<Found, StoreError> {
    match File::open(path) {
        Ok(file) => examine_file(&file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(error.into()),
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

/// Gives a file that is no database, and what lies beside it, a new name. `None` if it is no
/// longer there or is a database by now: another process was here first.
pub(super) fn keep_aside(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let file = match File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    // Whoever holds the lock decides; the other then finds another file, or none, at the path.
    file.lock()?;
    if !is_at(&file, path)? {
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

fn examine_file(file: &File) -> Result<Found, StoreError> {
    let mut header = Vec::with_capacity(HEADER);
    file.take(u64::try_from(HEADER).unwrap_or(u64::MAX)).read_to_end(&mut header)?;
    let number_at = |at: usize| {
        header.get(at..).and_then(|rest| rest.first_chunk()).map(|bytes| i64::from(i32::from_be_bytes(*bytes)))
    };
    Ok(match (number_at(68), number_at(60)) {
        _ if header.is_empty() => Found::Nothing,
        _ if !header.starts_with(MAGIC) => Found::NotADatabase,
        (Some(schema::APPLICATION_ID), Some(version)) if version > schema::VERSION => Found::TooNew(version),
        (Some(schema::APPLICATION_ID), Some(_)) => Found::Store,
        (Some(_), _) => Found::Foreign,
        (None, _) => Found::NotADatabase,
    })
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;

    let (held, named) = (file.metadata()?, fs::metadata(path));
    Ok(named.is_ok_and(|named| (named.dev(), named.ino()) == (held.dev(), held.ino())))
}

#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> io::Result<bool> {
    path.try_exists()
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests;
