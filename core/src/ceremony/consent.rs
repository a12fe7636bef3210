use crate::error::Error;
use crate::seal::GateSecret;
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

/// How the host verified the person.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum VerificationMethod {
    /// A fingerprint, a face or the like.
    Biometric,
    /// The device's own PIN, pattern or password.
    DeviceCredential,
    /// A PIN of the host app.
    Pin,
}

/// Why an answer may say "user verified", strongest first.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Evidence {
    /// A hardware key that only signs after a verification signed this plan's bytes.
    KeySignature,
    /// The gate secret, proved against the store for this plan.
    Gate,
    /// The host's word.
    Statement(VerificationMethod),
}

/// A consent that was given: presence, and what was shown for verification.
pub(super) enum Given {
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
            Self::Present => None,
            Self::Stated(method) => Some(Evidence::Statement(*method)),
            Self::Gate(_) => Some(Evidence::Gate),
        }
    }

    pub(super) fn gate(&self) -> Option<&GateSecret> {
        match self {
            Self::Gate(secret) => Some(secret),
            Self::Present | Self::Stated(_) => None,
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
