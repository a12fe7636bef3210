//! A managed configuration, and what it is asked.

use passkey_provider::policy;
use passkey_provider::standing;

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::record::attestation::AttestationFormat;
use crate::record::policy::PolicyOccasion;
use crate::record::standing::{Verification, VerificationMethod};

/// What a device's management narrows, member by member. It only narrows: nothing in it allows what the library
/// refuses. Where none was delivered it narrows nothing.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct ManagedConfiguration {
    /// The relying parties that passkeys are made for and used at, each exactly; none: all.
    pub allowed_rp_ids: Option<Vec<String>>,
    /// Whether new private keys are held by the device's hardware only.
    pub hardware_keys_only: bool,
    /// Whether nothing but a verification opens new private keys.
    pub gated_only: bool,
    /// Whether every ceremony needs a verification, whatever the relying party asks for.
    pub verification_always: bool,
    /// The ways of verifying a person that count, strongest first; none: each.
    pub verification_methods: Option<Vec<Verification>>,
    /// Whether only what a key proves counts as a verification, not what the host states.
    pub no_stated_verification: bool,
    /// The attestation formats that a registration may have; none: each.
    pub attestation_formats: Option<Vec<AttestationFormat>>,
}

/// What a managed configuration is asked about. What is not known refuses nothing.
#[derive(Clone, uniffi::Record)]
pub struct ManagedFacts {
    /// Whether a passkey is made or used.
    pub occasion: PolicyOccasion,
    /// At which relying party.
    pub rp_id: Option<String>,
    /// Whether the private key is in the device's hardware.
    pub is_hardware: Option<bool>,
    /// Whether nothing but a verification opens the private key: the store is gated, or the hardware gates each use.
    pub is_gated: Option<bool>,
    /// How the person is verified.
    pub verification: VerificationFact,
    /// The format of the attestation that the registration has.
    pub attestation: Option<AttestationFormat>,
}

/// How a person is verified, as far as it is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq, uniffi::Enum)]
pub enum VerificationFact {
    /// It is not known yet.
    NotKnown,
    /// Not.
    NotVerified,
    /// In one of the ways.
    Verified {
        /// Which.
        by: Verification,
    },
}

impl From<policy::Managed> for ManagedConfiguration {
    fn from(managed: policy::Managed) -> Self {
        Self {
            allowed_rp_ids: managed.allowed_rp_ids().map(|rp_ids| rp_ids.map(ToString::to_string).collect()),
            hardware_keys_only: managed.is_hardware_only(),
            gated_only: managed.is_gated_only(),
            verification_always: managed.requires_verification(),
            verification_methods: managed.verification_methods().map(|methods| methods.map(Into::into).collect()),
            no_stated_verification: managed.is_proof_required(),
            attestation_formats: managed.attestation_formats().map(|formats| formats.map(Into::into).collect()),
        }
    }
}

impl ManagedFacts {
    pub(crate) fn parse(self, name: &str) -> Result<policy::ManagedFacts, FfiError> {
        let rp_id = self.rp_id.map(|rp_id| parse::rp_id(&format!("{name}.rp_id"), &rp_id)).transpose()?;
        Ok(policy::ManagedFacts {
            occasion: self.occasion.into(),
            rp_id,
            is_hardware: self.is_hardware,
            is_gated: self.is_gated,
            verification: self.verification.parse(),
            attestation: self.attestation.map(Into::into),
        })
    }
}

impl VerificationFact {
    const fn parse(self) -> Option<Option<standing::Verification>> {
        match self {
            Self::NotKnown => None,
            Self::NotVerified => Some(None),
            Self::Verified { by } => Some(Some(verification(by))),
        }
    }
}

const fn verification(by: Verification) -> standing::Verification {
    match by {
        Verification::KeySignature => standing::Verification::KeySignature,
        Verification::Gate => standing::Verification::Gate,
        Verification::Statement { method } => standing::Verification::Statement(match method {
            VerificationMethod::Biometric => standing::VerificationMethod::Biometric,
            VerificationMethod::DeviceCredential => standing::VerificationMethod::DeviceCredential,
            VerificationMethod::Pin => standing::VerificationMethod::Pin,
        }),
        // No number on disk: whatever it is, no list of ways has it.
        Verification::Unknown => standing::Verification::Unknown(0),
    }
}
