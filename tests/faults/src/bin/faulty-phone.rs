//! A phone's process that does one operation: `faulty-phone FOLDER OPERATION [then]`. Linked with the stand-ins of the system, which
//! take their orders from the environment (`system/calls.c`).
//!
//! It says `done` or `failed CODE`; with `then` nothing fails any more, and it registers another passkey and says
//! `later done` or `later CODE`.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's process stops at the first thing that goes wrong"
)]

use std::env;
use std::fs::File;
use std::path::Path;

use faults::operation::{LATER, Operation, register};
use faults::start::{open, try_open};

/// Orders something of the stand-ins.
fn order(what: &str) {
    // That no such file is there is their answer.
    let _ = File::open(Path::new("/.faults").join(what));
}

fn main() {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().expect("a folder");
    let folder = Path::new(&folder);
    let operation: Operation = arguments.next().expect("an operation").parse().expect("a known operation");
    let arm = || order("arm");
    let (provider, outcome) = if operation == Operation::Open {
        arm();
        match try_open(folder, None) {
            Ok(provider) => (Some(provider), Ok(())),
            Err(error) => (None, Err(error)),
        }
    } else {
        let provider = open(folder, Some(operation));
        let outcome = operation.perform(&provider, &arm);
        (Some(provider), outcome)
    };
    match outcome {
        Ok(()) => {
            order("acknowledged");
            println!("done");
        }
        Err(error) => println!("failed {}", error.error_code().as_str()),
    }
    if arguments.next().is_some() {
        order("disarm");
        let provider = provider.map_or_else(|| try_open(folder, None), Ok);
        match provider.and_then(|provider| register(&provider, LATER, false)) {
            Ok(_) => println!("later done"),
            Err(error) => println!("later {}", error.error_code().as_str()),
        }
    }
}
