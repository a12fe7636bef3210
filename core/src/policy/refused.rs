use std::fmt;

/// Why a document is not a policy that can be read.
#[derive(Clone, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidPolicy {
    /// More than 256 KiB; the service itself takes no more than 20 KB.
    #[error("a policy is at most 256 KiB")]
    TooLarge,
    /// Not valid JSON, or an object has a member twice with two values.
    #[error("the policy is not valid JSON, or an object in it has a member twice")]
    NotJson,
    /// JSON, and nothing in it that is a policy of this kind.
    #[error("the document is not a policy of this kind")]
    NotAPolicy,
    /// One member is wrong.
    #[error("{path}: {problem}")]
    Member {
        /// Where it stands, such as `passkeyProfiles[0].keyRestrictions.aaGuids[2]`.
        path: String,
        /// What is wrong with it.
        problem: Problem,
    },
}

/// What is wrong with a member.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// It should be text.
    NotText,
    /// It should be `true` or `false`.
    NotAFlag,
    /// It should be a list.
    NotAList,
    /// It should be an object.
    NotAnObject,
    /// It should be an AAGUID.
    NotAnAaguid,
    /// It should be an RP ID.
    NotAnRpId,
    /// It should be one of the values that its documentation lists.
    NotAValue,
    /// It is required.
    Missing,
    /// It is not known to this version, and what narrows must not be ignored.
    UnknownMember,
    /// It is a list without an entry, which may mean nothing or everything.
    Empty,
}

impl InvalidPolicy {
    pub(super) fn member(path: impl Into<String>, problem: Problem) -> Self {
        Self::Member { path: path.into(), problem }
    }

    /// Where the wrong member stands; `None` where the document as a whole is wrong.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Member { path, .. } => Some(path),
            Self::TooLarge | Self::NotJson | Self::NotAPolicy => None,
        }
    }

    /// Stable machine-readable name of what is wrong, such as `not_json` or `unknown_member`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NotJson => "not_json",
            Self::NotAPolicy => "not_a_policy",
            Self::Member { problem, .. } => problem.as_str(),
        }
    }
}

impl Problem {
    /// Stable machine-readable name, such as `not_text`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotText => "not_text",
            Self::NotAFlag => "not_a_flag",
            Self::NotAList => "not_a_list",
            Self::NotAnObject => "not_an_object",
            Self::NotAnAaguid => "not_an_aaguid",
            Self::NotAnRpId => "not_an_rp_id",
            Self::NotAValue => "not_a_value",
            Self::Missing => "missing",
            Self::UnknownMember => "unknown_member",
            Self::Empty => "empty",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotText => "should be text",
            Self::NotAFlag => "should be true or false",
            Self::NotAList => "should be a list",
            Self::NotAnObject => "should be an object",
            Self::NotAnAaguid => "should be an AAGUID: 32 hexadecimal digits in groups of 8-4-4-4-12",
            Self::NotAnRpId => "should be an RP ID: a domain such as example.com",
            Self::NotAValue => "should be one of the documented values",
            Self::Missing => "is required",
            Self::UnknownMember => "is not known to this version, and a narrowing must not be ignored",
            Self::Empty => "should have an entry, or be left out",
        })
    }
}
