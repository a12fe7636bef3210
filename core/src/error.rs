//! The one public error: who is at fault, what a page would see, and what to do next.
//!
//! Every layer below has its own error with all it knows; this file is the only place that
//! converts. Nothing here carries a key, a handle, a user name, a challenge or a signature.

use std::path::PathBuf;

use crate::caller::CallerRefused;
use crate::entropy::EntropyFailed;
use crate::key::SignatureRejected;
use crate::seal::KeyStoreError;
use crate::store::{Damage, StoreError};
use crate::webauthn::RenderFailed;
use crate::webauthn::options::{NoSupportedAlgorithm, OptionsError};

/// Why a call failed. In every case the store is as it was before the call.
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
    /// The request names another RP ID than the one the caller was verified for.
    #[error("the request names another RP ID than the caller was verified for")]
    RpIdNotVerified,
    /// The relying party's exclude list names a passkey on this device.
    #[error("this device already has a passkey for this account")]
    AlreadyRegistered,
    /// The person said no.
    #[error("the person declined")]
    Declined,
    /// No passkey on this device fits the request.
    #[error("there is no passkey on this device for this request")]
    NoPasskey,
    /// The allow list holds nothing but entries of unknown types.
    #[error("the allow list holds only entries of types that nobody knows")]
    UnknownAllowList,
    /// The chosen passkey is not one of the plan's candidates.
    #[error("the chosen passkey is not one of those that were offered")]
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
    /// No passkey of this id is on the device.
    #[error("there is no passkey with this id on this device")]
    UnknownPasskey,
    /// The passkey's row does not open: it was damaged or tampered with.
    #[error("this passkey's data on the device is damaged")]
    DamagedPasskey,
    /// The signature counter reached its end.
    #[error("this passkey's signature counter reached its end")]
    CounterExhausted,
    /// The device key is not the one that the store was made with, or is gone.
    #[error("the store's device key is gone or is another one; {passkeys} passkeys are sealed with it")]
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
    #[error("the store's file was not a database; it was kept as {}", .kept_as.display())]
    StoreSetAside {
        /// Where the file is now.
        kept_as: PathBuf,
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
    /// The key store failed or gave back something else than it was given.
    #[error("the key store failed")]
    KeyStoreFailed,
    /// The random generator failed.
    #[error("the operating system's random generator failed")]
    EntropyFailed,
    /// A defect of the provider.
    #[error("the provider met a state that it should not")]
    Internal,
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy => Self::StoreBusy,
            StoreError::Full => Self::StoreFull,
            StoreError::NotWritable | StoreError::Io(_) => Self::StoreUnavailable,
            StoreError::Stranded { passkeys } => Self::Stranded { passkeys },
            StoreError::GateRequired => Self::GateRequired,
            StoreError::WrongGate => Self::WrongGate,
            StoreError::NotGated => Self::GateUnexpected,
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
            KeyStoreError::Damaged | KeyStoreError::Failed => Self::KeyStoreFailed,
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

/// Who can mend what went wrong.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Fault {
    /// The relying party: its options break a rule.
    RelyingParty,
    /// The page or app that asked.
    Caller,
    /// The person: they said no, or have to choose or to look for something.
    Person,
    /// The app that embeds the provider.
    Host,
    /// The device: its storage, key store, generator or hardware.
    Device,
    /// The provider: a defect to report.
    Provider,
}

impl Fault {
    /// The name that the command prints.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RelyingParty => "relying_party",
            Self::Caller => "caller",
            Self::Person => "person",
            Self::Host => "host",
            Self::Device => "device",
            Self::Provider => "provider",
        }
    }
}

/// The exception that a page sees (Web IDL, section 2.8.1; WebAuthn L3, section 5.1).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum DomException {
    /// A member that should be base64url is not.
    Encoding,
    /// The passkey is already registered.
    InvalidState,
    /// Declined, not verified, or nothing fits: deliberately one answer for all.
    NotAllowed,
    /// No algorithm in common.
    NotSupported,
    /// The caller may not use the RP ID.
    Security,
    /// A required member is missing or has a wrong type (a JavaScript `TypeError`).
    Type,
    /// Everything else.
    Unknown,
}

impl DomException {
    /// The exception's `name`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Encoding => "EncodingError",
            Self::InvalidState => "InvalidStateError",
            Self::NotAllowed => "NotAllowedError",
            Self::NotSupported => "NotSupportedError",
            Self::Security => "SecurityError",
            Self::Type => "TypeError",
            Self::Unknown => "UnknownError",
        }
    }
}

/// What is fixed about one kind of error.
struct Kind {
    code: &'static str,
    fault: Fault,
    dom_exception: DomException,
    next: &'static str,
}

impl Error {
    /// A name for programs. Never changes once released.
    pub fn code(&self) -> &'static str {
        self.kind().code
    }

    /// Who can mend it.
    pub fn fault(&self) -> Fault {
        self.kind().fault
    }

    /// What the page that asked should see. It tells less than the error does, on purpose.
    pub fn dom_exception(&self) -> DomException {
        self.kind().dom_exception
    }

    /// What to do next, as a sentence.
    pub fn next(&self) -> &'static str {
        self.kind().next
    }

    fn kind(&self) -> Kind {
        use {DomException as Dom, Fault as By};
        let kind = |code, fault, dom_exception, next| Kind { code, fault, dom_exception, next };
        match self {
            Self::InvalidOptions(error) => kind(
                "invalid_options",
                By::RelyingParty,
                match error {
                    OptionsError::Encoding { .. } => Dom::Encoding,
                    OptionsError::InvalidRpId { .. } => Dom::Security,
                    OptionsError::Missing { .. }
                    | OptionsError::WrongType { .. }
                    | OptionsError::InvalidUserHandle { .. } => Dom::Type,
                    _ => Dom::Unknown,
                },
                "Mend the named member where the options are made, and ask again.",
            ),
            Self::ChallengeMissing => kind(
                "challenge_missing",
                By::Host,
                Dom::Unknown,
                "Give the options with their challenge, or the client data hash that the platform handed over.",
            ),
            Self::UnsupportedAlgorithm => kind(
                "unsupported_algorithm",
                By::RelyingParty,
                Dom::NotSupported,
                "List ES256 (-7) among pubKeyCredParams.",
            ),
            Self::CallerRefused(_) => kind(
                "caller_refused",
                By::Caller,
                Dom::Security,
                "Ask from a page of the RP ID's own domain; do not sign in here if you came by a link.",
            ),
            Self::RpIdNotVerified => kind(
                "rp_id_not_verified",
                By::Host,
                Dom::Security,
                "Verify the caller for the RP ID that the options name, and begin again.",
            ),
            Self::AlreadyRegistered => kind(
                "already_registered",
                By::Person,
                Dom::InvalidState,
                "Sign in with the passkey that is here, or delete it and register again.",
            ),
            Self::Declined => kind("declined", By::Person, Dom::NotAllowed, "Ask again when the person wants to."),
            Self::NoPasskey => kind(
                "no_passkey",
                By::Person,
                Dom::NotAllowed,
                "Use another device or another way to sign in, or register a passkey here first.",
            ),
            Self::UnknownAllowList => kind(
                "unknown_allow_list",
                By::RelyingParty,
                Dom::NotAllowed,
                "Give allowCredentials entries of type public-key, or none at all.",
            ),
            Self::NotOffered => kind("not_offered", By::Host, Dom::Unknown, "Choose one of the plan's candidates."),
            Self::VerificationRequired => kind(
                "verification_required",
                By::Host,
                Dom::NotAllowed,
                "Verify the person for this request, and give the evidence with the consent.",
            ),
            Self::GateRequired => kind(
                "gate_required",
                By::Host,
                Dom::NotAllowed,
                "Let the key store release the gate secret for this request, and give it with the consent.",
            ),
            Self::WrongGate => {
                kind("wrong_gate", By::Host, Dom::NotAllowed, "Give the gate secret that the store was made with.")
            }
            Self::GateUnexpected => kind(
                "gate_unexpected",
                By::Host,
                Dom::Unknown,
                "Open a gated store, or state the method of verification instead.",
            ),
            Self::SignatureRejected => kind(
                "signature_rejected",
                By::Host,
                Dom::Unknown,
                "Sign the plan's bytes, unchanged and unhashed, with the key that the plan names.",
            ),
            Self::WrongHardwareKey => kind(
                "wrong_hardware_key",
                By::Host,
                Dom::Unknown,
                "Make a key of the plan's algorithm in the hardware, and give its public key.",
            ),
            Self::WrongProvider => {
                kind("wrong_provider", By::Host, Dom::Unknown, "Finish the plan with the provider that made it.")
            }
            Self::PlanOutdated => kind("plan_outdated", By::Host, Dom::Unknown, "Begin the request again."),
            Self::UnknownPasskey => {
                kind("unknown_passkey", By::Person, Dom::NotAllowed, "List the passkeys and pick one of them.")
            }
            Self::DamagedPasskey => kind(
                "damaged_passkey",
                By::Device,
                Dom::Unknown,
                "Sign in another way, delete this passkey and register a new one.",
            ),
            Self::CounterExhausted => kind(
                "counter_exhausted",
                By::Device,
                Dom::Unknown,
                "Register a new passkey with the relying party, and delete this one.",
            ),
            Self::Stranded { .. } => kind(
                "stranded",
                By::Device,
                Dom::Unknown,
                "Bring back the device key. If it is lost, sign in another way and register again; nothing was deleted.",
            ),
            Self::RolledBack { .. } => kind(
                "rolled_back",
                By::Device,
                Dom::Unknown,
                "Put back the newest copy of the store, or let the person accept this one; it does not sign before.",
            ),
            Self::StoreTooNew { .. } => {
                kind("store_too_new", By::Host, Dom::Unknown, "Update the app; the store was left untouched.")
            }
            Self::StoreForeign => kind("store_foreign", By::Host, Dom::Unknown, "Give the provider a path of its own."),
            Self::StoreSetAside { .. } => kind(
                "store_set_aside",
                By::Device,
                Dom::Unknown,
                "Open again for an empty store, or put a good copy in place; the old file was kept.",
            ),
            Self::StoreDamaged => kind(
                "store_damaged",
                By::Device,
                Dom::Unknown,
                "Run a check to see which passkeys still work; keep the file.",
            ),
            Self::StoreFull => kind("store_full", By::Device, Dom::Unknown, "Free some room and try again."),
            Self::StoreBusy => kind("store_busy", By::Device, Dom::Unknown, "Try again in a moment."),
            Self::StoreUnavailable => kind(
                "store_unavailable",
                By::Device,
                Dom::Unknown,
                "Check that the folder exists and may be written, and that the device is unlocked.",
            ),
            Self::KeyStoreUnavailable { .. } => kind(
                "key_store_unavailable",
                By::Device,
                Dom::Unknown,
                "Start the key store, or hand in a device key from elsewhere.",
            ),
            Self::DeviceKeyMissing => kind(
                "device_key_missing",
                By::Device,
                Dom::Unknown,
                "Make a device key where there is no store yet; else bring back the one that the store was made with.",
            ),
            Self::KeyStoreLocked => {
                kind("key_store_locked", By::Person, Dom::Unknown, "Unlock the key store and try again.")
            }
            Self::KeyStoreFailed => kind(
                "key_store_failed",
                By::Device,
                Dom::Unknown,
                "Try again; if it goes on, look at the key store's own messages.",
            ),
            Self::EntropyFailed => kind("entropy_failed", By::Device, Dom::Unknown, "Try again; restart the device."),
            Self::Internal => kind("internal", By::Provider, Dom::Unknown, "Report this with the output of a check."),
        }
    }
}

#[cfg(test)]
mod tests;
