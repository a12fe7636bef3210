use super::{Managed, Method};
use crate::id::RpId;
use crate::policy::attestation::AttestationKind;
use crate::standing::{Verification, VerificationMethod};

/// What it says, member by member: for the app's screen that shows what the device's management narrows.
impl Managed {
    /// The relying parties that passkeys are made for and used at, each exactly; `None`: all.
    pub fn allowed_rp_ids(&self) -> Option<impl Iterator<Item = &RpId>> {
        self.allowed_rp_ids.as_ref().map(|rp_ids| rp_ids.iter())
    }

    /// Whether new private keys are held by the device's hardware only.
    pub const fn is_hardware_only(&self) -> bool {
        self.is_hardware_only
    }

    /// Whether nothing but a verification opens new private keys.
    pub const fn is_gated_only(&self) -> bool {
        self.is_gated_only
    }

    /// The ways of verifying a person that count, strongest first; `None`: each.
    pub fn verification_methods(&self) -> Option<impl Iterator<Item = Verification>> {
        self.verification_methods.as_ref().map(|methods| methods.iter().map(|method| method.verification()))
    }

    /// Whether only what a key proves counts as a verification, not what the app states.
    pub const fn is_proof_required(&self) -> bool {
        self.is_proof_required
    }

    /// The attestation formats that a registration may have; `None`: each.
    pub fn attestation_formats(&self) -> Option<impl Iterator<Item = AttestationKind>> {
        self.attestation_formats.as_ref().map(|formats| formats.iter().copied())
    }
}

impl Method {
    const fn verification(self) -> Verification {
        match self {
            Self::KeySignature => Verification::KeySignature,
            Self::Gate => Verification::Gate,
            Self::Biometric => Verification::Statement(VerificationMethod::Biometric),
            Self::DeviceCredential => Verification::Statement(VerificationMethod::DeviceCredential),
            Self::Pin => Verification::Statement(VerificationMethod::Pin),
        }
    }
}
