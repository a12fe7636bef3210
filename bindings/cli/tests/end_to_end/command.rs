use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder for one store, and a command line that uses it with the device key in a file.
pub(crate) struct Sandbox {
    folder: TempDir,
    global: Vec<String>,
}

/// The AAGUID of the command's passkeys on a platform.
pub(crate) fn aaguid(platform: &str) -> &'static str {
    match platform {
        "android" => "765b0c47-86f9-4182-8ed1-5721a8d566b0",
        "ios" => "6109628a-610e-4a01-9d54-86c436c74f75",
        _ => "f83b9195-1702-4d76-a15e-a16f244ec78e",
    }
}

/// What one run of the command left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With more options for every run.
    pub(crate) fn with(global: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder, global: global.iter().map(ToString::to_string).collect() }
    }

    /// The folder of the store.
    pub(crate) fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// A path beside the store.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the command: every run is a process of its own.
    pub(crate) fn run(&self, args: &[&str], stdin: &str) -> Ran {
        run(self.command().args(args), stdin)
    }

    /// Runs a command that must succeed, and gives its standard output.
    pub(crate) fn answer(&self, args: &[&str], stdin: &str) -> String {
        let ran = self.run(args, stdin);
        assert_eq!(ran.status, 0, "{args:?}: {}", ran.stderr);
        ran.stdout
    }

    /// Runs a command that must succeed and prints JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.answer(&[&["--json"], args].concat(), "")).unwrap()
    }

    /// The command with the options of this sandbox.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(binary());
        command.args(["--keys", "file", "--store"]).arg(self.store()).args(&self.global);
        command
    }

    /// The bytes of every file of the store, by name.
    pub(crate) fn copy_store(&self, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(self.store()).unwrap() {
            let entry = entry.unwrap();
            if entry.file_name().to_string_lossy().starts_with("passkeys.db") {
                std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
}

impl Ran {
    /// The error that the command told.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        let line = self.stderr.lines().last().unwrap_or_default();
        let error: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no error in JSON: {self:?}"));
        error["error"].clone()
    }

    /// Asserts a refusal: exit status and code, nothing on standard output, and an error with
    /// every member.
    #[track_caller]
    pub(crate) fn assert_refused(&self, status: i32, code: &str) {
        let error = self.error();
        assert_eq!((self.status, error["code"].as_str().unwrap()), (status, code), "{self:?}");
        assert_eq!(self.stdout, "");
        for member in ["fault", "message", "next"] {
            assert!(!error[member].as_str().unwrap().is_empty(), "{member} of {error}");
        }
        assert!(error.get("dom_exception").is_some());
    }
}

/// The built command.
pub(crate) fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_passkey-provider")
}

/// Runs a command with text on its standard input. It may end before it has read it all.
pub(crate) fn run(command: &mut Command, stdin: &str) -> Ran {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A file of the corpus of real requests.
pub(crate) fn corpus(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus/options");
    std::fs::read_to_string(folder.join(name)).unwrap()
}
