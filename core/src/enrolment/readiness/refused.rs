use std::fmt;

/// Why a document is not facts that can be read.
#[derive(Clone, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidFacts {
    /// More than 16 KiB.
    #[error("facts are at most 16 KiB")]
    TooLarge,
    /// Not valid JSON, or the object has a member twice with two values.
    #[error("the facts are not valid JSON, or a member is in them twice")]
    NotJson,
    /// Valid JSON, but not an object.
    #[error("the facts should be an object")]
    NotAnObject,
    /// One member is wrong.
    #[error("{path}: {problem}")]
    Member {
        /// Its name, and where it stands: facts have no members inside members.
        path: String,
        /// What is wrong with it.
        problem: FactProblem,
    },
}

/// What is wrong with a fact.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum FactProblem {
    /// It is required.
    Missing,
    /// It should be `true` or `false`.
    NotAFlag,
    /// It should be one of the documented values.
    NotAValue,
    /// It should be a version, such as `17.4`.
    NotAVersion,
    /// Only the other platform has such a fact.
    NotOfThisPlatform,
    /// It is not known to this version.
    UnknownMember,
}

impl InvalidFacts {
    /// The name of the wrong member; `None` where the document as a whole is wrong.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Member { path, .. } => Some(path),
            Self::TooLarge | Self::NotJson | Self::NotAnObject => None,
        }
    }

    /// Stable machine-readable name of what is wrong, such as `not_json` or `unknown_member`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NotJson => "not_json",
            Self::NotAnObject => "not_an_object",
            Self::Member { problem, .. } => problem.as_str(),
        }
    }
}

impl FactProblem {
    /// Stable machine-readable name, such as `not_a_flag`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::NotAFlag => "not_a_flag",
            Self::NotAValue => "not_a_value",
            Self::NotAVersion => "not_a_version",
            Self::NotOfThisPlatform => "not_of_this_platform",
            Self::UnknownMember => "unknown_member",
        }
    }
}

impl fmt::Display for FactProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Missing => "is required",
            Self::NotAFlag => "should be true or false",
            Self::NotAValue => "should be one of the documented values",
            Self::NotAVersion => "should be a version: one to four numbers with dots between them, such as \"17.4\"",
            Self::NotOfThisPlatform => "is a fact of the other platform",
            Self::UnknownMember => "is not known to this version",
        })
    }
}
