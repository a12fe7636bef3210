//! What the server is known to think of a passkey, and how a person was verified.

use std::time::SystemTime;

use passkey_provider::standing as core;

use crate::boundary::mirror::{mirror, mirror_both_ways};
use crate::boundary::time;

/// What the server is known to think of a passkey.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum Standing {
    /// Made here; the server has not been heard from.
    Unconfirmed {
        /// When silence becomes suspicious.
        deadline: SystemTime,
    },
    /// The server knows it.
    Confirmed {
        /// How that showed.
        by: Confirmation,
    },
    /// Probably on this device only.
    Suspect {
        /// Why.
        by: Suspicion,
    },
    /// Certainly on this device only.
    Stale {
        /// Why.
        by: Staleness,
    },
}

mirror! {
    /// How the server's knowledge of a passkey showed.
    Confirmation = core::Confirmation {
        /// The host said that the server accepted the registration.
        Accepted,
        /// An allow or exclude list of a verified request named it.
        Listed,
        /// The server signalled it among all accepted credentials.
        Signalled,
        /// The server's own list has it.
        OnServer,
    }
}

mirror! {
    /// Why a passkey is probably on this device only.
    Suspicion = core::Suspicion {
        /// The server was not heard from before the deadline.
        NeverConfirmed,
        /// The exclude list of a later registration of the same account did not name it.
        OmittedFromExcludeList,
    }
}

mirror! {
    /// Why a passkey is certainly on this device only.
    Staleness = core::Staleness {
        /// The host said that the server refused the registration.
        Rejected,
        /// The server signalled all accepted credentials of the account without it.
        NotAccepted,
        /// The server signalled that it does not know it.
        UnknownToServer,
        /// The server's own list does not have it.
        NotOnServer,
    }
}

/// What the person sees of a passkey.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum Visibility {
    /// Listed; and offered, unless the server refused it when it was made or the hardware has lost its key:
    /// `Passkey.is_offered` says.
    Shown,
    /// Listed, and not offered: the server said that it does not hold it.
    Hidden,
    /// Listed, and not offered: a newer passkey of the account was confirmed.
    Superseded,
    /// Deleted by the person, and still restorable.
    Deleted {
        /// When, by the device's clock: for display.
        at: SystemTime,
    },
}

mirror_both_ways! {
    /// How the host verified the person.
    VerificationMethod = core::VerificationMethod {
        /// A fingerprint, a face or the like.
        Biometric,
        /// The device's own PIN, pattern or password.
        DeviceCredential,
        /// A PIN of the host app.
        Pin,
    }
}

/// Why an answer may say "user verified", strongest first.
#[derive(Clone, Copy, Debug, Eq, PartialEq, uniffi::Enum)]
pub enum Verification {
    /// A hardware key that only signs after a verification signed.
    KeySignature,
    /// The gate secret, proved against the store.
    Gate,
    /// The host's word.
    Statement {
        /// What it says.
        method: VerificationMethod,
    },
    /// What a newer version wrote, and this one does not know.
    Unknown,
}

impl From<core::Standing> for Standing {
    fn from(standing: core::Standing) -> Self {
        match standing {
            core::Standing::Unconfirmed { deadline } => Self::Unconfirmed { deadline: time::render(deadline) },
            core::Standing::Confirmed(by) => Self::Confirmed { by: by.into() },
            core::Standing::Suspect(by) => Self::Suspect { by: by.into() },
            core::Standing::Stale(by) => Self::Stale { by: by.into() },
        }
    }
}

impl From<core::Visibility> for Visibility {
    fn from(visibility: core::Visibility) -> Self {
        match visibility {
            core::Visibility::Shown => Self::Shown,
            core::Visibility::Hidden => Self::Hidden,
            core::Visibility::Superseded => Self::Superseded,
            core::Visibility::Deleted { at, age: _ } => Self::Deleted { at: time::render(at) },
        }
    }
}

impl From<core::Verification> for Verification {
    fn from(verification: core::Verification) -> Self {
        match verification {
            core::Verification::KeySignature => Self::KeySignature,
            core::Verification::Gate => Self::Gate,
            core::Verification::Statement(method) => Self::Statement { method: method.into() },
            core::Verification::Unknown(_) => Self::Unknown,
        }
    }
}
