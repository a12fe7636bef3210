//! A world around the core: servers that hold passkeys, a network that loses requests and answers, a
//! phone whose process is killed, a clock that jumps, a person who deletes and restores, and another
//! site that sends hostile signals. Random histories drive the real provider on a real store; after
//! each one the promises of the life of a passkey are checked.
//!
//! The fakes stand at the edge: the server is a set of ids, the clock is stepped, the generator can be
//! made to fail, and keys in hardware are software keys in a map.

#![expect(clippy::expect_used, clippy::panic, reason = "a test's world stops at the first thing that goes wrong")]

mod blobs;
pub mod crash;
mod figures;
mod hardware;
mod history;
mod phone;
mod promises;
mod registration;
mod server;
mod world;

pub use figures::Figures;
pub use history::{Step, histories};
pub use phone::{FailingEntropy, SteppedClock};
pub use server::Account;
pub use world::World;
