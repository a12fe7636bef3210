//! The store's file before it is opened: what it is, who may read it, and where it goes when it is
//! no database.
//!
//! Nothing here opens and closes the file itself: on POSIX systems closing a file gives up the
//! locks that this process holds on it elsewhere ("How To Corrupt An SQLite Database File",
//! section 2.2). It is SQLite that reads the header, for it keeps account of its own.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use super::kept_as::KeptAs;
use super::{StoreError, connection, error, version};

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
    /// No database as it is, beside a journal: a power cut in the middle of a commit, as of the one that makes the
    /// store. SQLite undoes it before anybody reads, and says then what the file is.
    CutShort,
    /// No database.
    NotADatabase,
}

/// Why a file is set aside: part of its new name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Aside {
    /// It is no database.
    Damaged,
    /// The person said so.
    Asked,
}

/// Bytes of SQLite's header (file format, section 1.3). Nothing shorter is a database.
const HEADER: u64 = 100;

/// What a rollback journal begins with once it can undo anything (file format, section 3).
const JOURNAL: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];

/// Files that SQLite keeps beside a database, and that belong to it.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// The ends of the names of all that a store is, the database last.
const FILES: [&str; 4] = ["-wal", "-shm", "-journal", ""];

/// The file itself, where `path` is a symbolic link. SQLite keeps its log beside the file and not beside the
/// link, and so does whoever looks for it or moves it.
///
/// A link that leads nowhere is an error: the store is elsewhere, as on a disk that is not there now, and a
/// new one is no answer.
pub(super) fn resolve(path: &Path) -> Result<Cow<'_, Path>, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => Ok(Cow::Owned(fs::canonicalize(path)?)),
        _ => Ok(Cow::Borrowed(path)),
    }
}

/// Which file is at `path` now: two answers differ if it was moved or replaced between them, as by whoever
/// sets a store aside. What SQLite said of it meanwhile is about the other file, or about two. `None` if nothing
/// is there.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

/// Elsewhere a file that is in use cannot be moved.
#[cfg(not(unix))]
pub(super) fn identity(_path: &Path) -> Option<(u64, u64)> {
    Some((0, 0))
}

/// Reads what `path` says of itself, and touches nothing: not even SQLite's own recovery runs on a
/// file that is not ours.
pub(super) fn examine(path: &Path) -> Result<Found, StoreError> {
    // Another process may replace the file between a look at its length and one at its header: a
    // file that seems to be empty, or gone, is looked at once more.
    match look(path) {
        Ok(Found::Foreign) | Err(StoreError::NotWritable(_)) => look(path),
        found => found,
    }
}

/// Makes the file and its folder, readable by this user only. An empty file that exists is made so too; a
/// folder that exists is the host's, and stays as it is.
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
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(make_private(path)?),
        Err(error) => Err(error.into()),
    }
}

/// Takes the store's files from everybody but this user, where they are not this user's only. To be done with
/// a store that is ours: what is refused is left as it is.
///
/// What the system does not let this user change stays: a store that opens is not refused for it.
pub(super) fn keep_private(path: &Path) {
    for file in std::iter::once("").chain(COMPANIONS) {
        // It may not be there, or may be another user's.
        let _ = make_private(&beside(path, file));
    }
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    // By its name: to open and close the file would give up SQLite's locks.
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { fs::set_permissions(path, fs::Permissions::from_mode(0o600)) }
}

/// Elsewhere the folder's own rules hold.
#[cfg(not(unix))]
fn make_private(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether a write-ahead log waits beside the database.
pub(super) fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// Gives a file that is no database, and what lies beside it, a new name. `None` if another
/// process was here first.
pub(super) fn keep_aside(path: &Path) -> Result<Option<KeptAs>, StoreError> {
    // One at a time, or a slow one would move the new store of a fast one.
    let folder = lock_folder(path)?;
    if !matches!(examine(path)?, Found::NotADatabase | Found::CutShort) {
        return Ok(None);
    }
    move_aside(path, Aside::Damaged, &folder).map(Some)
}

/// Gives a file, and what lies beside it, a new name that nothing has. With the folder's lock held.
pub(super) fn move_aside(path: &Path, why: Aside, folder: &FolderLock) -> Result<KeptAs, StoreError> {
    let word = match why {
        Aside::Damaged => "damaged",
        Aside::Asked => "set-aside",
    };
    let is_free = |name: &PathBuf| FILES.iter().all(|file| fs::symlink_metadata(beside(name, file)).is_err());
    let kept_as = (1_u32..).map(|number| beside(path, &format!(".{word}-{number}"))).find(is_free);
    let kept_as = kept_as.ok_or(StoreError::Internal("no name is free for a file set aside"))?;
    // The file itself last: interrupted, it is found again and the rest is not mistaken for a new
    // store's.
    for file in FILES {
        match fs::rename(beside(path, file), beside(&kept_as, file)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            outcome => outcome?,
        }
    }
    folder.sync();
    Ok(kept_as.into())
}

fn look(path: &Path) -> Result<Found, StoreError> {
    let length = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
        outcome => outcome?.len(),
    };
    match length {
        // A log without its database was cut off from it, or lost it; SQLite would delete it.
        0 if has_log(path) => return Ok(Found::NotADatabase),
        0 => return Ok(Found::Nothing),
        1..HEADER => return Ok(no_database(path)),
        _ => {}
    }
    match connection::open_header(path).and_then(|connection| version::identify(&connection)) {
        Ok((version::APPLICATION_ID, version)) if version > version::VERSION.into() => Ok(Found::TooNew(version)),
        Ok((version::APPLICATION_ID, _)) => Ok(Found::Store),
        Ok(_) => Ok(Found::Foreign),
        Err(error) if error::is_not_a_database(&error) => Ok(no_database(path)),
        Err(error) => match StoreError::from(error) {
            // Pages are missing: cut off, or not yet written by whoever makes the store. SQLite
            // finds out under its locks.
            StoreError::Damaged(_) => Ok(Found::Store),
            error => Err(error),
        },
    }
}

/// What a file is whose first page is none.
fn no_database(path: &Path) -> Found {
    let mut beginning = [0; JOURNAL.len()];
    // SQLite keeps no lock on a journal that closing it would give up.
    let journal = fs::File::open(beside(path, "-journal")).and_then(|mut file| file.read_exact(&mut beginning));
    if journal.is_ok() && beginning == JOURNAL { Found::CutShort } else { Found::NotADatabase }
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The lock of a folder: whoever moves files in it has it. Given up when it is dropped.
#[cfg(unix)]
pub(super) struct FolderLock(fs::File);

/// Elsewhere folders have no locks; what is renamed while it is in use fails there by itself.
#[cfg(not(unix))]
pub(super) struct FolderLock;

/// The lock of the folder that `path` is in; [`StoreError::Busy`] while another has it.
#[cfg(unix)]
pub(super) fn lock_folder(path: &Path) -> Result<FolderLock, StoreError> {
    let folder =
        fs::File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    // The standard library's own lock is an error on Android. Whoever opens does the waiting.
    match rustix::fs::flock(&folder, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(FolderLock(folder)),
        Err(rustix::io::Errno::WOULDBLOCK) => Err(StoreError::Busy),
        Err(error) => Err(io::Error::from(error).into()),
    }
}

#[cfg(not(unix))]
pub(super) fn lock_folder(_path: &Path) -> Result<FolderLock, StoreError> {
    Ok(FolderLock)
}

impl FolderLock {
    /// Makes the new names last through a power cut, where the system can. One that does not is no worse than
    /// a power cut before.
    #[cfg(unix)]
    fn sync(&self) {
        let _ = self.0.sync_all();
    }

    #[cfg(not(unix))]
    fn sync(&self) {}
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
