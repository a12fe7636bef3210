use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, code};

const ERRORS: &str = "Zitadel, internal/api/grpc/gerrors/zitadel_errors.go";

/// Zitadel's codes are gRPC's, as a number or as Connect writes them.
pub(super) const ROWS: &[Row] = &[
    code("3", Cause::MalformedRequest, ERRORS),
    code("invalid_argument", Cause::MalformedRequest, ERRORS),
    code("4", Cause::ServerDown, ERRORS),
    code("deadline_exceeded", Cause::ServerDown, ERRORS),
    code("5", Cause::AccountNotFound, ERRORS),
    code("not_found", Cause::AccountNotFound, ERRORS),
    code("6", Cause::Duplicate, ERRORS),
    code("already_exists", Cause::Duplicate, ERRORS),
    code("7", Cause::PermissionMissing, ERRORS),
    code("permission_denied", Cause::PermissionMissing, ERRORS),
    code("8", Cause::Throttled, ERRORS),
    code("resource_exhausted", Cause::Throttled, ERRORS),
    code("9", Cause::AccountState, ERRORS),
    code("failed_precondition", Cause::AccountState, ERRORS),
    code("12", Cause::FeatureOff, ERRORS),
    code("unimplemented", Cause::FeatureOff, ERRORS),
    code("13", Cause::ServerError, ERRORS),
    code("internal", Cause::ServerError, ERRORS),
    code("14", Cause::ServerDown, ERRORS),
    code("unavailable", Cause::ServerDown, ERRORS),
    code("16", Cause::SessionExpired, ERRORS),
    code("unauthenticated", Cause::SessionExpired, ERRORS),
    code("5", Cause::AlreadyGone, ERRORS).during(During::Delete),
    code("not_found", Cause::AlreadyGone, ERRORS).during(During::Delete),
];
