//! The one place where time enters.

use std::fmt;
use std::sync::OnceLock;
use std::time::{Duration, Instant, UNIX_EPOCH};

/// Milliseconds since 1970-01-01T00:00:00Z, by the device's clock.
///
/// A device's clock jumps; nothing that must not be lost or repeated is decided by comparing
/// timestamps alone.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(u64);

impl Timestamp {
    /// A time given as milliseconds since 1970-01-01T00:00:00Z.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// This time moved `by` into the future; stays at the last representable time.
    pub fn saturating_add(self, by: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(by.as_millis()).unwrap_or(u64::MAX)))
    }
}

/// Tells the time. Tests give a clock that they can step.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The present time.
    fn now(&self) -> Timestamp;

    /// How long it is since some moment in the past, the same one for every reading in this process. Nobody
    /// sets it, and it never goes back; it may stand still while the device sleeps.
    fn elapsed(&self) -> Duration;
}

/// The operating system's clock. A time before 1970 reads as 1970.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "the one place where time enters")]
        let now = std::time::SystemTime::now();
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
    }

    fn elapsed(&self) -> Duration {
        static FIRST: OnceLock<Instant> = OnceLock::new();
        FIRST.get_or_init(Instant::now).elapsed()
    }
}

/// How far the device's clock may be set back without a doubt: what the network's time does by itself.
const CORRECTION: Duration = Duration::from_secs(60);

/// A moment by both readings of a clock: one can be set, and the other stands still while a phone sleeps.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Moment {
    wall: Timestamp,
    /// `None` where only the time was known.
    elapsed: Option<Duration>,
}

impl Moment {
    /// The present moment.
    pub(crate) fn of(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), elapsed: Some(clock.elapsed()) }
    }

    /// A moment of which the time alone is known.
    pub(crate) const fn at(wall: Timestamp) -> Self {
        Self { wall, elapsed: None }
    }

    /// Whether this moment is at most `limit` before `now` by either reading.
    ///
    /// A clock that was set back by more than a minute says nothing of how long it is since, and the other
    /// reading does not count a night's sleep: then the answer is no, and whoever asks has to begin again.
    pub(crate) fn is_within(self, limit: Duration, now: Self) -> bool {
        let by_wall = self.wall <= now.wall.saturating_add(CORRECTION) && now.wall <= self.wall.saturating_add(limit);
        let by_elapsed = match (self.elapsed, now.elapsed) {
            (Some(then), Some(now)) => now.checked_sub(then).is_some_and(|passed| passed <= limit),
            _ => true,
        };
        by_wall && by_elapsed
    }
}

#[cfg(test)]
mod tests;
