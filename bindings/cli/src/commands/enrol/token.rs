//! Tokens, from whatever command the person names: the command signs nobody in, and keeps none.

use std::process::{Command, Stdio};

use passkey_provider::enrolment::{TokenKind, TokenNeeded, TokenReason};
use passkey_provider::secret::{Secret, SecretBytes};

use crate::failure::Failure;

/// A command of the shell that prints a token, or cookies as the header `Cookie` has them.
#[derive(Debug)]
pub(crate) struct TokenCommand(Option<String>);

impl TokenCommand {
    pub(crate) fn new(command: Option<String>) -> Self {
        Self(command)
    }

    /// What it prints, without white space around. It learns why it is asked, and for what, from its environment.
    pub(crate) fn run(&self, needed: &TokenNeeded) -> Result<SecretBytes, Failure> {
        let command = self.0.as_deref().ok_or_else(|| {
            Failure::usage(
                format!("{} wants somebody to be signed in", needed.server().origin()),
                "Give --token-command: a command that signs in and prints the token.",
            )
        })?;
        if needed.reason() == TokenReason::Unusable {
            return Err(Failure::usage(
                "the token command prints nothing that can be sent",
                "It must print the token and nothing else, on one line.",
            ));
        }
        let [name, run] = if cfg!(windows) { ["cmd", "/C"] } else { ["sh", "-c"] };
        let mut shell = Command::new(name);
        shell.args([run, command]).stdin(Stdio::inherit()).stderr(Stdio::inherit());
        shell.env("PASSKEY_PROVIDER_SERVER", needed.server().origin());
        shell.env("PASSKEY_PROVIDER_TOKEN", kind(needed.kind()));
        shell.env("PASSKEY_PROVIDER_SIGN_IN", reason(needed.reason()));
        if let Some(scope) = needed.scope() {
            shell.env("PASSKEY_PROVIDER_SCOPE", scope);
        }
        if let Some(fresh) = needed.fresh_within() {
            shell.env("PASSKEY_PROVIDER_FRESH_SECONDS", fresh.as_secs().to_string());
        }
        let done = shell.output().map_err(|error| Failure::file("the token command", error))?;
        let printed = Secret::new(done.stdout);
        if !done.status.success() {
            return Err(Failure::usage(
                "the token command failed",
                "See what it says; it must print a token on standard output and exit 0.",
            ));
        }
        Ok(Secret::new(printed.expose().trim_ascii().to_vec()))
    }
}

const fn kind(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Bearer => "bearer",
        TokenKind::Header => "header",
        TokenKind::Cookies => "cookies",
    }
}

const fn reason(reason: TokenReason) -> &'static str {
    match reason {
        TokenReason::First => "first",
        TokenReason::Again | TokenReason::Unusable => "again",
    }
}
