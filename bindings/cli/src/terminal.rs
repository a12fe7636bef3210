//! The person at the terminal. Standard input carries the options, so answers come from the
//! terminal itself.

mod printable;

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};

pub(crate) use printable::{printable, printable_line};

/// A terminal with somebody at it.
pub(crate) struct Terminal {
    answers: BufReader<File>,
}

impl Terminal {
    /// The terminal that standard error shows on; `None` where there is none.
    pub(crate) fn open() -> Option<Self> {
        if !io::stderr().is_terminal() {
            return None;
        }
        let path = if cfg!(windows) { "CONIN$" } else { "/dev/tty" };
        File::open(path).ok().map(|file| Self { answers: BufReader::new(file) })
    }

    /// Shows `question` and reads one line. An end of input is an empty answer.
    pub(crate) fn ask(&mut self, question: &str) -> io::Result<String> {
        let mut stderr = io::stderr().lock();
        write!(stderr, "{question} ")?;
        stderr.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer.trim().to_owned())
    }
}

#[cfg(test)]
mod tests;
