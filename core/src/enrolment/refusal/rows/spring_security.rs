use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, status};

const REGISTER: &str =
    "Spring Security, WebAuthnRegistrationFilter: no request that can be read, or no options in the session";
const CSRF: &str = "Spring Security, CsrfFilter";
const VERIFY: &str = "Spring Security 7, Webauthn4JRelyingPartyOperations: what is not verified is an exception";

/// Spring Security says nothing but a status.
pub(super) const ROWS: &[Row] = &[
    status(400, Cause::ChallengeExpired, REGISTER).during(During::Register),
    status(403, Cause::ForgeryProtection, CSRF),
    status(500, Cause::NotAccepted, VERIFY).during(During::Register),
];
