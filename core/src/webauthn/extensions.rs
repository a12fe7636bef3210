//! Client extension outputs. An extension that the core does not know has none: it is ignored
//! (WebAuthn L3, section 9).

use serde::Serialize;

/// `clientExtensionResults`: an object, empty if no extension was asked for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientExtensionResults {
    /// What `credProps` answers, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cred_props: Option<CredentialProperties>,
}

/// The output of `credProps` (WebAuthn L3, section 10.1.3).
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct CredentialProperties {
    /// Whether the passkey is discoverable.
    pub rk: bool,
}

impl CredentialProperties {
    /// Every passkey of the core is discoverable, whatever the relying party preferred.
    pub const DISCOVERABLE: Self = Self { rk: true };
}
