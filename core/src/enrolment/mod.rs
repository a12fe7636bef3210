//! Registering in the app, at a server: what stands in the way, what a refusal means, and what a scanned code asks.

mod actor;
mod platform;
pub mod qr;
pub mod readiness;
pub mod refusal;

pub use actor::Actor;
pub use platform::Platform;
