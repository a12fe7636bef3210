use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, code};

const PASSKEY: &str = "@better-auth/passkey 1.7.6, PASSKEY_ERROR_CODES";
const SESSION: &str = "better-auth 1.7.25, api/routes/session";

/// The codes of better-auth and its passkey plugin.
pub(super) const ROWS: &[Row] = &[
    code("CHALLENGE_NOT_FOUND", Cause::ChallengeExpired, PASSKEY),
    code("YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY", Cause::OtherAccount, PASSKEY),
    code("FAILED_TO_VERIFY_REGISTRATION", Cause::NotAccepted, PASSKEY),
    code("PASSKEY_NOT_FOUND", Cause::AlreadyGone, PASSKEY).during(During::Delete),
    code("PASSKEY_NOT_FOUND", Cause::PasskeyUnknown, PASSKEY),
    code("AUTHENTICATION_FAILED", Cause::NotAccepted, PASSKEY),
    code("UNABLE_TO_CREATE_SESSION", Cause::ServerError, PASSKEY),
    code("USER_NOT_FOUND", Cause::AccountNotFound, PASSKEY),
    code("FAILED_TO_UPDATE_PASSKEY", Cause::ServerError, PASSKEY),
    code("PREVIOUSLY_REGISTERED", Cause::Duplicate, PASSKEY),
    code("REGISTRATION_CANCELLED", Cause::Cancelled, PASSKEY),
    code("AUTH_CANCELLED", Cause::Cancelled, PASSKEY),
    code("SESSION_REQUIRED", Cause::SessionExpired, PASSKEY),
    code("RESOLVE_USER_REQUIRED", Cause::ServerMisconfigured, PASSKEY),
    code("RESOLVED_USER_INVALID", Cause::ServerMisconfigured, PASSKEY),
    code("SESSION_NOT_FRESH", Cause::SignInTooOld, SESSION),
    code("SESSION_EXPIRED", Cause::SessionExpired, SESSION),
    code("FAILED_TO_GET_SESSION", Cause::SessionExpired, SESSION),
    code("UNAUTHORIZED", Cause::SessionExpired, SESSION),
];
