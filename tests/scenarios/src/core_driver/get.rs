use passkey_provider::Error;
use passkey_provider::ceremony::{Asserted, ConsentedGet, GetPlan, HardwareGet};
use passkey_provider::store::Committed;
use serde_json::{Value, json};

use super::create::at_no_such_step;
use super::{CoreDriver, input, render};
use crate::{Call, Stop};

/// Where a sign-in stands.
pub(super) enum GetStep {
    Begun(Box<GetPlan>),
    Signing(Box<HardwareGet>),
}

impl CoreDriver {
    pub(super) fn offers(&mut self, mut request: Call) -> Result<Value, Stop> {
        // Whether a client data hash comes along is not known yet, so that a missing challenge is no error.
        let understood = input::request_options(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let offered = provider.offers(&understood.options)?;
        Ok(json!({ "candidates": offered.iter().map(render::summary).collect::<Vec<_>>() }))
    }

    pub(super) fn begin_get(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let caller = self.claimed_caller(&mut request.with)?;
        let understood = input::request_options(&mut request.with)?;
        let picked = input::credential_id_if_any(&mut request.with, "picked")?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let caller = caller.verify(provider, understood.options.rp_id.as_ref())?;
        let plan = match &picked {
            Some(picked) => provider.begin_get_picked(&understood.options, &caller, picked)?,
            None => provider.begin_get(&understood.options, &caller)?,
        };
        let prompt = plan.prompt();
        let started = json!({
            "rp_id": prompt.rp_id.as_str(),
            "origin": prompt.origin.as_ref().map(ToString::to_string),
            "app": prompt.app.as_ref().map(ToString::to_string),
            "user_verification": render::user_verification(prompt.user_verification),
            "candidates": plan.candidates().iter().map(render::summary).collect::<Vec<_>>(),
            "repairs": render::repairs(&understood.repairs),
        });
        self.sign_ins.insert(name, GetStep::Begun(Box::new(plan)));
        Ok(started)
    }

    pub(super) fn finish_get(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.with.text("plan")?;
        let chosen = input::credential_id(&mut request.with)?;
        let consent = input::consent(&mut request.with)?;
        let Some(GetStep::Begun(plan)) = self.sign_ins.remove(&name) else { return Err(at_no_such_step(&name)) };
        let provider = self.provider(&request)?;
        request.with.finish()?;
        match plan.choose(&chosen)?.consent(consent)? {
            ConsentedGet::Sealed(plan) => asserted(provider.finish_get(plan)?),
            ConsentedGet::Hardware(plan) => {
                let plan = provider.begin_hardware_get(plan)?;
                let reported = json!({
                    "to_sign": render::bytes(plan.to_sign()),
                    "key_handle": render::bytes(plan.key_handle().as_bytes()),
                });
                self.sign_ins.insert(name, GetStep::Signing(Box::new(plan)));
                Ok(reported)
            }
        }
    }

    pub(super) fn finish_hardware_get(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.with.text("plan")?;
        let signature = request.with.bytes("signature")?;
        let Some(GetStep::Signing(plan)) = self.sign_ins.remove(&name) else { return Err(at_no_such_step(&name)) };
        let provider = self.provider(&request)?;
        request.with.finish()?;
        asserted(provider.finish_hardware_get(*plan, &signature)?)
    }
}

fn asserted(committed: Committed<Asserted>) -> Result<Value, Stop> {
    let Committed { value: asserted, epoch } = committed;
    let json = asserted.response.to_json().map_err(Error::from)?;
    Ok(json!({
        "response": render::parsed_json(&json),
        "client_data_hash": render::bytes(asserted.response.client_data.hash().as_bytes()),
        "authenticator_data": render::bytes(asserted.response.authenticator_data.as_bytes()),
        "signature": render::bytes(&asserted.response.signature),
        "passkey": render::passkey(&asserted.passkey)?,
        "verification": asserted.verification.map(|verification| verification.as_str()),
        "prf": render::prf(asserted.response.extensions.prf.as_ref()),
        "large_blob": render::large_blob(asserted.response.extensions.large_blob.as_ref()),
        "epoch": epoch.number(),
    }))
}
