//! Registration of a key in the host's hardware.

use std::sync::Arc;

use passkey_provider::key;

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::call::create::{CommittedCreation, CreateAnswer, CreatePlan, CreateStep};
use crate::call::provider::Provider;
use crate::record::attestation::HostAttestation;
use crate::record::committed::committed;
use crate::record::passkey::KeyAccess;

committed! {
    /// A hardware key that may come to be.
    CommittedIntent(HardwareIntent);
}

/// A hardware key that may be made now.
#[derive(Clone, uniffi::Record)]
pub struct HardwareIntent {
    /// The name to make it under: ASCII letters, digits, `-` and `_`.
    pub handle: Vec<u8>,
    /// The COSE identifier of the algorithm that it must have.
    pub algorithm: i64,
    /// What an attestation of the key by its hardware must hold as its challenge: the client data hash. Android's
    /// `setAttestationChallenge` takes it before the key exists.
    pub challenge: Vec<u8>,
}

/// A key pair that the host made in its hardware.
#[derive(Clone, uniffi::Record)]
pub struct HardwareKey {
    /// How the host finds it again: the intent's handle, or a wrapped key. 1 to 4,096 bytes.
    pub handle: Vec<u8>,
    /// Its public half.
    pub public_key: KeyBytes,
    /// What the hardware demands before it signs.
    pub access: KeyAccess,
}

/// A public key, in the forms that hardware gives.
#[derive(Clone, uniffi::Enum)]
pub enum KeyBytes {
    /// The DER of a SubjectPublicKeyInfo, as Android's Keystore gives it.
    Spki {
        /// The bytes.
        der: Vec<u8>,
    },
    /// The bytes that the algorithm itself has for a key, as the Secure Enclave gives them: for ES256 the
    /// uncompressed point, `04 || x || y`.
    Raw {
        /// The COSE identifier of the algorithm.
        algorithm: i64,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

#[uniffi::export]
impl Provider {
    /// Remembers durably that a hardware key may come to be. Only then the host makes it. `offers`: the COSE
    /// identifiers of the algorithms that the hardware can; the relying party's first of them is taken.
    pub fn intend_hardware_key(
        &self,
        plan: Arc<CreatePlan>,
        answer: CreateAnswer,
        offers: Vec<i64>,
    ) -> Result<CommittedIntent, FfiError> {
        let core = self.core()?;
        let offers: Vec<_> = offers.into_iter().filter_map(key::Algorithm::from_cose).collect();
        CommittedIntent::render(core.intend_hardware_key(plan.consent(answer)?, &offers)?, |intent| {
            let shown = HardwareIntent {
                handle: intent.handle().as_bytes().to_vec(),
                algorithm: intent.algorithm().cose(),
                challenge: intent.challenge().as_bytes().to_vec(),
            };
            plan.step.set(CreateStep::Intended(Box::new(intent)));
            Ok(shown)
        })
    }

    /// Goes on with the key pair that the host made: gives the exact bytes that it has to sign.
    pub fn begin_hardware_create(&self, plan: Arc<CreatePlan>, key: HardwareKey) -> Result<Vec<u8>, FfiError> {
        let core = self.core()?;
        let intent = plan.step.take(|step| match step {
            CreateStep::Intended(intent) => Ok(intent),
            other => Err(other),
        })?;
        let key = match key.parse(intent.algorithm()) {
            Ok(key) => key,
            Err(error) => {
                plan.step.set(CreateStep::Intended(intent));
                return Err(error);
            }
        };
        let signing = core.begin_hardware_create(*intent, key)?;
        let to_sign = signing.to_sign().to_vec();
        plan.step.set(CreateStep::Signing(Box::new(signing)));
        Ok(to_sign)
    }

    /// Verifies the hardware key's signature, commits the passkey, and answers. `attestation`: where
    /// `hardware_attestation` has certificates.
    #[uniffi::method(default(attestation = None))]
    pub fn finish_hardware_create(
        &self,
        plan: Arc<CreatePlan>,
        signature: Vec<u8>,
        attestation: Option<HostAttestation>,
    ) -> Result<CommittedCreation, FfiError> {
        let core = self.core()?;
        let signing = plan.step.take(|step| match step {
            CreateStep::Signing(signing) => Ok(*signing),
            other => Err(other),
        })?;
        let signing = match attestation {
            Some(attestation) => signing.with_attestation(attestation.parse()?),
            None => signing,
        };
        CommittedCreation::render(core.finish_hardware_create(signing, &signature)?, |created| plan.made(created))
    }
}

impl HardwareKey {
    /// `algorithm`: that of the intent, which a SubjectPublicKeyInfo does not always say.
    fn parse(self, algorithm: key::Algorithm) -> Result<key::HardwareKey, FfiError> {
        let public_key = match &self.public_key {
            KeyBytes::Spki { der } => key::PublicKey::from_spki(algorithm, der),
            KeyBytes::Raw { algorithm, bytes } => key::Algorithm::from_cose(*algorithm)
                .ok_or(key::InvalidPublicKey)
                .and_then(|algorithm| key::PublicKey::from_raw(algorithm, bytes)),
        };
        Ok(key::HardwareKey {
            handle: parse::key_handle("key.handle", self.handle)?,
            public_key: public_key.map_err(|error| FfiError::argument("key.public_key", error))?,
            access: self.access.into(),
        })
    }
}
