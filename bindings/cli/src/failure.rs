//! Why a command failed, and how that is told: one sentence and the next step to a person, one
//! line of JSON to a program, one number to a shell.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use passkey_provider::Error;
use passkey_provider::enrolment::qr::InvalidCode;
use passkey_provider::enrolment::readiness::InvalidFacts;
use passkey_provider::enrolment::{Actor, Failed, InvalidDialect, Question, QuestionKind};
use passkey_provider::error::Class;
use passkey_provider::id::Aaguid;
use passkey_provider::policy::InvalidPolicy;
use serde_json::{Value, json};

/// A command that did not do what it was asked.
#[derive(Debug)]
pub(crate) struct Failure(Box<Details>);

/// What is told of it.
#[derive(Debug)]
struct Details {
    code: &'static str,
    fault: &'static str,
    dom_exception: Option<&'static str>,
    message: String,
    next: String,
    status: Status,
    /// Why a caller or a server's list was refused, in one word.
    reason: Option<&'static str>,
    /// What it came from, for support: SQLite's number, the key store's.
    cause: Option<String>,
    /// What it is about.
    about: Option<About>,
}

/// What a failure is about.
#[derive(Debug)]
struct About {
    /// The member of the error for programs: passkeys as `candidates` to choose from or `existing` in
    /// the way, a `request` that was not made, or where a file is `kept_as`.
    member: &'static str,
    value: Value,
    /// The same for people; may be empty.
    text: String,
}

/// The exit status.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Status {
    /// The request was refused.
    Refused,
    /// The command line is wrong.
    Usage,
    /// The store or the key store is not as it should be.
    Environment,
}

impl Failure {
    /// The command line says something that it cannot mean.
    pub(crate) fn usage(message: impl Into<String>, next: impl Into<String>) -> Self {
        Self::new("usage", "host", None, message.into(), next.into(), Status::Usage)
    }

    /// A site has to say whether the caller is its own, and nothing says what it answers.
    pub(crate) fn site_not_asked(url: &str, request: Value) -> Self {
        let mut failure = Self::usage(
            format!("the site has to say whether the app is its own, and this command asks nobody: fetch {url}"),
            "Give the answer with --asset-links FILE, once for each request; or say --offline. `caller fetch RP_ID` \
             tells how to ask.",
        );
        failure.0.about = Some(About { member: "request", value: request, text: String::new() });
        failure
    }

    /// Nobody is there to be asked.
    pub(crate) fn consent_required() -> Self {
        Self::new(
            "consent_required",
            "host",
            Some("NotAllowedError"),
            "no answer of the person was given, and there is no terminal to ask on".to_owned(),
            "Give --approve, --verified METHOD or --decline.".to_owned(),
            Status::Usage,
        )
    }

    /// Nobody is there to be asked about the store.
    pub(crate) fn word_required() -> Self {
        Self::new(
            "consent_required",
            "host",
            None,
            "setting a store aside needs the person's agreement, and there is no terminal to ask on".to_owned(),
            "Give --yes.".to_owned(),
            Status::Usage,
        )
    }

    /// Several passkeys fit, and nobody chose.
    pub(crate) fn choice_required(candidates: Value) -> Self {
        let count = candidates.as_array().map_or(0, Vec::len);
        let mut failure = Self::new(
            "choice_required",
            "person",
            Some("NotAllowedError"),
            format!("{count} passkeys fit this request"),
            "Choose one with --credential ID.".to_owned(),
            Status::Refused,
        );
        failure.0.about = Some(About { member: "candidates", value: candidates, text: String::new() });
        failure
    }

    /// The private key is in hardware, and this command reaches none.
    pub(crate) fn hardware_key() -> Self {
        Self::new(
            "hardware_key",
            "host",
            Some("NotAllowedError"),
            "this passkey's private key is in hardware that the command cannot reach".to_owned(),
            "Use the app that made the passkey.".to_owned(),
            Status::Refused,
        )
    }

    /// A file or stream of the command's own, not of the store, cannot be used.
    pub(crate) fn file(what: impl AsRef<Path>, error: io::Error) -> Self {
        Self::new(
            "file_unavailable",
            "host",
            None,
            format!("{}: {error}", what.as_ref().display()),
            "Check the path and its permissions.".to_owned(),
            Status::Environment,
        )
    }

    /// A file is not a policy that can be read.
    pub(crate) fn invalid_policy(file: &Path, refused: &InvalidPolicy) -> Self {
        let mut failure = Self::new(
            "invalid_policy",
            "host",
            None,
            format!("{}: {refused}", file.display()),
            "Mend the named member where the policy is made, and export it again.".to_owned(),
            Status::Refused,
        );
        failure.0.reason = Some(refused.as_str());
        let path = refused.path().filter(|path| !path.is_empty());
        failure.0.about = path.map(|path| About { member: "path", value: json!(path), text: String::new() });
        failure
    }

    /// A file does not hold facts about a phone.
    pub(crate) fn invalid_facts(file: &Path, refused: &InvalidFacts) -> Self {
        let mut failure = Self::new(
            "invalid_facts",
            "host",
            None,
            format!("{}: {refused}", file.display()),
            "Mend the named member; docs/enrolment.md lists all.".to_owned(),
            Status::Refused,
        );
        failure.0.reason = Some(refused.as_str());
        failure.0.about = refused.path().map(|path| About { member: "path", value: json!(path), text: String::new() });
        failure
    }

    /// A text is not a code for a phone to scan.
    pub(crate) fn invalid_code(refused: InvalidCode) -> Self {
        let next = "Scan the code again; a code of another kind belongs to another app.".to_owned();
        let mut failure = Self::new("invalid_code", "host", None, refused.to_string(), next, Status::Refused);
        failure.0.reason = Some(refused.as_str());
        failure
    }

    /// A file is not a dialect of a server.
    pub(crate) fn invalid_dialect(file: &Path, refused: &InvalidDialect) -> Self {
        Self::new(
            "invalid_dialect",
            "host",
            None,
            format!("{}: {refused}", file.display()),
            "Mend the named member; docs/enrolment.md lists all.".to_owned(),
            Status::Refused,
        )
    }

    /// A registration at a server that did not go on.
    pub(crate) fn enrolment(failed: &Failed, aaguid: Aaguid) -> Self {
        let failure = failed.failure();
        let explained = failed.explain(Some(aaguid));
        let mut told = Self::new(
            "enrolment_failed",
            "server",
            None,
            failure.sentence().to_owned(),
            explained.as_ref().map_or_else(|| failure.next().to_owned(), |explained| explained.person.clone()),
            Status::Refused,
        );
        told.0.reason = Some(failure.as_str());
        let refused = failed.refused();
        let value = json!({
            "id": failed.id().to_text(),
            "dialect": failed.dialect(),
            "status": refused.map(|refused| refused.status),
            "code": refused.and_then(|refused| refused.code.clone()),
            "resumable": failed.is_open(),
            "cause": explained.as_ref().map(|explained| explained.cause.as_str()),
            "who": explained.as_ref().and_then(|explained| explained.actor).map(Actor::as_str),
            "administrator_or_developer": explained.as_ref().and_then(|explained| explained.other.clone()),
            "credential_id": failed.passkey().map(|passkey| passkey.credential_id.to_base64url()),
        });
        let text = explained.and_then(|explained| explained.other).unwrap_or_default();
        told.0.about = Some(About { member: "enrolment", value, text });
        told
    }

    /// A registration at a server that waits for a word of the person, who is not there.
    pub(crate) fn enrolment_open(question: &Question) -> Self {
        let (reason, message, next) = match question.kind() {
            QuestionKind::WrongAccount { .. } => (
                "wrong_account",
                "the server offers a passkey for another account than the one that was meant",
                "Sign in as the account that was meant; or resume on a terminal, to go on with the other.",
            ),
            QuestionKind::NotRegistered => (
                "not_registered",
                "the passkey is here, and the server does not have it",
                "Resume it with --on-duplicate replace to delete the passkey and register another.",
            ),
            QuestionKind::NotKnown => (
                "not_known",
                "the passkey is here, and the server does not tell whether it has it",
                "Sign in with it to find out; or resume with --on-duplicate replace to register another.",
            ),
        };
        let mut told =
            Self::new("enrolment_open", "person", None, message.to_owned(), next.to_owned(), Status::Refused);
        told.0.reason = Some(reason);
        let value = json!({
            "id": question.id().to_text(),
            "resumable": true,
            "credential_id": question.passkey().map(|passkey| passkey.credential_id.to_base64url()),
        });
        told.0.about = Some(About { member: "enrolment", value, text: String::new() });
        told
    }

    /// The check found something.
    pub(crate) fn check_failed(wrong: &[String], next: &str) -> Self {
        Self::new("check_failed", "device", None, wrong.join("; "), next.to_owned(), Status::Refused)
    }

    /// The demonstration did not go as it should.
    pub(crate) fn demo_failed(step: impl Into<String>) -> Self {
        Self::new(
            "demo_failed",
            "provider",
            None,
            step.into(),
            "Report this with the transcript.".to_owned(),
            Status::Refused,
        )
    }

    /// The same, with the passkeys that are in the way, and the next step in the command's own words
    /// where it has better ones.
    pub(crate) fn with_existing(mut self, passkeys: Value, text: String, next: Option<&str>) -> Self {
        self.0.about = Some(About { member: "existing", value: passkeys, text });
        if let Some(next) = next {
            self.0.next = next.to_owned();
        }
        self
    }

    /// The name for programs.
    pub(crate) fn code(&self) -> &'static str {
        self.0.code
    }

    /// The exit status of the command.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self.0.status {
            Status::Refused => 1,
            Status::Usage => 2,
            Status::Environment => 3,
        })
    }

    /// One line of JSON.
    pub(crate) fn to_json(&self) -> Value {
        let mut error = json!({
            "code": self.0.code,
            "fault": self.0.fault,
            "dom_exception": self.0.dom_exception,
            "message": self.0.message,
            "next": self.0.next,
        });
        let reason = self.0.reason.map(|reason| ("reason", json!(reason)));
        let cause = self.0.cause.as_ref().map(|cause| ("cause", json!(cause)));
        let about = self.0.about.as_ref().map(|about| (about.member, about.value.clone()));
        if let Some(error) = error.as_object_mut() {
            error
                .extend(reason.into_iter().chain(cause).chain(about).map(|(member, value)| (member.to_owned(), value)));
        }
        json!({ "error": error })
    }

    /// A sentence and what to do next.
    pub(crate) fn to_sentences(&self) -> String {
        let about = match &self.0.about {
            Some(about) if !about.text.is_empty() => format!("{}\n", about.text),
            _ => String::new(),
        };
        format!("error: {}.\n{about}{}", self.0.message.trim_end_matches('.'), self.0.next)
    }

    fn new(
        code: &'static str,
        fault: &'static str,
        dom_exception: Option<&'static str>,
        message: String,
        next: String,
        status: Status,
    ) -> Self {
        Self(Box::new(Details {
            code,
            fault,
            dom_exception,
            message,
            next,
            status,
            reason: None,
            cause: None,
            about: None,
        }))
    }
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        let status = match error.class() {
            Class::Request => Status::Refused,
            Class::Environment => Status::Environment,
        };
        let dom_exception = Some(error.dom_exception().as_str());
        let mut failure = Self::new(
            error.code(),
            error.fault().as_str(),
            dom_exception,
            error.to_string(),
            error.next().to_owned(),
            status,
        );
        failure.0.cause = error.cause().map(|cause| cause.to_string());
        match error {
            Error::CallerRefused(refused) => failure.0.reason = Some(refused.reason()),
            Error::AttestationRefused(refused) => failure.0.reason = Some(refused.as_str()),
            Error::PolicyRefused { ruling } => {
                failure.0.reason = Some(ruling.rule.as_str());
                failure.0.about = Some(About { member: "path", value: json!(ruling.path), text: String::new() });
            }
            Error::InvalidServerList(refused) => failure.0.reason = Some(refused.as_str()),
            Error::StoreSetAside { kept_as } => {
                let value = json!(kept_as.path().display().to_string());
                failure.0.about = Some(About { member: "kept_as", value, text: String::new() });
            }
            _ => {}
        }
        failure
    }
}

#[cfg(test)]
mod tests;
