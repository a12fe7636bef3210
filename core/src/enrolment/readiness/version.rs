use std::fmt;
use std::str::FromStr;

use crate::enrolment::Platform;

/// The version of an operating system: up to four numbers, such as 17.4.1 or 14. What is not given is 0.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SystemVersion([u16; 4]);

/// The text is not a version.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a version is one to four numbers with dots between them, such as 17.4")]
#[non_exhaustive]
pub struct InvalidSystemVersion;

impl SystemVersion {
    /// A version of two numbers.
    pub const fn of(major: u16, minor: u16) -> Self {
        Self([major, minor, 0, 0])
    }

    /// The oldest on which an app can be a passkey provider. Android 14 has Credential Manager; iOS 17 has passkey
    /// providers, whose list of passkeys it shows from 17.4 on.
    pub const fn floor(platform: Platform) -> Self {
        match platform {
            Platform::Ios => Self::of(17, 4),
            Platform::Android => Self::of(14, 0),
        }
    }
}

impl FromStr for SystemVersion {
    type Err = InvalidSystemVersion;

    fn from_str(text: &str) -> Result<Self, InvalidSystemVersion> {
        let mut numbers = [0; 4];
        let mut places = numbers.iter_mut();
        for part in text.split('.') {
            // A sign is part of a number to the parser.
            let is_number = !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
            let place = places.next().filter(|_| is_number).ok_or(InvalidSystemVersion)?;
            *place = part.parse().map_err(|_| InvalidSystemVersion)?;
        }
        Ok(Self(numbers))
    }
}

/// Without zeros at the end, but for the first number.
impl fmt::Display for SystemVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, rest @ ..] = &self.0;
        write!(formatter, "{major}")?;
        let count = rest.iter().rposition(|number| *number != 0).map_or(0, |last| last + 1);
        rest.iter().take(count).try_for_each(|number| write!(formatter, ".{number}"))
    }
}
