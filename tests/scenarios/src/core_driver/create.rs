use passkey_provider::Error;
use passkey_provider::ceremony::{
    AttestedCreate, ConsentedCreate, CreatePlan, Created, HardwareCreate, HardwareIntent,
};
use passkey_provider::key::{Algorithm, HardwareKey, KeyAccess, PublicKey};
use passkey_provider::lifecycle::Answer;
use passkey_provider::store::Committed;
use passkey_provider::webauthn::attestation::{CertificateChain, Format, HostAttestation};
use passkey_provider::webauthn::options::Repair;
use serde_json::{Value, json};

use super::input::{self, parsed};
use super::{CoreDriver, policy, render, with_epoch};
use crate::{Arguments, Call, Mistake, Stop};

/// Where a registration stands.
pub(super) enum CreateStep {
    Begun(Box<CreatePlan>),
    Attesting(Box<AttestedCreate>),
    Intended(Box<HardwareIntent>),
    Signing(Box<HardwareCreate>),
    /// What an enrolment sends.
    Made(Box<Created>),
}

impl CoreDriver {
    pub(super) fn begin_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let caller = self.claimed_caller(&mut request.with)?;
        let understood = input::creation_options(&mut request.with)?;
        let model = input::model(&mut request.with)?;
        let offer = input::attestation_offer(&mut request.with)?;
        let member = policy::member(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let caller = caller.verify(provider, understood.options.rp_id.as_ref())?;
        let member = member?;
        let mut plan = provider.begin_create(&understood.options, &caller, model)?.offer_attestation(offer);
        if let Some(member) = member {
            plan = plan.as_member(member.membership(), member.in_hardware)?;
        }
        let started = started(&plan, &understood.repairs);
        self.registrations.insert(name, CreateStep::Begun(Box::new(plan)));
        Ok(started)
    }

    pub(super) fn finish_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (name, consented) = self.consented(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let made = provider.finish_create(consented?)?;
        self.made(name, made)
    }

    pub(super) fn begin_attested_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (name, consented) = self.consented(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let plan = provider.begin_attested_create(consented?)?;
        let reported = json!({
            "to_sign": render::bytes(plan.to_sign()),
            "public_key": render::bytes(&plan.public_key().to_spki()),
        });
        self.registrations.insert(name, CreateStep::Attesting(Box::new(plan)));
        Ok(reported)
    }

    pub(super) fn finish_attested_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.with.text("plan")?;
        let attestation = request.with.object("attestation")?;
        let Some(CreateStep::Attesting(plan)) = self.registrations.remove(&name) else {
            return Err(at_no_such_step(&name));
        };
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let made = provider.finish_attested_create(*plan, host_attestation(attestation)?)?;
        self.made(name, made)
    }

    pub(super) fn create_conditionally(&mut self, mut request: Call) -> Result<Value, Stop> {
        let caller = self.claimed_caller(&mut request.with)?;
        let options = input::creation_options(&mut request.with)?.options;
        let model = input::model(&mut request.with)?;
        let member = policy::member(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let caller = caller.verify(provider, options.rp_id.as_ref())?;
        created(&match member? {
            Some(member) => provider.create_conditionally_as_member(&options, &caller, model, member.membership())?,
            None => provider.create_conditionally(&options, &caller, model)?,
        })
    }

    pub(super) fn intend_hardware_key(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (name, consented) = self.consented(&mut request.with)?;
        let offers: Vec<_> = request.with.numbers("offers")?.into_iter().filter_map(Algorithm::from_cose).collect();
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let Committed { value: intent, epoch } = provider.intend_hardware_key(consented?, &offers)?;
        let reported = json!({
            "handle": render::bytes(intent.handle().as_bytes()),
            "algorithm": intent.algorithm().cose(),
            "challenge": render::bytes(intent.challenge().as_bytes()),
        });
        self.registrations.insert(name, CreateStep::Intended(Box::new(intent)));
        Ok(with_epoch(reported, epoch))
    }

    pub(super) fn begin_hardware_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.with.text("plan")?;
        let key = hardware_key(request.with.object("key")?)?;
        let Some(CreateStep::Intended(intent)) = self.registrations.remove(&name) else {
            return Err(at_no_such_step(&name));
        };
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let plan = provider.begin_hardware_create(*intent, key)?;
        let reported = json!({ "to_sign": render::bytes(plan.to_sign()) });
        self.registrations.insert(name, CreateStep::Signing(Box::new(plan)));
        Ok(reported)
    }

    pub(super) fn finish_hardware_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.with.text("plan")?;
        let signature = request.with.bytes("signature")?;
        let attestation = request.with.object_if_any("attestation")?;
        let Some(CreateStep::Signing(plan)) = self.registrations.remove(&name) else {
            return Err(at_no_such_step(&name));
        };
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let plan = match attestation {
            Some(attestation) => plan.with_attestation(host_attestation(attestation)?),
            None => *plan,
        };
        let made = provider.finish_hardware_create(plan, &signature)?;
        self.made(name, made)
    }

    /// What was made stays under the plan's name, for the enrolment that it may be of.
    fn made(&mut self, plan: String, committed: Committed<Created>) -> Result<Value, Stop> {
        let reported = created(&committed)?;
        self.registrations.insert(plan, CreateStep::Made(Box::new(committed.value)));
        Ok(reported)
    }

    /// Takes a plan, and the person's answers to it.
    fn consented(&mut self, with: &mut Arguments) -> Result<(String, Result<ConsentedCreate, Error>), Stop> {
        let name = with.text("plan")?;
        let (resolution, consent) = (with.text_if_any("resolution")?, input::consent(with)?);
        let Some(CreateStep::Begun(plan)) = self.registrations.remove(&name) else {
            return Err(at_no_such_step(&name));
        };
        let resolved = match resolution.as_deref() {
            None | Some("none") => Ok(*plan),
            Some("delete_and_retry") => plan.delete_and_retry(),
            Some("register_another") => plan.register_another(),
            Some(_) => return Err(with.wrong("resolution", "a resolution").into()),
        };
        Ok((name, resolved.and_then(|plan| plan.consent(consent))))
    }
}

/// What there is to show of a registration.
pub(super) fn started(plan: &CreatePlan, repairs: &[Repair]) -> Value {
    let prompt = plan.prompt();
    json!({
        "rp_id": prompt.rp_id.as_str(),
        "origin": prompt.origin.as_ref().map(ToString::to_string),
        "app": prompt.app.as_ref().map(ToString::to_string),
        "user": render::user(&prompt.user),
        "user_verification": render::user_verification(prompt.user_verification),
        "algorithms": plan.algorithms().iter().map(|algorithm| algorithm.cose()).collect::<Vec<_>>(),
        "sealed_attestation": plan.attestation_format(false).ok().map(Format::as_str),
        "hardware_attestation": plan.attestation_format(true).ok().map(Format::as_str),
        "policy_warning": plan.policy_warning().map(policy::warning),
        "decision": plan.decision().as_str(),
        "existing": plan.decision().existing().iter().map(render::summary).collect::<Vec<_>>(),
        "leftovers": plan.leftovers().iter().map(render::summary).collect::<Vec<_>>(),
        "answers": plan.decision().answers().iter().map(answer).collect::<Vec<_>>(),
        "repairs": render::repairs(repairs),
    })
}

/// The bindings answer with `plan_spent`; in Rust such a scenario would not compile.
pub(super) fn at_no_such_step(plan: &str) -> Stop {
    Mistake(format!("{plan} is no plan at this step")).into()
}

fn hardware_key(mut with: Arguments) -> Result<HardwareKey, Mistake> {
    let handle = input::key_handle(&mut with)?;
    let public_key = match with.bytes_if_any("spki")? {
        Some(der) => parsed("spki", PublicKey::from_spki(Algorithm::Es256, &der)),
        None => parsed("point", PublicKey::from_raw(Algorithm::Es256, &with.bytes("point")?)),
    };
    let access = match with.text("access")?.as_str() {
        "verified_use" => KeyAccess::VerifiedUse,
        "unverified" => KeyAccess::Unverified,
        _ => return Err(with.wrong("access", "verified_use or unverified")),
    };
    with.finish()?;
    Ok(HardwareKey { handle, public_key: public_key?, access })
}

/// With a signature `packed`, else of Android's key store.
fn host_attestation(mut with: Arguments) -> Result<HostAttestation, Stop> {
    let (signature, chain) = (with.bytes_if_any("signature")?, with.list_of_bytes("chain")?);
    with.finish()?;
    let chain = CertificateChain::from_der(chain).map_err(Error::from)?;
    Ok(match signature {
        Some(signature) => HostAttestation::Packed { signature, chain },
        None => HostAttestation::AndroidKey { chain },
    })
}

fn created(committed: &Committed<Created>) -> Result<Value, Stop> {
    let Committed { value: created, epoch } = committed;
    let json = created.response.to_json().map_err(Error::from)?;
    Ok(json!({
        "response": render::parsed_json(&json),
        "attestation_object": render::bytes(created.response.attestation_object.as_bytes()),
        "client_data_hash": render::bytes(created.response.client_data.hash().as_bytes()),
        "passkey": render::passkey(&created.passkey)?,
        "verification": created.verification.map(|verification| verification.as_str()),
        "attestation": created.attestation_given.as_str(),
        "prf": render::prf(created.response.extensions.prf.as_ref()),
        "large_blob": render::large_blob(created.response.extensions.large_blob.as_ref()),
        "epoch": epoch.number(),
    }))
}

const fn answer(answer: &Answer) -> &'static str {
    match answer {
        Answer::Register => "register",
        Answer::Leave => "leave",
        Answer::DeleteAndRetry => "delete_and_retry",
        Answer::RegisterAnother => "register_another",
        Answer::TellSite => "tell_site",
    }
}
