use std::fmt;

/// Names an Android application: `com.example.browser` (the `package` of its manifest).
///
/// At least two segments, each a letter followed by letters, digits and underscores; 223 bytes at
/// most, as the system's own installer has it. Compared byte for byte.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PackageName(String);

/// The text is no package name.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a package name is two or more words with dots between them, such as `com.example.browser`")]
pub struct InvalidPackageName;

impl PackageName {
    /// The most bytes of a package name.
    pub const MAX_LENGTH: usize = 223;

    /// Parses a package name.
    pub fn parse(text: &str) -> Result<Self, InvalidPackageName> {
        let is_word = |word: &str| {
            word.starts_with(|first: char| first.is_ascii_alphabetic())
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        if text.len() <= Self::MAX_LENGTH && text.contains('.') && text.split('.').all(is_word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPackageName)
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PackageName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
