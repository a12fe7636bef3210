use crate::id::{InvalidRpId, InvalidUserHandle};

/// A request that is refused: the relying party, or whoever passed its text on, is at fault.
///
/// Each names the member as a JSONPath and what would be right, and no value of the request.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// The text is not valid JSON, or a text nested in it that should hold the options is not.
    #[error("the options are not valid JSON: error at line {line}, column {column}")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// More than anyone needs, and never repaired.
    #[error("`{path}` has more than {limit}")]
    TooLarge {
        /// The member.
        path: String,
        /// What it has too much of.
        limit: Limit,
    },
    /// A member is there twice, perhaps by two names, and the two say different things.
    #[error("`{path}` appears more than once, under one name or two, with different values; send it once")]
    Contradiction {
        /// The member.
        path: String,
    },
    /// Two places in the text could be the options.
    #[error("both `{first}` and `{second}` could be the options; send one of them")]
    Ambiguous {
        /// The one found first.
        first: String,
        /// The other.
        second: String,
    },
    /// A required member is absent: `TypeError`.
    #[error("`{path}` is missing; it should be {expected}")]
    Missing {
        /// The member.
        path: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A member holds the wrong kind of value: `TypeError`.
    #[error("`{path}` is {found}; it should be {expected}")]
    WrongType {
        /// The member.
        path: String,
        /// The kind of thing it holds.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A member should hold bytes and cannot be decoded: `EncodingError`.
    #[error("`{path}` is {found}; it should be {expected}")]
    Encoding {
        /// The member.
        path: String,
        /// The kind of thing it holds.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// The relying party names itself by something that is not a domain: `SecurityError`.
    #[error("`{path}`: {reason}")]
    InvalidRpId {
        /// The member.
        path: String,
        /// What would be right.
        reason: InvalidRpId,
    },
    /// Strict mode: an RP ID that is not in its canonical form, which a browser compares with the
    /// caller's host as it stands: `SecurityError`.
    #[error("`{path}` is not in canonical form; it should be a domain in lower case, its labels in ASCII")]
    RpIdNotCanonical {
        /// The member.
        path: String,
    },
    /// The relying party wants no passkey unless it has something that none of this provider has:
    /// `NotSupportedError`.
    #[error("`{path}` requires {required}, which this provider does not support; without it no passkey is created")]
    UnsupportedExtension {
        /// The member.
        path: String,
        /// What is required.
        required: &'static str,
    },
    /// A member of an extension that this ceremony has no use for, where the standard refuses it (WebAuthn L3,
    /// section 10.1): `NotSupportedError`.
    #[error("`{path}` is {found}; it should be {expected}")]
    Unsupported {
        /// The member.
        path: String,
        /// What is wrong with it.
        found: String,
        /// Where it belongs.
        expected: &'static str,
    },
    /// A member of an extension that names something else than it may (WebAuthn L3, section 10.1): `SyntaxError`.
    #[error("`{path}` has {found}; it should have {expected}")]
    Syntax {
        /// The member.
        path: String,
        /// What it has.
        found: String,
        /// What it should have.
        expected: &'static str,
    },
    /// A sign-in is to confirm a payment, which the person sees in a browser's payment handler and nowhere else (Secure
    /// Payment Confirmation, client extension processing): `NotAllowedError`.
    #[error("`{path}` asks to confirm a payment, which only a browser that shows the payment may do")]
    Payment {
        /// The member.
        path: String,
    },
    /// `user.id` is too short or too long, and never repaired: `TypeError`.
    #[error("`{path}`: {reason}")]
    InvalidUserHandle {
        /// The member.
        path: String,
        /// What would be right.
        reason: InvalidUserHandle,
    },
    /// A challenge of no bytes, never repaired: `TypeError`. The text of WebAuthn L3 has no minimum
    /// for clients (section 13.4.3 asks servers for 16 bytes); the tests that browsers share expect
    /// this error (web-platform-tests, `webauthn/createcredential-badargs-challenge.https.html`). A
    /// signature over no challenge stays good, so that is the side to be on.
    #[error("`{path}` is empty; it should be at least 16 random bytes, in base64url")]
    EmptyChallenge {
        /// The member.
        path: String,
    },
}

/// What a request may not have more of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Limit {
    /// Bytes of text.
    Bytes,
    /// Levels of nesting.
    Levels,
    /// Entries of a list, or members of an object, other than byte values.
    Entries,
    /// Repairs.
    Repairs,
}

impl Limit {
    /// How many there may be.
    pub const fn most(self) -> usize {
        match self {
            Self::Bytes => 1024 * 1024,
            Self::Levels => 16,
            Self::Entries => 4096,
            Self::Repairs => 16 * 1024,
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match self {
            Self::Bytes => "bytes of text",
            Self::Levels => "levels",
            Self::Entries => "entries",
            Self::Repairs => "things to repair",
        };
        write!(formatter, "{} {unit}", self.most())
    }
}

impl OptionsError {
    /// The member at fault, as a JSONPath; `$` where it is the whole text.
    pub fn path(&self) -> &str {
        match self {
            Self::NotJson { .. } => "$",
            Self::TooLarge { path, .. }
            | Self::Contradiction { path }
            | Self::Ambiguous { first: path, .. }
            | Self::Missing { path, .. }
            | Self::WrongType { path, .. }
            | Self::Encoding { path, .. }
            | Self::InvalidRpId { path, .. }
            | Self::RpIdNotCanonical { path }
            | Self::UnsupportedExtension { path, .. }
            | Self::Unsupported { path, .. }
            | Self::Syntax { path, .. }
            | Self::Payment { path }
            | Self::InvalidUserHandle { path, .. }
            | Self::EmptyChallenge { path } => path,
        }
    }
}
