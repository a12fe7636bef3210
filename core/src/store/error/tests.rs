use rusqlite::ffi;

use super::*;

fn of_sqlite(extended_code: i32) -> StoreError {
    rusqlite::Error::SqliteFailure(ffi::Error::new(extended_code), Some("a value of ada's".to_owned())).into()
}

/// The numbers of <https://sqlite.org/rescode.html>.
#[test]
fn what_sqlite_said_survives_as_its_number() {
    for (number, expected) in [
        (5, StoreError::Busy),
        (13, StoreError::Full),
        (4874, StoreError::Full),
        (14, StoreError::NotWritable(Cause::Sqlite(14))),
        (778, StoreError::Io(Cause::Sqlite(778))),
        (11, StoreError::Damaged(Damage::File(Cause::Sqlite(11)))),
        (267, StoreError::Damaged(Damage::File(Cause::Sqlite(267)))),
    ] {
        assert_eq!(of_sqlite(number), expected);
    }
}

/// It is a defect of ours: room on the device helps nothing.
#[test]
fn an_envelope_that_is_too_long_is_not_a_full_device() {
    assert!(matches!(StoreError::from(SealFailed::TooLong), StoreError::Internal(_)));
}
