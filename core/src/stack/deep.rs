//! For work that needs more stack than a thread of 512 KiB has left.

use std::panic::resume_unwind;
use std::thread;

use zeroize::zeroize_stack;

use super::apart;

/// Bytes that are wiped after a computation of ML-DSA, by its parameter set. On x86-64 these go down by 226, 280 and
/// 379 kB without optimisation, and by 170, 237 and 318 kB in a release; `tests/memory` fails where a profile needs more
/// than two thirds of what is wiped. A sign-in pays for each page of it.
pub(crate) const ML_DSA_44: usize = 384 * 1024;
pub(crate) const ML_DSA_65: usize = 512 * 1024;
pub(crate) const ML_DSA_87: usize = 768 * 1024;

/// What the thread has beside it.
const SPARE: usize = 64 * 1024;

/// As [`wiped`](super::wiped) with `DEPTH` bytes, on a thread of its own, which ends with the work. Where none can be had, on this one.
pub(crate) fn wiped_deep<const DEPTH: usize, T: Send>(work: impl Fn() -> T + Sync) -> T {
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
