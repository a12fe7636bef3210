//! Registration at a server.

use std::collections::HashMap;

use passkey_provider_ffi::{
    CommittedEnrolment, Dialect, EnrolmentCreation, EnrolmentInput, EnrolmentOutcome, EnrolmentQuestion,
    EnrolmentReply, EnrolmentSetup, EnrolmentStep, ErrorCode, PendingEnrolment, Refusal, SecretBytes, ServerAnswer,
    shipped_dialects,
};
use scenarios::{Arguments, Call, Mistake, Stop};
use serde_json::{Value, json};

use crate::ceremonies::{attestation_offer, model, started};
use crate::driver::{FfiDriver, failed, passkey};
use crate::policy;
use crate::render::{self, word};

impl FfiDriver {
    pub(crate) fn enrolment(&mut self, operation: &str, request: Call) -> Result<Value, Stop> {
        match operation {
            "begin_enrolment" => self.begin_enrolment(request),
            "open_enrolments" => {
                let open = self.ready(request)?.open_enrolments().map_err(failed)?;
                let entry = |open: &passkey_provider_ffi::OpenEnrolment| {
                    json!({
                        "id": open.id, "dialect": open.dialect, "server": open.server, "stage": word(&open.stage),
                        "begun": render::time(open.begun), "passkey": open.passkey.as_ref().map(render::reference),
                    })
                };
                Ok(json!({ "enrolments": render::all(&open, entry) }))
            }
            "resume_enrolment" => {
                let mut request = request;
                let (name, id) = (request.bound_as.clone(), request.with.text("id")?);
                let resumed = self.ready(request)?.resume_enrolment(id).map_err(failed)?;
                let Some(step) = resumed.value else { return Ok(json!({ "step": null, "epoch": resumed.epoch })) };
                Ok(self.at(name, CommittedEnrolment { value: step, epoch: resumed.epoch }))
            }
            "continue_enrolment" => self.continue_enrolment(request),
            "plan_enrolment" => self.plan_enrolment(request),
            "abandon_enrolment" => {
                let mut request = request;
                let id = request.with.text("id")?;
                let abandoned = self.ready(request)?.abandon_enrolment(id).map_err(failed)?;
                Ok(json!({ "was_there": abandoned.value, "epoch": abandoned.epoch }))
            }
            "begin_removal_on_both_sides" => {
                let mut request = request;
                let (name, passkey) = (request.bound_as.clone(), passkey(&mut request.with)?);
                let setup = request.with.object_if_any("setup")?.map(setup).transpose()?;
                let step = self.ready(request)?.begin_removal_on_both_sides(passkey, setup).map_err(failed)?;
                Ok(self.at(name, step))
            }
            _ => {
                let mut request = request;
                let (name, setup) = (request.bound_as.clone(), setup(request.with.object("setup")?)?);
                let (rp_id, handle) = (request.with.text("rp_id")?, request.with.bytes("user_handle")?);
                let step = self.ready(request)?.begin_listing_at_server(setup, rp_id, handle).map_err(failed)?;
                Ok(self.at(name, step))
            }
        }
    }

    fn begin_enrolment(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (name, setup) = (request.bound_as.clone(), setup(request.with.object("setup")?)?);
        let step = self.ready(request)?.begin_enrolment(setup).map_err(failed)?;
        Ok(self.at(name, step))
    }

    fn continue_enrolment(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (name, pending) = (request.bound_as.clone(), self.pending_enrolment(&mut request.with)?);
        let input = self.input(&mut request.with)?;
        let step = self.ready(request)?.continue_enrolment(pending, input).map_err(failed)?;
        Ok(self.at(name, step))
    }

    fn plan_enrolment(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (name, pending) = (request.name()?, self.pending_enrolment(&mut request.with)?);
        let creation = EnrolmentCreation {
            model: model(&mut request.with)?,
            attestation: attestation_offer(&mut request.with)?,
            membership: policy::membership(&mut request.with)?,
        };
        let start = self.ready(request)?.plan_enrolment(pending, creation).map_err(failed)?;
        let reported = started(&start);
        self.registrations.insert(name, start.plan);
        Ok(reported)
    }

    fn pending_enrolment(&self, with: &mut Arguments) -> Result<std::sync::Arc<PendingEnrolment>, Mistake> {
        let name = with.text("step")?;
        self.enrolments.get(&name).cloned().ok_or_else(|| Mistake(format!("no `step` is called {name}")))
    }

    /// What the host brings: one of these.
    fn input(&self, with: &mut Arguments) -> Result<EnrolmentInput, Mistake> {
        if let Some(token) = with.text_if_any("token")? {
            let secret = SecretBytes::new(token.as_bytes()).map_err(|_| with.wrong("token", "a text"))?;
            return Ok(EnrolmentInput::Token { secret });
        }
        if let Some(name) = with.text_if_any("name")? {
            return Ok(EnrolmentInput::Name { name });
        }
        if with.has("options") {
            return Ok(EnrolmentInput::Options { json: with.document("options")?.0 });
        }
        if let Some(plan) = with.text_if_any("created")? {
            let plan = self.registrations.get(&plan).cloned();
            return Ok(EnrolmentInput::Created { plan: plan.ok_or_else(|| with.wrong("created", "a plan"))? });
        }
        if let Some(code) = with.text_if_any("not_created")? {
            let code = match code.as_str() {
                "declined" => ErrorCode::Declined,
                "already_registered" => ErrorCode::AlreadyRegistered,
                _ => return Err(with.wrong("not_created", "declined or already_registered")),
            };
            return Ok(EnrolmentInput::NotCreated { code });
        }
        if let Some(reply) = with.text_if_any("reply")? {
            let reply = match reply.as_str() {
                "go_on" => EnrolmentReply::GoOn,
                "delete_and_retry" => EnrolmentReply::DeleteAndRetry,
                "stop" => EnrolmentReply::Stop,
                _ => return Err(with.wrong("reply", "a reply")),
            };
            return Ok(EnrolmentInput::Reply { reply });
        }
        if with.flag("waited")? {
            return Ok(EnrolmentInput::Waited);
        }
        if with.flag("unreachable")? {
            return Ok(EnrolmentInput::Answer { answer: ServerAnswer::Unreachable });
        }
        Ok(EnrolmentInput::Answer { answer: answer(with.object("answer")?)? })
    }

    /// What there is to show of a step, which goes on under its name.
    fn at(&mut self, name: Option<String>, committed: CommittedEnrolment) -> Value {
        let (mut shown, pending) = step(&committed.value);
        if let (Some(name), Some(pending)) = (name, pending) {
            self.enrolments.insert(name, pending);
        }
        if let Some(members) = shown.as_object_mut() {
            members.insert("epoch".to_owned(), committed.epoch.into());
        }
        shown
    }
}

pub(crate) fn dialects(request: Call) -> Result<Value, Stop> {
    request.with.finish()?;
    let dialect = |dialect: &passkey_provider_ffi::DialectSummary| {
        json!({
            "name": dialect.name, "title": dialect.title, "verified": word(&dialect.verified),
            "parameters": dialect.parameters, "needs_options": dialect.needs_options, "lists": dialect.lists,
            "deletes": dialect.deletes,
        })
    };
    Ok(json!({ "dialects": render::all(&shipped_dialects().map_err(failed)?, dialect) }))
}

fn setup(mut with: Arguments) -> Result<EnrolmentSetup, Mistake> {
    let dialect = match with.clone().text("dialect") {
        Ok(name) => {
            with.take("dialect");
            Dialect::Shipped { name }
        }
        Err(_) => Dialect::Own { json: with.document("dialect")?.0 },
    };
    let mut parameters = HashMap::new();
    for mut parameter in with.objects("parameters")? {
        parameters.insert(parameter.text("name")?, parameter.text("value")?);
        parameter.finish()?;
    }
    let setup = EnrolmentSetup {
        dialect,
        server: with.text("server")?,
        parameters,
        account: with.text_if_any("account")?,
        friendly_name: with.text_if_any("friendly_name")?,
        page: with.text_if_any("page")?,
    };
    with.finish()?;
    Ok(setup)
}

fn answer(mut with: Arguments) -> Result<ServerAnswer, Mistake> {
    let status = u16::try_from(with.number("status")?).map_err(|_| with.wrong("status", "a status"))?;
    let body = with.has("body").then(|| with.document("body")).transpose()?;
    let answer = ServerAnswer::Response {
        status,
        content_type: with.text_if_any("content_type")?.or_else(|| Some("application/json".to_owned())),
        location: with.text_if_any("location")?,
        retry_after: with.text_if_any("retry_after")?,
        set_cookie: with.texts("set_cookie")?,
        body: body.map(|body| body.0.into_bytes()).unwrap_or_default(),
    };
    with.finish()?;
    Ok(answer)
}

fn step(step: &EnrolmentStep) -> (Value, Option<std::sync::Arc<PendingEnrolment>>) {
    match step {
        EnrolmentStep::Token { pending, id, sign_in } => {
            let shown = json!({
                "step": "token", "id": id, "server": sign_in.server, "reason": word(&sign_in.reason),
                "kind": word(&sign_in.kind), "scope": sign_in.scope,
                "fresh_seconds": sign_in.fresh_within.map(|time| time.as_secs()),
                "refusal": sign_in.refusal.as_ref().map(refusal),
            });
            (shown, Some(pending.clone()))
        }
        EnrolmentStep::Name { pending, id, longest } => {
            (json!({ "step": "name", "id": id, "longest": longest }), Some(pending.clone()))
        }
        EnrolmentStep::Options { pending, id } => (json!({ "step": "options", "id": id }), Some(pending.clone())),
        EnrolmentStep::Send { pending, id, request } => {
            let headers: HashMap<&str, &str> =
                request.headers.iter().map(|header| (&*header.name, &*header.value)).collect();
            let body = request.body.as_ref().map(|body| String::from_utf8(body.clone()).unwrap());
            let shown = json!({
                "step": "send", "id": id, "purpose": request.purpose, "method": request.method, "url": request.url,
                "headers": headers, "body": body.as_deref().map(json_or_text), "most_bytes": request.most_bytes,
                "timeout_seconds": request.timeout.as_secs(),
            });
            (shown, Some(pending.clone()))
        }
        EnrolmentStep::Create { pending, id } => (json!({ "step": "create", "id": id }), Some(pending.clone())),
        EnrolmentStep::Ask { pending, id, question, passkey } => {
            let (kind, meant, found) = match question {
                EnrolmentQuestion::WrongAccount { meant, found } => ("wrong_account", Some(meant), Some(found)),
                EnrolmentQuestion::NotRegistered => ("not_registered", None, None),
                EnrolmentQuestion::NotKnown => ("not_known", None, None),
            };
            let shown = json!({
                "step": "ask", "id": id, "question": kind, "meant": meant, "found": found,
                "passkey": passkey.as_ref().map(render::reference),
            });
            (shown, Some(pending.clone()))
        }
        EnrolmentStep::Wait { pending, id, after } => {
            (json!({ "step": "wait", "id": id, "after_seconds": after.as_secs() }), Some(pending.clone()))
        }
        EnrolmentStep::Done { outcome } => (done(outcome), None),
        EnrolmentStep::Failed { failed } => {
            let shown = json!({
                "step": "failed", "id": failed.id, "dialect": failed.dialect, "failure": word(&failed.reason),
                "sentence": failed.sentence, "next": failed.next, "refusal": failed.refusal.as_ref().map(refusal),
                "is_open": failed.is_open, "passkey": failed.passkey.as_ref().map(render::reference),
            });
            (shown, None)
        }
    }
}

fn done(outcome: &EnrolmentOutcome) -> Value {
    let outcome_of = |outcome: &str| json!({ "step": "done", "outcome": outcome });
    let (outcome, more) = match outcome {
        EnrolmentOutcome::Enrolled { passkey, registration } => {
            ("enrolled", json!({ "passkey": render::reference(passkey), "registration": registration }))
        }
        EnrolmentOutcome::Removed { passkey } => ("removed", json!({ "passkey": render::reference(passkey) })),
        EnrolmentOutcome::Listed { on_server, confirmed, stale, untouched, coverage } => {
            let all = |passkeys: &[_]| render::all(passkeys, render::reference);
            let listed = json!({
                "on_server": on_server, "confirmed": all(confirmed), "stale": all(stale), "untouched": all(untouched),
                "coverage": word(coverage),
            });
            ("listed", listed)
        }
    };
    let mut shown = outcome_of(outcome);
    if let (Some(shown), Value::Object(more)) = (shown.as_object_mut(), more) {
        shown.extend(more);
    }
    shown
}

fn refusal(refusal: &Refusal) -> Value {
    json!({ "family": word(&refusal.family), "status": refusal.status, "code": refusal.code })
}

/// A form is text.
fn json_or_text(body: &str) -> Value {
    serde_json::from_str(body).unwrap_or_else(|_| json!(body))
}
