use super::super::cause::Cause;
use super::super::row::{Row, code};

const SOURCE: &str = "docs/policy.md: Microsoft Graph v1.0, fido2AuthenticationMethodConfiguration";

/// The rules of an organisation's policy.
pub(super) const ROWS: &[Row] = &[
    code("method_state", Cause::PolicyOff, SOURCE),
    code("exclusion", Cause::Excluded, SOURCE),
    code("targets", Cause::Excluded, SOURCE),
    code("guests", Cause::GuestAccount, SOURCE),
    code("self_service", Cause::SelfServiceOff, SOURCE),
    code("passkey_types", Cause::TypeNotAllowed, SOURCE),
    code("attestation", Cause::AttestationRequired, SOURCE),
    code("allowed_aaguids", Cause::AaguidNotAllowed, SOURCE),
    code("blocked_aaguids", Cause::AaguidNotAllowed, SOURCE),
    code("strength", Cause::RefusedByPolicy, SOURCE),
    code("strength_aaguids", Cause::AaguidNotAllowed, SOURCE),
];
