//! Which error it is, and what is fixed about it.

use passkey_provider as core;

use crate::boundary::mirror::mirror;

macro_rules! codes {
    (core { $($(#[$doc:meta])* $name:ident,)+ } own { $($(#[$own_doc:meta])* $own:ident = $code:literal, $next:literal;)+ }) => {
        /// Which error it is: those of the core, then those of the boundary.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, uniffi::Enum)]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)+
            $($(#[$own_doc])* $own,)+
        }

        impl From<core::ErrorCode> for ErrorCode {
            fn from(code: core::ErrorCode) -> Self {
                match code {
                    $(core::ErrorCode::$name => Self::$name,)+
                }
            }
        }

        impl ErrorCode {
            /// The name for programs. Never changes once released.
            pub(crate) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => core::ErrorCode::$name.as_str(),)+
                    $(Self::$own => $code,)+
                }
            }
        }

        /// The errors of the boundary: what the core has none for. The app is at fault in each.
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum Own {
            $($(#[$own_doc])* $own,)+
        }

        impl Own {
            pub(crate) const ALL: &[Self] = &[$(Self::$own),+];

            pub(crate) const fn code(self) -> ErrorCode {
                match self {
                    $(Self::$own => ErrorCode::$own,)+
                }
            }

            /// What to do next, as a sentence.
            pub(crate) const fn next(self) -> &'static str {
                match self {
                    $(Self::$own => $next,)+
                }
            }
        }
    };
}

codes! {
    core {
        /// The options break a rule that is never bent.
        InvalidOptions,
        /// The options have no challenge, and the caller gave no client data hash.
        ChallengeMissing,
        /// None of the algorithms that the relying party lists is supported.
        UnsupportedAlgorithm,
        /// The caller may not use the RP ID.
        CallerRefused,
        /// The request names another RP ID than the one the caller was verified for.
        RpIdNotVerified,
        /// The relying party's exclude list names a passkey on this device.
        AlreadyRegistered,
        /// The person said no.
        Declined,
        /// No passkey on this device fits the request.
        NoPasskey,
        /// The allow list holds nothing but entries of unknown types.
        UnknownAllowList,
        /// What was chosen is none of the plan's candidates, or none of its answers.
        NotOffered,
        /// User verification is required and there is no evidence of one.
        VerificationRequired,
        /// The store is gated and no gate secret came with the consent.
        GateRequired,
        /// The gate secret is not the store's.
        WrongGate,
        /// A gate secret came for a store that has no gate: it proves nothing.
        GateUnexpected,
        /// The signature is not the hardware key's over the plan's bytes.
        SignatureRejected,
        /// The hardware's public key cannot be used for the algorithm that was agreed.
        WrongHardwareKey,
        /// The plan was made by another provider.
        WrongProvider,
        /// The passkey was used, changed or deleted since the plan was made.
        PlanOutdated,
        /// No passkey of this id is on the device.
        UnknownPasskey,
        /// The passkey's row does not open: it was damaged or tampered with.
        DamagedPasskey,
        /// The signature counter reached its end.
        CounterExhausted,
        /// The device key is not the one that the store was made with, or is gone.
        Stranded,
        /// The store was put back from an older day.
        RolledBack,
        /// A newer version of the provider wrote the store.
        StoreTooNew,
        /// The file is an SQLite database, but not a store of passkeys.
        StoreForeign,
        /// The file was no database; it was kept under another name.
        StoreSetAside,
        /// SQLite or the store's own seals found damage.
        StoreDamaged,
        /// There is no room.
        StoreFull,
        /// Another process held the store for too long.
        StoreBusy,
        /// The file or folder cannot be read or written.
        StoreUnavailable,
        /// The device has no key store that could be reached.
        KeyStoreUnavailable,
        /// The key store has no device key.
        DeviceKeyMissing,
        /// What the key store holds under the device key's name is no device key.
        DeviceKeyDamaged,
        /// The key store is locked.
        KeyStoreLocked,
        /// The key store failed.
        KeyStoreFailed,
        /// The random generator failed.
        EntropyFailed,
        /// A defect of the provider.
        Internal,
        /// Passkeys of the same account are here that the server probably or certainly does not have, and
        /// the plan was not told what the person wants.
        StaleDuplicate,
        /// A registration of the same account is under way, and the plan was not told what the person
        /// wants.
        DuplicateInFlight,
        /// A registration without the person's gesture is not possible now. Why is not told.
        ConditionalCreateRefused,
        /// A signal of a server is none.
        InvalidSignal,
        /// The list of a server is none.
        InvalidServerList,
        /// Only what the person deleted can be purged.
        NotDeleted,
        /// The hardware has no key for the passkey any more.
        HardwareKeyGone,
        /// The list of browsers cannot be taken; the one before it stays.
        InvalidPrivilegedList,
        /// The person trusts no such app.
        UnknownApp,
        /// The epoch that the host handed in is none that a store gave: no counter is to end for it.
        EpochImplausible,
        /// There is no store, and none was to be made.
        NoStore,
        /// The check of the caller, or the person's consent, is more than ten minutes old.
        TooOld,
    }
    own {
        /// The plan was used already, or is at another step.
        PlanSpent = "plan_spent", "Begin the request again; each step of a plan happens once.";
        /// The provider was closed.
        ProviderClosed = "provider_closed", "Open the provider again.";
        /// The bindings were made from another build of the library.
        StaleBindings = "stale_bindings", "Build the app with the library and the bindings of one release.";
        /// An argument is none of its kind: the detail names it.
        BadArgument = "bad_argument", "Give the named argument as it is described.";
        /// The caller's site has to be asked first: the detail names it.
        FetchRequired = "fetch_required", "Check the caller, fetch what that says, and ask again with what comes of it.";
    }
}

mirror! {
    /// Who can mend it.
    Fault = core::Fault {
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
}

mirror! {
    /// The exception that a page sees (Web IDL, section 2.8.1; WebAuthn L3, section 5.1).
    DomException = core::DomException {
        /// `EncodingError`.
        Encoding,
        /// `InvalidStateError`.
        InvalidState,
        /// `NotAllowedError`.
        NotAllowed,
        /// `NotSupportedError`.
        NotSupported,
        /// `SecurityError`.
        Security,
        /// `TypeError`.
        Type,
        /// `UnknownError`.
        Unknown,
    }
}
