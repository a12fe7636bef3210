//! Registering in the app, at a server: what stands in the way, what a refusal means, and what a scanned code asks.

mod platform;
pub mod qr;

pub use platform::Platform;
