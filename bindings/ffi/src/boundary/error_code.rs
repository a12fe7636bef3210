//! Which error it is, and what is fixed about it.

use passkey_provider as core;

use crate::boundary::mirror::mirror;

macro_rules! codes {
    (
        own { $($(#[$own_doc:meta])* $own:ident = $own_code:literal, $next:literal;)+ }
        $(
            $(#[$doc:meta])*
            $name:ident $(($($tuple:tt)*))? $({$($named:tt)*})? = $code:literal { $($fact:tt)* }
        )+
    ) => {
        /// Which error it is. Its word for programs never changes once released.
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
                    $(Self::$name => $code,)+
                    $(Self::$own => $own_code,)+
                }
            }
        }

        /// The errors of the boundary: what the core has none for. The app is at fault in each.
        #[derive(Clone, Copy, Debug)]
        pub(crate) enum BoundaryError {
            $($(#[$own_doc])* $own,)+
        }

        impl BoundaryError {
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

passkey_provider::for_each_error! { codes
    own {
        /// The plan was used already, or is at another step.
        PlanSpent = "plan_spent", "Begin the request again; each step of a plan can be used once.";
        /// The provider was closed.
        ProviderClosed = "provider_closed", "Open the provider again.";
        /// The bindings were made from another build of the library.
        StaleBindings = "stale_bindings", "Build the app with the library and the bindings of the same release.";
        /// An argument is not valid: the detail names it.
        BadArgument = "bad_argument", "Pass the named argument as its documentation describes.";
        /// The caller's site has to be asked first: the detail names it.
        FetchRequired = "fetch_required", "Check the caller, fetch what the check asks for, and ask again with the outcome.";
    }
}

mirror! {
    /// Who can fix it.
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
        /// `SyntaxError`.
        Syntax,
        /// `TypeError`.
        Type,
        /// `UnknownError`.
        Unknown,
    }
}
