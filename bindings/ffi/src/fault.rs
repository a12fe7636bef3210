//! A panic at will, for tests: in no library that ships.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use passkey_provider::clock::{Clock, SystemClock, Timestamp};

use crate::provider::Provider;

/// Whether the next look at the clock panics, or else closing the store. The core looks at the clock with
/// its lock held and a transaction open.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fault(Arc<AtomicBool>);

impl Fault {
    /// The operating system's clock, with the fault in it.
    pub(crate) fn clock(&self) -> impl Clock + use<> {
        self.clone()
    }

    /// Panics if it is to.
    pub(crate) fn strike(&self) {
        #[expect(clippy::panic, reason = "it is what this is for")]
        if self.0.swap(false, Ordering::SeqCst) {
            panic!("a panic that a test asked for");
        }
    }
}

impl Clock for Fault {
    fn now(&self) -> Timestamp {
        self.strike();
        SystemClock.now()
    }
}

#[uniffi::export]
impl Provider {
    /// Makes the next call panic that looks at the clock or closes the store. Only in libraries built for
    /// tests.
    pub fn panic_in_next_call(&self) {
        self.fault.0.store(true, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests;
