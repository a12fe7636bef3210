//! Where words go: answers to standard output, all else to standard error.

use std::io::{self, IsTerminal, Write};

use serde_json::Value;

use crate::failure::Failure;

/// How a command speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    /// Tables and sentences, or JSON.
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints an answer: `value` to a program, `text` to a person.
    pub(crate) fn answer(self, value: &Value, text: &str) -> Result<(), Failure> {
        if self.json { self.line(&value.to_string()) } else { self.line(text) }
    }

    /// Prints one line, or a text without its last line break, to standard output.
    pub(crate) fn line(self, text: &str) -> Result<(), Failure> {
        let mut stdout = io::stdout().lock();
        let written = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
        written.map_err(|error| Failure::file("standard output", error))
    }

    /// Tells a person something that is no answer. Programs do not hear it.
    pub(crate) fn note(self, text: &str) {
        if !self.json {
            // Nothing is lost if nobody can read it.
            let _ = writeln!(io::stderr().lock(), "{text}");
        }
    }

    /// Tells why the command failed: sentences on a terminal, else one line of JSON.
    pub(crate) fn failure(self, failure: &Failure) {
        let mut stderr = io::stderr().lock();
        let _ = if self.json || !stderr.is_terminal() {
            writeln!(stderr, "{}", failure.to_json())
        } else {
            writeln!(stderr, "{}", failure.to_sentences())
        };
    }
}
