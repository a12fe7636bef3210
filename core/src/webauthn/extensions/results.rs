use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::cred_props::{self, CredentialProperties};
use super::hmac_secret;
use super::large_blob::{self, LargeBlobOutput};
use super::prf::{self, PrfOutput};

/// `clientExtensionResults`: one output for each extension that was asked for and is known. An output may
/// hold a secret, so that it is neither copied nor compared, and `Debug` shows which there are and no value.
#[derive(Default)]
pub struct ClientExtensionResults {
    /// What `credProps` answers.
    pub cred_props: Option<CredentialProperties>,
    /// What `hmacCreateSecret` answers.
    pub hmac_create_secret: Option<bool>,
    /// What `largeBlob` answers.
    pub large_blob: Option<LargeBlobOutput>,
    /// What `prf` answers.
    pub prf: Option<PrfOutput>,
}

impl ClientExtensionResults {
    /// The extensions that answer.
    fn identifiers(&self) -> impl Iterator<Item = &'static str> {
        let cred_props = self.cred_props.as_ref().map(|_| cred_props::IDENTIFIER);
        let hmac_secret = self.hmac_create_secret.map(|_| hmac_secret::IDENTIFIER);
        let large_blob = self.large_blob.as_ref().map(|_| large_blob::IDENTIFIER);
        [cred_props, hmac_secret, large_blob, self.prf.as_ref().map(|_| prf::IDENTIFIER)].into_iter().flatten()
    }

    /// The same, without values of the pseudo-random function.
    pub(in crate::webauthn) fn without_secrets(&self) -> Self {
        Self {
            cred_props: self.cred_props,
            hmac_create_secret: self.hmac_create_secret,
            large_blob: matches!(self.large_blob, Some(LargeBlobOutput::Supported))
                .then_some(LargeBlobOutput::Supported),
            prf: self.prf.as_ref().map(|prf| PrfOutput { enabled: prf.enabled, results: None }),
        }
    }

    /// Whether a value among them is one that must not be left behind.
    pub(in crate::webauthn) fn holds_secret(&self) -> bool {
        self.prf.as_ref().is_some_and(|prf| prf.results.is_some())
            || matches!(self.large_blob, Some(LargeBlobOutput::Read(Some(_))))
    }
}

impl fmt::Debug for ClientExtensionResults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClientExtensionResults ")?;
        formatter.debug_set().entries(self.identifiers()).finish()
    }
}

/// The results as `AuthenticationExtensionsClientOutputsJSON`: an object, empty where none answers. The one
/// place where they are written out.
pub(in crate::webauthn) struct ResultsJson<'a>(pub(in crate::webauthn) &'a ClientExtensionResults);

impl Serialize for ResultsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(ClientExtensionResults { cred_props, hmac_create_secret, large_blob, prf }) = self;
        let mut object = serializer.serialize_map(None)?;
        if let Some(output) = cred_props {
            object.serialize_entry(cred_props::IDENTIFIER, output)?;
        }
        if let Some(output) = hmac_create_secret {
            object.serialize_entry(hmac_secret::IDENTIFIER, output)?;
        }
        if let Some(output) = large_blob {
            object.serialize_entry(large_blob::IDENTIFIER, output)?;
        }
        if let Some(output) = prf {
            object.serialize_entry(prf::IDENTIFIER, output)?;
        }
        object.end()
    }
}
