//! What an error came from, for whoever has to find the fault.

use std::{fmt, io};

/// What an error came from, in numbers and words that are fixed in code: it holds no personal data, no path and
/// no key, so that it may be logged and sent to support.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Cause {
    /// SQLite failed with this extended result code, such as 778 for a write that failed.
    Sqlite(i32),
    /// A call of the operating system failed with this number, such as 13 on Linux where permission is denied.
    System(i32),
    /// The file system failed, and gave no number.
    File(io::ErrorKind),
    /// The platform's key store failed.
    KeyStore {
        /// What kind of failure it was.
        word: &'static str,
        /// The platform's own number where it gave one, such as an `OSStatus` of Apple's.
        number: Option<i32>,
    },
    /// What was found, or not done, in the words of this crate.
    Found(&'static str),
}

impl Cause {
    /// What the operating system said.
    pub(crate) fn of_io(error: &io::Error) -> Self {
        error.raw_os_error().map_or_else(|| Self::File(error.kind()), Self::System)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Sqlite(code) => write!(formatter, "SQLite code {code}"),
            Self::System(number) => write!(formatter, "system error {number}"),
            Self::File(kind) => write!(formatter, "{kind}"),
            Self::KeyStore { word, number: Some(number) } => write!(formatter, "{word}, status {number}"),
            Self::KeyStore { word, number: None } | Self::Found(word) => formatter.write_str(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_the_number_that_the_system_gave() {
        assert_eq!(Cause::of_io(&io::Error::from_raw_os_error(13)).to_string(), "system error 13");
        assert_eq!(Cause::of_io(&io::ErrorKind::NotFound.into()).to_string(), "entity not found");
    }

    /// What an error carries as text may name a file or a person.
    #[test]
    fn a_cause_repeats_no_text_of_the_system() {
        assert_eq!(Cause::of_io(&io::Error::other("/home/ada")), Cause::File(io::ErrorKind::Other));
    }
}
