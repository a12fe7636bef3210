//! What happens to a store behind the provider's back.

use std::path::Path;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::{Value, json};

use super::files::file;
use crate::{Arguments, Mistake};

/// Changes one byte of a sealed column of a passkey's row. Rows are numbered from 1, as the
/// passkeys were made.
pub(super) fn damage_passkey(folder: &Path, with: &mut Arguments) -> Result<Value, Mistake> {
    let path = file(folder, &with.text("store")?)?;
    let row = i64::try_from(with.number("row")?).map_err(|_| with.wrong("row", "a row"))?;
    let column = with.text("column")?;
    if !["metadata", "state", "history", "secrets"].contains(&column.as_str()) {
        return Err(with.wrong("column", "metadata, state, history or secrets"));
    }
    let connection = Connection::open(path).map_err(reported)?;
    let select = format!("SELECT {column} FROM passkey WHERE number = ?1");
    let mut sealed: Vec<u8> = connection.query_row(&select, [row], |row| row.get(0)).map_err(reported)?;
    if let Some(last) = sealed.last_mut() {
        *last ^= 1;
    }
    let update = format!("UPDATE passkey SET {column} = ?1 WHERE number = ?2");
    connection.execute(&update, (sealed, row)).map_err(reported)?;
    Ok(json!({ "row": row }))
}

/// A store that another process writes to, and does not let go of for a while.
#[derive(Debug)]
pub struct Held {
    connection: Connection,
    time: Duration,
}

impl Held {
    /// Takes the write lock of `store` for `milliseconds`.
    pub fn take(folder: &Path, with: &mut Arguments) -> Result<Self, Mistake> {
        let path = file(folder, &with.text("store")?)?;
        let time = Duration::from_millis(with.number("milliseconds")?);
        let connection = Connection::open(path).map_err(reported)?;
        connection.execute_batch("BEGIN IMMEDIATE").map_err(reported)?;
        Ok(Self { connection, time })
    }

    /// Keeps it for its time, and lets go.
    pub fn keep(self) {
        thread::sleep(self.time);
        drop(self.connection);
    }
}

fn reported(error: rusqlite::Error) -> Mistake {
    Mistake(error.to_string())
}
