//! `foreign-types DOCUMENT`: fails if the core's public face names a type of another crate, for a new version of
//! that crate would then break every host.

#![expect(clippy::print_stderr, reason = "its answer")]

use std::process::ExitCode;

use layers::foreign::foreign_types;

/// Traits that are meant to be there: the bound of a secret, and a report that a host renders as it likes.
const MEANT: [&str; 3] = ["serde_core::ser::Serialize", "serde_core::ser::Serializer", "zeroize::Zeroize"];

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: foreign-types DOCUMENT");
        return ExitCode::from(2);
    };
    let read = std::fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok());
    let Some(found) = read.as_ref().and_then(foreign_types) else {
        eprintln!("{} is not a document of rustdoc", path.to_string_lossy());
        return ExitCode::from(2);
    };
    // They are there: a reader that finds nothing is broken.
    let missed = MEANT.iter().filter(|meant| !found.contains(**meant)).map(|meant| format!("{meant} is not found"));
    let foreign = found.iter().filter(|path| !MEANT.contains(&path.as_str()));
    let wrong: Vec<_> = foreign.map(|path| format!("the public face names {path}")).chain(missed).collect();
    wrong.iter().for_each(|line| eprintln!("{line}"));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
