//! Registration inside the app, at a server that the host asks with its own HTTP client.

use std::sync::Arc;

use passkey_provider as core;
use passkey_provider::enrolment;

use crate::boundary::error::FfiError;
use crate::boundary::error_code::ErrorCode;
use crate::boundary::mirror::mirror_both_ways;
use crate::boundary::parse;
use crate::boundary::secret_bytes::SecretBytes;
use crate::call::create::{CreatePlan, CreateStart};
use crate::call::enrolment_end::{OpenEnrolment, parse_id};
use crate::call::enrolment_step::{EnrolmentStep, PendingEnrolment};
use crate::call::provider::Provider;
use crate::record::attestation::AttestationOffer;
use crate::record::committed::committed;
use crate::record::enrolment_setup::{DialectSummary, EnrolmentSetup};
use crate::record::model::Model;
use crate::record::passkey::PasskeyRef;
use crate::record::policy::Membership;
use crate::record::server_exchange::ServerAnswer;

committed! {
    /// What is to be done next.
    CommittedEnrolment(EnrolmentStep);
    /// What is to be done next; none where the store knows of no such enrolment.
    CommittedResumption(Option<EnrolmentStep>);
    /// Whether there was such an enrolment.
    CommittedAbandonment(bool);
}

/// What the host brings for a step.
#[derive(Clone, uniffi::Enum)]
pub enum EnrolmentInput {
    /// For [`EnrolmentStep::Token`]: what the sign-in gave. Held in memory, wiped, and never stored.
    Token {
        /// A token, or cookies as the header `Cookie` has them.
        secret: Arc<SecretBytes>,
    },
    /// For [`EnrolmentStep::Name`]. One of nothing but space is asked for again.
    Name {
        /// The name.
        name: String,
    },
    /// For [`EnrolmentStep::Options`].
    Options {
        /// The options, as they stand on the server's page.
        json: String,
    },
    /// For [`EnrolmentStep::Send`].
    Answer {
        /// What came of the request.
        answer: ServerAnswer,
    },
    /// For [`EnrolmentStep::Create`]: the passkey is made.
    Created {
        /// The plan that [`Provider::plan_enrolment`] gave, after it was finished.
        plan: Arc<CreatePlan>,
    },
    /// For [`EnrolmentStep::Create`]: no passkey was made.
    NotCreated {
        /// Why: `declined`, or what the ceremony failed with.
        code: ErrorCode,
    },
    /// For [`EnrolmentStep::Ask`].
    Reply {
        /// What the person decided.
        reply: EnrolmentReply,
    },
    /// For [`EnrolmentStep::Wait`]: the time is over.
    Waited,
}

mirror_both_ways! {
    /// What the person decided.
    EnrolmentReply = enrolment::Reply {
        /// Go on: with the account that the server named; or ask the server's list once more.
        GoOn,
        /// Delete the passkey that is here and register another, in one transaction when that is made.
        DeleteAndRetry,
        /// Stop. A passkey that is here stays as it stands.
        Stop,
    }
}

/// What the ceremony of an enrolment begins with, beside what the server asks for.
#[derive(uniffi::Record)]
pub struct EnrolmentCreation {
    /// What the registration says of the authenticator.
    pub model: Model,
    /// What the host can bring as an attestation; none: what the library makes by itself.
    #[uniffi(default = None)]
    pub attestation: Option<AttestationOffer>,
    /// What the organisation's policy is judged by, before a key exists; none: by no policy.
    #[uniffi(default = None)]
    pub membership: Option<Membership>,
}

/// The dialects that the library brings. Does not fail.
#[uniffi::export]
pub fn shipped_dialects() -> Result<Vec<DialectSummary>, FfiError> {
    Ok(enrolment::Dialect::names().filter_map(enrolment::Dialect::shipped).map(Into::into).collect())
}

#[uniffi::export]
impl Provider {
    /// Begins to register at a server. From now on the store knows of it.
    pub fn begin_enrolment(&self, setup: EnrolmentSetup) -> Result<CommittedEnrolment, FfiError> {
        let core = self.core()?;
        committed(core.enrolments().begin(setup.parse("setup")?)?)
    }

    /// All that are not at their end, the one that was written longest ago first, whichever process began it.
    pub fn open_enrolments(&self) -> Result<Vec<OpenEnrolment>, FfiError> {
        Ok(self.core()?.enrolments().open()?.into_iter().map(Into::into).collect())
    }

    /// Goes on where it was left. Nobody is signed in then, and where the passkey was made, the server's list says first
    /// whether the server has it.
    pub fn resume_enrolment(&self, id: String) -> Result<CommittedResumption, FfiError> {
        let core = self.core()?;
        let committed = core.enrolments().resume(parse_id("id", &id)?)?;
        CommittedResumption::render(committed, |step| Ok(step.map(Into::into)))
    }

    /// Goes on with what the host brings for a step. `plan_spent` where it is for another step, or the step was taken
    /// already; whatever else comes of it, the step is over, and [`Provider::resume_enrolment`] finds the enrolment.
    pub fn continue_enrolment(
        &self,
        pending: Arc<PendingEnrolment>,
        input: EnrolmentInput,
    ) -> Result<CommittedEnrolment, FfiError> {
        let core = self.core()?;
        let enrolments = core.enrolments();
        // What writes nothing.
        let unchanged =
            |step: enrolment::Step| Ok(CommittedEnrolment { value: step.into(), epoch: core.epoch()?.number() });
        match input {
            EnrolmentInput::Token { secret } => unchanged(pending.token()?.with(secret.copy())),
            EnrolmentInput::Name { name } => unchanged(pending.name()?.with(&name)),
            EnrolmentInput::Options { json } => unchanged(pending.options()?.with(json.as_bytes())),
            EnrolmentInput::Waited => unchanged(pending.waiting()?.waited()),
            EnrolmentInput::Answer { answer } => committed(enrolments.answered(pending.sending()?, &answer.into())?),
            EnrolmentInput::Reply { reply } => committed(enrolments.replied(pending.question()?, reply.into())?),
            EnrolmentInput::Created { plan } => {
                let (creating, created) = pending.creating_with(|| plan.take_made())?;
                committed(enrolments.created(creating, &created)?)
            }
            EnrolmentInput::NotCreated { code } => {
                let error = match code {
                    ErrorCode::AlreadyRegistered => core::Error::AlreadyRegistered { epoch: core.epoch()? },
                    _ => core::Error::Declined,
                };
                committed(enrolments.not_created(pending.creating()?, &error)?)
            }
        }
    }

    /// Begins the ceremony of [`EnrolmentStep::Create`], which is the ordinary one from here: duplicates, consent,
    /// custody, attestation. Whichever call finishes it, the plan goes to [`EnrolmentInput::Created`]. The passkey and
    /// the knowledge that the server may be told of it are written in one commit. May be called again, as after
    /// `plan_outdated`.
    pub fn plan_enrolment(
        &self,
        pending: Arc<PendingEnrolment>,
        creation: EnrolmentCreation,
    ) -> Result<CreateStart, FfiError> {
        let core = self.core()?;
        let EnrolmentCreation { model, attestation, membership } = creation;
        let model = model.parse("creation.model")?;
        let offer = attestation.map(|offer| offer.parse("creation.attestation")).transpose()?.unwrap_or_default();
        let member = membership.map(Membership::parse).transpose()?;
        let mut plan = pending.plan(|creating| core.enrolments().plan(creating, model))?.offer_attestation(offer);
        if let Some(member) = member {
            plan = plan.as_member(member.membership(), member.in_hardware)?;
        }
        Ok(CreateStart::of(plan, Vec::new(), true))
    }

    /// Forgets an enrolment. A passkey that it made stays as it stands. Says whether there was one.
    pub fn abandon_enrolment(&self, id: String) -> Result<CommittedAbandonment, FfiError> {
        let core = self.core()?;
        CommittedAbandonment::render(core.enrolments().abandon(parse_id("id", &id)?)?, Ok)
    }

    /// Begins to delete a passkey on both sides: at the server first, and here only on its word. Safe to repeat.
    ///
    /// `setup`: how the server is asked; without one, as when the passkey was enrolled. `unknown_passkey` where there is
    /// no such passkey, or it was not enrolled by this app and there is no setup.
    #[uniffi::method(default(setup = None))]
    pub fn begin_removal_on_both_sides(
        &self,
        passkey: PasskeyRef,
        setup: Option<EnrolmentSetup>,
    ) -> Result<CommittedEnrolment, FfiError> {
        let core = self.core()?;
        let setup = setup.map(|setup| setup.parse("setup")).transpose()?;
        committed(core.enrolments().begin_removal(&passkey.parse("passkey")?, setup)?)
    }

    /// Begins to compare an account's passkeys with the server's own list. Nothing of it is durable but what it finds.
    pub fn begin_listing_at_server(
        &self,
        setup: EnrolmentSetup,
        rp_id: String,
        user_handle: Vec<u8>,
    ) -> Result<CommittedEnrolment, FfiError> {
        let core = self.core()?;
        let (rp_id, handle) = (parse::rp_id("rp_id", &rp_id)?, parse::user_handle("user_handle", user_handle)?);
        committed(core.enrolments().look(setup.parse("setup")?, rp_id, handle)?)
    }
}

fn committed(committed: core::store::Committed<enrolment::Step>) -> Result<CommittedEnrolment, FfiError> {
    CommittedEnrolment::render(committed, |step| Ok(step.into()))
}
