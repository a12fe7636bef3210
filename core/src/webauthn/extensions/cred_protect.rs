//! `credProtect`: how a passkey is protected from signing without a verification (CTAP 2.1, section 12.1). What is
//! asked for is kept at every sign-in, and authenticator data say so; a sign-in asks for nothing.

use ciborium::Value;

use crate::key::CredentialProtection;

/// In authenticator data; the client's inputs have other names.
pub(super) const IDENTIFIER: &str = "credProtect";

/// The client's inputs, which are one extension.
pub(super) const INPUTS: [&str; 2] = ["credentialProtectionPolicy", "enforceCredentialProtectionPolicy"];

/// The output in authenticator data: the level that is kept.
pub(super) fn data(level: Option<CredentialProtection>) -> Option<(&'static str, Value)> {
    level.map(|level| (IDENTIFIER, Value::from(level.number())))
}
