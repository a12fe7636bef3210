use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, code};

const ERROR: &str = "privacyIDEA 3.14, lib/error.py";
const PASSKEY: &str = "privacyIDEA 3.14, lib/tokens/passkeytoken.py";
const POLICY: &str = "privacyIDEA 3.14, api/lib/prepolicy.py";

/// The numbers of privacyIDEA. A policy that refuses (303) says in words alone which it is: how many tokens a person
/// may have, who may enrol, or which authenticators.
pub(super) const ROWS: &[Row] = &[
    code("303", Cause::RefusedByPolicy, POLICY),
    code("404", Cause::NotAccepted, PASSKEY),
    code("401", Cause::NotAccepted, ERROR),
    code("402", Cause::NotAccepted, ERROR),
    code("403", Cause::SessionExpired, ERROR),
    code("4031", Cause::WrongPassword, ERROR),
    code("4032", Cause::MalformedRequest, ERROR),
    code("4033", Cause::SessionExpired, ERROR),
    code("4304", Cause::SessionExpired, ERROR),
    code("4305", Cause::SessionExpired, ERROR),
    code("4306", Cause::PermissionMissing, ERROR),
    code("4307", Cause::MalformedRequest, ERROR),
    code("101", Cause::ServerMisconfigured, ERROR),
    code("302", Cause::ServerMisconfigured, ERROR),
    code("601", Cause::ChallengeExpired, ERROR).during(During::Register),
    code("601", Cause::AlreadyGone, ERROR).during(During::Delete),
    code("602", Cause::Conflict, ERROR),
    code("707", Cause::ServerError, ERROR),
    code("807", Cause::SelfServiceOff, ERROR),
    code("902", Cause::ServerError, ERROR),
    code("903", Cause::ServerError, ERROR),
    code("904", Cause::AccountNotFound, ERROR),
    code("905", Cause::MalformedRequest, ERROR),
    code("907", Cause::ServerMisconfigured, ERROR),
    code("1007", Cause::AccountLocked, ERROR),
    code("9051", Cause::MalformedRequest, PASSKEY),
];
