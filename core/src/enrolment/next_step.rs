//! What comes next of what a step holds, whichever errand it is.

use std::time::Duration;

use super::failure::{Failure, RefusedAs};
use super::outcome::{Failed, Outcome};
use super::step::{Sending, Step, TokenNeeded, TokenReason, Waiting};
use super::work::{Errand, Work};
use crate::secret::SecretBytes;

/// Signing in again and waiting, in a row.
pub(super) const MOST_TRIES: u8 = 4;

/// The longest wait that an enrolment stays open for.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

impl Work {
    /// The next step to an errand: sign in, or send.
    pub(super) fn go(self: Box<Self>, errand: Errand) -> Step {
        if !self.session.is_signed_in(&self.sign_in(&errand).way) {
            return Step::Token(TokenNeeded { work: self, errand, reason: TokenReason::First, refused: None });
        }
        match self.request(&errand) {
            Ok(request) => Step::Send(Sending { work: self, errand, request }),
            Err(failure) => self.fail(failure, None, true),
        }
    }

    /// The sign-in was not good enough.
    pub(super) fn sign_in_again(
        mut self: Box<Self>,
        errand: Errand,
        refused: RefusedAs,
    ) -> Result<Step, (Box<Self>, RefusedAs)> {
        self.tries = self.tries.saturating_add(1);
        if self.tries > MOST_TRIES {
            return Err((self, refused));
        }
        let way = self.sign_in(&errand).way.clone();
        self.session.sign_out(&way);
        Ok(Step::Token(TokenNeeded { work: self, errand, reason: TokenReason::Again, refused: Some(refused) }))
    }

    /// The server wants to be left alone for a while.
    pub(super) fn wait(mut self: Box<Self>, errand: Errand, after: Option<Duration>) -> Result<Step, Box<Self>> {
        self.tries = self.tries.saturating_add(1);
        // Where it does not say for how long: longer each time.
        let after = after.unwrap_or(Duration::from_secs(5).saturating_mul(u32::from(self.tries)));
        if self.tries > MOST_TRIES || after > LONGEST_WAIT {
            return Err(self);
        }
        Ok(Step::Wait(Waiting { work: self, errand, after }))
    }

    /// As [`Work::wait`], where one that cannot wait may be resumed later.
    pub(super) fn wait_or_fail(self: Box<Self>, errand: Errand, after: Option<Duration>, refused: RefusedAs) -> Step {
        match self.wait(errand, after) {
            Ok(step) => step,
            Err(work) => work.fail(Failure::Throttled, Some(refused), true),
        }
    }

    /// The server has the passkey. Where it takes a name only now, and there is one, it is told; whatever it answers,
    /// the enrolment is done.
    pub(super) fn done(self: Box<Self>, outcome: Outcome) -> Step {
        let errand = Errand::Name(Box::new(outcome.clone()));
        let is_named = self.dialect().naming.is_some() && self.record.name.is_some();
        if is_named
            && self.session.is_signed_in(&self.sign_in(&errand).way)
            && let Ok(request) = self.request(&errand)
        {
            return Step::Send(Sending { work: self, errand, request });
        }
        Step::Done(outcome)
    }

    pub(super) fn fail(self: Box<Self>, failure: Failure, refused: Option<RefusedAs>, is_open: bool) -> Step {
        let passkey = self.record.subject().map(|subject| subject.passkey.clone());
        let dialect = self.record.dialect.name().to_owned();
        let family = self.record.dialect.refusal.family;
        Step::Failed(Failed { id: self.id, dialect, family, failure, refused, is_open, passkey })
    }
}

impl TokenNeeded {
    /// Goes on with what the sign-in brought. It is held in memory, wiped, and never stored.
    pub fn with(mut self, secret: SecretBytes) -> Step {
        let way = self.sign_in().way.clone();
        match self.work.session.sign_in(&way, secret) {
            Some(()) => self.work.go(self.errand),
            None => Step::Token(Self { reason: TokenReason::Unusable, ..self }),
        }
    }
}

impl Waiting {
    /// Goes on, after the time is over.
    pub fn waited(self) -> Step {
        self.work.go(self.errand)
    }
}
