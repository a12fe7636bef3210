use std::path::{Path, PathBuf};
use std::{fs, io};

/// One Rust file that is part of what is built, tests left out.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it is, relative to the root that was read.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// Every Rust file below `root`, sorted; test files (`tests.rs`, all in a folder `tests`, and every
/// module that is declared below `#[cfg(test)]`) and build output are left out.
pub fn rust_files(root: &Path) -> io::Result<Vec<SourceFile>> {
    let mut found = Vec::new();
    collect(root, root, &mut found)?;
    let for_tests: Vec<PathBuf> = found.iter().flat_map(SourceFile::modules_for_tests).collect();
    found.retain(|file| !for_tests.iter().any(|module| file.path.with_extension("").starts_with(module)));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}

impl SourceFile {
    /// The path of the module that the file is, from the crate's root: `["key", "algorithm"]` for
    /// `key/algorithm.rs`, `["key"]` for `key/mod.rs`, nothing for `lib.rs`.
    pub fn module(&self) -> Vec<String> {
        let mut module: Vec<String> =
            self.path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
            module.pop();
        }
        module
    }

    /// The modules that the file declares for tests only, as paths without extension.
    fn modules_for_tests(&self) -> Vec<PathBuf> {
        let folder: PathBuf = self.module().iter().collect();
        let mut found = Vec::new();
        let mut is_for_tests = false;
        for line in self.text.lines().map(str::trim) {
            let declared = line.strip_suffix(';').and_then(|line| line.rsplit_once("mod "));
            if let (true, Some((_, name))) = (is_for_tests, declared) {
                found.push(folder.join(name));
            }
            // Other attributes may stand between.
            is_for_tests = line == "#[cfg(test)]" || (is_for_tests && line.starts_with("#["));
        }
        found
    }

    /// The text with comments and the inside of strings blanked, line by line as it was.
    pub fn code(&self) -> String {
        let mut code = String::with_capacity(self.text.len());
        for line in self.text.lines() {
            blank_line(line, &mut code);
            code.push('\n');
        }
        code
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<SourceFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "tests" | "target") {
                collect(root, &path, found)?;
            }
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path)?;
            found.push(SourceFile { path: path.strip_prefix(root).unwrap_or(&path).to_path_buf(), text });
        }
    }
    Ok(())
}

/// Strings that span lines are read as code from the second line on: the paths that they could
/// hold would only make the check stricter.
fn blank_line(line: &str, code: &mut String) {
    let mut in_string = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('/', Some('/')) if !in_string => return,
            ('\'', Some('"')) if !in_string => {
                characters.next();
            }
            ('\\', _) if in_string => {
                characters.next();
            }
            ('"', _) => in_string = !in_string,
            _ if !in_string => code.push(character),
            _ => {}
        }
    }
}
