//! What an organisation's policy says. Needs no store.

use passkey_provider::clock::{Clock as _, SystemClock};

use crate::boundary::error::FfiError;
use crate::record::policy::{OrganisationPolicy, PolicyFacts, PolicyInspection, PolicyVerdict, render_doubts};

/// Whether an organisation's policy allows a passkey: for the host's screens. A ceremony is judged by what
/// [`CreateRequest::membership`] holds.
///
/// [`CreateRequest::membership`]: crate::CreateRequest::membership
#[uniffi::export]
pub fn judge_by_policy(policy: OrganisationPolicy, facts: PolicyFacts) -> Result<PolicyVerdict, FfiError> {
    let organisation = policy.parse()?;
    let facts = facts.parse("facts")?;
    let weight = organisation.weight(policy.provenance(), SystemClock.now());
    Ok(PolicyVerdict::render(organisation.judge(&facts), weight.doubts()))
}

/// Reads an organisation's policy, and says what its strengths are called and whether it refuses or only warns.
#[uniffi::export]
pub fn inspect_policy(policy: OrganisationPolicy) -> Result<PolicyInspection, FfiError> {
    let organisation = policy.parse()?;
    let weight = organisation.weight(policy.provenance(), SystemClock.now());
    Ok(PolicyInspection {
        strengths: organisation.strengths().map(str::to_owned).collect(),
        doubts: render_doubts(weight.doubts()),
    })
}
