//! The server's list: what it says of a passkey.

use serde_json::{Value, json};

use super::dialect::ListStep;
use super::failure::Failure;
use super::outcome::Outcome;
use super::record::{Stage, Subject};
use super::registering::enrolled;
use super::removing::Found;
use super::step::{Asked, Question, Sending, Step, Waiting};
use super::verdict::{Verdict, judge};
use super::work::{Errand, Listing, UNEXPECTED, Work};
use super::{durable, pointer, removing};
use crate::ceremony::Authenticator;
use crate::error::Error;
use crate::exchange::Answer;
use crate::id::PasskeyRef;
use crate::lifecycle::{self, AsOf, Reconciliation, StandingEvidence};
use crate::store::Committed;
use crate::webauthn::server_list::{ListCoverage, ServerList};

/// More pages than an account's passkeys fill.
const MOST_PAGES: u8 = 50;

/// More entries than an account has.
const MOST_ENTRIES: usize = 10_000;

/// How long a server that did not answer may still be at work on what it was sent.
const LATE: std::time::Duration = std::time::Duration::from_secs(10);

/// A list that is read as far as it could be.
struct Read<'l> {
    rule: &'l ListStep,
    entries: &'l [Value],
    /// Every reading of every id, where the list has credential ids.
    ids: Option<ServerList>,
    is_whole: bool,
}

/// The answer to the request for a list, or a page of it.
pub(super) fn answered(
    authenticator: &Authenticator,
    sending: Sending,
    answer: &Answer,
) -> Result<Committed<Step>, Error> {
    let Sending { mut work, errand, request } = sending;
    let Errand::List(mut listing) = errand else { return Err(UNEXPECTED) };
    let unchanged = |step| durable::unchanged(authenticator, step);
    match judge(work.dialect(), &Default::default(), true, request.limits, answer, authenticator.clock.now()) {
        Verdict::Taken(value) => match page(&work, &mut listing, &value, &request.url) {
            Ok(Some(next)) => {
                listing.next = Some(next);
                work.tries = 0;
                unchanged(work.go(Errand::List(listing)))
            }
            Ok(None) => conclude(authenticator, work, listing, None),
            Err(failure) => conclude(authenticator, work, listing, Some(failure)),
        },
        Verdict::SignIn(refused) => match work.sign_in_again(Errand::List(listing), refused) {
            Ok(step) => unchanged(step),
            Err((work, refused)) => unchanged(work.fail(Failure::SignIn, Some(refused), true)),
        },
        Verdict::Wait(after, refused) => unchanged(work.wait_or_fail(Errand::List(listing), after, refused)),
        // It says nothing of the passkey, which stays as it stands.
        Verdict::Refused(failure, refused) => unchanged(work.fail(failure, Some(refused), true)),
        Verdict::Unknown(failure) => conclude(authenticator, work, listing, Some(failure)),
    }
}

/// Takes a page; gives the URL of the next one, if there is one.
fn page(work: &Work, listing: &mut Listing, value: &Value, from: &str) -> Result<Option<String>, Failure> {
    let rule = work.dialect().list.as_ref().ok_or(Failure::WrongShape)?;
    let found = pointer::find(value, &rule.at).ok_or(Failure::WrongShape)?;
    let entries = found.as_array().ok_or(Failure::WrongShape)?;
    let counts = |entry: &&Value| {
        rule.only.iter().all(|(at, values)| {
            let found = pointer::find(entry, at);
            // What is not there is as if it were empty.
            let found = found.as_deref().unwrap_or(&Value::Null);
            values.contains(found) || found.is_null() && values.contains(&Value::String(String::new()))
        })
    };
    listing.entries.extend(entries.iter().filter(counts).cloned());
    listing.pages = listing.pages.saturating_add(1);
    let next = rule.next.as_ref().and_then(|at| pointer::find(value, at)).filter(|next| !next.is_null());
    let Some(next) = next else { return Ok(None) };
    if listing.pages >= MOST_PAGES || listing.entries.len() > MOST_ENTRIES {
        return Err(Failure::TooLong);
    }
    let next = next.as_str().ok_or(Failure::WrongShape)?;
    // What is secret goes with it, so that it has to be on the same server.
    work.record.server.url_named(next, Some(from)).map(Some).ok_or(Failure::OtherHost)
}

impl<'l> Read<'l> {
    fn new(rule: &'l ListStep, entries: &'l [Value], is_whole: bool) -> Self {
        let ids = rule.credential.as_ref().and_then(|at| {
            let named: Vec<Value> = entries
                .iter()
                .map(|entry| json!({ "credentialId": pointer::find(entry, at).and_then(|found| pointer::scalar(&found)) }))
                .collect();
            ServerList::parse(&serde_json::to_vec(&json!({ "credentials": named })).ok()?).ok()
        });
        Self { rule, entries, ids, is_whole }
    }

    /// The entry of a passkey.
    fn entry(&self, subject: &Subject) -> Option<&Value> {
        let by_id = |entry: &&Value| {
            let found = self.rule.credential.as_ref().and_then(|at| pointer::find(entry, at));
            let text = found.and_then(|found| pointer::scalar(&found));
            text.is_some_and(|text| {
                let one = serde_json::to_vec(&json!({ "credentials": [{ "credentialId": text }] })).unwrap_or_default();
                ServerList::parse(&one).is_ok_and(|list| list.names(&subject.passkey.credential_id))
            })
        };
        let known = subject.registration.as_ref().and_then(pointer::scalar);
        let by_registration = |entry: &&Value| {
            let found = self.registration(entry).as_ref().and_then(pointer::scalar);
            found.is_some() && found == known
        };
        self.entries.iter().find(by_id).or_else(|| self.entries.iter().find(by_registration))
    }

    /// What the server calls an entry.
    fn registration(&self, entry: &Value) -> Option<Value> {
        pointer::find(entry, self.rule.registration.as_ref()?).map(std::borrow::Cow::into_owned)
    }

    /// Whether what it does not name is not on the server.
    fn is_complete(&self) -> bool {
        let is_read = match &self.ids {
            Some(ids) => ids.is_complete(),
            None => {
                self.rule.registration.is_some() && self.entries.iter().all(|entry| self.registration(entry).is_some())
            }
        };
        self.is_whole && is_read
    }
}

/// All that could be read was.
fn conclude(
    authenticator: &Authenticator,
    work: Box<Work>,
    listing: Listing,
    failure: Option<Failure>,
) -> Result<Committed<Step>, Error> {
    let rule = work.dialect().list.clone().ok_or(UNEXPECTED)?;
    let read = Read::new(&rule, &listing.entries, failure.is_none());
    let subject = match &work.record.stage {
        Stage::Looking { .. } => return looked(authenticator, work, &listing, &read, failure),
        Stage::Removing(_) => return removing::listed(authenticator, work, read.found(), failure),
        Stage::Made(subject) => subject.clone(),
        Stage::Began => return Err(UNEXPECTED),
    };
    match (read.entry(&subject), failure) {
        (Some(entry), _) => {
            let registration = read.registration(entry);
            enrolled(authenticator, work, registration)
        }
        (None, Some(failure)) => durable::unchanged(authenticator, work.fail(failure, None, true)),
        (None, None) if !read.is_complete() => {
            durable::unchanged(authenticator, Step::Ask(Question { work, kind: Asked::NotKnown }))
        }
        (None, None) if !listing.was_missing => {
            let again = Listing { asked: listing.asked, was_missing: true, ..Listing::default() };
            durable::unchanged(authenticator, Step::Wait(Waiting { work, errand: Errand::List(again), after: LATE }))
        }
        (None, None) => {
            let committed = durable::write(authenticator, &work, |transaction, now| match &read.ids {
                Some(ids) => {
                    let (rp_id, as_of) = (&subject.passkey.rp_id, AsOf::Epoch(listing.asked));
                    lifecycle::reconcile(transaction, rp_id, &subject.handle, ids, as_of, now).map(drop)
                }
                None => {
                    let PasskeyRef { rp_id, credential_id } = &subject.passkey;
                    match transaction.find(rp_id, credential_id)? {
                        Some(mut passkey) => {
                            let evidence = StandingEvidence::MissingOnServer;
                            lifecycle::weigh_in(transaction, &mut passkey, evidence, None, now).map(drop)
                        }
                        None => Ok(()),
                    }
                }
            })?;
            Ok(committed.map(|()| Step::Ask(Question { work, kind: Asked::NotRegistered })))
        }
    }
}

impl Read<'_> {
    fn found(&self) -> impl FnOnce(&Subject) -> Found + use<'_> {
        |subject| match self.entry(subject) {
            Some(entry) => Found::There(self.registration(entry)),
            None if self.is_complete() => Found::Gone,
            None => Found::Unsaid,
        }
    }
}

/// The host asked for the list.
fn looked(
    authenticator: &Authenticator,
    work: Box<Work>,
    listing: &Listing,
    read: &Read<'_>,
    failure: Option<Failure>,
) -> Result<Committed<Step>, Error> {
    if let Some(failure) = failure {
        return durable::unchanged(authenticator, work.fail(failure, None, false));
    }
    let Stage::Looking { rp_id, handle } = work.record.stage.clone() else { return Err(UNEXPECTED) };
    let mut found = Reconciliation::default();
    let committed = durable::commit(authenticator, |transaction, now| {
        if let Some(ids) = &read.ids {
            found = lifecycle::reconcile(transaction, &rp_id, &handle, ids, AsOf::Epoch(listing.asked), now)?;
        }
        Ok(())
    })?;
    if read.ids.is_none() {
        found.coverage = ListCoverage::Incomplete;
    }
    Ok(committed.map(|()| Step::Done(Outcome::Listed { on_server: listing.entries.len(), found })))
}
