//! What a server's refusal means.

use crate::boundary::error::FfiError;
use crate::record::refusal::{Refusal, RefusalExplanation};

/// What a refusal means, who must act and what to do next: by a table, and without a network. A code that is not in it
/// claims nothing.
#[uniffi::export]
pub fn explain_refusal(refusal: Refusal) -> Result<RefusalExplanation, FfiError> {
    refusal.explain()
}
