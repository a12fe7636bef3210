use super::super::cause::Cause;
use super::super::row::{Row, code};

const TOKEN: &str = "RFC 6749, section 5.2";
const AUTHORIZATION: &str = "RFC 6749, section 4.1.2.1";
const BEARER: &str = "RFC 6750, section 3.1";
const CONNECT: &str = "OpenID Connect Core 1.0, section 3.1.2.6";
const STEP_UP: &str = "RFC 9470, section 3";
const DPOP: &str = "RFC 9449, sections 5 and 8";

/// The errors of OAuth 2.0 and OpenID Connect.
pub(super) const ROWS: &[Row] = &[
    code("invalid_grant", Cause::SessionExpired, TOKEN),
    code("invalid_client", Cause::ServerMisconfigured, TOKEN),
    code("unauthorized_client", Cause::ServerMisconfigured, TOKEN),
    code("invalid_scope", Cause::ServerMisconfigured, TOKEN),
    code("unsupported_grant_type", Cause::ServerMisconfigured, TOKEN),
    code("invalid_request", Cause::MalformedRequest, TOKEN),
    code("server_error", Cause::ServerError, AUTHORIZATION),
    code("temporarily_unavailable", Cause::ServerDown, AUTHORIZATION),
    code("invalid_token", Cause::SessionExpired, BEARER),
    code("insufficient_scope", Cause::PermissionMissing, BEARER),
    code("login_required", Cause::SessionExpired, CONNECT),
    code("interaction_required", Cause::SessionExpired, CONNECT),
    code("consent_required", Cause::ConsentRequired, CONNECT),
    code("insufficient_user_authentication", Cause::SignInTooOld, STEP_UP),
    code("use_dpop_nonce", Cause::MalformedRequest, DPOP),
    code("invalid_dpop_proof", Cause::MalformedRequest, DPOP),
];
