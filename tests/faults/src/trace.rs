//! What a process did to the files of a store, in order (`system/calls.c` writes it down).

use std::fs;
use std::path::Path;

/// Something that was done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Event {
    /// Bytes were written to a file.
    Write {
        /// Its name.
        name: String,
        /// Where.
        offset: usize,
        /// What.
        bytes: Vec<u8>,
    },
    /// A file was cut, or made longer.
    Truncate {
        /// Its name.
        name: String,
        /// How long it is since then.
        length: usize,
    },
    /// A file was made.
    Create(String),
    /// A file was removed.
    Unlink(String),
    /// All that was written to a file lasts.
    Sync(String),
    /// All names in the folder last.
    SyncFolder,
    /// The operation begins.
    Armed,
    /// The operation returned success.
    Acknowledged,
}

/// Reads a trace.
pub fn read(path: &Path) -> Vec<Event> {
    let trace = fs::read(path).expect("a trace");
    let mut rest = trace.as_slice();
    let mut events = Vec::new();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let (line, after) = rest.split_at(end);
        let line = std::str::from_utf8(line).expect("a line");
        let words: Vec<&str> = line.splitn(4, ' ').collect();
        let [kind, offset, length, name] = words.as_slice() else { panic!("a line of a trace: {line}") };
        let (offset, length) = (offset.parse().expect("a number"), length.parse().expect("a number"));
        let name = (*name).to_owned();
        let (bytes, after) = after.split_at_checked(1).expect("a line's end").1.split_at(length);
        events.push(match *kind {
            "W" => Event::Write { name, offset, bytes: bytes.to_vec() },
            "T" => Event::Truncate { name, length: offset },
            "C" => Event::Create(name),
            "U" => Event::Unlink(name),
            "S" => Event::Sync(name),
            "D" => Event::SyncFolder,
            "A" => Event::Armed,
            "K" => Event::Acknowledged,
            other => panic!("an event of a trace: {other}"),
        });
        rest = after;
    }
    assert!(rest.is_empty(), "a trace that was cut");
    events
}
