//! Why the answer of a server was refused.

use passkey_provider::webauthn::server_list as core;

/// Why an answer of a server says nothing about the passkeys of an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq, uniffi::Enum)]
pub enum ServerListRefused {
    /// Not a list of credentials: an error answer, another document, or text that is not valid JSON.
    NotAList,
    /// The answer names another relying party or another account.
    OtherAccount,
}

impl From<core::ServerListRefused> for ServerListRefused {
    fn from(refused: core::ServerListRefused) -> Self {
        match refused {
            core::ServerListRefused::NotAList => Self::NotAList,
            core::ServerListRefused::OtherAccount => Self::OtherAccount,
        }
    }
}
