//! Registration with an attestation of the host's.

use std::sync::Arc;

use crate::boundary::error::FfiError;
use crate::call::create::{CommittedCreation, CreateAnswer, CreatePlan, CreateStep};
use crate::call::provider::Provider;
use crate::record::attestation::HostAttestation;

/// What an attestation key has to sign.
#[derive(Clone, uniffi::Record)]
pub struct AttestationRequest {
    /// Authenticator data and client data hash: sign them as they are.
    pub to_sign: Vec<u8>,
    /// The DER of the SubjectPublicKeyInfo of the passkey to be.
    pub public_key: Vec<u8>,
}

#[uniffi::export]
impl Provider {
    /// Makes a key pair that the store is to keep, for a registration whose `sealed_attestation` is `packed`, and says
    /// what the attestation key has to sign. Writes nothing.
    pub fn begin_attested_create(
        &self,
        plan: Arc<CreatePlan>,
        answer: CreateAnswer,
    ) -> Result<AttestationRequest, FfiError> {
        let core = self.core()?;
        let attesting = core.begin_attested_create(plan.consent(answer)?)?;
        let request =
            AttestationRequest { to_sign: attesting.to_sign().to_vec(), public_key: attesting.public_key().to_spki() };
        plan.step.set(CreateStep::Attesting(Box::new(attesting)));
        Ok(request)
    }

    /// Verifies signature and certificates of the attestation key, commits the passkey, and answers. What a relying
    /// party would refuse is `attestation_refused`, and nothing is written.
    pub fn finish_attested_create(
        &self,
        plan: Arc<CreatePlan>,
        attestation: HostAttestation,
    ) -> Result<CommittedCreation, FfiError> {
        let core = self.core()?;
        let attesting = plan.step.take(|step| match step {
            CreateStep::Attesting(attesting) => Ok(*attesting),
            other => Err(other),
        })?;
        CommittedCreation::render(core.finish_attested_create(attesting, attestation.parse()?)?, |created| {
            plan.made(created)
        })
    }
}
