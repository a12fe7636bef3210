//! The steps of an enrolment.

use std::sync::Arc;
use std::time::Duration;

use passkey_provider as core;
use passkey_provider::ceremony;
use passkey_provider::enrolment;

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror;
use crate::boundary::step::Step;
use crate::call::enrolment_end::{EnrolmentFailed, EnrolmentOutcome, refusal};
use crate::record::passkey::PasskeyRef;
use crate::record::refusal::Refusal;
use crate::record::server_exchange::ServerRequest;

/// What is to be done next. Whoever drops one loses nothing durable: the store knows how to go on.
#[derive(Clone, uniffi::Enum)]
pub enum EnrolmentStep {
    /// Sign in at the server, or again.
    Token {
        /// Goes on with it.
        pending: Arc<PendingEnrolment>,
        /// Which enrolment it is: 32 hexadecimal digits.
        id: String,
        /// Where and how.
        sign_in: SignInNeeded,
    },
    /// Ask the person for a name of the passkey.
    Name {
        /// Goes on with it.
        pending: Arc<PendingEnrolment>,
        /// Which enrolment it is.
        id: String,
        /// How many characters the server takes; what is longer is cut.
        longest: u64,
    },
    /// Bring the options, which the server has on a page only.
    Options {
        /// Goes on with it.
        pending: Arc<PendingEnrolment>,
        /// Which enrolment it is.
        id: String,
    },
    /// Send this request, and bring the answer.
    Send {
        /// Goes on with it.
        pending: Arc<PendingEnrolment>,
        /// Which enrolment it is.
        id: String,
        /// What to send.
        request: ServerRequest,
    },
    /// Make the passkey, by the ordinary ceremony.
    Create {
        /// Goes on with it.
        pending: Arc<PendingEnrolment>,
        /// Which enrolment it is.
        id: String,
    },
    /// Ask the person.
    Ask {
        /// Goes on with it.
        pending: Arc<PendingEnrolment>,
        /// Which enrolment it is.
        id: String,
        /// What is to be decided.
        question: EnrolmentQuestion,
        /// The passkey in question, if there is one.
        passkey: Option<PasskeyRef>,
    },
    /// Wait: the server wants to be left alone for a while.
    Wait {
        /// Goes on with it.
        pending: Arc<PendingEnrolment>,
        /// Which enrolment it is.
        id: String,
        /// For how long.
        after: Duration,
    },
    /// It is done.
    Done {
        /// What was done.
        outcome: EnrolmentOutcome,
    },
    /// It did not go on.
    Failed {
        /// Why, and what to do next.
        failed: EnrolmentFailed,
    },
}

/// Where and how to sign in.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct SignInNeeded {
    /// Scheme, host and port of the server. The token goes there and nowhere else.
    pub server: String,
    /// Why.
    pub reason: SignInReason,
    /// What the sign-in has to bring.
    pub kind: TokenKind,
    /// The scopes that the token needs, where the dialect says.
    pub scope: Option<String>,
    /// How long ago the person may have proved who they are, where the server has a limit: ask for a fresh sign-in.
    pub fresh_within: Option<Duration>,
    /// How the server refused the sign-in before, if it did.
    pub refusal: Option<Refusal>,
}

mirror! {
    /// Why a sign-in is needed.
    SignInReason = enrolment::TokenReason {
        /// Nobody is signed in yet, as far as this process knows.
        First,
        /// The server refused the sign-in, or wants a newer one.
        Again,
        /// What was given cannot stand in a header of HTTP.
        Unusable,
    }
}

mirror! {
    /// What a sign-in has to bring.
    TokenKind = enrolment::TokenKind {
        /// A bearer token.
        Bearer,
        /// A token for a header of the server's own.
        Header,
        /// Cookies, as the header `Cookie` has them.
        Cookies,
    }
}

/// What the person has to decide.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum EnrolmentQuestion {
    /// The server's options are for another account than the one that was meant.
    WrongAccount {
        /// The account that the app named. PII.
        meant: String,
        /// The account of the options. PII.
        found: String,
    },
    /// The passkey is on this device, and the server does not have it: it was asked twice.
    NotRegistered,
    /// The passkey is on this device, and whether the server has it cannot be found out from here.
    NotKnown,
}

/// A step that waits for what the host brings. Each is taken once.
// In a box, for it moves in and out.
#[derive(uniffi::Object)]
pub struct PendingEnrolment(Step<Box<enrolment::Step>>);

/// Takes the step if it is of this kind.
macro_rules! takes {
    ($($name:ident: $variant:ident($value:ident),)+) => { $(
        pub(super) fn $name(&self) -> Result<enrolment::$value, FfiError> {
            self.0.take(|step| match *step {
                enrolment::Step::$variant(step) => Ok(step),
                other => Err(Box::new(other)),
            })
        }
    )+ };
}

impl PendingEnrolment {
    takes! {
        token: Token(TokenNeeded),
        name: Name(NameNeeded),
        options: Options(OptionsNeeded),
        sending: Send(Sending),
        creating: Create(Creating),
        question: Ask(Question),
        waiting: Wait(Waiting),
    }

    /// The step with what was made; it stays where nothing was.
    pub(super) fn creating_with<T>(
        &self,
        made: impl FnOnce() -> Result<T, FfiError>,
    ) -> Result<(enrolment::Creating, T), FfiError> {
        let creating = self.creating()?;
        match made() {
            Ok(made) => Ok((creating, made)),
            Err(error) => {
                self.0.set(Box::new(enrolment::Step::Create(creating)));
                Err(error)
            }
        }
    }

    /// Plans a ceremony, and stays at the step.
    pub(super) fn plan(
        &self,
        plan: impl FnOnce(&enrolment::Creating) -> Result<ceremony::CreatePlan, core::Error>,
    ) -> Result<ceremony::CreatePlan, FfiError> {
        let creating = self.creating()?;
        let planned = plan(&creating);
        self.0.set(Box::new(enrolment::Step::Create(creating)));
        Ok(planned?)
    }
}

impl From<enrolment::Step> for EnrolmentStep {
    fn from(step: enrolment::Step) -> Self {
        use enrolment::Step as Core;
        // What is shown is read first; then the step itself waits for what the host brings.
        let keep = |step| Arc::new(PendingEnrolment(Step::new(Box::new(step))));
        match step {
            Core::Token(needed) => {
                Self::Token { id: needed.id().to_text(), sign_in: (&needed).into(), pending: keep(Core::Token(needed)) }
            }
            Core::Name(needed) => Self::Name {
                id: needed.id().to_text(),
                longest: u64::try_from(needed.longest()).unwrap_or(u64::MAX),
                pending: keep(Core::Name(needed)),
            },
            Core::Options(needed) => Self::Options { id: needed.id().to_text(), pending: keep(Core::Options(needed)) },
            Core::Send(sending) => Self::Send {
                id: sending.id().to_text(),
                request: ServerRequest::render(sending.purpose(), sending.request()),
                pending: keep(Core::Send(sending)),
            },
            Core::Create(creating) => {
                Self::Create { id: creating.id().to_text(), pending: keep(Core::Create(creating)) }
            }
            Core::Ask(question) => Self::Ask {
                id: question.id().to_text(),
                question: question.kind().into(),
                passkey: question.passkey().cloned().map(Into::into),
                pending: keep(Core::Ask(question)),
            },
            Core::Wait(waiting) => {
                Self::Wait { id: waiting.id().to_text(), after: waiting.after(), pending: keep(Core::Wait(waiting)) }
            }
            Core::Done(outcome) => Self::Done { outcome: outcome.into() },
            Core::Failed(failed) => Self::Failed { failed: failed.into() },
        }
    }
}

impl From<&enrolment::TokenNeeded> for SignInNeeded {
    fn from(needed: &enrolment::TokenNeeded) -> Self {
        Self {
            server: needed.server().origin(),
            reason: needed.reason().into(),
            kind: needed.kind().into(),
            scope: needed.scope().map(str::to_owned),
            fresh_within: needed.fresh_within(),
            refusal: needed.refused().map(|refused| refusal(needed.family(), refused)),
        }
    }
}

impl From<enrolment::QuestionKind> for EnrolmentQuestion {
    fn from(kind: enrolment::QuestionKind) -> Self {
        match kind {
            enrolment::QuestionKind::WrongAccount { meant, found } => Self::WrongAccount { meant, found },
            enrolment::QuestionKind::NotRegistered => Self::NotRegistered,
            enrolment::QuestionKind::NotKnown => Self::NotKnown,
        }
    }
}
