//! Times as people write them, and the clock of `--at`.

use jiff::Timestamp as Moment;
use passkey_provider::clock::{Clock, Timestamp};

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
