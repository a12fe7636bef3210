//! What comes on standard input, and from files.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use passkey_provider::caller::PrivilegedList;
use passkey_provider::clock::Timestamp;
use passkey_provider::secret::Secret;

use crate::failure::Failure;

/// What the core accepts of options and of a signal: a mebibyte.
const OPTIONS: u64 = 1024 * 1024;

/// What the core accepts of a server's list.
const LIST: u64 = 4 * 1024 * 1024;

/// What the core accepts of a list of privileged browsers.
const PRIVILEGED_LIST: u64 = 1024 * 1024;

/// What the core accepts of a policy.
const POLICY: u64 = 256 * 1024;

/// What the core accepts of facts about a phone.
const FACTS: u64 = 16 * 1024;

/// More than a QR code holds.
const CODE: u64 = 8 * 1024;

/// Reads the options of a ceremony, or a signal.
pub(crate) fn read_options() -> Result<Vec<u8>, Failure> {
    read(OPTIONS)
}

/// Reads a server's list.
pub(crate) fn read_list() -> Result<Vec<u8>, Failure> {
    read(LIST)
}

/// Reads a server's list of an earlier time.
pub(crate) fn read_earlier_list(path: &Path) -> Result<Vec<u8>, Failure> {
    read_file(path, LIST)
}

/// Reads a file, and at most one byte more than `limit`.
pub(crate) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| Failure::file(path, error))?;
    Ok(bytes)
}

/// Reads a list of privileged browsers, of the time when its file was last changed.
pub(crate) fn read_privileged_list(path: &Path) -> Result<PrivilegedList, Failure> {
    let document = read_privileged_document(path)?;
    Ok(PrivilegedList::parse(&document, changed(path)?)?)
}

/// Reads facts about a phone.
pub(crate) fn read_facts(path: &Path) -> Result<Vec<u8>, Failure> {
    read_file(path, FACTS)
}

/// Reads the text of a scanned code, which is as good as a key to whoever has it.
pub(crate) fn read_code() -> Result<Secret<String>, Failure> {
    // What is not text is not such a code, and is left to be refused as that.
    Ok(Secret::new(String::from_utf8(read(CODE)?).unwrap_or_default()))
}

/// Reads a policy.
pub(crate) fn read_policy(path: &Path) -> Result<Vec<u8>, Failure> {
    read_file(path, POLICY)
}

/// Reads the document of such a list.
pub(crate) fn read_privileged_document(path: &Path) -> Result<Vec<u8>, Failure> {
    read_file(path, PRIVILEGED_LIST)
}

/// When a file was last changed; before 1970 is 1970.
pub(crate) fn changed(path: &Path) -> Result<Timestamp, Failure> {
    let modified = std::fs::metadata(path).and_then(|metadata| metadata.modified());
    let since = modified.map_err(|error| Failure::file(path, error))?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX)))
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
