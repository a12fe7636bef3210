use std::fmt;

/// Why a text is not a dialect.
#[derive(Clone, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDialect {
    /// More than 16 KiB.
    #[error("a dialect is at most 16 KiB")]
    TooLarge,
    /// Not valid JSON, or an object has a member twice with two values.
    #[error("the dialect is not valid JSON, or an object in it has a member twice")]
    NotJson,
    /// One member is wrong.
    #[error("{path}: {problem}")]
    Member {
        /// Where it stands, such as `/register/path`.
        path: String,
        /// What is wrong with it.
        problem: DialectProblem,
    },
}

/// What is wrong with a member of a dialect.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum DialectProblem {
    /// It should be text.
    NotText,
    /// It should be a number in the range that the schema gives.
    NotANumber,
    /// It should be a list.
    NotAList,
    /// It should be an object.
    NotAnObject,
    /// It should be one of the values that the schema lists.
    NotAValue,
    /// It is required.
    Missing,
    /// The schema does not have it.
    Unknown,
    /// It should be a path on the server: it begins with one `/`, and names no other host.
    NotAPath,
    /// It should be a JSON pointer (RFC 6901).
    NotAPointer,
    /// It is not the name of a header that a dialect may set.
    NotAHeader,
    /// It names a value in braces that this dialect does not have.
    UnknownValue,
    /// RP IDs that are not of the server's own domain are for the dialects of this library.
    ForeignRpIds,
}

impl InvalidDialect {
    pub(super) fn member(path: impl Into<String>, problem: DialectProblem) -> Self {
        Self::Member { path: path.into(), problem }
    }

    /// Where the wrong member stands; `None` where the text as a whole is wrong.
    pub fn path(&self) -> Option<&str> {
        match self {
            Self::Member { path, .. } => Some(path),
            Self::TooLarge | Self::NotJson => None,
        }
    }
}

impl fmt::Display for DialectProblem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotText => "should be text",
            Self::NotANumber => "should be a number in the documented range",
            Self::NotAList => "should be a list",
            Self::NotAnObject => "should be an object",
            Self::NotAValue => "should be one of the documented values",
            Self::Missing => "is required",
            Self::Unknown => "is not known to this version",
            Self::NotAPath => "should be a path on the server, which begins with one \"/\"",
            Self::NotAPointer => "should be a JSON pointer, which is empty or begins with \"/\"",
            Self::NotAHeader => "is not a header that a dialect may set",
            Self::UnknownValue => "names a value in braces that this dialect does not have",
            Self::ForeignRpIds => "is for the dialects of this library: a server's own file serves its own domain",
        })
    }
}
