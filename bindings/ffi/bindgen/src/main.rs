//! Generates the Kotlin or Swift bindings of a built library, a file beside them with the build that they
//! belong to, and the package's enumerations.
//!
//! ```text
//! passkey-provider-bindgen LIBRARY kotlin|swift FOLDER
//! ```
//!
//! The library is one that still has its symbols: UniFFI reads its metadata from them. Run inside the
//! workspace, for the names come from its `uniffi.toml`.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use uniffi::{GenerateOptions, TargetLanguage};

mod enumeration;

/// What the library's name for its build begins with, and how many hexadecimal digits follow.
const BUILD: &[u8] = b"passkey-provider-ffi build ";
const DIGITS: usize = 32;

/// The first line of what is written here, in both languages. UniFFI marks its own.
const MARK: &str = "// Generated from the library by passkey-provider-bindgen. Edits are lost.";

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("usage: passkey-provider-bindgen LIBRARY kotlin|swift FOLDER")]
    Usage,
    #[error("{path}: {error}")]
    File { path: String, error: io::Error },
    #[error("{0} names no build: it is no library of passkey-provider-ffi")]
    NoBuild(String),
    #[error("UniFFI: {0}")]
    Uniffi(String),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match generate(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            use io::Write;
            // Where nobody listens the exit status is left.
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn generate(arguments: &[String]) -> Result<(), Failure> {
    let [library, language, folder] = arguments else { return Err(Failure::Usage) };
    let language = language_of(language).ok_or(Failure::Usage)?;
    let build = build_of(library)?;
    let enumerations = enumeration::of_library(library).map_err(Failure::Uniffi)?;
    let ours = match language {
        TargetLanguage::Kotlin => [
            ("passkeyprovider/ffi/BuildId.kt", build_in_kotlin(&build)),
            ("passkeyprovider/Enumerations.kt", enumeration::kotlin::file(&enumerations)),
        ],
        _ => {
            [("BuildId.swift", build_in_swift(&build)), ("Enumerations.swift", enumeration::swift::file(&enumerations))]
        }
    };
    uniffi::generate(GenerateOptions {
        languages: vec![language],
        source: library.into(),
        out_dir: folder.into(),
        config_override: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../uniffi.toml").into()),
        format: false,
        crate_filter: None,
        metadata_no_deps: true,
    })
    .map_err(|error| Failure::Uniffi(format!("{error:#}")))?;
    for (file, text) in ours {
        let path = Path::new(folder).join(file);
        fs::write(&path, text).map_err(|error| Failure::of_file(&path, error))?;
    }
    Ok(())
}

fn language_of(name: &str) -> Option<TargetLanguage> {
    match name {
        "kotlin" => Some(TargetLanguage::Kotlin),
        "swift" => Some(TargetLanguage::Swift),
        _ => None,
    }
}

impl Failure {
    fn of_file(path: &Path, error: io::Error) -> Self {
        Self::File { path: path.display().to_string(), error }
    }
}

/// The library's name for its build, from its bytes: it may be one of another system.
fn build_of(library: &str) -> Result<String, Failure> {
    let bytes = fs::read(library).map_err(|error| Failure::File { path: library.to_owned(), error })?;
    let found = bytes
        .windows(BUILD.len() + DIGITS)
        .find(|window| window.strip_prefix(BUILD).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)));
    found.and_then(|window| String::from_utf8(window.to_vec()).ok()).ok_or_else(|| Failure::NoBuild(library.to_owned()))
}

fn build_in_kotlin(build: &str) -> String {
    format!(
        "{MARK}\npackage passkeyprovider.ffi\n\n\
         /** The build of the library that these bindings were made from: what [buildId] must say. */\n\
         const val EXPECTED_BUILD_ID: String = \"{build}\"\n"
    )
}

fn build_in_swift(build: &str) -> String {
    format!(
        "{MARK}\n\n\
         /// The build of the library that these bindings were made from: what `buildId()` must say.\n\
         public let expectedBuildId = \"{build}\"\n"
    )
}
