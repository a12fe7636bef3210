use std::io;

use rusqlite::{ErrorCode, ffi};

use super::kept_as::KeptAs;
use crate::cause::Cause;
use crate::entropy::EntropyFailed;
use crate::seal::SealFailed;

/// Why the store did not do what it was asked. Whatever the variant, nothing was half done: the
/// store holds what it held before.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum StoreError {
    /// Another process is writing, longer than the busy timeout. Try again.
    Busy,
    /// The device has no room left. The store works again when there is some.
    Full,
    /// The operating system does not let this process write the store or its folder.
    NotWritable(Cause),
    /// The file system failed in another way.
    Io(Cause),
    /// The device key is not the one that the store was made with: the store was copied from
    /// another device, or restored without its key. Nothing was changed; with the right key
    /// everything opens again.
    Stranded {
        /// How many passkeys the store holds.
        passkeys: u64,
    },
    /// The store is gated, and no gate secret was given.
    GateRequired,
    /// The gate secret is not the one that the store was made with.
    WrongGate,
    /// A gate secret was given for a store that was made without one: whoever relies on the gate
    /// must know that there is none.
    NotGated,
    /// A newer version of this crate made or upgraded the file. It was not touched.
    TooNew {
        /// The file's version.
        found: i64,
        /// The newest version that this crate knows.
        known: i64,
    },
    /// The file is a database of another application, or one whose schema was tampered with. It
    /// was not touched.
    Foreign,
    /// The file was no database. It was kept under a new name; the next open makes a new store.
    NotADatabase {
        /// Where the file is now.
        kept_as: KeptAs,
    },
    /// There is no store, and none was to be made ([`IfMissing::Fail`](super::IfMissing::Fail)), or one was to
    /// be set aside. Nothing was made.
    Missing,
    /// What is in the file is not what was written.
    Damaged(Damage),
    /// This build has no keys of the passkey's algorithm.
    AlgorithmUnavailable,
    /// The passkey was changed or deleted since it was read. Read it again inside the transaction.
    Outdated,
    /// The relying party already has a passkey of this id here.
    AlreadyStored,
    /// The epoch that the host passed cannot have come from a store: to believe it would end every
    /// counter. Nothing was changed.
    EpochImplausible,
    /// No random bytes for a nonce or an id.
    Entropy(EntropyFailed),
    /// The store could not write what this crate made, or met what cannot be: a defect, and where.
    Internal(&'static str),
}

/// Which part of the store is damaged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Damage {
    /// Pages of the file; what SQLite said, or what was found.
    File(Cause),
    /// The store's own record: id, canaries.
    Record,
    /// The epoch is not the one that was written.
    Epoch,
    /// This passkey does not open; others may.
    Passkey,
}

/// Whether SQLite says that the file is no database, against one that is damaged or busy.
pub(super) fn is_not_a_database(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::NotADatabase)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        // SQLite's messages may quote values: only its numbers go on.
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            return Self::Damaged(Damage::File(Cause::Found("a column of another type than was written")));
        };
        let cause = Cause::Sqlite(failure.extended_code);
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::Full,
            // The log's index could not be made longer: SQLite has no other word for it where there is no room.
            ErrorCode::SystemIoFailure if failure.extended_code == ffi::SQLITE_IOERR_SHMSIZE => Self::Full,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::NotWritable(cause),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation => {
                Self::Damaged(Damage::File(cause))
            }
            // Our statements are sound, so that SQLite's plain "error" means a schema that is not.
            ErrorCode::Unknown if failure.extended_code == 1 => Self::Damaged(Damage::File(cause)),
            _ => Self::Io(cause),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable(Cause::of_io(&error))
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Io(Cause::of_io(&error)),
        }
    }
}

impl From<EntropyFailed> for StoreError {
    fn from(failed: EntropyFailed) -> Self {
        Self::Entropy(failed)
    }
}

impl From<SealFailed> for StoreError {
    fn from(failed: SealFailed) -> Self {
        match failed {
            SealFailed::Entropy(failed) => Self::Entropy(failed),
            SealFailed::TooLong => Self::Internal("more bytes than one envelope holds"),
        }
    }
}

/// `None` for damage alone. What fails otherwise may have ended the transaction, and has to be met.
pub(super) fn unless_damaged<T>(outcome: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match outcome {
        Err(StoreError::Damaged(_)) => Ok(None),
        outcome => outcome.map(Some),
    }
}

#[cfg(test)]
mod tests;
