//! What comes on standard input.

use std::io::{self, Read};

use crate::failure::Failure;

/// What the core accepts of options and of a signal: a mebibyte.
const OPTIONS: u64 = 1024 * 1024;

/// What the core accepts of a server's list.
const LIST: u64 = 4 * 1024 * 1024;

/// Reads the options of a ceremony, or a signal.
pub(crate) fn read_options() -> Result<Vec<u8>, Failure> {
    read(OPTIONS)
}

/// Reads a server's list.
pub(crate) fn read_list() -> Result<Vec<u8>, Failure> {
    read(LIST)
}

/// Reads all of standard input, and at most one byte more than the core accepts, so that the core
/// says what is wrong.
fn read(limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let stdin = io::stdin().lock();
    stdin
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::file("standard input", error))?;
    Ok(bytes)
}
