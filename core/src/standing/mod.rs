//! What the server is known to think of a passkey, what the person sees of it, and what happened to
//! it: values, stored with the passkey. What moves them is in `lifecycle`.

mod event;
mod verification;

pub use event::{Event, EventKind};
pub use verification::{Verification, VerificationMethod};

use crate::clock::Timestamp;
use crate::numbered::numbered;

/// What the server is known to think of a passkey. WebAuthn has no acknowledgement from server to
/// authenticator, so this says no more than the evidence does.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Standing {
    /// Made here; the server has not been heard from.
    Unconfirmed {
        /// When silence becomes suspicious, by the device's clock.
        deadline: Timestamp,
    },
    /// The server knows it.
    Confirmed(Confirmation),
    /// Probably on this device only.
    Suspect(Suspicion),
    /// Certainly on this device only.
    Stale(Staleness),
}

/// How the server's knowledge of a passkey showed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Confirmation {
    /// The host said that the server accepted the registration.
    Accepted,
    /// An allow or exclude list of a verified request named it.
    Listed,
    /// The server signalled it among all accepted credentials (WebAuthn L3, section 5.1.10.3).
    Signalled,
    /// The server's own list, fetched by the host, has it.
    OnServer,
}

/// Why a passkey is probably on this device only.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Suspicion {
    /// The server was not heard from before the deadline.
    NeverConfirmed,
    /// The exclude list of a later registration of the same account did not name it.
    OmittedFromExcludeList,
}

/// Why a passkey is certainly on this device only.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Staleness {
    /// The host said that the server refused the registration.
    Rejected,
    /// The server signalled all accepted credentials of the account without it.
    NotAccepted,
    /// The server signalled that it does not know it.
    UnknownToServer,
    /// The server's own list, fetched by the host, does not have it.
    NotOnServer,
}

/// What the person sees of a passkey.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Visibility {
    /// Listed; and offered, unless the server refused it when it was made or the hardware has lost its key:
    /// see [`is_offered`](crate::lifecycle::is_offered).
    Shown,
    /// Listed, and not offered: the server said that it does not hold it. Comes back by the server's
    /// list or by the person.
    Hidden,
    /// Listed, and not offered: a newer passkey of the same account was confirmed. Comes back by the
    /// server's list or by the person.
    Superseded,
    /// Deleted by the person, and still restorable: neither listed nor offered, and never an answer.
    Deleted {
        /// When, by the device's clock: for display.
        at: Timestamp,
        /// The store's age then: what the retention period counts from.
        age: Age,
    },
}

/// How long a store has been seen to live, in milliseconds. Grows by small steps of the device's
/// clock and by no leap of it, so that a clock that jumps makes nothing old.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Age(u64);

impl Age {
    /// An age of so many milliseconds.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds.
    pub const fn as_millis(self) -> u64 {
        self.0
    }
}

// A standing that this version does not know may be one in which a passkey must not be offered, and so may a
// visibility: a new one raises the schema version.

numbered! {
    impl Standing(deadline: Timestamp) {
        Unconfirmed { deadline } = 1,
        Confirmed(Confirmation::Accepted) = 2,
        Confirmed(Confirmation::Listed) = 3,
        Confirmed(Confirmation::Signalled) = 4,
        Confirmed(Confirmation::OnServer) = 5,
        Suspect(Suspicion::NeverConfirmed) = 6,
        Suspect(Suspicion::OmittedFromExcludeList) = 7,
        Stale(Staleness::Rejected) = 8,
        Stale(Staleness::NotAccepted) = 9,
        Stale(Staleness::UnknownToServer) = 10,
        Stale(Staleness::NotOnServer) = 11,
    }
}

numbered! {
    impl Visibility(at: Timestamp, age: Age) {
        Shown = 1,
        Hidden = 2,
        Superseded = 3,
        Deleted { at, age } = 4,
    }
}

impl Standing {
    /// Stable machine-readable name: `unconfirmed`, `confirmed`, `suspect`, `stale`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::Confirmed(_) => "confirmed",
            Self::Suspect(_) => "suspect",
            Self::Stale(_) => "stale",
        }
    }

    /// Why, as a word for programs. Never changes.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Unconfirmed { .. } => "no_word_yet",
            Self::Confirmed(Confirmation::Accepted) => "accepted",
            Self::Confirmed(Confirmation::Listed) => "listed",
            Self::Confirmed(Confirmation::Signalled) => "signalled",
            Self::Confirmed(Confirmation::OnServer) => "on_server",
            Self::Suspect(Suspicion::NeverConfirmed) => "never_confirmed",
            Self::Suspect(Suspicion::OmittedFromExcludeList) => "omitted_from_exclude_list",
            Self::Stale(Staleness::Rejected) => "rejected",
            Self::Stale(Staleness::NotAccepted) => "not_accepted",
            Self::Stale(Staleness::UnknownToServer) => "unknown_to_server",
            Self::Stale(Staleness::NotOnServer) => "not_on_server",
        }
    }

    /// Why, as a sentence for the person.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Unconfirmed { .. } => "The site has not said yet whether it accepted this passkey.",
            Self::Confirmed(Confirmation::Accepted) => "The site accepted this passkey when it was made.",
            Self::Confirmed(Confirmation::Listed) => "The site named this passkey in a request.",
            Self::Confirmed(Confirmation::Signalled) => {
                "The site listed this passkey among the passkeys that it accepts."
            }
            Self::Confirmed(Confirmation::OnServer) => "This passkey is on the site's own list.",
            Self::Suspect(Suspicion::NeverConfirmed) => {
                "The site never confirmed this passkey; it is probably on this device only."
            }
            Self::Suspect(Suspicion::OmittedFromExcludeList) => {
                "The site did not name this passkey among those that it has; it is probably on this device only."
            }
            Self::Stale(Staleness::Rejected) => "The site refused this passkey when it was made.",
            Self::Stale(Staleness::NotAccepted) => {
                "The site no longer lists this passkey among the passkeys that it accepts."
            }
            Self::Stale(Staleness::UnknownToServer) => "The site said that it does not know this passkey.",
            Self::Stale(Staleness::NotOnServer) => "This passkey is not on the site's own list.",
        }
    }
}

impl Visibility {
    /// Stable machine-readable name: `shown`, `hidden`, `superseded`, `deleted`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Hidden => "hidden",
            Self::Superseded => "superseded",
            Self::Deleted { .. } => "deleted",
        }
    }

    /// Whether the person deleted the passkey, and it is kept for them to change their mind.
    pub const fn is_deleted(self) -> bool {
        matches!(self, Self::Deleted { .. })
    }
}
