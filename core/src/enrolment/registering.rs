//! From nothing to a passkey that the server has.

use std::sync::Arc;

use serde_json::Value;

use super::dialect::{Values, encode};
use super::failure::{Failure, RefusedAs};
use super::outcome::Outcome;
use super::pointer;
use super::record::{EnrolmentId, Record, Stage, Subject};
use super::setup::Setup;
use super::step::{Asked, Creating, NameNeeded, OptionsNeeded, Parts, Question, Sending, Step};
use super::verdict::{Verdict, judge};
use super::work::{Errand, Listing, UNEXPECTED, Work};
use super::{durable, step};
use crate::ceremony::{Along, Authenticator, CreatePlan, Created};
use crate::document::Unambiguous;
use crate::entropy;
use crate::error::Error;
use crate::exchange::{Answer, Response};
use crate::id::CredentialId;
use crate::key::Model;
use crate::lifecycle::{self, StandingEvidence};
use crate::store::{Committed, DocumentKind};
use crate::webauthn::RenderFailed;
use crate::webauthn::options::{Mode, parse_creation_options};

/// Begins: from now on the store knows of it.
pub(crate) fn begin(authenticator: &Authenticator, setup: Setup) -> Result<Committed<Step>, Error> {
    let id = EnrolmentId(entropy::make_bytes(&*authenticator.entropy)?);
    let record = setup.into_record(authenticator.clock.now());
    let work = Work::new(id, record);
    let committed = durable::write(authenticator, &work, |_, _| Ok(()))?;
    Ok(committed.map(|()| first(work)))
}

/// The first step of a registration.
pub(super) fn first(work: Box<Work>) -> Step {
    if work.dialect().wants_name() && work.record.name.is_none() {
        return Step::Name(NameNeeded { work });
    }
    if work.dialect().needs_options() {
        return Step::Options(OptionsNeeded { work });
    }
    work.go(Errand::Options)
}

/// The host brought the options.
pub(super) fn options_brought(work: Box<Work>, json: &[u8]) -> Step {
    match serde_json::from_slice(json) {
        Ok(Unambiguous(answer)) => {
            options_taken(work, answer, None).unwrap_or_else(|(work, failure)| work.fail(failure, None, true))
        }
        Err(_) => work.fail(Failure::InvalidOptions, None, true),
    }
}

/// The answer to the request for options.
pub(super) fn options_answered(
    authenticator: &Authenticator,
    sending: Sending,
    answer: &Answer,
) -> Result<Committed<Step>, Error> {
    let Sending { work, errand, request } = sending;
    let unchanged = |step| durable::unchanged(authenticator, step);
    match judge(work.dialect(), &Default::default(), true, request.limits, answer, authenticator.clock.now()) {
        Verdict::Taken(value) => {
            let response = match answer {
                Answer::Response(response) => Some((response, request.url.as_str())),
                Answer::Unreachable => None,
            };
            match options_taken(work, value, response) {
                Ok(step) => unchanged(step),
                Err((work, failure)) => durable::end(authenticator, work, failure, None),
            }
        }
        Verdict::SignIn(refused) => match work.sign_in_again(errand, refused) {
            Ok(step) => unchanged(step),
            Err((work, refused)) => durable::end(authenticator, work, Failure::SignIn, Some(refused)),
        },
        Verdict::Wait(after, refused) => unchanged(work.wait_or_fail(errand, after, refused)),
        Verdict::Refused(failure, refused) => durable::end(authenticator, work, failure, Some(refused)),
        // Nothing was made: to begin again costs nothing.
        Verdict::Unknown(failure) => unchanged(work.fail(failure, None, true)),
    }
}

/// Options are here. The response, with the URL that it came from, where there was one.
fn options_taken(
    mut work: Box<Work>,
    answer: Value,
    response: Option<(&Response, &str)>,
) -> Result<Step, (Box<Work>, Failure)> {
    let rule = work.dialect().options.clone();
    let mut taken = Values::new();
    for (name, at) in &rule.take {
        let Some(found) = pointer::find(&answer, at) else { return Err((work, Failure::WrongShape)) };
        taken.insert(name.clone(), found.into_owned());
    }
    if let Some(name) = &rule.location {
        match location_id(&work.record, response) {
            Ok(id) => taken.insert(name.clone(), Value::String(id)),
            Err(failure) => return Err((work, failure)),
        };
    }
    let mut values = work.values();
    values.insert("answer".to_owned(), answer.clone());
    let options = match &rule.members {
        Some(members) => members.fill(&values),
        None => pointer::find(&answer, &rule.at).map(std::borrow::Cow::into_owned),
    };
    let Some(mut options) = options else { return Err((work, Failure::WrongShape)) };
    if rule.challenge_is_text {
        challenge_of_text(&mut options);
    }
    let Ok(json) = serde_json::to_vec(&options) else { return Err((work, Failure::InvalidOptions)) };
    let Ok(understood) = parse_creation_options(&json, Mode::Tolerant) else {
        return Err((work, Failure::InvalidOptions));
    };
    let options = understood.options;
    let Some(caller) = work.record.caller(options.rp_id.as_ref()) else { return Err((work, Failure::ForeignRpId)) };
    work.taken = taken;
    work.tries = 0;
    let is_other = work.record.account.as_ref().is_some_and(|meant| {
        let meant = meant.trim().to_lowercase();
        meant != options.user.name.trim().to_lowercase()
    });
    let parts = Box::new(Parts { options, caller });
    if is_other {
        return Ok(Step::Ask(Question { work, kind: Asked::WrongAccount(parts) }));
    }
    Ok(Step::Create(Creating { work, parts }))
}

/// The end of `Location`, which has to be on the server itself.
fn location_id(record: &Record, response: Option<(&Response, &str)>) -> Result<String, Failure> {
    let (response, from) = response.ok_or(Failure::WrongShape)?;
    let location = response.headers.location.as_deref().ok_or(Failure::WrongShape)?;
    let url = record.server.url_named(location, Some(from)).ok_or(Failure::OtherHost)?;
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let id = percent_decoded(last).ok_or(Failure::WrongShape)?;
    // Only what can stand in a path again.
    encode(&id).map(|_| id).ok_or(Failure::WrongShape)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        if *first == b'%' {
            let (digits, others) = others.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = others;
        } else {
            bytes.push(*first);
            rest = others;
        }
    }
    String::from_utf8(bytes).ok()
}

/// The challenge is the text's bytes (privacyIDEA; Entra's own page does so too).
fn challenge_of_text(options: &mut Value) {
    let holder = match options.get("publicKey") {
        Some(_) => options.get_mut("publicKey"),
        None => Some(options),
    };
    if let Some(Value::String(challenge)) = holder.and_then(|holder| holder.get_mut("challenge")) {
        use base64::Engine;
        *challenge = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(challenge.as_bytes());
    }
}

/// The ordinary ceremony, which writes the enrolment's next stage together with the passkey.
pub(crate) fn plan(authenticator: &Authenticator, creating: &Creating, model: Model) -> Result<CreatePlan, Error> {
    let Creating { work, parts } = creating;
    let Parts { options, caller } = &**parts;
    let plan = authenticator.begin_create(options, caller, model)?;
    let replaces = work.record.replaces.as_ref();
    let is_given_up = !plan.decision().existing().is_empty()
        && plan.decision().existing().iter().all(|existing| Some(&existing.passkey) == replaces)
        && plan.decision().answers().contains(&lifecycle::Answer::DeleteAndRetry);
    let plan = if is_given_up { plan.delete_and_retry()? } else { plan };
    let (id, record) = (work.id, Arc::new(work.record.clone()));
    let (rp_id, handle) = (caller.rp_id().clone(), options.user.handle.clone());
    let (values, rule) = (work.values(), work.dialect().register.clone());
    let kind = DocumentKind::Enrolment;
    let number = authenticator.store.document_number(kind, &id.0)?.ok_or(Error::PlanOutdated)?;
    let render = move |credential_id: &CredentialId| {
        let passkey = crate::id::PasskeyRef { rp_id: rp_id.clone(), credential_id: credential_id.clone() };
        let mut values = values.clone();
        let credential = serde_json::json!({ "id": credential_id.to_base64url() });
        values.insert("credential".to_owned(), credential);
        let known = rule.id.as_ref().filter(|_| !rule.id_is_answered);
        let registration = known.and_then(|template| template.fill(&values));
        let stage = Stage::Made(Subject { passkey, handle: handle.clone(), registration });
        Record { stage, ..Record::clone(&record) }.render(id)
    };
    Ok(plan.along(Along { kind, name: id.0.to_vec(), number, render: Box::new(render) }))
}

/// The passkey is here; now the server is told.
pub(crate) fn created(
    authenticator: &Authenticator,
    creating: Creating,
    created: &Created,
) -> Result<Committed<Step>, Error> {
    let Creating { mut work, .. } = creating;
    let record = durable::find(authenticator, work.id)?.ok_or(Error::PlanOutdated)?;
    if record.subject().is_none_or(|subject| subject.passkey != created.passkey.reference()) {
        return Err(Error::PlanOutdated);
    }
    work.record = record;
    let json = created.response.to_json_for_server()?;
    let credential: Value = serde_json::from_str(&json).map_err(|_| RenderFailed::Json)?;
    work.taken.insert("credential".to_owned(), credential);
    work.tries = 0;
    durable::unchanged(authenticator, work.go(Errand::Register))
}

/// No passkey was made.
pub(crate) fn not_created(
    authenticator: &Authenticator,
    creating: Creating,
    error: &Error,
) -> Result<Committed<Step>, Error> {
    let failure = match error {
        Error::AlreadyRegistered { .. } => Failure::AlreadyRegistered,
        _ => Failure::NotCreated,
    };
    let mut work = creating.work;
    let record = durable::find(authenticator, work.id)?;
    // One was made after all: what became of it is to be found out, not forgotten.
    match record {
        Some(record) if record.subject().is_some() => {
            work.record = record;
            durable::unchanged(authenticator, work.fail(failure, None, true))
        }
        _ => durable::end(authenticator, work, failure, None),
    }
}

/// The answer to the registration.
pub(super) fn register_answered(
    authenticator: &Authenticator,
    sending: Sending,
    answer: &Answer,
) -> Result<Committed<Step>, Error> {
    let Sending { mut work, errand, request } = sending;
    let rule = &work.dialect().register;
    match judge(work.dialect(), &rule.success, rule.id_is_answered, request.limits, answer, authenticator.clock.now()) {
        Verdict::Taken(value) => {
            let mut values = work.values();
            values.insert("answer".to_owned(), value);
            let registration = rule.id.as_ref().and_then(|template| template.fill(&values));
            enrolled(authenticator, work, registration)
        }
        Verdict::SignIn(refused) => match work.sign_in_again(errand, refused) {
            Ok(step) => durable::unchanged(authenticator, step),
            Err((work, refused)) => rejected(authenticator, work, Failure::SignIn, refused),
        },
        Verdict::Wait(after, refused) => {
            work.may_be_taken |= refused.status >= 500;
            match work.wait(errand, after) {
                Ok(step) => durable::unchanged(authenticator, step),
                Err(work) => no_answer(authenticator, work, Failure::Throttled),
            }
        }
        Verdict::Refused(..) if work.may_be_taken => no_answer(authenticator, work, Failure::ServerFailed),
        Verdict::Refused(failure, refused) => rejected(authenticator, work, failure, refused),
        Verdict::Unknown(failure) => no_answer(authenticator, work, failure),
    }
}

/// The server has it: confirmed here, and what the server calls it is kept, in one commit.
pub(super) fn enrolled(
    authenticator: &Authenticator,
    mut work: Box<Work>,
    registration: Option<Value>,
) -> Result<Committed<Step>, Error> {
    let subject = work.record.subject().cloned().ok_or(UNEXPECTED)?;
    let registration = registration.or_else(|| subject.registration.clone());
    let subject = Subject { registration, ..subject };
    work.record.stage = Stage::Made(subject.clone());
    let outcome = Outcome::Enrolled {
        passkey: subject.passkey.clone(),
        registration: step::registration_text(subject.registration.as_ref()),
    };
    let committed = durable::finish(authenticator, &work, &outcome, |transaction, now| {
        match transaction.find(&subject.passkey.rp_id, &subject.passkey.credential_id)? {
            Some(mut passkey) => lifecycle::note_accepted(transaction, &mut passkey, now),
            None => Ok(()),
        }
    })?;
    Ok(committed.map(|()| work.done(outcome)))
}

/// The server refused the registration: it is at its end, and the passkey says why.
fn rejected(
    authenticator: &Authenticator,
    work: Box<Work>,
    failure: Failure,
    refused: RefusedAs,
) -> Result<Committed<Step>, Error> {
    let subject = work.record.subject().cloned().ok_or(UNEXPECTED)?;
    let note = refused.note();
    durable::end_with(authenticator, work, failure, Some(refused), |transaction, now| {
        if let Some(mut passkey) = transaction.find(&subject.passkey.rp_id, &subject.passkey.credential_id)? {
            lifecycle::weigh_in(transaction, &mut passkey, StandingEvidence::Refused, Some(&note), now)?;
        }
        Ok(())
    })
}

/// Whether the server has it is not known: it is noted, and found out if that is possible.
fn no_answer(authenticator: &Authenticator, work: Box<Work>, failure: Failure) -> Result<Committed<Step>, Error> {
    let subject = work.record.subject().cloned().ok_or(UNEXPECTED)?;
    let committed = durable::write(authenticator, &work, |transaction, now| {
        if let Some(mut passkey) = transaction.find(&subject.passkey.rp_id, &subject.passkey.credential_id)? {
            let (evidence, note) = (StandingEvidence::NoAnswer, Some(failure.as_str()));
            lifecycle::weigh_in(transaction, &mut passkey, evidence, note, now)?;
        }
        Ok(())
    })?;
    let epoch = committed.epoch;
    Ok(committed.map(|()| find_out(work, epoch)))
}

/// A passkey that was made, and of whose registration this process knows nothing: another one had begun it, and may
/// have sent it.
pub(super) fn unanswered(authenticator: &Authenticator, work: Box<Work>) -> Result<Committed<Step>, Error> {
    if work.list_can_tell() {
        let asked = authenticator.store.epoch()?;
        return durable::unchanged(authenticator, find_out(work, asked));
    }
    no_answer(authenticator, work, Failure::Unreachable)
}

/// Asks the server's list, or the person where there is none that could tell.
pub(super) fn find_out(mut work: Box<Work>, asked: crate::store::Epoch) -> Step {
    work.tries = 0;
    if work.list_can_tell() {
        work.go(Errand::List(Listing { asked, ..Listing::default() }))
    } else {
        Step::Ask(Question { work, kind: Asked::NotKnown })
    }
}

impl NameNeeded {
    /// Goes on with a name. One of nothing but space is asked for again.
    pub fn with(mut self, name: &str) -> Step {
        self.work.record.name_it(name);
        first(self.work)
    }
}

impl OptionsNeeded {
    /// Goes on with the options: JSON, as it stands on the server's page.
    pub fn with(self, json: &[u8]) -> Step {
        options_brought(self.work, json)
    }
}
