//! Extensions (WebAuthn L3, section 9), each in a file of its own: what the relying party asks for, what the
//! client gets, and what authenticator data say. One that the core does not know is ignored.
//!
//! The parser makes the inputs (`options/walk/extensions`), a ceremony carries them and asks them for the data that
//! are signed and, once that is done, for the results; and neither response nor authenticator data know which
//! extensions there are.

mod cred_props;
mod cred_protect;
mod data;
mod hmac_secret;
mod prf;
mod results;

pub use cred_props::CredentialProperties;
pub use data::ExtensionData;
pub use prf::{CreationPrf, InvalidPrfSalt, PrfInputs, PrfOutput, PrfResults, PrfSalt, RequestPrf};
pub use results::ClientExtensionResults;
pub(super) use results::ResultsJson;

use super::RenderFailed;
use crate::id::CredentialId;
use crate::key::CredentialProtection;
use crate::secret::SecretKey;

/// The extensions that a create request asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CreationExtensions {
    /// `credProps`: the response says whether the passkey is discoverable.
    pub cred_props: bool,
    /// `credentialProtectionPolicy`: how the passkey is to be protected from signing without a verification.
    pub cred_protect: Option<CredentialProtection>,
    /// `hmacCreateSecret`: the passkey is to have the secret of CTAP's `hmac-secret`.
    pub hmac_create_secret: bool,
    /// `prf`: whether the passkey has a pseudo-random function, and perhaps values of it.
    pub prf: Option<CreationPrf>,
    /// The identifiers of all extensions asked for, sorted, `credProps` included.
    /// Those that the core does not know are ignored; those it knows and cannot read are left out.
    pub requested: Vec<String>,
}

/// The extensions that a get request asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RequestExtensions {
    /// `payment`: the sign-in is to confirm a payment (Secure Payment Confirmation). Only a browser's payment handler
    /// may ask for that; where the core writes the client data itself, it is none, and refuses.
    pub payment: bool,
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
        let outputs = [cred_protect::data(self.cred_protect), hmac_secret::data(self.hmac_create_secret)];
        ExtensionData::render(outputs.into_iter().flatten().collect())
    }

    /// Those of the requested ones that this provider does not know: as if they were not there (section 9.3).
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let known = [cred_props::IDENTIFIER, prf::IDENTIFIER, hmac_secret::IDENTIFIER];
        let is_known = move |name: &str| known.contains(&name) || cred_protect::INPUTS.contains(&name);
        self.requested.iter().map(String::as_str).filter(move |name| !is_known(name))
    }

    /// How the passkey is to be protected from signing without a verification.
    pub(crate) fn protection(&self) -> CredentialProtection {
        self.cred_protect.unwrap_or_default()
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
            hmac_create_secret: self.hmac_create_secret.then_some(true),
            prf: self.prf.as_ref().map(|prf| prf.output(seed)),
        }
    }
}

impl RequestExtensions {
    /// `prf` alone, where a platform hands over no JSON.
    pub fn of_prf(prf: RequestPrf) -> Self {
        Self { prf: Some(prf), requested: vec![prf::IDENTIFIER.to_owned()], ..Self::default() }
    }

    /// What they say in authenticator data.
    pub(crate) fn data(&self) -> Result<ExtensionData, RenderFailed> {
        Ok(ExtensionData::default())
    }

    /// As [`CreationExtensions::ignored`]. What belongs to a registration is ignored here.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        self.requested.iter().map(String::as_str).filter(|name| *name != prf::IDENTIFIER)
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
        ClientExtensionResults { prf: self.prf.as_ref().map(|prf| prf.output(id, seed)), ..<_>::default() }
    }
}

#[cfg(test)]
mod tests;
