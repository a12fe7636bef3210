//! Registration at a server.

use std::collections::HashMap;

use passkey_provider::Error;
use passkey_provider::enrolment::{
    Dialect, EnrolmentId, Outcome, Question, QuestionKind, RefusedAs, Reply, Server, Setup, Step, TokenKind,
    TokenReason, UnfinishedStage, Verified, refusal,
};
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::secret::Secret;
use passkey_provider::store::{Committed, Epoch};
use serde_json::{Value, json};

use super::create::{CreateStep, at_no_such_step, started};
use super::input::{self, parsed};
use super::{CoreDriver, policy, render, with_epoch};
use crate::{Arguments, Call, Mistake, Stop};

impl CoreDriver {
    pub(super) fn begin_enrolment(&mut self, mut request: Call) -> Result<Value, Stop> {
        let setup = setup(request.with.object("setup")?)?;
        let provider = self.provider(&request)?;
        let committed = provider.enrolments().begin(setup)?;
        self.at(request, committed)
    }

    pub(super) fn open_enrolments(&mut self, request: Call) -> Result<Value, Stop> {
        let open = self.provider(&request)?.enrolments().open()?;
        request.with.finish()?;
        let entry = |open: &passkey_provider::enrolment::Unfinished| {
            let stage = match open.stage {
                UnfinishedStage::Began => "began",
                UnfinishedStage::Made => "made",
                UnfinishedStage::Removing => "removing",
            };
            json!({
                "id": open.id.to_text(), "begun": render::time(open.begun), "dialect": open.dialect,
                "server": open.server, "stage": stage, "passkey": open.passkey.as_ref().map(render::reference),
            })
        };
        Ok(json!({ "enrolments": open.iter().map(entry).collect::<Vec<_>>() }))
    }

    pub(super) fn resume_enrolment(&mut self, mut request: Call) -> Result<Value, Stop> {
        let id = enrolment_id(&mut request.with)?;
        let Committed { value, epoch } = self.provider(&request)?.enrolments().resume(id)?;
        match value {
            Some(step) => self.at(request, Committed { value: step, epoch }),
            None => {
                request.with.finish()?;
                Ok(with_epoch(json!({ "step": null }), epoch))
            }
        }
    }

    pub(super) fn continue_enrolment(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.with.text("step")?;
        let step = self.enrolments.remove(&name).ok_or_else(|| Mistake(format!("no `step` is called {name}")))?;
        let with = &mut request.with;
        let plain = match step {
            Step::Token(needed) => Ok(needed.with(Secret::new(with.text("token")?.into_bytes()))),
            Step::Name(needed) => Ok(needed.with(&with.text("name")?)),
            Step::Options(needed) => Ok(needed.with(with.document("options")?.0.as_bytes())),
            Step::Wait(waiting) => {
                with.flag("waited")?;
                Ok(waiting.waited())
            }
            other => Err(other),
        };
        let committed = match plain {
            Ok(step) => Committed { value: step, epoch: self.provider(&request)?.epoch()? },
            Err(step) => self.committing(&mut request, step, &name)?,
        };
        self.at(request, committed)
    }

    /// What may write.
    fn committing(&mut self, request: &mut Call, step: Step, name: &str) -> Result<Committed<Step>, Stop> {
        let with = &mut request.with;
        match step {
            Step::Send(sending) => {
                let answer = if with.flag("unreachable")? {
                    Answer::Unreachable
                } else {
                    Answer::Response(answer(with.object("answer")?)?)
                };
                Ok(self.provider(request)?.enrolments().answered(sending, &answer)?)
            }
            Step::Create(creating) => match with.text_if_any("created")? {
                Some(plan) => {
                    let Some(CreateStep::Made(created)) = self.registrations.remove(&plan) else {
                        return Err(at_no_such_step(&plan));
                    };
                    Ok(self.provider(request)?.enrolments().created(creating, &created)?)
                }
                None => {
                    let error = match with.text("not_created")?.as_str() {
                        "declined" => Error::Declined,
                        "already_registered" => Error::AlreadyRegistered { epoch: Epoch::default() },
                        _ => return Err(with.wrong("not_created", "declined or already_registered").into()),
                    };
                    Ok(self.provider(request)?.enrolments().not_created(creating, &error)?)
                }
            },
            Step::Ask(question) => {
                let reply = match with.text("reply")?.as_str() {
                    "go_on" => Reply::GoOn,
                    "delete_and_retry" => Reply::DeleteAndRetry,
                    "stop" => Reply::Stop,
                    _ => return Err(with.wrong("reply", "a reply").into()),
                };
                Ok(self.provider(request)?.enrolments().replied(question, reply)?)
            }
            _ => Err(at_no_such_step(name)),
        }
    }

    pub(super) fn plan_enrolment(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (name, step) = (request.name()?, request.with.text("step")?);
        let model = input::model(&mut request.with)?;
        let offer = input::attestation_offer(&mut request.with)?;
        let member = policy::member(&mut request.with)?;
        let Some(Step::Create(creating)) = self.enrolments.get(&step) else { return Err(at_no_such_step(&step)) };
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let mut plan = provider.enrolments().plan(creating, model)?.offer_attestation(offer);
        if let Some(member) = member? {
            plan = plan.as_member(member.membership(), member.in_hardware)?;
        }
        let reported = started(&plan, &[]);
        self.registrations.insert(name, CreateStep::Begun(Box::new(plan)));
        Ok(reported)
    }

    pub(super) fn abandon_enrolment(&mut self, mut request: Call) -> Result<Value, Stop> {
        let id = enrolment_id(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let Committed { value, epoch } = provider.enrolments().abandon(id)?;
        Ok(with_epoch(json!({ "was_there": value }), epoch))
    }

    pub(super) fn begin_removal_on_both_sides(&mut self, mut request: Call) -> Result<Value, Stop> {
        let passkey = input::passkey(&mut request.with)?;
        let setup = request.with.object_if_any("setup")?.map(setup).transpose()?;
        let committed = self.provider(&request)?.enrolments().begin_removal(&passkey, setup)?;
        self.at(request, committed)
    }

    pub(super) fn begin_listing_at_server(&mut self, mut request: Call) -> Result<Value, Stop> {
        let setup = setup(request.with.object("setup")?)?;
        let (rp_id, handle) = (input::rp_id(&mut request.with, "rp_id")?, input::user_handle(&mut request.with)?);
        let committed = self.provider(&request)?.enrolments().look(setup, rp_id, handle)?;
        self.at(request, committed)
    }

    /// What there is to show of a step, which goes on under its name.
    fn at(&mut self, request: Call, committed: Committed<Step>) -> Result<Value, Stop> {
        request.with.finish()?;
        let shown = with_epoch(step(&committed.value), committed.epoch);
        if let Some(name) = request.bound_as {
            self.enrolments.insert(name, committed.value);
        }
        Ok(shown)
    }
}

pub(super) fn shipped_dialects(request: Call) -> Result<Value, Stop> {
    request.with.finish()?;
    let dialect = |dialect: Dialect| {
        json!({
            "name": dialect.name(), "title": dialect.title(), "parameters": dialect.parameters().collect::<Vec<_>>(),
            "verified": match dialect.verified() {
                Verified::Ran { .. } => "ran",
                Verified::Documented { .. } => "documented",
            },
            "needs_options": dialect.needs_options(), "lists": dialect.lists(), "deletes": dialect.deletes(),
        })
    };
    let dialects: Vec<Value> = Dialect::names().filter_map(Dialect::shipped).map(dialect).collect();
    Ok(json!({ "dialects": dialects }))
}

fn enrolment_id(with: &mut Arguments) -> Result<EnrolmentId, Mistake> {
    EnrolmentId::parse(&with.text("id")?).ok_or_else(|| with.wrong("id", "the id of an enrolment"))
}

fn setup(mut with: Arguments) -> Result<Setup, Mistake> {
    let dialect = match with.clone().text("dialect") {
        Ok(name) => {
            with.take("dialect");
            Dialect::shipped(&name).ok_or_else(|| with.wrong("dialect", "a dialect"))?
        }
        Err(_) => parsed("dialect", Dialect::parse(with.document("dialect")?.0.as_bytes()))?,
    };
    let server = parsed("server", Server::parse(&with.text("server")?))?;
    let mut parameters = Vec::new();
    for mut parameter in with.objects("parameters")? {
        parameters.push((parameter.text("name")?, parameter.text("value")?));
        parameter.finish()?;
    }
    let given: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut setup = parsed("parameters", Setup::new(dialect, server, &given))?;
    if let Some(account) = with.text_if_any("account")? {
        setup = setup.account(&account);
    }
    if let Some(name) = with.text_if_any("friendly_name")? {
        setup = setup.friendly_name(&name);
    }
    if let Some(page) = with.text_if_any("page")? {
        setup = setup.at_page(parsed("page", passkey_provider::id::Origin::parse(&page))?);
    }
    with.finish()?;
    Ok(setup)
}

fn answer(mut with: Arguments) -> Result<Response, Mistake> {
    let status = u16::try_from(with.number("status")?).map_err(|_| with.wrong("status", "a status"))?;
    let body = with.has("body").then(|| with.document("body")).transpose()?;
    let response = Response {
        status,
        content_type: with.text_if_any("content_type")?.or_else(|| Some("application/json".to_owned())),
        redirects: Vec::new(),
        headers: ResponseHeaders {
            location: with.text_if_any("location")?,
            retry_after: with.text_if_any("retry_after")?,
            set_cookie: with.texts("set_cookie")?,
        },
        body: body.map(|body| body.0.into_bytes()).unwrap_or_default(),
    };
    with.finish()?;
    Ok(response)
}

fn step(step: &Step) -> Value {
    match step {
        Step::Token(needed) => json!({
            "step": "token", "id": needed.id().to_text(), "server": needed.server().origin(),
            "reason": match needed.reason() {
                TokenReason::First => "first",
                TokenReason::Again => "again",
                TokenReason::Unusable => "unusable",
            },
            "kind": match needed.kind() {
                TokenKind::Bearer => "bearer",
                TokenKind::Header => "header",
                TokenKind::Cookies => "cookies",
            },
            "scope": needed.scope(), "fresh_seconds": needed.fresh_within().map(|time| time.as_secs()),
            "refusal": needed.refused().map(|refused| refusal(needed.family(), refused)),
        }),
        Step::Name(needed) => json!({ "step": "name", "id": needed.id().to_text(), "longest": needed.longest() }),
        Step::Options(needed) => json!({ "step": "options", "id": needed.id().to_text() }),
        Step::Send(sending) => {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let request = sending.request();
            let headers: HashMap<&str, String> =
                request.headers.iter().map(|header| (&*header.name, text(header.value.expose()))).collect();
            json!({
                "step": "send", "id": sending.id().to_text(), "purpose": sending.purpose(),
                "method": request.method.as_str(), "url": request.url, "headers": headers,
                "body": request.body.as_ref().map(|body| render::parsed_json(&text(body.expose()))),
                "most_bytes": request.limits.most_bytes, "timeout_seconds": request.limits.timeout.as_secs(),
            })
        }
        Step::Create(creating) => json!({ "step": "create", "id": creating.id().to_text() }),
        Step::Ask(question) => asked(question),
        Step::Wait(waiting) => {
            json!({ "step": "wait", "id": waiting.id().to_text(), "after_seconds": waiting.after().as_secs() })
        }
        Step::Done(outcome) => done(outcome),
        Step::Failed(failed) => json!({
            "step": "failed", "id": failed.id().to_text(), "dialect": failed.dialect(),
            "failure": failed.failure().as_str(), "sentence": failed.failure().sentence(),
            "next": failed.failure().next(), "is_open": failed.is_open(),
            "refusal": failed.refused().map(|refused| refusal(failed.family(), refused)),
            "passkey": failed.passkey().map(render::reference),
        }),
    }
}

fn asked(question: &Question) -> Value {
    let (kind, meant, found) = match question.kind() {
        QuestionKind::WrongAccount { meant, found } => ("wrong_account", Some(meant), Some(found)),
        QuestionKind::NotRegistered => ("not_registered", None, None),
        QuestionKind::NotKnown => ("not_known", None, None),
    };
    json!({
        "step": "ask", "id": question.id().to_text(), "question": kind, "meant": meant, "found": found,
        "passkey": question.passkey().map(render::reference),
    })
}

fn done(outcome: &Outcome) -> Value {
    match outcome {
        Outcome::Enrolled { passkey, registration } => json!({
            "step": "done", "outcome": "enrolled", "passkey": render::reference(passkey), "registration": registration,
        }),
        Outcome::Removed { passkey } => {
            json!({ "step": "done", "outcome": "removed", "passkey": render::reference(passkey) })
        }
        Outcome::Listed { on_server, found } => json!({
            "step": "done", "outcome": "listed", "on_server": on_server,
            "confirmed": render::references(&found.confirmed), "stale": render::references(&found.stale),
            "untouched": render::references(&found.untouched), "coverage": found.coverage.as_str(),
        }),
    }
}

fn refusal(family: refusal::Family, refused: &RefusedAs) -> Value {
    json!({ "family": family.as_str(), "status": refused.status, "code": refused.code })
}
