use super::super::cause::Cause;
use super::super::family::During;
use super::super::row::{Row, code, status};

const FLOWS: &str = "django-allauth 65.22.1, headless: flows of a 401";
const MFA: &str = "django-allauth 65.22.1, mfa/adapter.py and mfa/internal/flows/add.py";
const ACCOUNT: &str = "django-allauth 65.22.1, account/adapter.py";
const DJANGO: &str = "Django, core/validators.py and forms/fields.py";
const HEADLESS: &str = "django-allauth 65.22.1, headless/internal/authkit.py";

/// The codes of django-allauth, and of the checks of Django that its forms use.
pub(super) const ROWS: &[Row] = &[
    code("reauthenticate", Cause::SignInTooOld, FLOWS),
    code("mfa_reauthenticate", Cause::SignInTooOld, FLOWS),
    code("mfa_authenticate", Cause::SecondFactorRequired, FLOWS),
    code("verify_email", Cause::UnverifiedEmail, FLOWS),
    code("login", Cause::SessionExpired, FLOWS),
    code("unverified_email", Cause::UnverifiedEmail, MFA),
    code("incorrect_code", Cause::WrongPassword, MFA),
    code("account_inactive", Cause::AccountDisabled, ACCOUNT),
    code("email_password_mismatch", Cause::WrongPassword, ACCOUNT),
    code("username_password_mismatch", Cause::WrongPassword, ACCOUNT),
    code("incorrect_password", Cause::WrongPassword, ACCOUNT),
    code("too_many_login_attempts", Cause::Throttled, ACCOUNT),
    code("rate_limited", Cause::Throttled, ACCOUNT),
    code("unverified_primary_email", Cause::UnverifiedEmail, ACCOUNT),
    code("unknown_email", Cause::AccountNotFound, ACCOUNT),
    code("max_length", Cause::NameTooLong, DJANGO),
    code("required", Cause::MalformedRequest, DJANGO),
    status(410, Cause::SessionExpired, HEADLESS),
    status(401, Cause::SignInTooOld, FLOWS).during(During::Options),
    status(401, Cause::SignInTooOld, FLOWS).during(During::Register),
    status(401, Cause::SignInTooOld, FLOWS).during(During::Delete),
];
