//! Why an enrolment is at its end, in words that name nobody.

/// Why it did not go on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Failure {
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
}

impl Failure {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Unreachable,
        Self::Redirected,
        Self::TooLong,
        Self::NotJson,
        Self::WrongShape,
        Self::OtherHost,
        Self::ServerFailed,
        Self::Refused,
        Self::Prerequisite,
        Self::SignIn,
        Self::Throttled,
        Self::InvalidOptions,
        Self::ForeignRpId,
        Self::AlreadyRegistered,
        Self::NotCreated,
        Self::Stopped,
        Self::NotDeletable,
    ];

    /// Stable machine-readable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Redirected => "redirected",
            Self::TooLong => "too_long",
            Self::NotJson => "not_json",
            Self::WrongShape => "wrong_shape",
            Self::OtherHost => "other_host",
            Self::ServerFailed => "server_failed",
            Self::Refused => "refused",
            Self::Prerequisite => "prerequisite",
            Self::SignIn => "sign_in",
            Self::Throttled => "throttled",
            Self::InvalidOptions => "invalid_options",
            Self::ForeignRpId => "foreign_rp_id",
            Self::AlreadyRegistered => "already_registered",
            Self::NotCreated => "not_created",
            Self::Stopped => "stopped",
            Self::NotDeletable => "not_deletable",
        }
    }

    /// What happened, as a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Unreachable => "The server could not be reached.",
            Self::Redirected => "The server sent a redirect, which is not followed.",
            Self::TooLong => "The server's answer is too long.",
            Self::NotJson => "The server's answer is not JSON.",
            Self::WrongShape => "The server's answer is not what this kind of server says.",
            Self::OtherHost => "The server's answer leads to another host, which is not asked.",
            Self::ServerFailed => "The server failed.",
            Self::Refused => "The server refused.",
            Self::Prerequisite => "The server wants something else done first.",
            Self::SignIn => "The server does not accept the sign-in for this.",
            Self::Throttled => "The server asks to come back later.",
            Self::InvalidOptions => "The server's options cannot be used.",
            Self::ForeignRpId => "The server asks for a passkey of a domain that it does not speak for.",
            Self::AlreadyRegistered => "This device already has a passkey that the server knows.",
            Self::NotCreated => "No passkey was made.",
            Self::Stopped => "It was stopped.",
            Self::NotDeletable => "The server cannot be asked to delete this passkey.",
        }
    }

    /// What to do next, as a sentence.
    pub const fn next(self) -> &'static str {
        match self {
            Self::Unreachable => "Go online, and resume.",
            Self::ServerFailed | Self::Throttled => "Resume later.",
            Self::Redirected | Self::TooLong | Self::NotJson | Self::WrongShape | Self::OtherHost => {
                "Check the server's address and which kind of server it is; then resume."
            }
            Self::Refused => "See what the code means, and who can change it.",
            Self::Prerequisite => "Do what the server wants first, and begin again.",
            Self::SignIn => "Sign in with a second factor or a Temporary Access Pass, and begin again.",
            Self::InvalidOptions | Self::ForeignRpId => "Tell the server's administrator.",
            Self::AlreadyRegistered => "Sign in with the passkey that is here, or delete it and begin again.",
            Self::NotCreated | Self::Stopped => "Begin again when the person wants to.",
            Self::NotDeletable => "Delete it on the server's own page, and then here.",
        }
    }
}

/// How a server refused: what is to be explained. Holds nothing of a body but a code.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct RefusedAs {
    /// The HTTP status.
    pub status: u16,
    /// The server's code: up to 64 letters, digits and `_.:-`; what is longer or has spaces is no code.
    pub code: Option<String>,
}

impl RefusedAs {
    /// As a passkey's history keeps it.
    pub(super) fn note(&self) -> String {
        match &self.code {
            Some(code) => format!("status {}, code {code}", self.status),
            None => format!("status {}", self.status),
        }
    }
}

/// A code, if the text is one. A sentence may name people.
pub(super) fn code_of(text: &str) -> Option<String> {
    let is_code = (1..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte));
    is_code.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Failure, code_of};

    #[test]
    fn every_failure_has_a_name_of_its_own_and_sentences() {
        let names: HashSet<_> = Failure::ALL.iter().map(|failure| failure.as_str()).collect();
        assert_eq!(names.len(), Failure::ALL.len());
        for failure in Failure::ALL {
            assert!(failure.sentence().ends_with('.') && failure.next().ends_with('.'), "{failure:?}");
        }
    }

    #[test]
    fn a_sentence_or_an_address_is_no_code() {
        for code in ["AADSTS135016", "403", "unverified_email", "invalid-request", "https:forbidden"] {
            assert_eq!(code_of(code).as_deref(), Some(code));
        }
        for text in ["", "Ada may not", "ada@example.com", &"x".repeat(65), "caf\u{e9}", "a\nb"] {
            assert_eq!(code_of(text), None, "{text}");
        }
    }
}
