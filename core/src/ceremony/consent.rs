use crate::error::Error;
use crate::seal::GateSecret;
use crate::standing::{Evidence, VerificationMethod};
use crate::webauthn::options::UserVerification;

/// What the person answered to one plan, and how the host knows who they are.
pub enum Consent {
    /// No. The ceremony ends.
    Declined,
    /// Yes, by a gesture; nothing was verified (user presence, WebAuthn L3, section 6.1.1).
    Present,
    /// Yes, and the host states that it ran this verification for this plan.
    Stated(VerificationMethod),
    /// Yes, and here is the gate secret that the host's key store released after a verification
    /// for this plan. The store proves it; a gated store opens no private key without it.
    Gate(GateSecret),
}

/// What the person gave: presence, and what was shown for verification.
pub(super) enum Given {
    /// Nobody was asked.
    Nothing,
    Present,
    Stated(VerificationMethod),
    Gate(GateSecret),
}

impl Given {
    pub(super) fn from_consent(consent: Consent) -> Option<Self> {
        match consent {
            Consent::Declined => None,
            Consent::Present => Some(Self::Present),
            Consent::Stated(method) => Some(Self::Stated(method)),
            Consent::Gate(secret) => Some(Self::Gate(secret)),
        }
    }

    /// The evidence this is, provided that a gate secret proves right.
    pub(super) fn evidence(&self) -> Option<Evidence> {
        match self {
            Self::Nothing | Self::Present => None,
            Self::Stated(method) => Some(Evidence::Statement(*method)),
            Self::Gate(_) => Some(Evidence::Gate),
        }
    }

    /// Whether the person made a gesture (user presence).
    pub(super) const fn is_present(&self) -> bool {
        !matches!(self, Self::Nothing)
    }

    pub(super) fn gate(&self) -> Option<&GateSecret> {
        match self {
            Self::Gate(secret) => Some(secret),
            Self::Nothing | Self::Present | Self::Stated(_) => None,
        }
    }
}

/// Refuses where user verification is required and there is no evidence of it (WebAuthn L3,
/// sections 6.3.2, step 6, and 6.3.3, step 7).
pub(super) fn require_verification(wanted: UserVerification, evidence: Option<Evidence>) -> Result<(), Error> {
    if wanted == UserVerification::Required && evidence.is_none() {
        return Err(Error::VerificationRequired);
    }
    Ok(())
}
