//! Which version of the schema a file has, and what raises it.

use rusqlite::Connection;

use super::StoreError;

/// Marks the file as ours, at byte 68 of it (SQLite's `application_id`): "PkPr".
pub(super) const APPLICATION_ID: i64 = 0x506b_5072;

/// The newest schema version, SQLite's `user_version`.
///
/// What a build of the version before would lose, mistake or refuse raises it: a table or a column, another format
/// of a column, a member of a map (a build that does not know it drops it when it writes the map again), and a
/// number of an enumeration, except of events and of verifications, which are kept unknown.
///
/// What no version may change, for a build of any other relies on it: the application id; table `store` with all
/// its columns, the canaries, and the stamp with the version in front; a row of table `passkey` for each passkey.
pub(super) const VERSION: u8 = 1;

/// The file is of a version that this build does not know.
pub(super) fn too_new(found: i64) -> StoreError {
    StoreError::TooNew { found, known: VERSION.into() }
}

/// [`StoreError::TooNew`] if a newer build brought the file further while it was open here.
pub(super) fn require_known(connection: &Connection) -> Result<(), StoreError> {
    match identify(connection)?.1 {
        found if found > VERSION.into() => Err(too_new(found)),
        _ => Ok(()),
    }
}

/// The application id and schema version that the file says of itself.
pub(super) fn identify(connection: &Connection) -> Result<(i64, i64), rusqlite::Error> {
    let application_id = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok((application_id, version))
}
