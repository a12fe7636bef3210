//! How an enrolment ends, and those that have not.

use std::time::SystemTime;

use passkey_provider::enrolment as core;

use crate::boundary::error::FfiError;
use crate::boundary::mirror::{mirror, mirror_open};
use crate::boundary::time;
use crate::call::reconciliation::ListCoverage;
use crate::record::passkey::{PasskeyRef, render_refs};
use crate::record::refusal::{Refusal, RefusalFamily};

/// What was done.
#[derive(Clone, uniffi::Enum)]
pub enum EnrolmentOutcome {
    /// The server has the passkey, and it is confirmed here.
    Enrolled {
        /// The passkey.
        passkey: PasskeyRef,
        /// What the server calls it, where it said so; kept for deleting it there.
        registration: Option<String>,
    },
    /// The server does not have the passkey any more, and it is deleted here, from where it can be restored.
    Removed {
        /// The passkey.
        passkey: PasskeyRef,
    },
    /// The server's list was compared with what is here.
    Listed {
        /// How many passkeys the server has for the account.
        on_server: u64,
        /// The server has these.
        confirmed: Vec<PasskeyRef>,
        /// The server does not have these: they are hidden now.
        stale: Vec<PasskeyRef>,
        /// Nothing is known of these.
        untouched: Vec<PasskeyRef>,
        /// Whether the list said what the server does not have.
        coverage: ListCoverage,
    },
}

/// It did not go on.
#[derive(Clone, uniffi::Record)]
pub struct EnrolmentFailed {
    /// Which enrolment it is: 32 hexadecimal digits.
    pub id: String,
    /// The dialect's name.
    pub dialect: String,
    /// Why.
    pub reason: EnrolmentFailure,
    /// The same as a word for programs: `foreign_rp_id`.
    pub word: String,
    /// What happened, as a sentence: English. Localise from the reason.
    pub sentence: String,
    /// What to do next, as a sentence.
    pub next: String,
    /// How the server refused, if it did: for [`explain_refusal`](crate::explain_refusal).
    pub refusal: Option<Refusal>,
    /// Whether it can be resumed; else it is at its end.
    pub is_open: bool,
    /// The passkey that is here and that it was about. Its standing says what is known of it.
    pub passkey: Option<PasskeyRef>,
}

mirror_open! {
    /// Why an enrolment did not go on.
    EnrolmentFailure = core::Failure {
        /// Nobody answered.
        Unreachable,
        /// The server answered by a redirect, which is not followed.
        Redirected,
        /// The server's answer is too long.
        TooLong,
        /// The server's answer is not JSON.
        NotJson,
        /// The server's answer is JSON, and not what the dialect says.
        WrongShape,
        /// A link in an answer leads to another host. Nothing was sent there.
        OtherHost,
        /// The server failed: a status of 500 or more, or one that says nothing.
        ServerFailed,
        /// The server refused.
        Refused,
        /// The server wants something done first.
        Prerequisite,
        /// The server takes no sign-in for what it was asked, however new.
        SignIn,
        /// The server asks to wait for longer than an enrolment lasts.
        Throttled,
        /// The server's options cannot be used.
        InvalidOptions,
        /// The options name an RP ID that this server does not speak for.
        ForeignRpId,
        /// The account has a passkey on this device, and the server knows it.
        AlreadyRegistered,
        /// The passkey was not made: the person declined, or the ceremony failed.
        NotCreated,
        /// The person stopped.
        Stopped,
        /// The server cannot be asked to delete, or not which passkey it is.
        NotDeletable,
    } else {
        /// One that is not known here.
        Unknown
    }
}

/// An enrolment that is not at its end.
#[derive(Clone, uniffi::Record)]
pub struct OpenEnrolment {
    /// Which: 32 hexadecimal digits.
    pub id: String,
    /// Since when, by the device's clock.
    pub begun: SystemTime,
    /// The dialect's name.
    pub dialect: String,
    /// Scheme, host and port of the server.
    pub server: String,
    /// How far it is.
    pub stage: EnrolmentStage,
    /// The passkey that it is about, once there is one.
    pub passkey: Option<PasskeyRef>,
}

mirror! {
    /// How far an enrolment is.
    EnrolmentStage = core::UnfinishedStage {
        /// No key is made.
        Began,
        /// The passkey is here, and the server may have it.
        Made,
        /// The passkey is to be deleted on both sides.
        Removing,
    }
}

/// Reads the name of an enrolment.
pub(crate) fn parse_id(name: &str, text: &str) -> Result<core::EnrolmentId, FfiError> {
    core::EnrolmentId::parse(text).ok_or_else(|| FfiError::argument(name, "an enrolment's id is 32 hexadecimal digits"))
}

impl From<core::Outcome> for EnrolmentOutcome {
    fn from(outcome: core::Outcome) -> Self {
        match outcome {
            core::Outcome::Enrolled { passkey, registration } => {
                Self::Enrolled { passkey: passkey.into(), registration }
            }
            core::Outcome::Removed { passkey } => Self::Removed { passkey: passkey.into() },
            core::Outcome::Listed { on_server, found } => Self::Listed {
                on_server: u64::try_from(on_server).unwrap_or(u64::MAX),
                confirmed: render_refs(found.confirmed),
                stale: render_refs(found.stale),
                untouched: render_refs(found.untouched),
                coverage: found.coverage.into(),
            },
        }
    }
}

impl From<core::Failed> for EnrolmentFailed {
    fn from(failed: core::Failed) -> Self {
        let reason = failed.failure();
        Self {
            id: failed.id().to_text(),
            dialect: failed.dialect().to_owned(),
            reason: reason.into(),
            word: reason.as_str().to_owned(),
            sentence: reason.sentence().to_owned(),
            next: reason.next().to_owned(),
            refusal: failed.refused().map(|refused| refusal(failed.family(), refused)),
            is_open: failed.is_open(),
            passkey: failed.passkey().cloned().map(Into::into),
        }
    }
}

/// How a server refused, as [`explain_refusal`](crate::explain_refusal) takes it.
pub(crate) fn refusal(family: core::refusal::Family, refused: &core::RefusedAs) -> Refusal {
    let family: RefusalFamily = family.into();
    Refusal { family, status: Some(refused.status), code: refused.code.clone(), occasion: None, aaguid: None }
}

impl From<core::Unfinished> for OpenEnrolment {
    fn from(unfinished: core::Unfinished) -> Self {
        let core::Unfinished { id, begun, dialect, server, stage, passkey } = unfinished;
        Self {
            id: id.to_text(),
            begun: time::render(begun),
            dialect,
            server,
            stage: stage.into(),
            passkey: passkey.map(Into::into),
        }
    }
}

#[cfg(test)]
mod tests {
    use passkey_provider::enrolment::Failure;

    use super::EnrolmentFailure;

    #[test]
    fn every_failure_of_the_core_has_its_own_here() {
        for failure in Failure::ALL {
            assert_ne!(EnrolmentFailure::from(failure), EnrolmentFailure::Unknown, "{failure:?}");
        }
    }
}
