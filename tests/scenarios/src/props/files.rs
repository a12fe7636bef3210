//! A disk: files are copied aside and put back, overwritten and looked at.

use std::fs::{self, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::base64url;
use crate::{Arguments, Mistake};

/// A store is its file and those that SQLite keeps beside it.
const PARTS: [&str; 3] = ["", "-wal", "-shm"];

/// Copies a store whole; what lay at the target is gone.
pub(super) fn copy_store(folder: &Path, with: &mut Arguments) -> Result<Value, Mistake> {
    let (from, to) = (with.text("from")?, with.text("to")?);
    for part in PARTS {
        let (from, to) = (file(folder, &format!("{from}{part}"))?, file(folder, &format!("{to}{part}"))?);
        if to.exists() {
            fs::remove_file(&to).map_err(reported)?;
        }
        if from.exists() {
            fs::copy(&from, &to).map_err(reported)?;
        }
    }
    Ok(json!({}))
}

/// Writes a file anew: a text or bytes.
pub(super) fn write_file(folder: &Path, with: &mut Arguments) -> Result<Value, Mistake> {
    let path = file(folder, &with.text("file")?)?;
    let content = match with.text_if_any("text")? {
        Some(text) => text.into_bytes(),
        None => with.bytes("bytes")?,
    };
    fs::write(path, content).map_err(reported)?;
    Ok(json!({}))
}

/// Overwrites bytes inside a file, `repeat` times one after the other.
pub(super) fn write_bytes(folder: &Path, with: &mut Arguments) -> Result<Value, Mistake> {
    let path = file(folder, &with.text("file")?)?;
    let (at, bytes) = (with.number("at")?, with.bytes("bytes")?);
    let times = usize::try_from(with.number_if_any("repeat")?.unwrap_or(1));
    let bytes = bytes.repeat(times.map_err(|_| with.wrong("repeat", "a number of times"))?);
    let mut file = OpenOptions::new().write(true).open(path).map_err(reported)?;
    file.seek(SeekFrom::Start(at)).map_err(reported)?;
    file.write_all(&bytes).map_err(reported)?;
    Ok(json!({}))
}

/// The SHA-256 of a file, to see whether it changed.
pub(super) fn digest(folder: &Path, with: &mut Arguments) -> Result<Value, Mistake> {
    let bytes = fs::read(file(folder, &with.text("file")?)?).map_err(reported)?;
    Ok(json!({ "sha256": base64url(&Sha256::digest(bytes)) }))
}

/// The names in the scenario's folder, sorted.
pub(super) fn names(folder: &Path) -> Result<Value, Mistake> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(reported)? {
        names.push(entry.map_err(reported)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(json!({ "names": names }))
}

/// A file of the scenario, in its own folder and nowhere else.
pub(super) fn file(folder: &Path, name: &str) -> Result<PathBuf, Mistake> {
    if name.is_empty() || name.contains(['/', '\\']) || name.starts_with("..") {
        return Err(Mistake(format!("{name} is no name of a file")));
    }
    Ok(folder.join(name))
}

fn reported(error: std::io::Error) -> Mistake {
    Mistake(error.to_string())
}
