//! Sign-in.

use std::sync::Arc;

use passkey_provider as core;
use passkey_provider::ceremony;

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::boundary::step::Step;
use crate::call::provider::Provider;
use crate::record::caller::Caller;
use crate::record::committed::committed;
use crate::record::consent::Consent;
use crate::record::large_blob::{self, LargeBlobOutput};
use crate::record::options::{Repair, RequestInput, UserVerification, render_repairs};
use crate::record::passkey::{self, Passkey, PasskeySummary};
use crate::record::prf::{self, PrfOutput};
use crate::record::standing::Verification;

/// A request to sign in.
#[derive(uniffi::Record)]
pub struct GetRequest {
    /// What the relying party asks for.
    pub options: RequestInput,
    /// Who asks.
    pub caller: Caller,
    /// Whether to read JSON as browsers do, and repair nothing.
    #[uniffi(default = false)]
    pub strict: bool,
    /// The passkey that the person picked before, in the system's own list (iOS's AutoFill, Android's
    /// entries): the one candidate. It is the person's choice and nothing that the site said, and is
    /// checked like every other passkey; where it may not answer, the sign-in is `no_passkey`.
    #[uniffi(default = None)]
    pub picked: Option<Vec<u8>>,
}

/// A request to sign in that was understood and checked, with all that there is to show.
#[derive(uniffi::Record)]
pub struct GetStart {
    /// Goes on with it. Close it at the end, however that comes about.
    pub plan: Arc<GetPlan>,
    /// The verified RP ID.
    pub rp_id: String,
    /// The calling page, where its host is not the RP ID: show it beside the RP ID.
    pub origin: Option<String>,
    /// The Android app that asks for itself: show it beside the RP ID.
    pub app: Option<String>,
    /// Whether the relying party asks for user verification.
    pub user_verification: UserVerification,
    /// The passkeys that may answer, most recently used first. At least one.
    pub candidates: Vec<PasskeySummary>,
    /// What had to be repaired in the options.
    pub repairs: Vec<Repair>,
}

/// A sign-in under way. Each step happens once.
#[derive(uniffi::Object)]
pub struct GetPlan {
    step: Step<GetStep>,
}

enum GetStep {
    Begun(Box<ceremony::GetPlan>),
    Signing(Box<ceremony::HardwareGet>),
}

/// What the person answers to a sign-in.
#[derive(uniffi::Record)]
pub struct GetAnswer {
    /// The passkey that they chose, also where there is only one.
    pub credential_id: Vec<u8>,
    /// Whether they want it, and how they were verified.
    pub consent: Consent,
}

committed! {
    /// A sign-in that is durable.
    CommittedAssertion(Asserted);
}

/// Where a sign-in is after the person's answer.
#[expect(
    clippy::large_enum_variant,
    reason = "UniFFI 0.32 does not see through a box that there is an object inside, and generates Swift that does not \
              compile"
)]
#[derive(Clone, uniffi::Enum)]
pub enum GetOutcome {
    /// At its end.
    Done {
        /// What to answer.
        asserted: CommittedAssertion,
    },
    /// A hardware key has to sign: [`Provider::finish_hardware_get`].
    ToSign {
        /// The exact bytes to sign.
        to_sign: Vec<u8>,
        /// The key that has to.
        key_handle: Vec<u8>,
    },
}

/// A sign-in that is durable: the response may leave.
#[derive(Clone, uniffi::Record)]
pub struct Asserted {
    /// `AuthenticationResponseJSON`, as Android hands it on.
    pub response_json: String,
    /// The client data hash, as iOS hands it on.
    pub client_data_hash: Vec<u8>,
    /// The authenticator data, as iOS hands it on.
    pub authenticator_data: Vec<u8>,
    /// The signature, as iOS hands it on.
    pub signature: Vec<u8>,
    /// The passkey after this use.
    pub passkey: Passkey,
    /// Why the response says "user verified"; none if it does not.
    pub verification: Option<Verification>,
    /// What `prf` answers, where it was asked for: in the response too, and here for a platform that takes it by itself.
    pub prf: Option<PrfOutput>,
    /// What `largeBlob` answers, where it was asked for: likewise.
    pub large_blob: Option<LargeBlobOutput>,
}

#[uniffi::export]
impl Provider {
    /// What a system's selector may list for a request before anybody chose, most recently used first: the
    /// passkeys of the RP ID that the options name, as far as their allow list names them. For Android's
    /// query phase: no caller is asked for and no network needed, nothing is written, no private key is
    /// opened. Empty where nothing fits.
    ///
    /// It proves nothing of the caller: the ceremony begins with [`Provider::begin_get`], which checks
    /// everything anew. Options that name no RP ID are `invalid_options`.
    pub fn offers(&self, options: RequestInput, strict: bool) -> Result<Vec<PasskeySummary>, FfiError> {
        let core = self.core()?;
        let offered = core.offers(&options.understand(strict)?.options)?;
        Ok(offered.into_iter().map(Into::into).collect())
    }

    /// Begins a sign-in: finds the passkeys that may answer. Writes nothing, opens no private key.
    pub fn begin_get(&self, request: GetRequest) -> Result<GetStart, FfiError> {
        let core = self.core()?;
        let GetRequest { options, caller, strict, picked } = request;
        let picked = picked.map(|id| parse::credential_id("request.picked", id)).transpose()?;
        let understood = options.understand(strict)?;
        let caller = caller.verify(&core, understood.options.rp_id.as_ref())?;
        let plan = match &picked {
            Some(picked) => core.begin_get_picked(&understood.options, &caller, picked)?,
            None => core.begin_get(&understood.options, &caller)?,
        };
        let prompt = plan.prompt().clone();
        Ok(GetStart {
            rp_id: prompt.rp_id.to_string(),
            origin: prompt.origin.map(|origin| origin.to_string()),
            app: prompt.app.map(|app| app.to_string()),
            user_verification: prompt.user_verification.into(),
            candidates: plan.candidates().iter().cloned().map(Into::into).collect(),
            repairs: render_repairs(understood.repairs),
            plan: Arc::new(GetPlan { step: Step::new(GetStep::Begun(Box::new(plan))) }),
        })
    }

    /// Signs in with a sealed key: counts, signs, commits, answers. For a hardware key, gives what it
    /// has to sign, once a gate secret is proved, and writes nothing.
    pub fn finish_get(&self, plan: Arc<GetPlan>, answer: GetAnswer) -> Result<GetOutcome, FfiError> {
        let core = self.core()?;
        let credential_id = parse::credential_id("answer.credential_id", answer.credential_id)?;
        let consent = answer.consent.parse()?;
        let begun = plan.step.take(|step| match step {
            GetStep::Begun(begun) => Ok(*begun),
            other => Err(other),
        })?;
        match begun.choose(&credential_id)?.consent(consent)? {
            ceremony::ConsentedGet::Sealed(sealed) => Ok(GetOutcome::Done {
                asserted: CommittedAssertion::render(core.finish_get(sealed)?, render_asserted)?,
            }),
            ceremony::ConsentedGet::Hardware(hardware) => {
                let hardware = core.begin_hardware_get(hardware)?;
                let to_sign = hardware.to_sign().to_vec();
                let key_handle = hardware.key_handle().as_bytes().to_vec();
                plan.step.set(GetStep::Signing(Box::new(hardware)));
                Ok(GetOutcome::ToSign { to_sign, key_handle })
            }
        }
    }

    /// Signs in with a hardware key: verifies its signature, commits the count, answers.
    pub fn finish_hardware_get(&self, plan: Arc<GetPlan>, signature: Vec<u8>) -> Result<CommittedAssertion, FfiError> {
        let core = self.core()?;
        let hardware = plan.step.take(|step| match step {
            GetStep::Signing(hardware) => Ok(*hardware),
            other => Err(other),
        })?;
        CommittedAssertion::render(core.finish_hardware_get(hardware, &signature)?, render_asserted)
    }
}

fn render_asserted(asserted: ceremony::Asserted) -> Result<Asserted, FfiError> {
    let response = asserted.response;
    Ok(Asserted {
        response_json: response.to_json().map_err(core::Error::from)?,
        client_data_hash: response.client_data.hash().as_bytes().to_vec(),
        authenticator_data: response.authenticator_data.as_bytes().to_vec(),
        signature: response.signature,
        passkey: passkey::render(asserted.passkey)?,
        verification: asserted.verification.map(Into::into),
        prf: response.extensions.prf.map(prf::render),
        large_blob: response.extensions.large_blob.map(large_blob::render),
    })
}
