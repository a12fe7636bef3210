//! Wipes the stack that a computation with secrets used.
//!
//! What the crates of the curves, the hash and the cipher put on the stack they leave there: copies of a
//! private key, and of the nonce of a signature, which is as good as the key to whoever has the
//! signature. It cannot be wiped value by value from outside, so the stack is.

use zeroize::zeroize_stack;

#[cfg(feature = "ml-dsa")]
mod deep;

#[cfg(feature = "ml-dsa")]
pub(crate) use deep::{ML_DSA_44, ML_DSA_65, ML_DSA_87, wiped_deep};

/// Bytes that are wiped, from where the computation began. On x86-64 ES256 goes down by 6.6 kB without
/// optimisation and by 3.9 kB in a release, and Ed25519 by less; `tests/memory` fails where it needs more than two thirds of what is
/// wiped. The threads of Android and iOS have 512 KiB or more.
const DEPTH: usize = 16 * 1024;

/// Does `work`, and wipes the stack that it used. What `work` returns must hold secrets on the
/// heap only; so must what it was given.
pub(crate) fn wiped<T>(work: impl FnOnce() -> T) -> T {
    let outcome = apart(work);
    zeroize_stack::<DEPTH>();
    outcome
}

/// In a frame of its own, which begins where that of the wiping does.
#[inline(never)]
fn apart<T>(work: impl FnOnce() -> T) -> T {
    work()
}
