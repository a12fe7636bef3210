//! What comes on standard input.

use std::io::{self, Read};

use crate::failure::Failure;

/// The most that is read: one byte more than the core accepts, so that the core says what is
/// wrong.
const LIMIT: u64 = 1024 * 1024 + 1;

/// Reads all of standard input, up to the limit.
pub(crate) fn read_options() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LIMIT).read_to_end(&mut bytes).map_err(|error| Failure::file("standard input", error))?;
    Ok(bytes)
}
