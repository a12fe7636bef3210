//! Extensions (WebAuthn L3, section 9), each in a file of its own: what the relying party asks for, what the
//! client gets, and what authenticator data say. One that the core does not know is ignored.
//!
//! The parser makes the inputs (`options/walk/extensions`), a ceremony carries them and asks them for their
//! [`Outputs`], and neither response nor authenticator data know which extensions there are.

mod cred_props;
mod data;
mod results;

pub use cred_props::CredentialProperties;
pub use data::ExtensionData;
pub use results::ClientExtensionResults;
pub(super) use results::ResultsJson;

use super::RenderFailed;

/// The extensions that a create request asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CreationExtensions {
    /// `credProps`: the response says whether the passkey is discoverable.
    pub cred_props: bool,
    /// The identifiers of all extensions asked for, sorted, `credProps` included.
    /// Those that the core does not know are ignored; those it knows and cannot read are left out.
    pub requested: Vec<String>,
}

/// The extensions that a get request asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RequestExtensions {
    /// As in [`CreationExtensions::requested`].
    pub requested: Vec<String>,
}

/// What the extensions of one ceremony answer. `Debug` shows no value.
#[derive(Debug, Default)]
pub struct Outputs {
    /// To the client.
    pub client: ClientExtensionResults,
    /// In the authenticator data.
    pub data: ExtensionData,
}

impl CreationExtensions {
    /// What they answer to a registration.
    pub(crate) fn outputs(&self) -> Result<Outputs, RenderFailed> {
        let client = ClientExtensionResults { cred_props: cred_props::output(self.cred_props) };
        // None of them has a word in authenticator data.
        Ok(Outputs { client, data: ExtensionData::render(Vec::new())? })
    }
}

impl RequestExtensions {
    /// What they answer to a sign-in.
    pub(crate) fn outputs(&self) -> Result<Outputs, RenderFailed> {
        Ok(Outputs::default())
    }
}

#[cfg(test)]
mod tests;
