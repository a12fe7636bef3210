use crate::id::RpId;
use crate::policy::attestation::AttestationKind;
use crate::policy::fact::Occasion;
use crate::standing::Verification;

/// What a managed configuration is asked about. What is not known yet is `None`, and refuses nothing.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ManagedFacts {
    /// Whether a passkey is made or used.
    pub occasion: Occasion,
    /// At which relying party.
    pub rp_id: Option<RpId>,
    /// Whether the private key is in the device's hardware.
    pub is_hardware: Option<bool>,
    /// Whether nothing but a verification opens the private key: the store is gated, or the hardware gates each use.
    pub is_gated: Option<bool>,
    /// How the person was verified; `Some(None)`: not.
    pub verification: Option<Option<Verification>>,
    /// What the registration says of the authenticator.
    pub attestation: Option<AttestationKind>,
}

impl ManagedFacts {
    /// Nothing but the occasion.
    pub const fn of(occasion: Occasion) -> Self {
        Self { occasion, rp_id: None, is_hardware: None, is_gated: None, verification: None, attestation: None }
    }
}
