//! Who can fix an error, what a page sees of it, and what it is about.

/// Who can fix what went wrong.
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
    /// No algorithm in common, or an extension's input that the ceremony has no use for.
    NotSupported,
    /// The caller may not use the RP ID.
    Security,
    /// An extension's input names something else than it may.
    Syntax,
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
            Self::Syntax => "SyntaxError",
            Self::Type => "TypeError",
            Self::Unknown => "UnknownError",
        }
    }
}

/// What an error is about. The command's exit status follows it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Class {
    /// The request: it was refused.
    Request,
    /// What the request needs: the store, the key store or the device.
    Environment,
}
