//! Looks at the memory of its own process, by `/proc/self/mem`: Linux only.

#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a test's tool stops at the first thing that goes wrong")]

mod image;
mod looker;
mod paint;

pub use image::{Found, Image};
pub use looker::Looker;
pub use paint::paint;
