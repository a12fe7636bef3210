use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, code, status};

const REAUTHENTICATE: &str = "Flask-Security-Too 5.9.2, decorators.py, default_reauthn_handler";
const REGISTER: &str = "Flask-Security-Too 5.9.2, webauthn.py";

/// Flask-Security says statuses, and that one has to sign in again. Its messages are text.
pub(super) const ROWS: &[Row] = &[
    code("reauth_required", Cause::SignInTooOld, REAUTHENTICATE),
    status(400, Cause::NotAccepted, REGISTER).during(During::Register),
    status(401, Cause::SignInTooOld, REAUTHENTICATE).during(During::Options),
];
