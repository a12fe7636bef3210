use std::collections::BTreeSet;

use super::read::{
    ALLOWED_RP_IDS, ALWAYS, ATTESTATION_FORMATS, GATED_ONLY, HARDWARE_KEYS_ONLY, METHODS, NO_STATEMENTS, VERIFICATION,
};
use super::{Managed, ManagedFacts, Method};
use crate::id::RpId;
use crate::policy::attestation::AttestationKind;
use crate::policy::fact::Occasion;
use crate::policy::rule::Rule;
use crate::policy::verdict::{Ruling, Verdict};
use crate::standing::{Verification, VerificationMethod};

impl Managed {
    /// Whether the configuration allows it, and if not, by which rules not.
    pub fn judge(&self, facts: &ManagedFacts) -> Verdict {
        let mut rulings = Vec::new();
        if facts.rp_id.as_ref().is_some_and(|rp_id| !self.allows_rp_id(rp_id)) {
            rulings.push(Ruling::new(Rule::AllowedRpIds, ALLOWED_RP_IDS));
        }
        if facts.occasion == Occasion::Registration {
            self.judge_registration(facts, &mut rulings);
        }
        if let Some(verification) = facts.verification {
            self.judge_verification(verification, &mut rulings);
        }
        if rulings.is_empty() { Verdict::allowed(rulings) } else { Verdict::refused(rulings) }
    }

    /// Whether passkeys are made for this relying party and used at it.
    pub fn allows_rp_id(&self, rp_id: &RpId) -> bool {
        self.allowed_rp_ids.as_ref().is_none_or(|allowed| allowed.contains(rp_id))
    }

    /// Whether an attestation of this kind may be given.
    pub fn allows_attestation(&self, kind: AttestationKind) -> bool {
        self.attestation_formats.as_ref().is_none_or(|formats| formats.contains(&kind))
    }

    /// Whether every ceremony needs a verification.
    pub const fn requires_verification(&self) -> bool {
        self.is_verification_required
    }

    fn judge_registration(&self, facts: &ManagedFacts, rulings: &mut Vec<Ruling>) {
        if self.is_hardware_only && facts.is_hardware == Some(false) {
            rulings.push(Ruling::new(Rule::HardwareKeysOnly, HARDWARE_KEYS_ONLY));
        }
        if self.is_gated_only && facts.is_gated == Some(false) {
            rulings.push(Ruling::new(Rule::GatedOnly, GATED_ONLY));
        }
        if facts.attestation.is_some_and(|kind| !self.allows_attestation(kind)) {
            rulings.push(Ruling::new(Rule::AttestationFormats, ATTESTATION_FORMATS));
        }
    }

    /// A ceremony without a verification has none that could be of the wrong kind.
    fn judge_verification(&self, verification: Option<Verification>, rulings: &mut Vec<Ruling>) {
        let mut refuse = |rule, name| rulings.push(Ruling::new(rule, format!("{VERIFICATION}.{name}")));
        let Some(verification) = verification else {
            if self.is_verification_required {
                refuse(Rule::VerificationAlways, ALWAYS);
            }
            return;
        };
        let is_listed =
            |methods: &BTreeSet<Method>| Method::of(verification).is_some_and(|method| methods.contains(&method));
        if self.verification_methods.as_ref().is_some_and(|methods| !is_listed(methods)) {
            refuse(Rule::VerificationMethods, METHODS);
        }
        let is_proved = matches!(verification, Verification::Gate | Verification::KeySignature);
        if self.is_proof_required && !is_proved {
            refuse(Rule::NoStatedVerification, NO_STATEMENTS);
        }
    }
}

impl Method {
    /// `None` for what only a newer version verifies.
    const fn of(verification: Verification) -> Option<Self> {
        match verification {
            Verification::KeySignature => Some(Self::KeySignature),
            Verification::Gate => Some(Self::Gate),
            Verification::Statement(VerificationMethod::Biometric) => Some(Self::Biometric),
            Verification::Statement(VerificationMethod::DeviceCredential) => Some(Self::DeviceCredential),
            Verification::Statement(VerificationMethod::Pin) => Some(Self::Pin),
            Verification::Unknown(_) => None,
        }
    }
}
