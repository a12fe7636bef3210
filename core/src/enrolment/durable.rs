//! What an enrolment writes: each step in one commit, together with what it says of the passkey.

use super::failure::{Failure, RefusedAs};
use super::outcome::Outcome;
use super::record::{EnrolmentId, Record, Stage};
use super::step::Step;
use super::work::Work;
use crate::ceremony::Authenticator;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::PasskeyRef;
use crate::lifecycle::registration_name;
use crate::store::{Committed, DocumentKind, Transaction};

/// An enrolment that is not at its end: which, since when, and at which server.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unfinished {
    /// Which.
    pub id: EnrolmentId,
    /// Since when, by the device's clock.
    pub begun: Timestamp,
    /// The dialect's name.
    pub dialect: String,
    /// Scheme, host and port of the server.
    pub server: String,
    /// How far it is.
    pub stage: UnfinishedStage,
    /// The passkey that it is about, once there is one.
    pub passkey: Option<PasskeyRef>,
}

/// How far an enrolment is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum UnfinishedStage {
    /// No key is made.
    Began,
    /// The passkey is here, and the server may have it.
    Made,
    /// The passkey is to be deleted on both sides.
    Removing,
}

/// A step that wrote nothing.
pub(super) fn unchanged(authenticator: &Authenticator, step: Step) -> Result<Committed<Step>, Error> {
    Ok(Committed { value: step, epoch: authenticator.store.epoch()? })
}

/// Writes how far it is, with what `also` writes.
pub(super) fn write(
    authenticator: &Authenticator,
    work: &Work,
    also: impl FnOnce(&mut Transaction<'_>, Timestamp) -> Result<(), Error>,
) -> Result<Committed<()>, Error> {
    commit(authenticator, |transaction, now| {
        transaction.write_document(DocumentKind::Enrolment, &work.id.0, &work.record.render(work.id))?;
        also(transaction, now)
    })
}

/// It is done: what the server calls the passkey stays.
pub(super) fn finish(
    authenticator: &Authenticator,
    work: &Work,
    outcome: &Outcome,
    also: impl FnOnce(&mut Transaction<'_>, Timestamp) -> Result<(), Error>,
) -> Result<Committed<()>, Error> {
    commit(authenticator, |transaction, now| {
        transaction.remove_document(DocumentKind::Enrolment, &work.id.0)?;
        if let Some(subject) = work.record.subject() {
            let name = registration_name(&subject.passkey);
            if matches!(outcome, Outcome::Enrolled { .. }) {
                transaction.write_document(DocumentKind::Registration, &name, &work.record.render(work.id))?;
            } else {
                transaction.remove_document(DocumentKind::Registration, &name)?;
            }
        }
        also(transaction, now)
    })
}

/// It failed for good.
pub(super) fn end(
    authenticator: &Authenticator,
    work: Box<Work>,
    failure: Failure,
    refused: Option<RefusedAs>,
) -> Result<Committed<Step>, Error> {
    end_with(authenticator, work, failure, refused, |_, _| Ok(()))
}

/// The same, with what `also` writes.
pub(super) fn end_with(
    authenticator: &Authenticator,
    work: Box<Work>,
    failure: Failure,
    refused: Option<RefusedAs>,
    also: impl FnOnce(&mut Transaction<'_>, Timestamp) -> Result<(), Error>,
) -> Result<Committed<Step>, Error> {
    let committed = commit(authenticator, |transaction, now| {
        transaction.remove_document(DocumentKind::Enrolment, &work.id.0)?;
        also(transaction, now)
    })?;
    Ok(committed.map(|()| work.fail(failure, refused, false)))
}

/// The newest that the store knows of an enrolment.
pub(super) fn find(authenticator: &Authenticator, id: EnrolmentId) -> Result<Option<Record>, Error> {
    let kept = authenticator.store.document(DocumentKind::Enrolment, &id.0)?;
    Ok(kept.and_then(|kept| Record::parse(&kept.bytes)).map(|(_, record)| record))
}

/// What is kept of a passkey's registration.
pub(super) fn registration(authenticator: &Authenticator, passkey: &PasskeyRef) -> Result<Option<Record>, Error> {
    let kept = authenticator.store.document(DocumentKind::Registration, &registration_name(passkey))?;
    Ok(kept.and_then(|kept| Record::parse(&kept.bytes)).map(|(_, record)| record))
}

/// All that are not at their end, the one that was written longest ago first.
pub(crate) fn unfinished(authenticator: &Authenticator) -> Result<Vec<Unfinished>, Error> {
    let kept = authenticator.store.documents(DocumentKind::Enrolment)?;
    let entry = |(id, record): (EnrolmentId, Record)| Unfinished {
        id,
        begun: record.begun,
        dialect: record.dialect.name().to_owned(),
        server: record.server.origin(),
        stage: match record.stage {
            Stage::Made(_) => UnfinishedStage::Made,
            Stage::Removing(_) => UnfinishedStage::Removing,
            Stage::Began | Stage::Looking { .. } => UnfinishedStage::Began,
        },
        passkey: record.subject().map(|subject| subject.passkey.clone()),
    };
    Ok(kept.iter().filter_map(|kept| Record::parse(&kept.bytes)).map(entry).collect())
}

/// Forgets an enrolment; the passkey, if there is one, stays as it stands. Says whether there was one.
pub(crate) fn abandon(authenticator: &Authenticator, id: EnrolmentId) -> Result<Committed<bool>, Error> {
    let mut was_there = false;
    let committed = commit(authenticator, |transaction, _| {
        was_there = transaction.remove_document(DocumentKind::Enrolment, &id.0)?;
        Ok(())
    })?;
    Ok(committed.map(|()| was_there))
}

pub(super) fn commit(
    authenticator: &Authenticator,
    work: impl FnOnce(&mut Transaction<'_>, Timestamp) -> Result<(), Error>,
) -> Result<Committed<()>, Error> {
    authenticator.require_fresh()?;
    let mut transaction = authenticator.store.begin()?;
    work(&mut transaction, authenticator.clock.now())?;
    Ok(transaction.commit()?)
}
