//! Registration.

use std::sync::Arc;

use passkey_provider as core;
use passkey_provider::{ceremony, key, lifecycle};

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror;
use crate::boundary::parse;
use crate::boundary::step::Step;
use crate::call::provider::Provider;
use crate::record::attestation::{AttestationFormat, AttestationOffer, HostAttestation};
use crate::record::caller::Caller;
use crate::record::committed::committed;
use crate::record::consent::Consent;
use crate::record::large_blob::{self, LargeBlobOutput};
use crate::record::model::Model;
use crate::record::options::{CreationInput, Repair, UserVerification, render_repairs};
use crate::record::passkey::{self, KeyAccess, Passkey, PasskeySummary, User};
use crate::record::prf::{self, PrfOutput};
use crate::record::standing::Verification;

committed! {
    /// A registration that is durable.
    CommittedCreation(Created);
    /// A hardware key that may come to be.
    CommittedIntent(HardwareIntent);
}

/// A request to make a passkey.
#[derive(uniffi::Record)]
pub struct CreateRequest {
    /// What the relying party asks for.
    pub options: CreationInput,
    /// Who asks.
    pub caller: Caller,
    /// What the registration says of the authenticator.
    pub model: Model,
    /// What the host can bring as an attestation; none: what the library makes by itself.
    #[uniffi(default = None)]
    pub attestation: Option<AttestationOffer>,
    /// Whether to read JSON as browsers do, and repair nothing.
    #[uniffi(default = false)]
    pub strict: bool,
}

/// A registration that was understood and checked, with all that there is to show.
#[derive(uniffi::Record)]
pub struct CreateStart {
    /// Goes on with it. Close it at the end, however that comes about.
    pub plan: Arc<CreatePlan>,
    /// The verified RP ID. Show this, not the name that the relying party gives itself.
    pub rp_id: String,
    /// The calling page, where its host is not the RP ID: show it beside the RP ID.
    pub origin: Option<String>,
    /// The Android app that asks for itself: show it beside the RP ID.
    pub app: Option<String>,
    /// The account that the passkey is for.
    pub user: User,
    /// Whether the relying party asks for user verification.
    pub user_verification: UserVerification,
    /// The COSE identifiers of the algorithms that the relying party accepts and the library knows, best first.
    /// Whoever will hold the key takes the first that it can make a key of.
    pub algorithms: Vec<i64>,
    /// The format of the attestation that the answer has if the library keeps the private key: with certificates it
    /// needs [`Provider::begin_attested_create`]. None where a policy allows no format: the registration is refused.
    pub sealed_attestation: Option<AttestationFormat>,
    /// The same if hardware keeps it: with certificates they go to [`Provider::finish_hardware_create`].
    pub hardware_attestation: Option<AttestationFormat>,
    /// What is on the device for this account already.
    pub decision: Decision,
    /// What the person can answer to that.
    pub answers: Vec<Answer>,
    /// What earlier registrations left behind: passkeys of the same relying party and account name, with another
    /// user handle, that the server probably or certainly does not have. They stand in nobody's way: show them,
    /// and offer to delete them. The caller learns nothing of them.
    pub leftovers: Vec<PasskeySummary>,
    /// What had to be repaired in the options.
    pub repairs: Vec<Repair>,
}

/// What a registration finds of the same account, or excluded by the relying party.
#[derive(Clone, uniffi::Enum)]
pub enum Decision {
    /// Nothing: register.
    Proceed,
    /// The exclude list names these. With the person's gesture ([`Answer::TellSite`]) the ceremony ends with
    /// `already_registered`, which the page and the platform see.
    AlreadyRegistered {
        /// Which.
        existing: Vec<PasskeySummary>,
    },
    /// These are probably or certainly on this device only.
    StaleDuplicate {
        /// Which.
        existing: Vec<PasskeySummary>,
    },
    /// A registration of these is under way.
    InFlight {
        /// Which.
        existing: Vec<PasskeySummary>,
    },
    /// The server knows these, and does not exclude them.
    Duplicate {
        /// Which.
        existing: Vec<PasskeySummary>,
    },
}

mirror! {
    /// What the person can answer.
    Answer = lifecycle::Answer {
        /// Go on.
        Register,
        /// Leave it, and sign in with the passkey that is there, or wait. The site learns nothing:
        /// [`Consent::Declined`].
        Leave,
        /// Delete what is there and register again, in one step: [`Resolution::DeleteAndRetry`].
        DeleteAndRetry,
        /// Register another beside it: [`Resolution::RegisterAnother`].
        RegisterAnother,
        /// Tell the site that a passkey is here, and make none: finish the plan with
        /// [`Consent::Present`], for the answer is the gesture, and hand the error on, which is
        /// `already_registered`: `InvalidStateError` to the page, `matchedExcludedCredential` to iOS 18.
        /// No gate is needed for it.
        TellSite,
    }
}

/// What the person wants of the passkeys that are there.
#[derive(Clone, Copy, Debug, Eq, PartialEq, uniffi::Enum)]
pub enum Resolution {
    /// Nothing was to be answered.
    None,
    /// The new passkey is written and the old ones are deleted together, or neither.
    DeleteAndRetry,
    /// Another one beside them.
    RegisterAnother,
}

/// What the person answers to a registration.
#[derive(uniffi::Record)]
pub struct CreateAnswer {
    /// What they want of the passkeys that are there.
    pub resolution: Resolution,
    /// Whether they want it, and how they were verified.
    pub consent: Consent,
}

/// A registration under way. Each step happens once.
#[derive(uniffi::Object)]
pub struct CreatePlan {
    pub(super) step: Step<CreateStep>,
}

pub(super) enum CreateStep {
    Begun(Box<ceremony::CreatePlan>),
    Attesting(Box<ceremony::AttestedCreate>),
    Intended(Box<ceremony::HardwareIntent>),
    Signing(Box<ceremony::HardwareCreate>),
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

/// A registration that is durable: the response may leave.
#[derive(Clone, uniffi::Record)]
pub struct Created {
    /// `RegistrationResponseJSON`, as Android hands it on.
    pub response_json: String,
    /// The attestation object, as iOS hands it on.
    pub attestation_object: Vec<u8>,
    /// The client data hash, as iOS hands it on.
    pub client_data_hash: Vec<u8>,
    /// The passkey as it was stored.
    pub passkey: Passkey,
    /// Why the response says "user verified"; none if it does not.
    pub verification: Option<Verification>,
    /// The format of the attestation in the response.
    pub attestation: AttestationFormat,
    /// What `prf` answers, where it was asked for: in the response too, and here for a platform that takes it by itself.
    pub prf: Option<PrfOutput>,
    /// What `largeBlob` answers, where it was asked for: likewise.
    pub large_blob: Option<LargeBlobOutput>,
}

#[uniffi::export]
impl Provider {
    /// Begins a registration: checks the request against the caller and the store. Writes nothing.
    pub fn begin_create(&self, request: CreateRequest) -> Result<CreateStart, FfiError> {
        let core = self.core()?;
        let CreateRequest { options, caller, model, attestation, strict } = request;
        let model = model.parse("request.model")?;
        let offer = attestation.map(|offer| offer.parse("request.attestation")).transpose()?.unwrap_or_default();
        let understood = options.understand(strict)?;
        let caller = caller.verify(&core, understood.options.rp_id.as_ref())?;
        let plan = core.begin_create(&understood.options, &caller, model)?.offer_attestation(offer);
        let prompt = plan.prompt().clone();
        Ok(CreateStart {
            rp_id: prompt.rp_id.to_string(),
            origin: prompt.origin.map(|origin| origin.to_string()),
            app: prompt.app.map(|app| app.to_string()),
            user: prompt.user.into(),
            user_verification: prompt.user_verification.into(),
            algorithms: plan.algorithms().iter().map(|algorithm| algorithm.cose()).collect(),
            sealed_attestation: plan.attestation_format(false).ok().map(Into::into),
            hardware_attestation: plan.attestation_format(true).ok().map(Into::into),
            answers: plan.decision().answers().iter().copied().map(Into::into).collect(),
            decision: plan.decision().clone().into(),
            leftovers: plan.leftovers().iter().cloned().map(Into::into).collect(),
            repairs: render_repairs(understood.repairs),
            plan: Arc::new(CreatePlan { step: Step::new(CreateStep::Begun(Box::new(plan))) }),
        })
    }

    /// Makes a passkey whose private key is sealed in the store, commits it, and answers.
    pub fn finish_create(&self, plan: Arc<CreatePlan>, answer: CreateAnswer) -> Result<CommittedCreation, FfiError> {
        let core = self.core()?;
        CommittedCreation::render(core.finish_create(plan.consent(answer)?)?, render_created)
    }

    /// Makes a passkey without the person's gesture, right after a sign-in (conditional mediation).
    pub fn create_conditionally(&self, request: CreateRequest) -> Result<CommittedCreation, FfiError> {
        let core = self.core()?;
        // Nobody waits for an attestation here.
        let CreateRequest { options, caller, model, attestation: _, strict } = request;
        let model = model.parse("request.model")?;
        let options = options.understand(strict)?.options;
        let caller = caller.verify(&core, options.rp_id.as_ref())?;
        CommittedCreation::render(core.create_conditionally(&options, &caller, model)?, render_created)
    }

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
        CommittedCreation::render(core.finish_hardware_create(signing, &signature)?, render_created)
    }
}

impl CreatePlan {
    /// Takes the person's answer, and with it the plan.
    pub(super) fn consent(&self, answer: CreateAnswer) -> Result<ceremony::ConsentedCreate, FfiError> {
        let consent = answer.consent.parse()?;
        let plan = self.step.take(|step| match step {
            CreateStep::Begun(plan) => Ok(*plan),
            other => Err(other),
        })?;
        let plan = match answer.resolution {
            Resolution::None => plan,
            Resolution::DeleteAndRetry => plan.delete_and_retry()?,
            Resolution::RegisterAnother => plan.register_another()?,
        };
        Ok(plan.consent(consent)?)
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

impl From<lifecycle::Decision> for Decision {
    fn from(decision: lifecycle::Decision) -> Self {
        let render = |existing: Vec<lifecycle::PasskeySummary>| existing.into_iter().map(Into::into).collect();
        match decision {
            lifecycle::Decision::Proceed => Self::Proceed,
            lifecycle::Decision::AlreadyRegistered(existing) => Self::AlreadyRegistered { existing: render(existing) },
            lifecycle::Decision::StaleDuplicate(existing) => Self::StaleDuplicate { existing: render(existing) },
            lifecycle::Decision::InFlight(existing) => Self::InFlight { existing: render(existing) },
            lifecycle::Decision::Duplicate(existing) => Self::Duplicate { existing: render(existing) },
        }
    }
}

pub(super) fn render_created(created: ceremony::Created) -> Result<Created, FfiError> {
    let response = created.response;
    Ok(Created {
        response_json: response.to_json().map_err(core::Error::from)?,
        attestation_object: response.attestation_object.as_bytes().to_vec(),
        client_data_hash: response.client_data.hash().as_bytes().to_vec(),
        passkey: passkey::render(created.passkey)?,
        verification: created.verification.map(Into::into),
        attestation: created.attestation_given.into(),
        prf: response.extensions.prf.map(prf::render),
        large_blob: response.extensions.large_blob.map(large_blob::render),
    })
}
