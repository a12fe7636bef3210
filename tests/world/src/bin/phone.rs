//! A phone's process, to be killed: does one thing on a store, and says `done` when it is acknowledged.
//!
//! `phone FOLDER OPERATION [POINT]`: with a point the process ends itself there, without unwinding. A
//! number is the random number that it ends at (before the key, the id, each seal of what is written);
//! `reply` is after the commit and before the acknowledgement.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's process stops at the first thing that goes wrong"
)]

use std::env;
use std::process::abort;
use std::sync::atomic::{AtomicI64, Ordering};

use passkey_provider::entropy::{Entropy, EntropyFailed, SystemEntropy};
use world::crash::{Operation, open, perform};

/// Ends the process at one of the random numbers.
#[derive(Debug)]
struct Killer(AtomicI64);

impl Entropy for Killer {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        if self.0.fetch_sub(1, Ordering::SeqCst) == 0 {
            abort();
        }
        SystemEntropy.fill(bytes)
    }
}

fn main() {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().expect("a folder");
    let operation: Operation = arguments.next().expect("an operation").parse().expect("a known operation");
    let point = arguments.next().unwrap_or_default();
    let killer = Killer(AtomicI64::new(point.parse().unwrap_or(i64::MAX)));
    let provider = open(folder.as_ref(), killer);
    perform(&provider, operation).expect("the operation");
    if point == "reply" {
        abort();
    }
    println!("done");
}
