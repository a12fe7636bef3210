//! The system fails under every operation of the real store: a call that returns an error, a power cut, memory that
//! ends. Afterwards a process without faults looks: the store holds what it held before the operation or what it holds
//! after it, the latter wherever the operation returned success; SQLite finds every page sound, every row opens,
//! nothing was set aside, and a passkey can be registered.
//!
//! The stand-ins of the system are in C (`system/`) and linked into one program, `faulty-phone`, which does one operation.
//! Whoever looks afterwards is another process without them.

#![expect(clippy::expect_used, clippy::panic, reason = "a test's world stops at the first thing that goes wrong")]

pub mod case;
pub mod cut;
mod enrolling;
mod images;
pub mod operation;
pub mod phone;
pub mod seen;
pub mod start;
pub mod tally;
pub mod trace;
pub mod work;

pub use images::Image;
