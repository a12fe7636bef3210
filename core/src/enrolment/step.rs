//! The steps: each holds what the machine knows, and is consumed by what comes next.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::dialect::{SignIn, Way};
use super::failure::RefusedAs;
use super::outcome::{Failed, Outcome};
use super::record::EnrolmentId;
use super::refusal::Family;
use super::server::Server;
use super::work::{Errand, Work};
use crate::caller::VerifiedCaller;
use crate::exchange::{Request, Response};
use crate::id::PasskeyRef;
use crate::webauthn::options::CreationOptions;

/// What is to be done next. Whoever drops one loses nothing durable: the store knows how to go on.
#[derive(Debug)]
pub enum Step {
    /// Sign in at the server, or again.
    Token(TokenNeeded),
    /// Ask the person for a name of the passkey.
    Name(NameNeeded),
    /// Bring the options, which the server has on a page only.
    Options(OptionsNeeded),
    /// Send this request, and bring the answer.
    Send(Sending),
    /// Make the passkey, by the ordinary ceremony.
    Create(Creating),
    /// Ask the person.
    Ask(Question),
    /// Wait.
    Wait(Waiting),
    /// It is done.
    Done(Outcome),
    /// It did not go on.
    Failed(Failed),
}

/// Somebody has to be signed in.
#[derive(Debug)]
pub struct TokenNeeded {
    pub(super) work: Box<Work>,
    pub(super) errand: Errand,
    pub(super) reason: TokenReason,
    pub(super) refused: Option<RefusedAs>,
}

/// Why a sign-in is needed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TokenReason {
    /// Nobody is signed in yet, as far as this process knows.
    First,
    /// The server refused the sign-in, or wants a newer one.
    Again,
    /// What was given cannot stand in a header of HTTP.
    Unusable,
}

/// What a sign-in has to bring.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TokenKind {
    /// A bearer token.
    Bearer,
    /// A token for a header of the server's own.
    Header,
    /// Cookies, as the header `Cookie` has them.
    Cookies,
}

/// The server wants a name for the passkey.
#[derive(Debug)]
pub struct NameNeeded {
    pub(super) work: Box<Work>,
}

/// The host has to bring the options.
#[derive(Debug)]
pub struct OptionsNeeded {
    pub(super) work: Box<Work>,
}

/// A request that waits for its answer.
#[derive(Debug)]
pub struct Sending {
    pub(super) work: Box<Work>,
    pub(super) errand: Errand,
    pub(super) request: Request,
}

/// The server's options are here and were checked.
pub struct Creating {
    pub(super) work: Box<Work>,
    pub(super) parts: Box<Parts>,
}

/// Something that the person has to decide.
#[derive(Debug)]
pub struct Question {
    pub(super) work: Box<Work>,
    pub(super) kind: Asked,
}

#[derive(Debug)]
pub(super) enum Asked {
    WrongAccount(Box<Parts>),
    NotRegistered,
    NotKnown,
}

/// What the ceremony begins with.
pub(super) struct Parts {
    pub(super) options: CreationOptions,
    pub(super) caller: VerifiedCaller,
}

/// What the person has to decide. `Debug` names nobody.
#[derive(Clone, Eq, PartialEq)]
pub enum QuestionKind {
    /// The server's options are for another account than the one that was meant.
    WrongAccount {
        /// The account that the app named.
        meant: String,
        /// The account of the options.
        found: String,
    },
    /// The passkey is on this device, and the server does not have it: it was asked twice.
    NotRegistered,
    /// The passkey is on this device, and whether the server has it cannot be found out from here.
    NotKnown,
}

/// The server wants to be left alone for a while.
#[derive(Debug)]
pub struct Waiting {
    pub(super) work: Box<Work>,
    pub(super) errand: Errand,
    pub(super) after: Duration,
}

impl TokenNeeded {
    /// Which enrolment it is.
    pub fn id(&self) -> EnrolmentId {
        self.work.id
    }

    /// Where to sign in. The token goes there and nowhere else.
    pub fn server(&self) -> &Server {
        &self.work.record.server
    }

    /// Why.
    pub fn reason(&self) -> TokenReason {
        self.reason
    }

    /// Whose codes the server gives.
    pub fn family(&self) -> Family {
        self.work.record.dialect.refusal.family
    }

    /// How the server refused the sign-in before, if it did.
    pub fn refused(&self) -> Option<&RefusedAs> {
        self.refused.as_ref()
    }

    /// What the sign-in has to bring.
    pub fn kind(&self) -> TokenKind {
        match self.sign_in().way {
            Way::Bearer | Way::Nothing => TokenKind::Bearer,
            Way::Header(_) => TokenKind::Header,
            Way::Cookie => TokenKind::Cookies,
        }
    }

    /// The scopes that the token needs, where the dialect says.
    pub fn scope(&self) -> Option<&str> {
        self.sign_in().scope.as_deref()
    }

    /// How long ago the person may have proved who they are, where the server has a limit: ask for a fresh sign-in.
    pub fn fresh_within(&self) -> Option<Duration> {
        self.sign_in().fresh
    }

    pub(super) fn sign_in(&self) -> &SignIn {
        self.work.sign_in(&self.errand)
    }
}

impl NameNeeded {
    /// Which enrolment it is.
    pub fn id(&self) -> EnrolmentId {
        self.work.id
    }

    /// How many characters the server takes; what is longer is cut.
    pub fn longest(&self) -> usize {
        self.work.record.dialect.longest_name
    }
}

impl OptionsNeeded {
    /// Which enrolment it is.
    pub fn id(&self) -> EnrolmentId {
        self.work.id
    }
}

impl Sending {
    /// Which enrolment it is.
    pub fn id(&self) -> EnrolmentId {
        self.work.id
    }

    /// What to send, by a client that follows no redirect and keeps no cookies.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Takes what an answer says of the session.
    pub(super) fn note_session(&mut self, response: &Response) {
        let sign_in = self.work.sign_in(&self.errand).clone();
        self.work.session.set_cookies(&response.headers.set_cookie);
        if let Some(at) = &sign_in.renewed
            && let Ok(body) = serde_json::from_slice::<Value>(&response.body)
            && let Some(Value::String(token)) = super::pointer::find(&body, at).as_deref()
        {
            self.work.session.renew(&sign_in.way, token);
        }
    }

    /// What it is for: `options`, `register`, `list`, `delete` or `name`.
    pub fn purpose(&self) -> &'static str {
        self.errand.as_str()
    }
}

impl Creating {
    /// Which enrolment it is.
    pub fn id(&self) -> EnrolmentId {
        self.work.id
    }

    /// What the server asks for.
    pub fn options(&self) -> &CreationOptions {
        &self.parts.options
    }
}

impl Question {
    /// Which enrolment it is.
    pub fn id(&self) -> EnrolmentId {
        self.work.id
    }

    /// What is to be decided.
    pub fn kind(&self) -> QuestionKind {
        match &self.kind {
            Asked::WrongAccount(parts) => QuestionKind::WrongAccount {
                meant: self.work.record.account.clone().unwrap_or_default(),
                found: parts.options.user.name.clone(),
            },
            Asked::NotRegistered => QuestionKind::NotRegistered,
            Asked::NotKnown => QuestionKind::NotKnown,
        }
    }

    /// The passkey in question, if there is one.
    pub fn passkey(&self) -> Option<&PasskeyRef> {
        self.work.record.subject().map(|subject| &subject.passkey)
    }
}

impl Waiting {
    /// Which enrolment it is.
    pub fn id(&self) -> EnrolmentId {
        self.work.id
    }

    /// For how long.
    pub fn after(&self) -> Duration {
        self.after
    }
}

/// What the server calls a passkey, as text.
pub(super) fn registration_text(registration: Option<&Value>) -> Option<String> {
    registration.and_then(super::pointer::scalar)
}

impl fmt::Debug for QuestionKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::WrongAccount { .. } => "WrongAccount",
            Self::NotRegistered => "NotRegistered",
            Self::NotKnown => "NotKnown",
        })
    }
}

impl fmt::Debug for Creating {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Creating").field("work", &self.work).finish_non_exhaustive()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Parts")
    }
}
