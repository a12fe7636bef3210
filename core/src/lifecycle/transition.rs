//! What each piece of evidence moves a passkey to. Nothing else changes a standing.

use crate::standing::{Confirmation, EventKind, Staleness, Standing, Suspicion, Visibility};

/// Something that tells whether the server holds a passkey.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum StandingEvidence {
    /// The host: the server accepted the registration.
    Accepted,
    /// The host: the server refused the registration.
    Refused,
    /// The host: the server gave no answer (a timeout, a lost connection, an app that was killed).
    NoAnswer,
    /// The deadline passed, and nothing was heard.
    DeadlinePassed,
    /// An allow or exclude list of a verified request names it: only the server could know it.
    Listed,
    /// A registration of the same account has a non-empty exclude list that omits it.
    OmittedFromExcludeList,
    /// The signal of all accepted credentials lists it.
    SignalledAccepted,
    /// The signal of all accepted credentials of its account omits it.
    SignalledNotAccepted,
    /// The signal of an unknown credential names it.
    SignalledUnknown,
    /// The server's own list has it.
    FoundOnServer,
    /// The server's own list, fetched after it was made, does not have it.
    MissingOnServer,
}

/// The standing after a piece of evidence.
pub(super) const fn standing_after(standing: Standing, evidence: StandingEvidence) -> Standing {
    use Standing::{Confirmed, Stale, Suspect, Unconfirmed};
    use StandingEvidence as By;
    match (evidence, standing) {
        // What is confirmed keeps the reason that it was confirmed for.
        (By::Accepted | By::Listed | By::SignalledAccepted | By::FoundOnServer, Confirmed(_)) => standing,
        (By::Accepted, Unconfirmed { .. } | Suspect(_) | Stale(_)) => Confirmed(Confirmation::Accepted),
        (By::Listed, Unconfirmed { .. } | Suspect(_) | Stale(_)) => Confirmed(Confirmation::Listed),
        (By::SignalledAccepted, Unconfirmed { .. } | Suspect(_) | Stale(_)) => Confirmed(Confirmation::Signalled),
        (By::FoundOnServer, Unconfirmed { .. } | Suspect(_) | Stale(_)) => Confirmed(Confirmation::OnServer),

        // A host that tries twice may hear "refused" of what the server took the first time: its
        // word does not outweigh the server's.
        (By::Refused, Unconfirmed { .. } | Suspect(_)) => Stale(Staleness::Rejected),
        (By::Refused, Confirmed(_) | Stale(_)) => standing,

        // Silence and clocks tell little.
        (By::NoAnswer, _) => standing,
        (By::DeadlinePassed, Unconfirmed { .. }) => Suspect(Suspicion::NeverConfirmed),
        (By::DeadlinePassed, Confirmed(_) | Suspect(_) | Stale(_)) => standing,
        (By::OmittedFromExcludeList, Unconfirmed { .. } | Suspect(_)) => Suspect(Suspicion::OmittedFromExcludeList),
        (By::OmittedFromExcludeList, Confirmed(_) | Stale(_)) => standing,

        // The server's own word, whatever was thought before.
        (By::SignalledNotAccepted, _) => Stale(Staleness::NotAccepted),
        (By::SignalledUnknown, _) => Stale(Staleness::UnknownToServer),
        (By::MissingOnServer, _) => Stale(Staleness::NotOnServer),
    }
}

/// What the person sees after a piece of evidence. What they deleted only they bring back.
pub(super) const fn visibility_after(visibility: Visibility, evidence: StandingEvidence) -> Visibility {
    use StandingEvidence as By;
    use Visibility::{Deleted, Hidden, Shown, Superseded};
    match (evidence, visibility) {
        (_, Deleted { .. }) => visibility,
        (By::Accepted | By::Listed | By::SignalledAccepted | By::FoundOnServer, Shown | Hidden | Superseded) => Shown,
        (By::SignalledNotAccepted | By::SignalledUnknown | By::MissingOnServer, Shown | Hidden) => Hidden,
        (By::SignalledNotAccepted | By::SignalledUnknown | By::MissingOnServer, Superseded) => Superseded,
        (By::Refused | By::NoAnswer | By::DeadlinePassed | By::OmittedFromExcludeList, Shown | Hidden | Superseded) => {
            visibility
        }
    }
}

impl StandingEvidence {
    /// How a history calls it.
    pub(super) const fn event(self) -> EventKind {
        match self {
            Self::Accepted => EventKind::Accepted,
            Self::Refused => EventKind::Refused,
            Self::NoAnswer => EventKind::NoAnswer,
            Self::DeadlinePassed => EventKind::DeadlinePassed,
            Self::Listed => EventKind::Listed,
            Self::OmittedFromExcludeList => EventKind::OmittedFromExcludeList,
            Self::SignalledAccepted => EventKind::SignalledAccepted,
            Self::SignalledNotAccepted => EventKind::SignalledNotAccepted,
            Self::SignalledUnknown => EventKind::SignalledUnknown,
            Self::FoundOnServer => EventKind::FoundOnServer,
            Self::MissingOnServer => EventKind::MissingOnServer,
        }
    }

    /// Whether it is the host's word on a registration, which the history keeps even where it
    /// changes nothing.
    pub(super) const fn is_always_noted(self) -> bool {
        matches!(self, Self::Refused | Self::NoAnswer)
    }
}

#[cfg(test)]
mod tests;
