//! Real processes, killed at every point: nothing acknowledged is lost, nothing half done is seen.
//!
//! A killed process is no power cut: what it wrote and did not sync is still there. That a commit is
//! synced before it is acknowledged is tested with the store.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test stops at the first thing that goes wrong")]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use passkey_provider::entropy::SystemEntropy;
use tempfile::TempDir;
use world::crash::{Operation, Seen, open, perform, prepare, seen};

/// A store that is ready for an operation, and what is to be seen before and after it.
struct Prepared {
    folder: TempDir,
    before: Vec<Seen>,
    after: Vec<Seen>,
}

impl Prepared {
    fn for_operation(operation: Operation) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let provider = open(folder.path(), SystemEntropy);
        prepare(&provider);
        let before = seen(&provider);
        drop(provider);
        let copy = copy_of(folder.path());
        let provider = open(copy.path(), SystemEntropy);
        perform(&provider, operation).unwrap_or_else(|error| panic!("{operation:?}: {error}"));
        let after = seen(&provider);
        assert_ne!(before, after);
        Self { folder, before, after }
    }

    /// Looks at a store that a process was killed over.
    fn judge(&self, folder: &Path, acknowledged: bool, what: &str) {
        let seen = seen(&open(folder, SystemEntropy));
        if acknowledged {
            assert_eq!(seen, self.after, "{what}: acknowledged and lost");
        } else {
            assert!(seen == self.before || seen == self.after, "{what}: half done: {seen:?}");
        }
        // And the store works on.
        perform(&open(folder, SystemEntropy), Operation::Delete).unwrap();
    }
}

fn copy_of(folder: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
    }
    copy
}

fn start(folder: &Path, name: &str, point: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_phone"))
        .arg(folder)
        .args([name, point])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Whether the process said that it had done it.
fn is_acknowledged(child: Child) -> bool {
    child.wait_with_output().unwrap().stdout == b"done\n"
}

#[test]
fn a_process_killed_at_any_point_leaves_all_or_nothing() {
    for (operation, name) in Operation::ALL {
        let prepared = Prepared::for_operation(operation);
        let mut points = 0;
        loop {
            let copy = copy_of(prepared.folder.path());
            let acknowledged = is_acknowledged(start(copy.path(), name, &points.to_string()));
            prepared.judge(copy.path(), acknowledged, &format!("{name}, killed at random number {points}"));
            if acknowledged {
                break;
            }
            points += 1;
        }
        assert!(points >= 2, "{name} draws {points} random numbers");
        let copy = copy_of(prepared.folder.path());
        assert!(!is_acknowledged(start(copy.path(), name, "reply")));
        assert_eq!(seen(&open(copy.path(), SystemEntropy)), prepared.after, "{name}, killed before its reply");
    }
}

#[test]
fn a_process_killed_at_any_time_leaves_all_or_nothing() {
    for (operation, name) in Operation::ALL {
        let prepared = Prepared::for_operation(operation);
        for attempt in 0..50_u64 {
            let copy = copy_of(prepared.folder.path());
            let mut child = start(copy.path(), name, "");
            // From at once to some milliseconds: opening the store, working, committing, answering.
            thread::sleep(Duration::from_micros(attempt * 200));
            child.kill().unwrap();
            let acknowledged = is_acknowledged(child);
            prepared.judge(copy.path(), acknowledged, &format!("{name}, killed after {} us", attempt * 200));
        }
    }
}
