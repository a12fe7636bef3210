//! The phone's edges: a clock that jumps and a generator that fails.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use passkey_provider::clock::{Clock, SystemClock, Timestamp};
use passkey_provider::entropy::{Entropy, EntropyFailed, SystemEntropy};

/// A clock that the history steps.
#[derive(Clone, Debug)]
pub struct SteppedClock(Arc<AtomicU64>);

impl SteppedClock {
    /// 2027-01-15, where nothing special happened.
    pub fn new() -> Self {
        Self(Arc::new(AtomicU64::new(1_800_000_000_000)))
    }

    /// Moves it by so many seconds, either way.
    pub fn step(&self, seconds: i64) {
        let millis = self.0.load(Ordering::SeqCst).saturating_add_signed(seconds.saturating_mul(1000));
        self.0.store(millis, Ordering::SeqCst);
    }
}

impl Default for SteppedClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }
}

/// A generator that fails after some more calls, as often as it is told to: a call of the core that
/// meets it ends in the middle, as if the process had been killed there.
#[derive(Clone, Debug)]
pub struct FailingEntropy(Arc<AtomicI64>);

impl FailingEntropy {
    /// One that does not fail.
    pub fn new() -> Self {
        Self(Arc::new(AtomicI64::new(i64::MAX)))
    }

    /// Fails after so many more calls.
    pub fn fail_after(&self, calls: u8) {
        self.0.store(i64::from(calls), Ordering::SeqCst);
    }

    /// Whether a call has failed since it was told to.
    pub fn is_failing(&self) -> bool {
        self.0.load(Ordering::SeqCst) <= 0
    }

    /// Does not fail any more.
    pub fn mend(&self) {
        self.0.store(i64::MAX, Ordering::SeqCst);
    }
}

impl Default for FailingEntropy {
    fn default() -> Self {
        Self::new()
    }
}

impl Entropy for FailingEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        if self.0.fetch_sub(1, Ordering::SeqCst) <= 0 { Err(EntropyFailed) } else { SystemEntropy.fill(bytes) }
    }
}
