use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// The files of a folder, by name.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub struct Image(pub BTreeMap<String, Vec<u8>>);

impl Image {
    /// Those of a folder as they are now.
    pub fn of(folder: &Path) -> Self {
        let files = fs::read_dir(folder).expect("a folder").map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            (name, fs::read(path).expect("a file"))
        });
        Self(files.collect())
    }

    /// A folder of its own with them, in memory where the system has a file system there.
    pub fn unpack(&self) -> TempDir {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder");
        for (name, bytes) in &self.0 {
            fs::write(folder.path().join(name), bytes).expect("a file");
        }
        folder
    }

    /// Without what SQLite makes anew.
    pub fn without_index(mut self) -> Self {
        self.0.retain(|name, _| !name.ends_with("-shm"));
        self
    }
}
