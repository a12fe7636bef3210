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
mod large_blob;
mod prf;
mod results;

pub use cred_props::CredentialProperties;
pub use data::ExtensionData;
pub use large_blob::{LargeBlob, LargeBlobOutput, RequestLargeBlob};
pub use prf::{CreationPrf, InvalidPrfSalt, PrfInputs, PrfOutput, PrfResults, PrfSalt, RequestPrf};
pub use results::ClientExtensionResults;
pub(super) use results::ResultsJson;

use super::RenderFailed;
use crate::id::CredentialId;
use crate::key::CredentialProtection;
use crate::secret::SecretKey;

/// The extensions that an authenticator processes, by the names that it tells a client (CTAP 2.3, sections 6.4 and 12).
/// `prf` is a client's extension over `hmac-secret`.
pub(crate) const OF_AUTHENTICATOR: [&str; 3] = [cred_protect::IDENTIFIER, hmac_secret::IN_DATA, large_blob::IDENTIFIER];

/// The extensions that a create request asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CreationExtensions {
    /// `credProps`: the response says whether the passkey is discoverable.
    pub cred_props: bool,
    /// `credentialProtectionPolicy`: how the passkey is to be protected from signing without a verification.
    pub cred_protect: Option<CredentialProtection>,
    /// `hmacCreateSecret`: the passkey is to have the secret of CTAP's `hmac-secret`.
    pub hmac_create_secret: bool,
    /// `largeBlob`: whether the passkey can keep bytes for the site.
    pub large_blob: bool,
    /// `prf`: whether the passkey has a pseudo-random function, and perhaps values of it.
    pub prf: Option<CreationPrf>,
    /// The identifiers of all extensions asked for, sorted, `credProps` included.
    /// Those that the core does not know are ignored; those it knows and cannot read are left out.
    pub requested: Vec<String>,
}

/// The extensions that a get request asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RequestExtensions {
    /// `largeBlob`: what the passkey keeps for the site, or is to keep.
    pub large_blob: Option<RequestLargeBlob>,
    /// `payment`: the sign-in is to confirm a payment (Secure Payment Confirmation). Only a browser's payment handler
    /// may ask for that; where the core writes the client data itself, it is none, and refuses.
    pub payment: bool,
    /// `prf`: values of the passkey's pseudo-random function.
    pub prf: Option<RequestPrf>,
    /// As in [`CreationExtensions::requested`].
    pub requested: Vec<String>,
}

impl CreationExtensions {
    /// Those that a platform passes on where it hands over no JSON.
    pub fn from_parts(prf: Option<CreationPrf>, large_blob: bool) -> Self {
        let requested = requested(large_blob, prf.is_some());
        Self { large_blob, prf, requested, ..Self::default() }
    }

    /// What they say in authenticator data.
    pub(crate) fn data(&self) -> Result<ExtensionData, RenderFailed> {
        let outputs = [cred_protect::data(self.cred_protect), hmac_secret::data(self.hmac_create_secret)];
        ExtensionData::render(outputs.into_iter().flatten().collect())
    }

    /// Those of the requested ones that this provider does not know: as if they were not there (section 9.3).
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let known = [cred_props::IDENTIFIER, prf::IDENTIFIER, hmac_secret::IDENTIFIER, large_blob::IDENTIFIER];
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
            large_blob: self.large_blob.then_some(LargeBlobOutput::Supported),
            prf: self.prf.as_ref().map(|prf| prf.output(seed)),
        }
    }
}

impl RequestExtensions {
    /// Those that a platform passes on where it hands over no JSON. Whether the site may ask so is the platform's to
    /// say: it takes the client's steps.
    pub fn from_parts(prf: Option<RequestPrf>, large_blob: Option<RequestLargeBlob>) -> Self {
        let requested = requested(large_blob.is_some(), prf.is_some());
        Self { large_blob, prf, requested, ..Self::default() }
    }

    /// What they say in authenticator data.
    pub(crate) fn data(&self) -> Result<ExtensionData, RenderFailed> {
        Ok(ExtensionData::default())
    }

    /// As [`CreationExtensions::ignored`]. What belongs to a registration is ignored here.
    pub fn ignored(&self) -> impl Iterator<Item = &str> {
        let known = [prf::IDENTIFIER, large_blob::IDENTIFIER];
        self.requested.iter().map(String::as_str).filter(move |name| !known.contains(name))
    }

    /// As [`CreationExtensions::wants_verification`], whichever passkey is chosen.
    pub(crate) fn wants_verification(&self) -> bool {
        self.prf.as_ref().is_some_and(RequestPrf::may_evaluate) || self.writes()
    }

    /// Whether something is to be kept with the passkey.
    pub(crate) const fn writes(&self) -> bool {
        matches!(self.large_blob, Some(RequestLargeBlob::Write(_)))
    }

    /// Whether an answer takes this passkey's seed.
    pub(crate) fn needs_seed(&self, id: &CredentialId) -> bool {
        self.prf.as_ref().is_some_and(|prf| prf.evaluates(id))
    }

    /// Whether an answer takes what is sealed with this passkey: its seed, or what it keeps for the site.
    pub(crate) fn needs_secrets(&self, id: &CredentialId) -> bool {
        self.needs_seed(id) || self.large_blob.is_some()
    }

    /// What they answer to a sign-in with this passkey. `seed`: its own, where the person was verified; without it
    /// nothing is evaluated. `large_blob`: what became of what is asked there.
    pub(crate) fn results(
        &self,
        id: &CredentialId,
        seed: Option<&SecretKey>,
        large_blob: Option<LargeBlobOutput>,
    ) -> ClientExtensionResults {
        let prf = self.prf.as_ref().map(|prf| prf.output(id, seed));
        ClientExtensionResults { large_blob, prf, ..<_>::default() }
    }
}

fn requested(large_blob: bool, prf: bool) -> Vec<String> {
    let asked = [(large_blob, large_blob::IDENTIFIER), (prf, prf::IDENTIFIER)];
    asked.into_iter().filter(|(is_asked, _)| *is_asked).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests;
