use std::time::Duration;

use crate::clock::Moment;
use crate::error::Error;
use crate::seal::GateSecret;
use crate::standing::{Verification, VerificationMethod};
use crate::webauthn::options::UserVerification;

/// What the person answered to one plan, and how the host knows who they are. Holds for ten minutes from
/// the plan's `consent`, by the device's clock and by the time that goes by; then the plan is
/// [`Error::TooOld`].
pub enum Consent {
    /// No. The ceremony ends.
    Declined,
    /// Yes, by a gesture; nothing was verified (user presence, WebAuthn L3, section 6.1.1).
    Present,
    /// Yes, and the host states that it ran this verification for this plan.
    Stated(VerificationMethod),
    /// Yes, and here is the gate secret that the host's key store released after a verification
    /// for this plan. The store proves it; a gated store signs with nothing else, but for a key that the
    /// hardware itself gates ([`KeyAccess::VerifiedUse`](crate::key::KeyAccess::VerifiedUse)).
    Gate(GateSecret),
}

/// What the person gave, and when.
pub(super) struct Given {
    answer: Answer,
    at: Moment,
}

/// Presence, and what was shown for verification.
enum Answer {
    /// Nobody was asked.
    Nothing,
    Present,
    Stated(VerificationMethod),
    Gate(GateSecret),
}

/// How long a consent holds, and how long a person may take for it: as long as the longest timeout that
/// the standard recommends (WebAuthn L3, section 15.1).
const HOLDS_FOR: Duration = Duration::from_secs(10 * 60);

impl Given {
    /// `None` if the person declined.
    pub(super) fn from_consent(consent: Consent, at: Moment) -> Option<Self> {
        let answer = match consent {
            Consent::Declined => return None,
            Consent::Present => Answer::Present,
            Consent::Stated(method) => Answer::Stated(method),
            Consent::Gate(secret) => Answer::Gate(secret),
        };
        Some(Self { answer, at })
    }

    /// Nobody was asked, and nobody answered.
    pub(super) const fn nothing(at: Moment) -> Self {
        Self { answer: Answer::Nothing, at }
    }

    /// The verification this proves, provided that a gate secret is the right one.
    pub(super) fn verification(&self) -> Option<Verification> {
        match self.answer {
            Answer::Nothing | Answer::Present => None,
            Answer::Stated(method) => Some(Verification::Statement(method)),
            Answer::Gate(_) => Some(Verification::Gate),
        }
    }

    /// Whether the person made a gesture (user presence).
    pub(super) const fn is_present(&self) -> bool {
        !matches!(self.answer, Answer::Nothing)
    }

    pub(super) fn gate(&self) -> Option<&GateSecret> {
        match &self.answer {
            Answer::Gate(secret) => Some(secret),
            Answer::Nothing | Answer::Present | Answer::Stated(_) => None,
        }
    }

    /// Whether it still counts.
    pub(super) fn holds(&self, now: Moment) -> bool {
        is_recent(self.at, now)
    }
}

/// Whether something of that moment still counts.
pub(super) fn is_recent(then: Moment, now: Moment) -> bool {
    then.is_within(HOLDS_FOR, now)
}

/// What to ask the person for: the verification that the relying party wants, and where an extension answers only
/// after one, at least that it is wanted (WebAuthn L3, section 10.1.4, has `prf` override what the relying party
/// says). Without it the ceremony goes on, and that extension answers without results.
pub(super) fn verification_to_ask(wanted: UserVerification, extension_wants: bool) -> UserVerification {
    match wanted {
        UserVerification::Discouraged if extension_wants => UserVerification::Preferred,
        wanted => wanted,
    }
}

/// Refuses where user verification is required and there is no evidence of it (WebAuthn L3,
/// sections 6.3.2, step 6, and 6.3.3, step 7).
pub(super) fn require_verification(wanted: UserVerification, verification: Option<Verification>) -> Result<(), Error> {
    if wanted == UserVerification::Required && verification.is_none() {
        return Err(Error::VerificationRequired);
    }
    Ok(())
}
