use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, code};

const EVENTS: &str = "Keycloak, org.keycloak.events.Errors";
const REGISTER: &str = "Keycloak, WebAuthnRegister; tried with 26.7.3";
const ACTION: &str = "Keycloak, RequiredActionContext.KcActionStatus";

/// Errors of Keycloak's events, and what it puts into `kc_action_status`. The reason of `invalid_registration` is in
/// the event log alone.
pub(super) const ROWS: &[Row] = &[
    code("invalid_registration", Cause::NotAccepted, REGISTER),
    code("invalid_user_credentials", Cause::Cancelled, REGISTER).during(During::Register),
    code("invalid_user_credentials", Cause::WrongPassword, EVENTS),
    code("cancelled", Cause::Cancelled, ACTION),
    code("error", Cause::NotAccepted, ACTION),
    code("user_not_found", Cause::AccountNotFound, EVENTS),
    code("user_disabled", Cause::AccountDisabled, EVENTS),
    code("user_temporarily_disabled", Cause::AccountLocked, EVENTS),
    code("different_user_authenticated", Cause::OtherAccount, EVENTS),
    code("expired_code", Cause::ChallengeExpired, EVENTS),
    code("invalid_code", Cause::ChallengeExpired, EVENTS),
    code("session_expired", Cause::SessionExpired, EVENTS),
    code("user_session_not_found", Cause::SessionExpired, EVENTS),
    code("not_logged_in", Cause::SessionExpired, EVENTS),
    code("rejected_by_user", Cause::Cancelled, EVENTS),
    code("consent_denied", Cause::Cancelled, EVENTS),
    code("not_allowed", Cause::PermissionMissing, EVENTS),
    code("realm_disabled", Cause::FeatureOff, EVENTS),
    code("registration_disabled", Cause::FeatureOff, EVENTS),
    code("illegal_origin", Cause::OriginRefused, EVENTS),
    code("invalid_config", Cause::ServerMisconfigured, EVENTS),
    code("client_disabled", Cause::ServerMisconfigured, EVENTS),
    code("client_not_found", Cause::ServerMisconfigured, EVENTS),
    code("invalid_redirect_uri", Cause::ServerMisconfigured, EVENTS),
    code("resolve_required_actions", Cause::AccountState, EVENTS),
    code("invalid_form", Cause::MalformedRequest, EVENTS),
];
