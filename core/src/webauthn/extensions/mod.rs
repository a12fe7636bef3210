//! Extensions (WebAuthn L3, section 9), each in a file of its own: what the relying party asks for, what the
//! client gets, and what authenticator data say. One that the core does not know is ignored.
//!
//! The parser makes the inputs (`options/walk/extensions`), a ceremony carries them and asks them for the data that
//! are signed and, once that is done, for the results; and neither response nor authenticator data know which
//! extensions there are.

mod cred_props;
mod data;
mod prf;
mod results;

pub use cred_props::CredentialProperties;
pub use data::ExtensionData;
pub use prf::{CreationPrf, InvalidPrfSalt, PrfInputs, PrfOutput, PrfResults, PrfSalt, RequestPrf};
pub use results::ClientExtensionResults;
pub(super) use results::ResultsJson;

use super::RenderFailed;
use crate::id::CredentialId;
use crate::secret::SecretKey;

/// The extensions that a create request asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CreationExtensions {
    /// `credProps`: the response says whether the passkey is discoverable.
    pub cred_props: bool,
    /// `prf`: whether the passkey has a pseudo-random function, and perhaps values of it.
    pub prf: Option<CreationPrf>,
    /// The identifiers of all extensions asked for, sorted, `credProps` included.
    /// Those that the core does not know are ignored; those it knows and cannot read are left out.
    pub requested: Vec<String>,
}

/// The extensions that a get request asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RequestExtensions {
    /// `prf`: values of the passkey's pseudo-random function.
    pub prf: Option<RequestPrf>,
    /// As in [`CreationExtensions::requested`].
    pub requested: Vec<String>,
}

impl CreationExtensions {
    /// `prf` alone, where a platform hands over no JSON.
    pub fn of_prf(prf: CreationPrf) -> Self {
        Self { prf: Some(prf), requested: vec![prf::IDENTIFIER.to_owned()], ..Self::default() }
    }

    /// What they say in authenticator data.
    pub(crate) fn data(&self) -> Result<ExtensionData, RenderFailed> {
        // None of them has a word there.
        ExtensionData::render(Vec::new())
    }

    /// Whether an answer takes a verification of the person, whatever else the relying party wants.
    pub(crate) fn wants_verification(&self) -> bool {
        self.prf.as_ref().is_some_and(CreationPrf::evaluates)
    }

    /// What they answer to a registration. `seed`: that of the new passkey's pseudo-random function, where the
    /// person was verified; without it nothing is evaluated.
    pub(crate) fn results(&self, seed: Option<&SecretKey>) -> ClientExtensionResults {
        ClientExtensionResults {
            cred_props: cred_props::output(self.cred_props),
            prf: self.prf.as_ref().map(|prf| prf.output(seed)),
        }
    }
}

impl RequestExtensions {
    /// `prf` alone, where a platform hands over no JSON.
    pub fn of_prf(prf: RequestPrf) -> Self {
        Self { prf: Some(prf), requested: vec![prf::IDENTIFIER.to_owned()] }
    }

    /// What they say in authenticator data.
    pub(crate) fn data(&self) -> Result<ExtensionData, RenderFailed> {
        Ok(ExtensionData::default())
    }

    /// As [`CreationExtensions::wants_verification`], whichever passkey is chosen.
    pub(crate) fn wants_verification(&self) -> bool {
        self.prf.as_ref().is_some_and(RequestPrf::may_evaluate)
    }

    /// Whether an answer takes this passkey's seed.
    pub(crate) fn needs_seed(&self, id: &CredentialId) -> bool {
        self.prf.as_ref().is_some_and(|prf| prf.evaluates(id))
    }

    /// What they answer to a sign-in with this passkey. `seed`: its own, where the person was verified; without it
    /// nothing is evaluated.
    pub(crate) fn results(&self, id: &CredentialId, seed: Option<&SecretKey>) -> ClientExtensionResults {
        ClientExtensionResults { cred_props: None, prf: self.prf.as_ref().map(|prf| prf.output(id, seed)) }
    }
}

#[cfg(test)]
mod tests;
