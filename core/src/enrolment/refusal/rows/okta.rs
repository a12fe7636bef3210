use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, code};

const CODES: &str = "developer.okta.com/docs/reference/error-codes";

/// Okta's error codes.
pub(super) const ROWS: &[Row] = &[
    code("E0000001", Cause::MalformedRequest, CODES),
    code("E0000002", Cause::MalformedRequest, CODES),
    code("E0000003", Cause::MalformedRequest, CODES),
    code("E0000004", Cause::WrongPassword, CODES),
    code("E0000005", Cause::SessionExpired, CODES),
    code("E0000006", Cause::PermissionMissing, CODES),
    code("E0000007", Cause::AccountNotFound, CODES),
    code("E0000009", Cause::ServerError, CODES),
    code("E0000011", Cause::SessionExpired, CODES),
    code("E0000014", Cause::NotAccepted, CODES),
    code("E0000015", Cause::FeatureOff, CODES),
    code("E0000022", Cause::MalformedRequest, CODES),
    code("E0000038", Cause::AccountState, CODES),
    code("E0000047", Cause::Throttled, CODES),
    code("E0000068", Cause::NotAccepted, CODES),
    code("E0000069", Cause::AccountLocked, CODES),
    code("E0000007", Cause::AlreadyGone, CODES).during(During::Delete),
];
