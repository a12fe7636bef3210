//! Who is asking: the checks that stand between a request and a ceremony.
//!
//! Guarantee: a [`VerifiedCaller`] exists only if a check of this layer, or the platform, found
//! that the caller may use the RP ID in it. There is no other way to make one, and ceremonies take
//! nothing else. Every check fails closed: what is not understood is refused.
//!
//! Nothing here asks the network. Where a site has to vouch for its caller, a [`PendingCaller`] says
//! what to fetch and takes the answer.
//!
//! Assumption: the host tells the truth about what the system said: the origin of its own page, the
//! package and certificates of an app, the answer of a site, and that a platform has checked the
//! caller. The core cannot look behind its host.

mod android;
mod android_app;
mod asset_links;
mod fetch;
mod pending;
mod privileged;
mod public_suffix;
mod refused;
mod related_origins;
mod verified_caller;
mod web;

pub use android::{AndroidCaller, AndroidTrust};
pub use android_app::{AndroidApp, InvalidAndroidApp};
pub use asset_links::{LinkPolicy, LinkRelation, LinkedApp, Offline};
pub use fetch::FetchPurpose;
pub use pending::{Answered, Checked, Learned, PendingCaller};
pub use privileged::{BuildType, InvalidPrivilegedList, PrivilegedList, TrustedApp};
pub use refused::CallerRefused;
pub use verified_caller::{Basis, VerifiedCaller};
pub use web::Frame;

#[cfg(test)]
mod tests;
