//! The names of errors: one for each kind, without what a single error carries.

use super::{DomException, Error, Fault};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// Which error it is. Each name stays what it is for ever; new ones are added at the end.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)+
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name for programs. Never changes once released.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }

        impl Error {
            /// Which error it is.
            pub const fn error_code(&self) -> ErrorCode {
                match self {
                    $(Self::$name { .. } => ErrorCode::$name,)+
                }
            }
        }
    };
}

codes! {
    /// The options break a rule that is never bent.
    InvalidOptions = "invalid_options",
    /// The options have no challenge, and the caller gave no client data hash.
    ChallengeMissing = "challenge_missing",
    /// None of the algorithms that the relying party lists is supported.
    UnsupportedAlgorithm = "unsupported_algorithm",
    /// The caller may not use the RP ID.
    CallerRefused = "caller_refused",
    /// The request names another RP ID than the one the caller was verified for.
    RpIdNotVerified = "rp_id_not_verified",
    /// The relying party's exclude list names a passkey on this device.
    AlreadyRegistered = "already_registered",
    /// The person said no.
    Declined = "declined",
    /// No passkey on this device fits the request.
    NoPasskey = "no_passkey",
    /// The allow list holds nothing but entries of unknown types.
    UnknownAllowList = "unknown_allow_list",
    /// What was chosen is none of the plan's candidates, or none of its answers.
    NotOffered = "not_offered",
    /// User verification is required and there is no evidence of one.
    VerificationRequired = "verification_required",
    /// The store is gated and no gate secret came with the consent.
    GateRequired = "gate_required",
    /// The gate secret is not the store's.
    WrongGate = "wrong_gate",
    /// A gate secret came for a store that has no gate: it proves nothing.
    GateUnexpected = "gate_unexpected",
    /// The signature is not the hardware key's over the plan's bytes.
    SignatureRejected = "signature_rejected",
    /// The hardware's public key cannot be used for the algorithm that was agreed.
    WrongHardwareKey = "wrong_hardware_key",
    /// The plan was made by another provider.
    WrongProvider = "wrong_provider",
    /// The passkey was used, changed or deleted since the plan was made.
    PlanOutdated = "plan_outdated",
    /// No passkey of this id is on the device.
    UnknownPasskey = "unknown_passkey",
    /// The passkey's row does not open: it was damaged or tampered with.
    DamagedPasskey = "damaged_passkey",
    /// The signature counter reached its end.
    CounterExhausted = "counter_exhausted",
    /// The device key is not the one that the store was made with, or is gone.
    Stranded = "stranded",
    /// The store was put back from an older day.
    RolledBack = "rolled_back",
    /// A newer version of the provider wrote the store.
    StoreTooNew = "store_too_new",
    /// The file is an SQLite database, but not a store of passkeys.
    StoreForeign = "store_foreign",
    /// The file was no database; it was kept under another name.
    StoreSetAside = "store_set_aside",
    /// SQLite or the store's own seals found damage.
    StoreDamaged = "store_damaged",
    /// There is no room.
    StoreFull = "store_full",
    /// Another process held the store for too long.
    StoreBusy = "store_busy",
    /// The file or folder cannot be read or written.
    StoreUnavailable = "store_unavailable",
    /// The device has no key store that could be reached.
    KeyStoreUnavailable = "key_store_unavailable",
    /// The key store has no device key.
    DeviceKeyMissing = "device_key_missing",
    /// What the key store holds under the device key's name is no device key.
    DeviceKeyDamaged = "device_key_damaged",
    /// The key store is locked.
    KeyStoreLocked = "key_store_locked",
    /// The key store failed.
    KeyStoreFailed = "key_store_failed",
    /// The random generator failed.
    EntropyFailed = "entropy_failed",
    /// A defect of the provider.
    Internal = "internal",
    /// Passkeys of the same account are here that the server probably or certainly does not have, and
    /// the plan was not told what the person wants.
    StaleDuplicate = "stale_duplicate",
    /// A registration of the same account is under way, and the plan was not told what the person
    /// wants.
    DuplicateInFlight = "duplicate_in_flight",
    /// A registration without the person's gesture is not possible now. Why is not told.
    ConditionalCreateRefused = "conditional_create_refused",
    /// A signal of a server is none.
    InvalidSignal = "invalid_signal",
    /// The list of a server is none.
    InvalidServerList = "invalid_server_list",
    /// Only what the person deleted can be purged.
    NotDeleted = "not_deleted",
    /// The hardware has no key for the passkey any more.
    HardwareKeyGone = "hardware_key_gone",
    /// The list of browsers cannot be taken; the one before it stays.
    InvalidPrivilegedList = "invalid_privileged_list",
    /// The person trusts no such app.
    UnknownApp = "unknown_app",
    /// The epoch that the host handed in is none that a store gave: no counter is to end for it.
    EpochImplausible = "epoch_implausible",
    /// There is no store, and none was to be made.
    NoStore = "no_store",
    /// The check of the caller, or the person's consent, is more than ten minutes old.
    TooOld = "too_old",
}

impl ErrorCode {
    /// Who can mend it.
    pub const fn fault(self) -> Fault {
        self.kind().fault
    }

    /// What the page that asked should see, where nothing more is known than the code:
    /// [`Error::dom_exception`] is finer for options that cannot be used.
    pub const fn dom_exception(self) -> DomException {
        self.kind().dom_exception
    }

    /// What to do next, as a sentence, where nothing more is known than the code: [`Error::next`] is
    /// finer for callers that were refused.
    pub const fn next(self) -> &'static str {
        self.kind().next
    }
}
