//! What still stands between the person and a passkey.

use crate::boundary::error::FfiError;
use crate::record::readiness::{Readiness, ReadinessFacts};

/// The steps that are missing by what the app knows, in the order in which to take them. Asks nothing of the device.
#[uniffi::export]
pub fn judge_readiness(facts: ReadinessFacts) -> Result<Readiness, FfiError> {
    facts.judge()
}
