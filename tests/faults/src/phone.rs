//! The process that does one operation while the system fails.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::operation::Operation;

macro_rules! kinds {
    ($($name:ident = $word:literal,)+) => {
        /// What fails. In the order of `system/faults.h`.
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        #[expect(missing_docs, reason = "said in faults.h")]
        pub enum Kind { $($name,)+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }
        }
    };
}

kinds! {
    Write = "write",
    Full = "full",
    Quota = "quota",
    Sync = "sync",
    Truncate = "truncate",
    Unlink = "unlink",
    Open = "open",
    Denied = "denied",
    Lock = "lock",
    Unlock = "unlock",
    Read = "read",
    Map = "map",
    Stat = "stat",
    Name = "name",
    Memory = "memory",
}

/// Which call fails.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// Of which kind.
    pub kind: Kind,
    /// Which of them, from 1.
    pub nth: u64,
    /// For how long.
    pub lasts: Lasts,
}

/// How long calls fail, from the first one that does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lasts {
    /// That one alone. The process goes on.
    Once,
    /// Until the operation returns. The process goes on.
    Operation,
    /// Until the process ends: what it closes fails too.
    Process,
}

/// A process to be started.
#[derive(Clone, Debug)]
pub struct Phone {
    program: PathBuf,
}

/// What a process said of itself.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Whether the operation returned success.
    pub done: bool,
    /// The code of the error that it returned.
    pub failed: Option<String>,
    /// Whether the fault was met.
    pub fired: bool,
    /// After the fault was over: whether a passkey could be registered in the same process, or the code.
    pub later: Option<Result<(), String>>,
    /// How many calls of each kind there were while armed.
    pub calls: Vec<u64>,
    /// What it printed beside that, and how it ended, where it did not end well.
    pub trouble: Option<String>,
}

impl Phone {
    /// The program.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into() }
    }

    /// Does the operation on the store in a folder.
    pub fn run(&self, folder: &Path, operation: Operation, fault: Option<Fault>) -> Said {
        let mut command = self.command(folder, operation);
        if let Some(Fault { kind, nth, lasts }) = fault {
            let number = Kind::ALL.iter().position(|known| *known == kind).expect("a kind");
            command.env("FAULTS_KIND", number.to_string()).env("FAULTS_NTH", nth.to_string());
            if lasts != Lasts::Once {
                command.env("FAULTS_FOREVER", "1");
            }
            if lasts != Lasts::Process {
                command.arg("then");
            }
        }
        said(&mut command)
    }

    /// Does the operation, and writes down what is done to the folder.
    pub fn trace(&self, folder: &Path, operation: Operation, trace: &Path) -> Said {
        said(self.command(folder, operation).env("FAULTS_TRACE", trace))
    }

    /// Does what comes before the operation, and ends as if killed.
    pub fn stop_before(&self, folder: &Path, operation: Operation) {
        let output = self.command(folder, operation).env("FAULTS_STOP", "1").output().expect("a process");
        assert!(output.status.success() && output.stdout.is_empty(), "{operation:?}: {output:?}");
    }

    /// How often SQLite's allocator is asked while armed: counted in a process in which it never fails.
    pub fn allocations(&self, folder: &Path, operation: Operation) -> u64 {
        let never = Fault { kind: Kind::Memory, nth: u64::from(u32::MAX), lasts: Lasts::Once };
        let said = self.run(folder, operation, Some(never));
        assert!(said.done, "{said:?}");
        said.calls.last().copied().unwrap_or_default()
    }

    fn command(&self, folder: &Path, operation: Operation) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(folder).arg(operation.name()).env_clear().env("FAULTS_FOLDER", folder);
        command.stdin(Stdio::null());
        command
    }
}

fn said(command: &mut Command) -> Said {
    let output = command.output().expect("a process");
    let mut said = Said::default();
    let mut other = Vec::new();
    let texts = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text).into_owned());
    for line in texts.iter().flat_map(|text| text.lines()) {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["done"] => said.done = true,
            ["failed", code] => said.failed = Some((*code).to_owned()),
            ["fired"] => said.fired = true,
            ["later", "done"] => said.later = Some(Ok(())),
            ["later", code] => said.later = Some(Err((*code).to_owned())),
            ["calls", _, count] => said.calls.push(count.parse().expect("a number")),
            _ => other.push(line),
        }
    }
    if !output.status.success() || !other.is_empty() {
        said.trouble = Some(format!("{}: {}", output.status, other.join("; ")));
    }
    said
}
