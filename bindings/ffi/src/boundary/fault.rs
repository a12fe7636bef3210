//! A panic at will, and time that passes, for tests: in no library that ships.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use passkey_provider::clock::{Clock, SystemClock, Timestamp};

/// Whether the next look at the clock panics, or else closing the store. The core looks at the clock with
/// its lock held and a transaction open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fault {
    strikes: Arc<AtomicBool>,
    /// Milliseconds that a test let pass.
    passed: Arc<AtomicU64>,
}

impl Fault {
    /// The operating system's clock, with the fault in it.
    pub(crate) fn clock(&self) -> impl Clock + use<> {
        self.clone()
    }

    /// Lets time pass.
    #[cfg(test)]
    pub(crate) fn pass(&self, time: Duration) {
        self.passed.fetch_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX), Ordering::SeqCst);
    }

    /// Lets the next look panic.
    pub(crate) fn strike_next(&self) {
        self.strikes.store(true, Ordering::SeqCst);
    }

    /// Panics if it is to.
    pub(crate) fn strike(&self) {
        #[expect(clippy::panic, reason = "it is what this is for")]
        if self.strikes.swap(false, Ordering::SeqCst) {
            panic!("a panic that a test asked for");
        }
    }
}

impl Clock for Fault {
    fn now(&self) -> Timestamp {
        self.strike();
        let passed = Duration::from_millis(self.passed.load(Ordering::SeqCst));
        SystemClock.now().saturating_add(passed)
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }
}

#[cfg(test)]
mod tests;
