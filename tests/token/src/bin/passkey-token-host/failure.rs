//! Why a ceremony failed, told as the `passkey-provider` command tells it.

use std::fmt;
use std::process::ExitCode;

use passkey_provider::Error;
use serde_json::{Value, json};
use token::{HostError, TokenError};

pub(crate) struct Failure {
    status: u8,
    error: Value,
}

impl Failure {
    pub(crate) fn usage(message: impl fmt::Display) -> Self {
        Self::own(2, "usage", "host", message, "Run `passkey-token-host help` to see what can be said.")
    }

    pub(crate) fn environment(message: impl fmt::Display) -> Self {
        Self::own(3, "file_unavailable", "host", message, "Check the path and its permissions.")
    }

    pub(crate) fn host(error: HostError) -> Self {
        match error {
            HostError::Core(error) => error.into(),
            HostError::Token(error) => Self::token(error),
            HostError::NotInToken => Self::own(2, "usage", "host", error, "Use the app that made the passkey."),
        }
    }

    pub(crate) fn token(error: TokenError) -> Self {
        let next = "Install softhsm2, and look at the token in the store's folder.";
        Self::own(3, "token_unavailable", "device", error, next)
    }

    pub(crate) fn consent_required() -> Self {
        let next = "Give --approve, --verified METHOD or --decline.";
        Self::own(2, "consent_required", "host", "nothing says what the person answers", next)
    }

    pub(crate) fn choice_required(candidates: Value) -> Self {
        let mut failure = Self::own(
            1,
            "choice_required",
            "person",
            "several passkeys fit this request",
            "Choose one with --credential ID.",
        );
        if let Some(members) = failure.error.as_object_mut() {
            members.insert("dom_exception".to_owned(), json!("NotAllowedError"));
            members.insert("candidates".to_owned(), candidates);
        }
        failure
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "error": self.error })
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.status)
    }

    fn own(status: u8, code: &str, fault: &str, message: impl fmt::Display, next: &str) -> Self {
        let message = message.to_string();
        let error = json!({ "code": code, "fault": fault, "dom_exception": null, "message": message, "next": next });
        Self { status, error }
    }
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        let is_environment = error.code().starts_with("store_")
            || error.code().starts_with("key_store_")
            || matches!(error.code(), "stranded" | "rolled_back" | "entropy_failed" | "internal");
        let line = json!({
            "code": error.code(),
            "fault": error.fault().as_str(),
            "dom_exception": error.dom_exception().as_str(),
            "message": error.to_string(),
            "next": error.next(),
        });
        Self { status: if is_environment { 3 } else { 1 }, error: line }
    }
}
