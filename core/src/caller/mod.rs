//! Who is asking: the checks that stand between a request and a ceremony.
//!
//! Guarantee: a [`VerifiedCaller`] exists only if a check of this layer, or the platform, found
//! that the caller may use the RP ID in it. There is no other way to make one, and ceremonies take
//! nothing else. Every check fails closed: what is not understood is refused.
//!
//! Assumption: the host tells the truth about the origin, and about a platform having checked the
//! caller. The core cannot look behind its host.

mod verified_caller;
mod web;

pub use verified_caller::VerifiedCaller;
pub use web::CallerRefused;

#[cfg(test)]
mod tests;
