//! The one public error: who is at fault, what a page would see, and what to do next.
//!
//! Every layer below has its own error with all it knows; this file is the only place that
//! converts. Nothing here carries a key, a handle, a user name, a challenge or a signature.

mod code;
mod kind;
mod platform;

pub use code::ErrorCode;
pub use kind::{DomException, Fault};
pub use platform::{EntryPoint, IosCode};

use crate::caller::{CallerRefused, InvalidPrivilegedList};
use crate::entropy::EntropyFailed;
use crate::key::SignatureRejected;
use crate::seal::KeyStoreError;
use crate::store::{Damage, KeptAs, StoreError};
use crate::webauthn::RenderFailed;
use crate::webauthn::options::{NoSupportedAlgorithm, OptionsError};
use crate::webauthn::server_list::ServerListRefused;
use crate::webauthn::signal::InvalidSignal;

/// Why a call failed. The store is as it was before the call; only what a verified request proved
/// about passkeys that are here is kept, as that the server knows the one that it excludes.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The options break a rule that is never bent.
    #[error("the relying party's options cannot be used: {0}")]
    InvalidOptions(#[from] OptionsError),
    /// The options have no challenge, and the caller gave no client data hash.
    #[error("the request has neither a challenge nor a client data hash")]
    ChallengeMissing,
    /// None of the algorithms that the relying party lists is supported.
    #[error("the relying party accepts none of the signature algorithms that this provider has")]
    UnsupportedAlgorithm,
    /// The caller may not use the RP ID.
    #[error("the caller may not use this RP ID: {0}")]
    CallerRefused(#[from] CallerRefused),
    /// The list of browsers cannot be taken; the one before it stays.
    #[error("the list of browsers cannot be used: {0}")]
    InvalidPrivilegedList(#[from] InvalidPrivilegedList),
    /// The person trusts no such app.
    #[error("no such app is trusted")]
    UnknownApp,
    /// The request names another RP ID than the one the caller was verified for.
    #[error("the request names another RP ID than the caller was verified for")]
    RpIdNotVerified,
    /// The relying party's exclude list names a passkey on this device.
    #[error("this device already has a passkey for this account")]
    AlreadyRegistered,
    /// Passkeys of the same account are here that the server probably or certainly does not have, and
    /// the plan was not told what the person wants.
    #[error("this device has a passkey for this account that the site does not seem to know")]
    StaleDuplicate,
    /// A registration of the same account is under way, and the plan was not told what the person
    /// wants.
    #[error("a registration of this account is already under way on this device")]
    DuplicateInFlight,
    /// A registration without the person's gesture is not possible now. Why is not told.
    #[error("no passkey can be made here without asking the person")]
    ConditionalCreateRefused,
    /// A signal of a server is none.
    #[error("the signal cannot be used: {0}")]
    InvalidSignal(#[from] InvalidSignal),
    /// The answer of a server is no list of the account's passkeys.
    #[error("the server's list cannot be used: {0}")]
    InvalidServerList(#[from] ServerListRefused),
    /// The person said no.
    #[error("the person declined")]
    Declined,
    /// No passkey on this device fits the request.
    #[error("there is no passkey on this device for this request")]
    NoPasskey,
    /// The allow list holds nothing but entries of unknown types.
    #[error("the allow list holds only entries of types that nobody knows")]
    UnknownAllowList,
    /// What was chosen is none of the plan's candidates, or none of its answers.
    #[error("what was chosen is not one of the choices that the plan offers")]
    NotOffered,
    /// User verification is required and there is no evidence of one.
    #[error("the relying party requires user verification, and none was shown")]
    VerificationRequired,
    /// The store is gated and no gate secret came with the consent.
    #[error("this store opens private keys only with its gate secret, and none was given")]
    GateRequired,
    /// The gate secret is not the store's.
    #[error("the gate secret is not the one that this store was made with")]
    WrongGate,
    /// A gate secret came for a store that has no gate: it proves nothing.
    #[error("a gate secret was given, but this store was made without a gate")]
    GateUnexpected,
    /// The signature is not the hardware key's over the plan's bytes.
    #[error("the hardware key's signature does not verify over the bytes that the plan handed out")]
    SignatureRejected,
    /// The hardware's public key cannot be used for the algorithm that was agreed.
    #[error("the hardware key's public key is not one of the algorithm that the plan asked for")]
    WrongHardwareKey,
    /// The plan was made by another provider.
    #[error("the plan belongs to another provider")]
    WrongProvider,
    /// The passkey was used, changed or deleted since the plan was made.
    #[error("the passkey changed since this request began")]
    PlanOutdated,
    /// What a request rests on was true more than ten minutes ago, by the device's clock or by the time
    /// that went by.
    #[error("{what} is more than ten minutes old, or the device's clock was set back since")]
    TooOld {
        /// What it is.
        what: Aged,
    },
    /// No passkey of this id is on the device.
    #[error("there is no passkey with this id on this device")]
    UnknownPasskey,
    /// Only what the person deleted can be purged.
    #[error("this passkey is not deleted, and so cannot be purged")]
    NotDeleted,
    /// The hardware has no key for the passkey any more.
    #[error("this passkey's key is gone from the device's hardware")]
    HardwareKeyGone,
    /// The passkey's row does not open: it was damaged or tampered with.
    #[error("this passkey's data on the device is damaged")]
    DamagedPasskey,
    /// The signature counter reached its end.
    #[error("this passkey's signature counter reached its end")]
    CounterExhausted,
    /// The device key is not the one that the store was made with, or is gone.
    #[error("the store's device key is gone or is another one; passkeys that wait for it: {passkeys}")]
    Stranded {
        /// How many passkeys the store holds.
        passkeys: u64,
    },
    /// The store was put back from an older day.
    #[error("the store is an older copy, {missing} changes behind the last one known")]
    RolledBack {
        /// How many commits the copy lacks.
        missing: u64,
    },
    /// The epoch that the host handed in is none that a store gave: no counter is to end for it.
    #[error("the last epoch that was handed in is none that this store can have given")]
    EpochImplausible,
    /// A newer version of the provider wrote the store.
    #[error("the store has schema version {found}, this provider knows versions up to {known}")]
    StoreTooNew {
        /// The store's schema version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// The file is an SQLite database, but not a store of passkeys.
    #[error("the file is a database of something else; it was left untouched")]
    StoreForeign,
    /// The file was no database; it was kept under another name.
    #[error("the store's file was not a database; it was kept as {kept_as}")]
    StoreSetAside {
        /// Where the file is now.
        kept_as: KeptAs,
    },
    /// SQLite or the store's own seals found damage.
    #[error("the store is damaged")]
    StoreDamaged,
    /// There is no room.
    #[error("there is no room left to write to the store")]
    StoreFull,
    /// Another process held the store for too long.
    #[error("another process keeps the store busy")]
    StoreBusy,
    /// The file or folder cannot be read or written.
    #[error("the store's file cannot be opened, read or written")]
    StoreUnavailable,
    /// The device has no key store that could be reached.
    #[error("no key store can be reached: {missing}")]
    KeyStoreUnavailable {
        /// What is missing.
        missing: &'static str,
    },
    /// The key store has no device key.
    #[error("the key store holds no device key")]
    DeviceKeyMissing,
    /// The key store is locked.
    #[error("the key store is locked")]
    KeyStoreLocked,
    /// What the key store holds under the device key's name is no device key.
    #[error("what the key store holds under the device key's name is no device key")]
    DeviceKeyDamaged,
    /// The key store failed.
    #[error("the key store failed")]
    KeyStoreFailed,
    /// There is no store, and none was to be made.
    #[error("there is no store of passkeys here yet")]
    NoStore,
    /// The random generator failed.
    #[error("the operating system's random generator failed")]
    EntropyFailed,
    /// A defect of the provider.
    #[error("the provider met a state that it should not")]
    Internal,
}

/// What does not hold for longer than ten minutes.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Aged {
    /// The check of who asks.
    Caller,
    /// The person's consent.
    Consent,
}

impl Aged {
    /// One word for programs. Never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Caller => "caller",
            Self::Consent => "consent",
        }
    }
}

impl std::fmt::Display for Aged {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Caller => "the check of the caller",
            Self::Consent => "the person's consent",
        })
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::StoreBusy,
            StoreError::Full => Self::StoreFull,
            StoreError::Missing => Self::NoStore,
            StoreError::NotWritable | StoreError::Io(_) => Self::StoreUnavailable,
            StoreError::Stranded { passkeys } => Self::Stranded { passkeys },
            StoreError::GateRequired => Self::GateRequired,
            StoreError::WrongGate => Self::WrongGate,
            StoreError::NotGated => Self::GateUnexpected,
            StoreError::EpochImplausible => Self::EpochImplausible,
            StoreError::TooNew { found, known } => Self::StoreTooNew { found, known },
            StoreError::Foreign => Self::StoreForeign,
            StoreError::NotADatabase { kept_as } => Self::StoreSetAside { kept_as },
            StoreError::Damaged(Damage::Passkey) => Self::DamagedPasskey,
            StoreError::Damaged(_) => Self::StoreDamaged,
            StoreError::Outdated => Self::PlanOutdated,
            StoreError::Entropy(error) => error.into(),
            // New ids are random, and custody and secrets are made together.
            StoreError::AlreadyStored | StoreError::CustodyMismatch => Self::Internal,
        }
    }
}

impl From<KeyStoreError> for Error {
    fn from(error: KeyStoreError) -> Self {
        match error {
            KeyStoreError::NotAvailable { missing } => Self::KeyStoreUnavailable { missing },
            KeyStoreError::Locked => Self::KeyStoreLocked,
            KeyStoreError::NotFound => Self::DeviceKeyMissing,
            KeyStoreError::Damaged => Self::DeviceKeyDamaged,
            KeyStoreError::Failed => Self::KeyStoreFailed,
        }
    }
}

impl From<NoSupportedAlgorithm> for Error {
    fn from(NoSupportedAlgorithm: NoSupportedAlgorithm) -> Self {
        Self::UnsupportedAlgorithm
    }
}

impl From<SignatureRejected> for Error {
    fn from(SignatureRejected: SignatureRejected) -> Self {
        Self::SignatureRejected
    }
}

impl From<EntropyFailed> for Error {
    fn from(EntropyFailed: EntropyFailed) -> Self {
        Self::EntropyFailed
    }
}

impl From<RenderFailed> for Error {
    fn from(_: RenderFailed) -> Self {
        Self::Internal
    }
}

impl Error {
    /// A name for programs. Never changes once released.
    pub const fn code(&self) -> &'static str {
        self.error_code().as_str()
    }

    /// Who can mend it.
    pub const fn fault(&self) -> Fault {
        self.error_code().fault()
    }

    /// What the page that asked should see. It tells less than the error does, on purpose.
    pub const fn dom_exception(&self) -> DomException {
        match self {
            Self::InvalidOptions(OptionsError::Encoding { .. }) => DomException::Encoding,
            Self::InvalidOptions(OptionsError::InvalidRpId { .. } | OptionsError::RpIdNotCanonical { .. }) => {
                DomException::Security
            }
            Self::InvalidOptions(OptionsError::UnsupportedExtension { .. }) => DomException::NotSupported,
            Self::InvalidOptions(
                OptionsError::Missing { .. }
                | OptionsError::WrongType { .. }
                | OptionsError::InvalidUserHandle { .. }
                | OptionsError::EmptyChallenge { .. },
            ) => DomException::Type,
            _ => self.error_code().dom_exception(),
        }
    }

    /// What to do next, as a sentence.
    pub const fn next(&self) -> &'static str {
        match self {
            Self::CallerRefused(refused) => refused.next(),
            Self::InvalidServerList(refused) => refused.next(),
            _ => self.error_code().next(),
        }
    }
}

#[cfg(test)]
mod tests;
