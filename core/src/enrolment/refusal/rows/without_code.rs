use super::super::cause::Cause;

const PASSKEYS: &str = "entra-docs, how-to-enable-authenticator-passkey.md, 5 July 2026";

/// What no server has a code for: a dialect's file or the app names the cause.
pub(in super::super) const ROWS: &[(Cause, &str)] = &[
    (Cause::AttestationServiceDown, PASSKEYS),
    (Cause::ConditionalAccessLoop, PASSKEYS),
    (Cause::NameTooLong, "Microsoft Graph v1.0, fido2AuthenticationMethod, displayName: 30 characters"),
    (Cause::TooManyMethods, "entra-docs, how-to-authentication-passkeys-fido2.md: at most 20 passkeys are recommended"),
    (Cause::AccountRenamed, "entra-docs, how-to-authentication-passkeys-fido2.md, UPN changes"),
    (Cause::NameRefused, "Flask-Security-Too 5.9.2, core.py, WEBAUTHN_NAME_INUSE, which is told in words"),
    (Cause::Unknown, "nothing"),
];
