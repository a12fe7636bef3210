//! What is fixed about each error: its name for programs, who can mend it, what a page sees, and what
//! to do next.

use super::ErrorCode;

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
pub(super) struct Kind {
    pub(super) fault: Fault,
    pub(super) dom_exception: DomException,
    pub(super) next: &'static str,
}

impl ErrorCode {
    pub(super) const fn kind(self) -> Kind {
        use {DomException as Dom, Fault as By};
        match self {
            Self::InvalidOptions => kind(
                By::RelyingParty,
                // Finer where the member at fault is known.
                Dom::Unknown,
                "Mend the named member where the options are made, and ask again.",
            ),
            Self::ChallengeMissing => kind(
                By::Host,
                Dom::Unknown,
                "Give the options with their challenge, or the client data hash that the platform handed over.",
            ),
            Self::UnsupportedAlgorithm => {
                kind(By::RelyingParty, Dom::NotSupported, "List ES256 (-7) among pubKeyCredParams.")
            }
            // Finer where it is known why.
            Self::CallerRefused => kind(
                By::Caller,
                Dom::Security,
                "Ask from a page of the RP ID's own domain; do not sign in here if you came by a link.",
            ),
            Self::InvalidPrivilegedList => kind(
                By::Host,
                Dom::Unknown,
                "Get the list from its publisher again; the one before it is still in use.",
            ),
            Self::UnknownApp => kind(By::Person, Dom::Unknown, "List the trusted browsers and pick one of them."),
            Self::RpIdNotVerified => {
                kind(By::Host, Dom::Security, "Verify the caller for the RP ID that the options name, and begin again.")
            }
            Self::AlreadyRegistered => kind(
                By::Person,
                Dom::InvalidState,
                "Sign in with the passkey that is here, or delete it and register again.",
            ),
            Self::StaleDuplicate => kind(
                By::Person,
                Dom::NotAllowed,
                "Delete the old passkey and register again in one go, or register another beside it.",
            ),
            Self::DuplicateInFlight => kind(
                By::Person,
                Dom::NotAllowed,
                "Wait for the other registration to end, or delete its passkey and register again in one go.",
            ),
            Self::ConditionalCreateRefused => {
                kind(By::Caller, Dom::NotAllowed, "Ask the person: begin an ordinary registration.")
            }
            Self::InvalidSignal => kind(
                By::RelyingParty,
                Dom::Type,
                "Send the signal's members as WebAuthn has them, ids in unpadded base64url; nothing was changed.",
            ),
            Self::InvalidServerList => kind(
                By::Host,
                Dom::Unknown,
                "Give the list of ids as the server sent it, as JSON; nothing was changed.",
            ),
            Self::Declined => kind(By::Person, Dom::NotAllowed, "Ask again when the person wants to."),
            Self::NoPasskey => kind(
                By::Person,
                Dom::NotAllowed,
                "Use another device or another way to sign in, or register a passkey here first.",
            ),
            Self::UnknownAllowList => kind(
                By::RelyingParty,
                Dom::NotAllowed,
                "Give allowCredentials entries of type public-key, or none at all.",
            ),
            Self::NotOffered => kind(
                By::Host,
                Dom::NotAllowed,
                "Choose one of the plan's candidates or answers; with nothing in the way, register without a resolution.",
            ),
            Self::VerificationRequired => kind(
                By::Host,
                Dom::NotAllowed,
                "Verify the person for this request, and give the evidence with the consent.",
            ),
            Self::GateRequired => kind(
                By::Host,
                Dom::NotAllowed,
                "Let the key store release the gate secret for this request, and give it with the consent.",
            ),
            Self::WrongGate => kind(
                By::Host,
                Dom::NotAllowed,
                "Give the gate secret that the store was made with. If it is gone for good, as after a change of the \
                 screen lock or of fingers, set the store aside, make a new one, and register again.",
            ),
            Self::GateUnexpected => kind(
                By::Host,
                Dom::Unknown,
                "Open this store without a gate secret, and state the method of verification. For a gate, set the \
                 store aside, make a new one with it, and register again.",
            ),
            Self::SignatureRejected => kind(
                By::Host,
                Dom::Unknown,
                "Sign the plan's bytes, unchanged and unhashed, with the key that the plan names.",
            ),
            Self::WrongHardwareKey => kind(
                By::Host,
                Dom::Unknown,
                "Make a key of the plan's algorithm in the hardware, and give its public key.",
            ),
            Self::WrongProvider => kind(By::Host, Dom::Unknown, "Finish the plan with the provider that made it."),
            Self::PlanOutdated => kind(By::Host, Dom::Unknown, "Begin the request again."),
            Self::TooOld => {
                kind(By::Host, Dom::NotAllowed, "Begin the request again: check who asks, and ask the person.")
            }
            Self::UnknownPasskey => kind(By::Person, Dom::NotAllowed, "List the passkeys and pick one of them."),
            Self::NotDeleted => {
                kind(By::Host, Dom::Unknown, "Delete the passkey first; it can be restored until purged.")
            }
            Self::HardwareKeyGone => {
                kind(By::Device, Dom::Unknown, "Sign in another way, register a new passkey, and delete this one.")
            }
            Self::DamagedPasskey => {
                kind(By::Device, Dom::Unknown, "Sign in another way, delete this passkey and register a new one.")
            }
            Self::CounterExhausted => {
                kind(By::Device, Dom::Unknown, "Register a new passkey with the relying party, and delete this one.")
            }
            Self::Stranded => kind(
                By::Device,
                Dom::Unknown,
                "Bring back the device key. If it is gone for good, set the store aside, sign in another way and \
                 register again; nothing is deleted.",
            ),
            Self::RolledBack => kind(
                By::Device,
                Dom::Unknown,
                "Put back the newest copy of the store, or let the person accept this one; it does not sign before.",
            ),
            Self::EpochImplausible => kind(
                By::Host,
                Dom::Unknown,
                "Open again with the epoch that the last answer gave, or without one if no answer was ever kept; \
                 nothing was changed.",
            ),
            Self::StoreTooNew => kind(By::Host, Dom::Unknown, "Update the app; the store was left untouched."),
            Self::StoreForeign => kind(By::Host, Dom::Unknown, "Give the provider a path of its own."),
            Self::StoreSetAside => kind(
                By::Device,
                Dom::Unknown,
                "Open again for an empty store, or put a good copy in place; the old file was kept.",
            ),
            Self::StoreDamaged => {
                kind(By::Device, Dom::Unknown, "Run a check to see which passkeys still work; keep the file.")
            }
            Self::StoreFull => kind(By::Device, Dom::Unknown, "Free some room and try again."),
            Self::StoreBusy => kind(By::Device, Dom::Unknown, "Try again in a moment."),
            Self::StoreUnavailable => kind(
                By::Device,
                Dom::Unknown,
                "Check that the folder exists and may be written, and that the device is unlocked.",
            ),
            Self::KeyStoreUnavailable => {
                kind(By::Device, Dom::Unknown, "Start the key store, or hand in a device key from elsewhere.")
            }
            Self::DeviceKeyMissing => kind(
                By::Device,
                Dom::Unknown,
                "Make a device key where there is no store yet; else bring back the one that the store was made with.",
            ),
            Self::DeviceKeyDamaged => kind(
                By::Device,
                Dom::Unknown,
                "Put back the device key that the store was made with; trying again does not help.",
            ),
            Self::KeyStoreLocked => kind(By::Person, Dom::Unknown, "Unlock the key store and try again."),
            Self::KeyStoreFailed => {
                kind(By::Device, Dom::Unknown, "Try again; if it goes on, look at the key store's own messages.")
            }
            Self::EntropyFailed => kind(By::Device, Dom::Unknown, "Try again; restart the device."),
            Self::NoStore => {
                kind(By::Person, Dom::NotAllowed, "Set up passkeys in the provider's app first: it makes the store.")
            }
            Self::Internal => kind(By::Provider, Dom::Unknown, "Report this with the output of a check."),
        }
    }
}

const fn kind(fault: Fault, dom_exception: DomException, next: &'static str) -> Kind {
    Kind { fault, dom_exception, next }
}
