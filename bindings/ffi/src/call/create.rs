//! Registration.

use std::sync::Arc;

use passkey_provider as core;
use passkey_provider::webauthn::{extensions, options};
use passkey_provider::{ceremony, lifecycle};

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror;
use crate::boundary::step::Step;
use crate::call::provider::Provider;
use crate::record::attestation::{AttestationFormat, AttestationOffer};
use crate::record::caller::Caller;
use crate::record::committed::committed;
use crate::record::consent::Consent;
use crate::record::large_blob::{self, LargeBlobOutput};
use crate::record::model::Model;
use crate::record::options::{CreationInput, Repair, UserVerification, render_repairs};
use crate::record::passkey::{self, Passkey, PasskeySummary, User};
use crate::record::policy::{Membership, PolicyWarning};
use crate::record::prf::{self, PrfOutput};
use crate::record::standing::Verification;

committed! {
    /// A registration that is durable.
    CommittedCreation(Created);
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
    /// What the organisation's policy is judged by, before a key exists; none: by no policy.
    #[uniffi(default = None)]
    pub membership: Option<Membership>,
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
    /// What the organisation's policy would refuse, if it were newer, whole and the organisation's own: show it to the
    /// person before a key is made that the server may not take. What it does refuse is `policy_refused`.
    pub policy_warning: Option<PolicyWarning>,
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
    /// Whether what is made stays with the plan, because an enrolment sends it.
    is_of_enrolment: bool,
}

pub(super) enum CreateStep {
    Begun(Box<ceremony::CreatePlan>),
    Attesting(Box<ceremony::AttestedCreate>),
    Intended(Box<ceremony::HardwareIntent>),
    Signing(Box<ceremony::HardwareCreate>),
    /// Of an enrolment: what it sends to the server.
    Made(Box<ceremony::Created>),
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
        let CreateRequest { options, caller, model, attestation, membership, strict } = request;
        let model = model.parse("request.model")?;
        let offer = attestation.map(|offer| offer.parse("request.attestation")).transpose()?.unwrap_or_default();
        let member = membership.map(Membership::parse).transpose()?;
        let understood = options.understand(strict)?;
        let caller = caller.verify(&core, understood.options.rp_id.as_ref())?;
        let mut plan = core.begin_create(&understood.options, &caller, model)?.offer_attestation(offer);
        if let Some(member) = member {
            plan = plan.as_member(member.membership(), member.in_hardware)?;
        }
        Ok(CreateStart::of(plan, understood.repairs, false))
    }

    /// Makes a passkey whose private key is sealed in the store, commits it, and answers.
    pub fn finish_create(&self, plan: Arc<CreatePlan>, answer: CreateAnswer) -> Result<CommittedCreation, FfiError> {
        let core = self.core()?;
        CommittedCreation::render(core.finish_create(plan.consent(answer)?)?, |created| plan.made(created))
    }

    /// Makes a passkey without the person's gesture, right after a sign-in (conditional mediation). What a policy
    /// refuses or warns of is refused, as everything is that the person would have to decide.
    pub fn create_conditionally(&self, request: CreateRequest) -> Result<CommittedCreation, FfiError> {
        let core = self.core()?;
        // Nobody waits for an attestation here.
        let CreateRequest { options, caller, model, attestation: _, membership, strict } = request;
        let model = model.parse("request.model")?;
        let member = membership.map(Membership::parse).transpose()?;
        let options = options.understand(strict)?.options;
        let caller = caller.verify(&core, options.rp_id.as_ref())?;
        let created = match member {
            Some(member) => core.create_conditionally_as_member(&options, &caller, model, member.membership())?,
            None => core.create_conditionally(&options, &caller, model)?,
        };
        CommittedCreation::render(created, |mut created| render_created(&mut created))
    }
}

impl CreateStart {
    pub(super) fn of(plan: ceremony::CreatePlan, repairs: Vec<options::Repair>, is_of_enrolment: bool) -> Self {
        let prompt = plan.prompt().clone();
        Self {
            rp_id: prompt.rp_id.to_string(),
            origin: prompt.origin.map(|origin| origin.to_string()),
            app: prompt.app.map(|app| app.to_string()),
            user: prompt.user.into(),
            user_verification: prompt.user_verification.into(),
            algorithms: plan.algorithms().iter().map(|algorithm| algorithm.cose()).collect(),
            sealed_attestation: plan.attestation_format(false).ok().map(Into::into),
            hardware_attestation: plan.attestation_format(true).ok().map(Into::into),
            policy_warning: plan.policy_warning().map(Into::into),
            answers: plan.decision().answers().iter().copied().map(Into::into).collect(),
            decision: plan.decision().clone().into(),
            leftovers: plan.leftovers().iter().cloned().map(Into::into).collect(),
            repairs: render_repairs(repairs),
            plan: Arc::new(CreatePlan { step: Step::new(CreateStep::Begun(Box::new(plan))), is_of_enrolment }),
        }
    }
}

impl CreatePlan {
    /// The passkey is durable; an enrolment has it sent by this plan.
    pub(super) fn made(&self, mut created: ceremony::Created) -> Result<Created, FfiError> {
        let rendered = render_created(&mut created)?;
        if self.is_of_enrolment {
            self.step.set(CreateStep::Made(Box::new(created)));
        }
        Ok(rendered)
    }

    /// What an enrolment sends.
    pub(super) fn take_made(&self) -> Result<ceremony::Created, FfiError> {
        self.step.take(|step| match step {
            CreateStep::Made(created) => Ok(*created),
            other => Err(other),
        })
    }

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

/// Values of `prf` go out with it, and are not kept.
fn render_created(created: &mut ceremony::Created) -> Result<Created, FfiError> {
    let response = &mut created.response;
    let response_json = response.to_json().map_err(core::Error::from)?;
    let prf = response.extensions.prf.as_mut().map(|output| {
        let results = output.results.take();
        prf::render(extensions::PrfOutput { enabled: output.enabled, results })
    });
    // A registration has no other answer to `largeBlob`.
    let supported = extensions::LargeBlobOutput::Supported;
    let large_blob = response.extensions.large_blob.as_ref().map(|_| large_blob::render(supported));
    Ok(Created {
        response_json,
        attestation_object: response.attestation_object.as_bytes().to_vec(),
        client_data_hash: response.client_data.hash().as_bytes().to_vec(),
        passkey: passkey::render(created.passkey.clone())?,
        verification: created.verification.map(Into::into),
        attestation: created.attestation_given.into(),
        prf,
        large_blob,
    })
}
