//! Times: milliseconds since 1970 in the core, the languages' own types outside.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use passkey_provider::clock::Timestamp;

/// A time that no clock of the language can show reads as 1970.
pub(crate) fn render(timestamp: Timestamp) -> SystemTime {
    UNIX_EPOCH.checked_add(Duration::from_millis(timestamp.as_millis())).unwrap_or(UNIX_EPOCH)
}

/// A time before 1970 reads as 1970.
pub(crate) fn parse(time: SystemTime) -> Timestamp {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
