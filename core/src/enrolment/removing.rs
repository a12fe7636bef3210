//! Deleting on both sides: there first, and here only on the server's word.

use serde_json::Value;

use super::durable::{self, Unfinished, UnfinishedStage};
use super::failure::Failure;
use super::outcome::Outcome;
use super::record::{EnrolmentId, Stage, Subject};
use super::setup::Setup;
use super::step::{Sending, Step};
use super::verdict::{Verdict, judge};
use super::work::{Errand, Listing, UNEXPECTED, Work};
use crate::ceremony::Authenticator;
use crate::entropy;
use crate::error::Error;
use crate::exchange::Answer;
use crate::id::{PasskeyRef, RpId, UserHandle};
use crate::lifecycle::{self, StandingEvidence};
use crate::store::{Committed, Epoch};

/// What a list says of the passkey that is to be removed.
pub(super) enum Found {
    /// The server has it, and calls it so.
    There(Option<Value>),
    /// The server does not have it.
    Gone,
    /// The list does not say.
    Unsaid,
}

/// Begins to delete a passkey on both sides. Without a setup, what is kept of its registration says how the server is
/// asked.
pub(crate) fn begin(
    authenticator: &Authenticator,
    passkey: &PasskeyRef,
    setup: Option<Setup>,
) -> Result<Committed<Step>, Error> {
    let found = authenticator.store.find(&passkey.rp_id, &passkey.credential_id)?.ok_or(Error::UnknownPasskey)?;
    let kept = durable::registration(authenticator, passkey)?;
    let registration = kept.as_ref().and_then(|kept| kept.subject()).and_then(|subject| subject.registration.clone());
    let now = authenticator.clock.now();
    // Begun again, it is the same one.
    let is_same =
        |known: &Unfinished| known.stage == UnfinishedStage::Removing && known.passkey.as_ref() == Some(passkey);
    let id = match durable::unfinished(authenticator)?.into_iter().find(is_same) {
        Some(known) => known.id,
        None => EnrolmentId(entropy::make_bytes(&*authenticator.entropy)?),
    };
    let Some(mut record) = setup.map(|setup| setup.into_record(now)).or(kept) else {
        // Who registered it is not known, so that nobody can be asked.
        return Err(Error::UnknownPasskey);
    };
    record.begun = now;
    let handle = found.metadata.user.handle;
    record.stage = Stage::Removing(Subject { passkey: passkey.clone(), handle, registration });
    let work = Work::new(id, record);
    if work.record.caller(Some(&passkey.rp_id)).is_none() {
        return durable::unchanged(authenticator, work.fail(Failure::ForeignRpId, None, false));
    }
    if !work.dialect().deletes() {
        return durable::unchanged(authenticator, work.fail(Failure::NotDeletable, None, false));
    }
    let committed = durable::write(authenticator, &work, |_, _| Ok(()))?;
    let epoch = committed.epoch;
    Ok(committed.map(|()| first(work, epoch)))
}

/// The first step of a removal: the list, or what the server calls it.
pub(super) fn first(work: Box<Work>, asked: Epoch) -> Step {
    if work.list_can_tell() {
        return work.go(Errand::List(Listing { asked, ..Listing::default() }));
    }
    match work.record.subject().and_then(|subject| subject.registration.clone()) {
        Some(registration) => work.go(Errand::Delete(registration)),
        None => work.fail(Failure::NotDeletable, None, true),
    }
}

/// Begins to compare an account's passkeys with the server's list.
pub(crate) fn look(
    authenticator: &Authenticator,
    setup: Setup,
    rp_id: RpId,
    handle: UserHandle,
) -> Result<Committed<Step>, Error> {
    let mut record = setup.into_record(authenticator.clock.now());
    let is_own = record.caller(Some(&rp_id)).is_some();
    record.stage = Stage::Looking { rp_id, handle };
    let work = Work::new(EnrolmentId(entropy::make_bytes(&*authenticator.entropy)?), record);
    let asked = authenticator.store.epoch()?;
    let step = match (is_own, work.dialect().lists()) {
        (false, _) => work.fail(Failure::ForeignRpId, None, false),
        (true, false) => work.fail(Failure::NotDeletable, None, false),
        (true, true) => work.go(Errand::List(Listing { asked, ..Listing::default() })),
    };
    durable::unchanged(authenticator, step)
}

/// The list was read.
pub(super) fn listed(
    authenticator: &Authenticator,
    work: Box<Work>,
    found: impl FnOnce(&Subject) -> Found,
    failure: Option<Failure>,
) -> Result<Committed<Step>, Error> {
    let subject = work.record.subject().cloned().ok_or(UNEXPECTED)?;
    let unchanged = |step| durable::unchanged(authenticator, step);
    match (found(&subject), failure) {
        (Found::There(registration), _) => match registration.or(subject.registration) {
            Some(registration) => unchanged(work.go(Errand::Delete(registration))),
            None => unchanged(work.fail(Failure::NotDeletable, None, true)),
        },
        (Found::Gone, None) => gone(authenticator, work),
        (_, Some(failure)) => unchanged(work.fail(failure, None, true)),
        (Found::Unsaid, None) => match subject.registration {
            Some(registration) => unchanged(work.go(Errand::Delete(registration))),
            None => unchanged(work.fail(Failure::NotDeletable, None, true)),
        },
    }
}

/// The answer to the deletion.
pub(super) fn answered(
    authenticator: &Authenticator,
    sending: Sending,
    answer: &Answer,
) -> Result<Committed<Step>, Error> {
    let Sending { work, errand, request } = sending;
    let unchanged = |step| durable::unchanged(authenticator, step);
    match judge(work.dialect(), &Default::default(), false, request.limits, answer, authenticator.clock.now()) {
        Verdict::Taken(_) => gone(authenticator, work),
        // It is not there: what was to be done is done.
        Verdict::Refused(_, refused) if matches!(refused.status, 404 | 410) => gone(authenticator, work),
        Verdict::SignIn(refused) => match work.sign_in_again(errand, refused) {
            Ok(step) => unchanged(step),
            Err((work, refused)) => unchanged(work.fail(Failure::SignIn, Some(refused), true)),
        },
        Verdict::Wait(after, refused) => unchanged(work.wait_or_fail(errand, after, refused)),
        // Ours stays, and the store knows that it was to go.
        Verdict::Refused(failure, refused) => unchanged(work.fail(failure, Some(refused), true)),
        Verdict::Unknown(failure) => unchanged(work.fail(failure, None, true)),
    }
}

/// The server does not have it any more: now it goes here too.
fn gone(authenticator: &Authenticator, work: Box<Work>) -> Result<Committed<Step>, Error> {
    let subject = work.record.subject().cloned().ok_or(UNEXPECTED)?;
    let outcome = Outcome::Removed { passkey: subject.passkey.clone() };
    let committed = durable::finish(authenticator, &work, &outcome, |transaction, now| {
        let PasskeyRef { rp_id, credential_id } = &subject.passkey;
        let Some(mut passkey) = transaction.find(rp_id, credential_id)? else { return Ok(()) };
        lifecycle::weigh_in(transaction, &mut passkey, StandingEvidence::MissingOnServer, None, now)?;
        lifecycle::delete(transaction, passkey, now).map(drop)
    })?;
    Ok(committed.map(|()| Step::Done(outcome)))
}
