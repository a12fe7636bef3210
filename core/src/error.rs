//! The one public error: who is at fault, what a page would see, and what to do next.
//!
//! Every layer below has its own error with all it knows; this file is the only place that
//! converts. Nothing here carries a key, a handle, a user name, a challenge or a signature.

// First: what follows is made from it.
#[macro_use]
mod table;

mod code;
mod kind;
mod platform;

pub use code::ErrorCode;
pub use kind::{Class, DomException, Fault};
pub use platform::{EntryPoint, IosCode};

use crate::caller::{CallerRefused, InvalidPrivilegedList};
use crate::cause::Cause;
use crate::entropy::EntropyFailed;
use crate::key::{AlgorithmUnavailable, KeyNotMade, SignatureRejected};
use crate::policy::{InvalidPolicy, Ruling};
use crate::seal::KeyStoreError;
use crate::store::{Damage, Epoch, KeptAs, StoreError};
use crate::webauthn::RenderFailed;
use crate::webauthn::attestation::AttestationRefused;
use crate::webauthn::options::{NoSupportedAlgorithm, OptionsError};
use crate::webauthn::server_list::ServerListRefused;
use crate::webauthn::signal::InvalidSignal;

macro_rules! errors {
    ($(
        $(#[$doc:meta])*
        $name:ident $(($($tuple:tt)*))? $({$($named:tt)*})? = $code:literal { says: $says:literal, $($fact:tt)* }
    )+) => {
        /// Why a call failed. The store is as it was before the call; only what a verified request proved
        /// about passkeys that are here is kept, as that the server knows the one that it excludes.
        #[derive(Debug, thiserror::Error)]
        #[non_exhaustive]
        pub enum Error {
            $($(#[$doc])* #[error($says)] $name $(($($tuple)*))? $({$($named)*})?,)+
        }
    };
}

for_each_error!(errors);

impl Error {
    /// The store's epoch, where the call committed something before it failed: keep it as that of
    /// [`Committed`](crate::store::Committed).
    pub const fn epoch(&self) -> Option<Epoch> {
        match self {
            Self::AlreadyRegistered { epoch } => Some(*epoch),
            _ => None,
        }
    }
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
    /// Stable machine-readable name.
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
            StoreError::NotWritable(cause) | StoreError::Io(cause) => Self::StoreUnavailable { cause },
            StoreError::Stranded { passkeys } => Self::Stranded { passkeys },
            StoreError::GateRequired => Self::GateRequired,
            StoreError::WrongGate => Self::WrongGate,
            StoreError::NotGated => Self::GateUnexpected,
            StoreError::EpochImplausible => Self::EpochImplausible,
            StoreError::TooNew { found, known } => Self::StoreTooNew { found, known },
            StoreError::Foreign => Self::StoreForeign,
            StoreError::NotADatabase { kept_as } => Self::StoreSetAside { kept_as },
            StoreError::Damaged(Damage::Passkey) => Self::DamagedPasskey,
            StoreError::Damaged(Damage::File(cause)) => Self::StoreDamaged { cause },
            StoreError::Damaged(Damage::Record) => {
                Self::StoreDamaged { cause: Cause::Found("the store's own record does not open") }
            }
            StoreError::Damaged(Damage::Epoch) => Self::StoreDamaged { cause: Cause::Found("the epoch was altered") },
            StoreError::AlgorithmUnavailable => Self::AlgorithmUnavailable,
            StoreError::Outdated => Self::PlanOutdated,
            StoreError::Entropy(error) => error.into(),
            // New ids are random.
            StoreError::AlreadyStored => Self::Internal { at: "a new passkey has the id of another" },
            StoreError::Internal(at) => Self::Internal { at },
        }
    }
}

impl From<KeyStoreError> for Error {
    fn from(error: KeyStoreError) -> Self {
        match error {
            KeyStoreError::NotAvailable { missing } => Self::KeyStoreUnavailable { missing },
            KeyStoreError::Locked => Self::KeyStoreLocked,
            KeyStoreError::NotFound => Self::DeviceKeyMissing,
            KeyStoreError::Damaged { cause } => Self::DeviceKeyDamaged { cause },
            KeyStoreError::Failed { cause } => Self::KeyStoreFailed { cause },
        }
    }
}

impl From<NoSupportedAlgorithm> for Error {
    fn from(NoSupportedAlgorithm: NoSupportedAlgorithm) -> Self {
        Self::UnsupportedAlgorithm
    }
}

impl From<AlgorithmUnavailable> for Error {
    fn from(AlgorithmUnavailable: AlgorithmUnavailable) -> Self {
        Self::AlgorithmUnavailable
    }
}

impl From<KeyNotMade> for Error {
    fn from(error: KeyNotMade) -> Self {
        match error {
            KeyNotMade::Entropy(error) => error.into(),
            KeyNotMade::Unavailable(error) => error.into(),
        }
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
    fn from(failed: RenderFailed) -> Self {
        Self::Internal {
            at: match failed {
                RenderFailed::Cbor => "a response could not be rendered as CBOR",
                RenderFailed::Json => "a response could not be rendered as JSON",
            },
        }
    }
}

impl Error {
    /// A name for programs. Never changes once released.
    pub const fn code(&self) -> &'static str {
        self.error_code().as_str()
    }

    /// Who can fix it.
    pub const fn fault(&self) -> Fault {
        self.error_code().fault()
    }

    /// What it is about.
    pub const fn class(&self) -> Class {
        self.error_code().class()
    }

    /// What the page that asked should see. It tells less than the error does, on purpose.
    pub const fn dom_exception(&self) -> DomException {
        match self {
            Self::InvalidOptions(OptionsError::Encoding { .. }) => DomException::Encoding,
            Self::InvalidOptions(OptionsError::InvalidRpId { .. } | OptionsError::RpIdNotCanonical { .. }) => {
                DomException::Security
            }
            Self::InvalidOptions(OptionsError::UnsupportedExtension { .. } | OptionsError::Unsupported { .. }) => {
                DomException::NotSupported
            }
            Self::InvalidOptions(OptionsError::Syntax { .. }) => DomException::Syntax,
            Self::InvalidOptions(OptionsError::Payment { .. }) => DomException::NotAllowed,
            Self::InvalidOptions(
                OptionsError::Missing { .. }
                | OptionsError::WrongType { .. }
                | OptionsError::InvalidUserHandle { .. }
                | OptionsError::EmptyChallenge { .. },
            ) => DomException::Type,
            _ => self.error_code().dom_exception(),
        }
    }

    /// What it came from, where the code alone does not say: for logs and for support. It is part of the
    /// message too.
    pub const fn cause(&self) -> Option<Cause> {
        match self {
            Self::StoreDamaged { cause }
            | Self::StoreUnavailable { cause }
            | Self::DeviceKeyDamaged { cause }
            | Self::KeyStoreFailed { cause } => Some(*cause),
            Self::Internal { at } => Some(Cause::Found(at)),
            _ => None,
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
