//! What a computer shows for a phone to scan: a `FIDO:/` code (CTAP 2.3, section 11.5, hybrid transports). The
//! operating system runs that protocol and then asks the provider like for any other request. So a code is looked at
//! here, and handed on to the system; no ceremony starts from it.

mod age;
mod code;
mod continuation;
mod digits;
mod item;
mod refused;

pub use age::{Age, OLD_AFTER};
pub use code::{Asks, Channel, Code};
pub use continuation::{Component, Continuation};
pub use refused::{CodeMember, InvalidCode};

#[cfg(test)]
mod tests;
