//! A registration that an organisation demands after a sign-in: from its prompt into the machine, and back to what the
//! person was doing.
//!
//! Nothing of it is durable. A server that still wants the passkey says so at the next sign-in, and an enrolment that
//! was begun is resumed by itself.

use std::fmt;

use super::dialect::Dialect;
use super::failure::Failure;
use super::outcome::{Failed, Outcome};
use super::refusal::Family;
use super::server::Server;
use super::setup::{InvalidSetup, Setup};

/// What a server's prompt after a sign-in wants.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Prompt {
    /// What the account lacks.
    pub missing: Missing,
    /// Whether the prompt has a way past it, such as "Skip for now".
    pub can_wait: bool,
}

/// What an account lacks.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Missing {
    /// A passkey.
    Passkey,
    /// A second factor of any kind, and a passkey is one.
    SecondFactor,
}

/// A prompt, whose it is, and what it interrupted: `T` is the app's own, such as the request to repeat.
pub struct Demand<T> {
    prompt: Prompt,
    server: Server,
    account: String,
    interrupted: T,
}

/// What comes after a demand.
pub enum Next<T> {
    /// Back to what the person was doing: repeat what was interrupted.
    GoOn(T),
    /// The server still wants it, and lets nobody past: show the demand again.
    Again(Demand<T>),
}

/// A code that a prompt has: whose, what is missing, and whether such a prompt can have a way past it.
type Row = (Family, &'static str, Missing, bool);

const ROWS: &[Row] = &[
    // No token is issued before (Microsoft Entra authentication and authorization error codes).
    (Family::Entra, "50072", Missing::SecondFactor, false),
    (Family::Entra, "50079", Missing::SecondFactor, false),
    // A required action has to be done before anybody is signed in (Keycloak 26, Server Administration Guide).
    (Family::Keycloak, "webauthn-register-passwordless", Missing::Passkey, false),
    (Family::Keycloak, "webauthn-register", Missing::Passkey, false),
    // `_links.skip` is the way past it, where the policy has one (Okta, Authentication API, transaction state).
    (Family::Okta, "MFA_ENROLL", Missing::SecondFactor, true),
];

impl Prompt {
    /// Reads the code of a prompt: an AADSTS number, the `execution` of Keycloak's required action, the `status` of
    /// Okta's transaction. `has_skip`: whether the prompt shows a way past it; where the server cannot have one, it has
    /// none. `None`: no such code demands a registration. Entra's registration campaign has no code, only a page that
    /// nudges: whoever shows it makes the prompt of what is on it.
    pub fn of_code(family: Family, code: &str, has_skip: bool) -> Option<Self> {
        let number = code.strip_prefix("AADSTS").unwrap_or(code);
        let (_, _, missing, skips) = ROWS.iter().find(|row| row.0 == family && row.1 == number)?;
        Some(Self { missing: *missing, can_wait: has_skip && *skips })
    }

    /// What to tell the person.
    pub const fn sentence(self) -> &'static str {
        match (self.missing, self.can_wait) {
            (Missing::Passkey, false) => "Your organisation wants you to add a passkey before you go on.",
            (Missing::Passkey, true) => "Your organisation asks you to add a passkey. You can also do that later.",
            (Missing::SecondFactor, false) => {
                "Your organisation wants a second factor before you go on, and a passkey is one. If the server does not \
                 let you add it, ask your administrator for a Temporary Access Pass."
            }
            (Missing::SecondFactor, true) => {
                "Your organisation asks for a second factor, and a passkey is one. You can also add it later."
            }
        }
    }
}

impl Missing {
    /// Stable machine-readable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passkey => "passkey",
            Self::SecondFactor => "second_factor",
        }
    }
}

impl<T> Demand<T> {
    /// `account`: the sign-in name of whoever signed in.
    pub fn new(prompt: Prompt, server: Server, account: &str, interrupted: T) -> Self {
        Self { prompt, server, account: account.to_owned(), interrupted }
    }

    /// What the server wants.
    pub const fn prompt(&self) -> Prompt {
        self.prompt
    }

    /// The server that wants it.
    pub const fn server(&self) -> &Server {
        &self.server
    }

    /// The account that it wants it for.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// Into the machine: what [`Enrolments::begin`](crate::provider::Enrolments::begin) takes. Options for another
    /// account than the one that signed in are put to the person.
    pub fn setup(&self, dialect: Dialect, parameters: &[(&str, &str)]) -> Result<Setup, InvalidSetup> {
        Ok(Setup::new(dialect, self.server.clone(), parameters)?.account(&self.account))
    }

    /// The person wants to do it later.
    pub fn put_off(self) -> Next<T> {
        if self.prompt.can_wait { Next::GoOn(self.interrupted) } else { Next::Again(self) }
    }

    /// The machine is done.
    pub fn done(self, outcome: &Outcome) -> Next<T> {
        match outcome {
            Outcome::Enrolled { .. } => Next::GoOn(self.interrupted),
            Outcome::Removed { .. } | Outcome::Listed { .. } => Next::Again(self),
        }
    }

    /// The machine did not go on. Where the server has a passkey of this device already, what was interrupted is to be
    /// repeated with that one.
    pub fn failed(self, failed: &Failed) -> Next<T> {
        match failed.failure() {
            Failure::AlreadyRegistered => Next::GoOn(self.interrupted),
            _ => Next::Again(self),
        }
    }
}

/// Names neither the account nor what was interrupted.
impl<T> fmt::Debug for Demand<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Demand")
            .field("prompt", &self.prompt)
            .field("server", &self.server)
            .finish_non_exhaustive()
    }
}

/// Does not show what was interrupted.
impl<T> fmt::Debug for Next<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GoOn(_) => formatter.write_str("GoOn"),
            Self::Again(demand) => formatter.debug_tuple("Again").field(demand).finish(),
        }
    }
}

#[cfg(test)]
mod tests;
