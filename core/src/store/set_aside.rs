//! Making room for a new store, on the person's word: the old one gets another name.

use std::path::Path;

use super::file::{self, Aside, FolderLock, Found};
use super::kept_as::KeptAs;
use super::open::patiently;
use super::{Store, StoreError, StoreSettings, connection, rows};

/// A store that was set aside.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SetAside {
    /// Where it is now. Moved back to its old place, it opens with its old keys as before.
    pub kept_as: KeptAs,
    /// How many passkeys it holds; `None` where it could not be counted: it is damaged, of a newer version, or
    /// no database.
    pub passkeys: Option<u64>,
}

impl Store {
    /// Gives the store at `path` and what SQLite keeps beside it another name, so that the next opening makes
    /// a new one. Needs no key, deletes nothing, and writes over nothing that was set aside before.
    ///
    /// Only what nobody has open can be set aside, this process among them: [`StoreError::Busy`] after the busy
    /// timeout, for what an open store still wrote would be written to the old file. Interrupted, the store is
    /// in the old place or in the new one, whole. A database of something else is [`StoreError::Foreign`], and
    /// stays; where there is nothing, it is [`StoreError::Missing`].
    pub(crate) fn set_aside(path: &Path) -> Result<SetAside, StoreError> {
        let path = &*file::resolve(path)?;
        patiently(StoreSettings::default().busy_timeout, || set_aside(path))
    }
}

fn set_aside(path: &Path) -> Result<SetAside, StoreError> {
    // Its folder may be missing too, and has no lock then.
    if file::examine(path)? == Found::Nothing {
        return Err(StoreError::Missing);
    }
    let folder = file::lock_folder(path)?;
    match file::examine(path)? {
        Found::Nothing => Err(StoreError::Missing),
        Found::Foreign => Err(StoreError::Foreign),
        Found::NotADatabase | Found::CutShort => {
            Ok(SetAside { kept_as: file::move_aside(path, Aside::Asked, &folder)?, passkeys: None })
        }
        found @ (Found::Store | Found::TooNew(_)) => move_store(path, found == Found::Store, &folder),
    }
}

fn move_store(path: &Path, is_known: bool, folder: &FolderLock) -> Result<SetAside, StoreError> {
    let (connection, ready) = connection::open_alone(path)?;
    let counted = ready.and_then(|()| if is_known { rows::count(&connection).map(Some) } else { Ok(None) });
    let passkeys = match counted {
        // The log of what is damaged may not fit into it, and goes with it as it is.
        Err(StoreError::Damaged(_)) => None,
        counted => counted?,
    };
    // Where a file that is open cannot be renamed, the system keeps others from it meanwhile.
    #[cfg(not(unix))]
    drop(connection);
    let kept_as = file::move_aside(path, Aside::Asked, folder)?;
    // Whoever waited to open the old file finds it moved.
    #[cfg(unix)]
    drop(connection);
    Ok(SetAside { kept_as, passkeys })
}
