//! For work that needs more stack than a thread of 512 KiB has left.

use std::panic::resume_unwind;
use std::thread;

use zeroize::zeroize_stack;

use super::apart;

/// Bytes that are wiped. On x86-64 ML-DSA-87 goes down by 413 kB without optimisation, and by more than 352 KiB in a
/// release; `tests/memory` fails where a profile needs more than two thirds of what is wiped.
pub(crate) const DEPTH: usize = 768 * 1024;

/// What the thread has beside it.
const SPARE: usize = 64 * 1024;

/// As [`wiped`](super::wiped), on a thread of its own, which ends with the work. Where none can be had, on this one.
pub(crate) fn wiped_deep<T: Send>(work: impl Fn() -> T + Sync) -> T {
    let wiped = || {
        let outcome = apart(&work);
        zeroize_stack::<DEPTH>();
        outcome
    };
    thread::scope(|scope| match thread::Builder::new().stack_size(DEPTH + SPARE).spawn_scoped(scope, wiped) {
        Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
        Err(_) => wiped(),
    })
}
