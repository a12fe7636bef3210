//! The person at the terminal. Standard input carries the options, so answers come from the
//! terminal itself.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};

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

/// The most characters of a foreign name that are shown.
const MAX_SHOWN: usize = 64;

/// A name that somebody else chose, safe to show: characters that move the cursor, turn the
/// writing direction or take no room become visible, and no name fills the screen.
pub(crate) fn printable(name: &str) -> String {
    let mut shown: String = name
        .chars()
        .take(MAX_SHOWN)
        .map(|character| if is_deceptive(character) { char::REPLACEMENT_CHARACTER } else { character })
        .collect();
    if name.chars().nth(MAX_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Controls, bidirectional overrides, and characters without width.
fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests;
