//! `credProps`: whether the passkey is discoverable (WebAuthn L3, section 10.1.3). A client extension:
//! authenticator data say nothing of it.

use serde::Serialize;

pub(super) const IDENTIFIER: &str = "credProps";

/// The output of `credProps`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct CredentialProperties {
    /// Whether the passkey is discoverable.
    pub rk: bool,
}

impl CredentialProperties {
    /// Every passkey of the core is discoverable, whatever the relying party preferred.
    pub const DISCOVERABLE: Self = Self { rk: true };
}

/// The output for the input.
pub(super) fn output(is_asked: bool) -> Option<CredentialProperties> {
    is_asked.then_some(CredentialProperties::DISCOVERABLE)
}
