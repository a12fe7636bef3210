use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, code, status};

const ERRORS: &str = "learn.microsoft.com/graph/errors";
const OPTIONS: &str =
    "Microsoft Graph, fido2authenticationmethod-creationoptions: a lifetime of the challenge is for administrators";
const DIRECTORY: &str = "learn.microsoft.com, Microsoft Graph, error codes of the directory";

/// The codes of Microsoft Graph.
pub(super) const ROWS: &[Row] = &[
    code("accessDenied", Cause::PermissionMissing, ERRORS),
    code("activityLimitReached", Cause::Throttled, ERRORS),
    code("generalException", Cause::ServerError, ERRORS),
    code("insufficient_claims", Cause::SecondFactorRequired, ERRORS),
    code("invalidRequest", Cause::MalformedRequest, ERRORS),
    code("itemNotFound", Cause::AlreadyGone, ERRORS).during(During::Delete),
    code("itemNotFound", Cause::AccountNotFound, ERRORS),
    code("methodNotAllowed", Cause::MalformedRequest, OPTIONS).during(During::Options),
    code("notAllowed", Cause::PermissionMissing, ERRORS),
    code("notSupported", Cause::MalformedRequest, ERRORS),
    code("resourceModified", Cause::Conflict, ERRORS),
    code("serviceNotAvailable", Cause::ServerDown, ERRORS),
    code("unauthenticated", Cause::SessionExpired, ERRORS),
    code("Authorization_RequestDenied", Cause::PermissionMissing, DIRECTORY),
    code("InvalidAuthenticationToken", Cause::SessionExpired, DIRECTORY),
    code("Request_ResourceNotFound", Cause::AlreadyGone, DIRECTORY).during(During::Delete),
    code("Request_ResourceNotFound", Cause::AccountNotFound, DIRECTORY),
    code("TooManyRequests", Cause::Throttled, DIRECTORY),
    status(404, Cause::AlreadyGone, ERRORS).during(During::Delete),
];
