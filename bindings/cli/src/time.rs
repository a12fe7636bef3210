//! Times as people write them, and the clock of `--at`.

use std::time::Duration;

use jiff::Timestamp as Moment;
use passkey_provider::clock::{Clock, SystemClock, Timestamp};

use crate::args::Global;

/// A clock that stands still at the time that `--at` pretends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pretended(Timestamp);

impl Pretended {
    /// A clock at `moment`; before 1970 is 1970.
    pub(crate) fn at(moment: Moment) -> Self {
        Self(timestamp(moment))
    }
}

impl Clock for Pretended {
    fn now(&self) -> Timestamp {
        self.0
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }
}

/// The present time, or what `--at` pretends.
pub(crate) fn now(global: &Global) -> Timestamp {
    global.at.map_or_else(|| SystemClock.now(), timestamp)
}

/// How long ago a time was, in the largest unit that fits.
pub(crate) fn age(time: Timestamp, now: Timestamp) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let Some(millis) = now.as_millis().checked_sub(time.as_millis()) else { return "in the future".to_owned() };
    let seconds = millis / 1000;
    let (count, unit) = match seconds {
        0..MINUTE => return "now".to_owned(),
        MINUTE..HOUR => (seconds / MINUTE, "minute"),
        HOUR..DAY => (seconds / HOUR, "hour"),
        DAY.. => (seconds / DAY, "day"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

/// A time of the command line; before 1970 is 1970.
pub(crate) fn timestamp(moment: Moment) -> Timestamp {
    Timestamp::from_millis(u64::try_from(moment.as_millisecond()).unwrap_or(0))
}

/// A time in RFC 3339, to the second.
pub(crate) fn render(time: Timestamp) -> String {
    i64::try_from(time.as_millis() / 1000)
        .ok()
        .and_then(|seconds| Moment::from_second(seconds).ok())
        .map_or_else(|| "out of range".to_owned(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests;
