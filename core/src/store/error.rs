use std::io;

use rusqlite::ErrorCode;

use super::kept_as::KeptAs;
use crate::entropy::EntropyFailed;
use crate::seal::SealFailed;

/// Why the store did not do what it was asked. Whatever the variant, nothing was half done: the
/// store holds what it held before.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum StoreError {
    /// Another process is writing, longer than the busy timeout. Try again.
    #[error("another process is using the store: try again")]
    Busy,
    /// The device has no room left. The store works again when there is some.
    #[error("no room left on the device: free some, and try again")]
    Full,
    /// The operating system does not let this process write the store or its folder.
    #[error("the store may not be written: check the permissions of the file and of its folder")]
    NotWritable,
    /// The file system failed in another way; what it said, without any name in it.
    #[error("the file system failed ({0}): try again, and check the disk")]
    Io(String),
    /// The device key is not the one that the store was made with: the store was copied from
    /// another device, or restored without its key. Nothing was changed; with the right key
    /// everything opens again.
    #[error("the store was sealed under another device key; passkeys that wait for it: {passkeys}")]
    Stranded {
        /// How many passkeys the store holds.
        passkeys: u64,
    },
    /// The store is gated, and no gate secret was given.
    #[error("the store is gated: verify the user and give the gate secret")]
    GateRequired,
    /// The gate secret is not the one that the store was made with.
    #[error("the gate secret is not the one of this store")]
    WrongGate,
    /// A gate secret was given for a store that was made without one: whoever relies on the gate
    /// must know that there is none.
    #[error("the store has no gate: open it without a gate secret, or make a new gated store")]
    NotGated,
    /// A newer version of this crate made or upgraded the file. It was not touched.
    #[error("the store has schema version {found}, this version knows up to {known}: update the app")]
    TooNew {
        /// The file's version.
        found: i64,
        /// The newest version that this crate knows.
        known: i64,
    },
    /// The file is a database of another application, or one whose schema was tampered with. It
    /// was not touched.
    #[error("the file is a database of something else: choose another path")]
    Foreign,
    /// The file was no database. It was kept under a new name; the next open makes a new store.
    #[error("the file was no database, and is kept as {kept_as}: open again for a new store")]
    NotADatabase {
        /// Where the file is now.
        kept_as: KeptAs,
    },
    /// There is no store, and none was to be made ([`IfMissing::Fail`](super::IfMissing::Fail)), or one was to
    /// be set aside. Nothing was made.
    #[error("there is no store: let the person set it up, and make it then")]
    Missing,
    /// What is in the file is not what was written.
    #[error("the store is damaged: {0}")]
    Damaged(Damage),
    /// The passkey was changed or deleted since it was read. Read it again inside the transaction.
    #[error("the passkey was changed meanwhile: read it again")]
    Outdated,
    /// The relying party already has a passkey of this id here.
    #[error("a passkey of this id is already stored for the relying party")]
    AlreadyStored,
    /// A passkey of the core's custody came without a private key, or one in hardware with one.
    #[error("a private key is stored exactly when the core has its custody")]
    CustodyMismatch,
    /// The epoch that the host passed cannot have come from a store: to believe it would end every
    /// counter. Nothing was changed.
    #[error("the last epoch that was handed in is none that this store can have given")]
    EpochImplausible,
    /// No random bytes for a nonce or an id.
    #[error(transparent)]
    Entropy(#[from] EntropyFailed),
}

/// Which part of the store is damaged.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Damage {
    /// Pages of the file.
    #[error("pages of the file do not fit together; restore a copy, the device key still opens it")]
    File,
    /// The store's own record: id, canaries.
    #[error("its own record does not open")]
    Record,
    /// The epoch is not the one that was written.
    #[error("its epoch was altered")]
    Epoch,
    /// This passkey does not open; others may.
    #[error("this passkey does not open; the others are not affected")]
    Passkey,
}

/// Whether SQLite says that the file is no database, against one that is damaged or busy.
pub(super) fn is_not_a_database(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::NotADatabase)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        // SQLite's messages may quote values: only its numbers go on.
        let rusqlite::Error::SqliteFailure(failure, _) = error else { return Self::Damaged(Damage::File) };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => Self::NotWritable,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::ConstraintViolation => {
                Self::Damaged(Damage::File)
            }
            // Our statements are sound, so that SQLite's plain "error" means a schema that is not.
            ErrorCode::Unknown if failure.extended_code == 1 => Self::Damaged(Damage::File),
            _ => Self::Io(format!("SQLite code {}", failure.extended_code)),
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotWritable,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Io(kind.to_string()),
        }
    }
}

impl From<SealFailed> for StoreError {
    fn from(failed: SealFailed) -> Self {
        match failed {
            SealFailed::Entropy(failed) => Self::Entropy(failed),
            SealFailed::TooLong => Self::Full,
        }
    }
}
