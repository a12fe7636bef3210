use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::cred_props::{self, CredentialProperties};

/// `clientExtensionResults`: one output for each extension that was asked for and is known. An output may
/// hold a secret, so that it is neither copied nor compared, and `Debug` shows which there are and no value.
#[derive(Default)]
pub struct ClientExtensionResults {
    /// What `credProps` answers.
    pub cred_props: Option<CredentialProperties>,
}

impl ClientExtensionResults {
    /// The extensions that answer.
    fn identifiers(&self) -> impl Iterator<Item = &'static str> {
        [self.cred_props.as_ref().map(|_| cred_props::IDENTIFIER)].into_iter().flatten()
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
        let Self(ClientExtensionResults { cred_props }) = self;
        let mut object = serializer.serialize_map(None)?;
        if let Some(output) = cred_props {
            object.serialize_entry(cred_props::IDENTIFIER, output)?;
        }
        object.end()
    }
}
