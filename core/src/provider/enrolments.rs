//! Registration inside the app, as far as the host drives it.

use super::Provider;
use crate::ceremony::{CreatePlan, Created};
use crate::enrolment::{self, Creating, EnrolmentId, Question, Reply, Sending, Setup, Step, Unfinished};
use crate::error::Error;
use crate::exchange::Answer;
use crate::id::{PasskeyRef, RpId, UserHandle};
use crate::key::Model;
use crate::store::Committed;

/// Enrolling accounts with servers: [`Provider::enrolments`].
///
/// Every method takes a step and gives the next one; the host does what a [`Step`] says, with its own HTTP client and
/// its own screens. See the example `enrol_at_a_server`.
#[derive(Clone, Copy, Debug)]
pub struct Enrolments<'a> {
    pub(super) provider: &'a Provider,
}

impl Enrolments<'_> {
    /// Begins. From now on the store knows of it.
    pub fn begin(self, setup: Setup) -> Result<Committed<Step>, Error> {
        enrolment::begin(&self.provider.authenticator, setup)
    }

    /// All that are not at their end, the one that was written longest ago first: of this process, of another one, or
    /// of one that died. At most 64 are kept.
    pub fn open(self) -> Result<Vec<Unfinished>, Error> {
        enrolment::unfinished(&self.provider.authenticator)
    }

    /// Goes on where it was left; `None`: the store knows of none. Nobody is signed in then, and where the passkey was
    /// made, the server's list says first whether the server has it.
    pub fn resume(self, id: EnrolmentId) -> Result<Committed<Option<Step>>, Error> {
        enrolment::resume(&self.provider.authenticator, id)
    }

    /// Takes what came of a request: an answer, or that nobody answered.
    pub fn answered(self, sending: Sending, answer: &Answer) -> Result<Committed<Step>, Error> {
        enrolment::answered(&self.provider.authenticator, sending, answer)
    }

    /// Begins the ceremony, which is the ordinary one from here: duplicates, consent, custody, attestation. What is
    /// finished by any `finish_…create` of the provider goes back to [`Enrolments::created`]. The passkey and the
    /// knowledge that the server may be told of it are written in one commit. May be called again, as for
    /// [`Error::PlanOutdated`].
    pub fn plan(self, creating: &Creating, model: Model) -> Result<CreatePlan, Error> {
        enrolment::plan(&self.provider.authenticator, creating, model)
    }

    /// Goes on with the passkey that was made by [`Enrolments::plan`]. [`Error::PlanOutdated`] for any other.
    pub fn created(self, creating: Creating, created: &Created) -> Result<Committed<Step>, Error> {
        enrolment::created(&self.provider.authenticator, creating, created)
    }

    /// No passkey was made, for this reason. It is at its end.
    pub fn not_created(self, creating: Creating, error: &Error) -> Result<Committed<Step>, Error> {
        enrolment::not_created(&self.provider.authenticator, creating, error)
    }

    /// Takes what the person decided. [`Error::NotOffered`] where the question does not offer it.
    pub fn replied(self, question: Question, reply: Reply) -> Result<Committed<Step>, Error> {
        enrolment::replied(&self.provider.authenticator, question, reply)
    }

    /// Forgets an enrolment. A passkey that it made stays as it stands. Says whether there was one.
    pub fn abandon(self, id: EnrolmentId) -> Result<Committed<bool>, Error> {
        enrolment::abandon(&self.provider.authenticator, id)
    }

    /// Begins to delete a passkey on both sides: at the server first, and here only on its word. Safe to repeat.
    ///
    /// `setup`: how the server is asked; `None`: as when the passkey was enrolled. [`Error::UnknownPasskey`] where
    /// there is no such passkey, or it was not enrolled by this app and there is no setup.
    pub fn begin_removal(self, passkey: &PasskeyRef, setup: Option<Setup>) -> Result<Committed<Step>, Error> {
        enrolment::begin_removal(&self.provider.authenticator, passkey, setup)
    }

    /// Begins to compare an account's passkeys with the server's own list. Nothing of it is durable but what it finds.
    pub fn look(self, setup: Setup, rp_id: RpId, user_handle: UserHandle) -> Result<Committed<Step>, Error> {
        enrolment::look(&self.provider.authenticator, setup, rp_id, user_handle)
    }
}
