//! Registration inside the app: a durable state machine between a server and the ceremonies, without a network.
//!
//! A [`Step`] says what is to be done next, and holds what the machine knows; the host does it, with whatever HTTP
//! client it has, and hands the step back for the next one. A step is consumed by what follows it, so that none is
//! taken twice and no other order compiles. What matters is sealed in the store in the same commit as what it says of
//! the passkey, so that any process of the app can go on after a crash
//! ([`Enrolments::resume`](crate::provider::Enrolments::resume)).
//!
//! ```text
//! begin -> Token -> Name -> Send(options) -> Create -> Send(register) -> Done
//!                                                        | no answer
//!                                                        `-> Send(list) -> Done, or Ask
//! ```
//!
//! # Rules
//!
//! - A server is data: a [`Dialect`]. It names no host; the app does ([`Server`]).
//! - A token goes to the scheme, host and port that the app named and nowhere else, whatever a dialect, a link in an
//!   answer or a `Location` says. Redirects are not followed.
//! - Tokens, cookies and passwords live in memory only. One who resumes signs in again.
//! - A passkey that was made and not confirmed is settled by the server's own list, under every reading of its ids;
//!   where neither that nor the answer tells, the person is asked, and the passkey's standing says so.
//! - On deletion the server goes first. Here a passkey goes on the server's word only.

mod actor;
mod advice;
mod demand;
mod dialect;
mod durable;
mod failure;
mod listing;
mod next_step;
mod outcome;
mod platform;
mod pointer;
pub mod qr;
pub mod readiness;
mod record;
pub mod refusal;
mod registering;
mod removing;
mod retry_after;
mod server;
mod session;
mod setup;
mod step;
mod verdict;
mod work;

pub use actor::Actor;
pub use advice::Advice;
pub use demand::{Demand, Missing, Next, Prompt};
pub use dialect::{Dialect, DialectProblem, InvalidDialect, Verified};
pub use durable::{Unfinished, UnfinishedStage};
pub use failure::{Failure, RefusedAs};
pub use outcome::{Failed, Outcome};
pub use platform::Platform;
pub use record::EnrolmentId;
pub use server::{InvalidServer, Server};
pub use setup::{InvalidSetup, Setup};
pub use step::{
    Creating, NameNeeded, OptionsNeeded, Question, QuestionKind, Sending, Step, TokenKind, TokenNeeded, TokenReason,
    Waiting,
};

pub(crate) use durable::{abandon, unfinished};
pub(crate) use registering::{begin, created, not_created, plan};
pub(crate) use removing::{begin as begin_removal, look};

use record::Stage;
use step::Asked;
use work::{Errand, Work};

use crate::ceremony::Authenticator;
use crate::error::Error;
use crate::exchange::Answer;
use crate::store::Committed;

/// What the person decided.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Reply {
    /// Go on: with the account that the server named; or ask the server's list once more.
    GoOn,
    /// Delete the passkey that is here and register another, in one transaction when that is made.
    DeleteAndRetry,
    /// Stop. A passkey that is here stays as it stands.
    Stop,
}

/// Takes what came of a request.
pub(crate) fn answered(
    authenticator: &Authenticator,
    mut sending: Sending,
    answer: &Answer,
) -> Result<Committed<Step>, Error> {
    if let Answer::Response(response) = answer {
        sending.note_session(response);
    }
    match sending.errand {
        Errand::Options => registering::options_answered(authenticator, sending, answer),
        Errand::Register => registering::register_answered(authenticator, sending, answer),
        Errand::List(_) => listing::answered(authenticator, sending, answer),
        Errand::Delete(_) => removing::answered(authenticator, sending, answer),
        // The passkey is registered, whatever the server says of its name.
        Errand::Name(outcome) => durable::unchanged(authenticator, Step::Done(*outcome)),
    }
}

/// Takes the person's decision. [`Error::NotOffered`] where it is none of this question's.
pub(crate) fn replied(
    authenticator: &Authenticator,
    question: Question,
    reply: Reply,
) -> Result<Committed<Step>, Error> {
    let Question { mut work, kind } = question;
    match (kind, reply) {
        (_, Reply::Stop) => durable::end(authenticator, work, Failure::Stopped, None),
        (Asked::WrongAccount(parts), Reply::GoOn) => {
            durable::unchanged(authenticator, Step::Create(Creating { work, parts }))
        }
        (Asked::WrongAccount(_), Reply::DeleteAndRetry) => Err(Error::NotOffered),
        (Asked::NotRegistered | Asked::NotKnown, Reply::DeleteAndRetry) => {
            work.record.replaces = work.record.subject().map(|subject| subject.passkey.clone());
            work.record.stage = Stage::Began;
            work.taken.clear();
            work.tries = 0;
            let committed = durable::write(authenticator, &work, |_, _| Ok(()))?;
            Ok(committed.map(|()| registering::first(work)))
        }
        (Asked::NotRegistered | Asked::NotKnown, Reply::GoOn) => {
            let asked = authenticator.store.epoch()?;
            durable::unchanged(authenticator, registering::find_out(work, asked))
        }
    }
}

/// Goes on where an enrolment was left; `None`: the store knows of none.
pub(crate) fn resume(authenticator: &Authenticator, id: EnrolmentId) -> Result<Committed<Option<Step>>, Error> {
    let asked = authenticator.store.epoch()?;
    let Some(record) = durable::find(authenticator, id)? else { return Ok(Committed { value: None, epoch: asked }) };
    let work = Work::new(id, record);
    let committed = match &work.record.stage {
        Stage::Began | Stage::Looking { .. } => durable::unchanged(authenticator, registering::first(work)),
        Stage::Removing(_) => durable::unchanged(authenticator, removing::first(work, asked)),
        Stage::Made(_) => registering::unanswered(authenticator, work),
    }?;
    Ok(committed.map(Some))
}

#[cfg(test)]
mod tests;
