//! Keeps phrases at which a reader stumbles out of what people read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::rust_files;

/// A phrase, in lower case, and what to say instead.
const PHRASES: &[(&str, &str)] = &[
    ("before your eyes", "printing each step"),
    ("can be said", "say what is possible"),
    ("for ever", "permanently, never"),
    ("gone for good", "permanently lost"),
    ("gives the store's epoch", "returns the store's epoch"),
    ("in one go", "in one step, replace"),
    ("is no credential", "is not a credential .."),
    ("is no domain", "is not a domain"),
    ("is no json", "is not valid JSON"),
    ("is no sha", "is not a SHA-256 hash"),
    ("met a state", "internal error: unexpected state"),
    ("no https origin", "not an https origin"),
    ("none of its kind", "invalid argument"),
    ("of another day", "older"),
    ("one word for programs", "stable machine-readable name"),
    ("protects against nobody", "no protection against anyone"),
    ("puts back", "restores"),
    ("takes them away", "removes them"),
];

/// Where nobody may say them: pages, and folders of sources. Grows as they are swept.
const PLACES: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSES.md",
    "README.md",
    "SECURITY.md",
    "bindings/README.md",
    "bindings/cli/src",
    "bindings/ffi/src",
    "bindings/kotlin/README.md",
    "bindings/kotlin/src/main",
    "bindings/swift/README.md",
    "bindings/swift/Sources",
    "core/examples",
    "core/src",
    "docs/command.md",
    "docs/embedding.md",
    "docs/enrolment.md",
    "docs/errors.md",
    "docs/extensions.md",
    "docs/lifecycle.md",
    "docs/performance.md",
    "docs/policy.md",
    "docs/security.md",
    "tests/README.md",
    "tests/parties/README.md",
    "tests/reports/README.md",
    "tests/scenarios/README.md",
];

#[test]
fn what_people_read_is_plain_english() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut wrong = Vec::new();
    for place in PLACES {
        for (path, text) in texts(&root.join(place)) {
            for (line, phrase, better) in found(&text) {
                let path = path.strip_prefix(&root).unwrap().display();
                wrong.push(format!("{path}:{line}: \"{phrase}\"; better: {better}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_phrase_is_found_across_lines_and_in_any_case() {
    let text = "//! Fine.\n//! A passkey that is gone For\n//! ever, and more.\nlet message = \"this is no JSON\"; // for every\n";
    let found: Vec<_> = found(text).into_iter().map(|(line, phrase, _)| (line, phrase)).collect();
    assert_eq!(found, [(2, "for ever"), (4, "is no json")]);
}

/// A page, or the sources of a folder in any language.
fn texts(place: &Path) -> Vec<(PathBuf, String)> {
    if !place.is_dir() {
        return vec![(place.to_owned(), fs::read_to_string(place).unwrap())];
    }
    let mut texts: Vec<_> =
        rust_files(place).unwrap().into_iter().map(|file| (place.join(file.path), file.text)).collect();
    let mut folders = vec![place.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "kt" || extension == "swift") {
                texts.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    texts
}

/// The phrases in a text, each with the line that it begins in: comments are read on across lines.
fn found(text: &str) -> Vec<(usize, &'static str, &'static str)> {
    let lines: Vec<String> = text.lines().map(words).collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let next = lines.get(index + 1).map_or("", String::as_str);
        let both = format!("{line} {next}");
        for (phrase, better) in PHRASES {
            let begins_here = both.match_indices(phrase).any(|(start, _)| {
                start < line.len() && !both[start + phrase.len()..].starts_with(char::is_alphanumeric)
            });
            if begins_here {
                found.push((index + 1, *phrase, *better));
            }
        }
    }
    found
}

/// The words of a line, without what makes it a comment.
fn words(line: &str) -> String {
    line.trim_start_matches([' ', '/', '!', '*']).trim_end().to_lowercase()
}
