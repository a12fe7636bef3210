use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where a file is that was set aside. `Debug` and `Display` have its name alone: a folder may be named
/// after the person.
#[derive(Clone, Eq, PartialEq)]
pub struct KeptAs(PathBuf);

impl KeptAs {
    /// The file's path. What SQLite kept beside it lies beside it still.
    pub fn path(&self) -> &Path {
        &self.0
    }

    fn name(&self) -> Cow<'_, str> {
        self.0.file_name().unwrap_or_default().to_string_lossy()
    }
}

impl From<PathBuf> for KeptAs {
    fn from(path: PathBuf) -> Self {
        Self(path)
    }
}

impl AsRef<Path> for KeptAs {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

impl fmt::Display for KeptAs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.name())
    }
}

impl fmt::Debug for KeptAs {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("KeptAs").field(&self.name()).finish()
    }
}
