//! The pseudo-random function of a passkey (WebAuthn L3, section 10.1.4): where a platform hands its inputs over in
//! parts, and its values for those that hand them on beside the response.

use std::sync::Arc;

use passkey_provider::webauthn::extensions as core;

use crate::boundary::error::FfiError;
use crate::boundary::parse;

/// One evaluation: salts that the platform made of the site's inputs already, 32 bytes each, as iOS does. They are not
/// hashed again.
#[derive(Clone, uniffi::Record)]
pub struct PrfSalts {
    /// The first.
    pub first: Vec<u8>,
    /// The second, where there is one.
    pub second: Option<Vec<u8>>,
}

/// `prf` of a registration.
#[derive(Clone, uniffi::Record)]
pub struct CreationPrf {
    /// Where to evaluate the new passkey's function at once; none asks only whether it has one.
    pub salts: Option<PrfSalts>,
}

/// `prf` of a sign-in.
#[derive(Clone, uniffi::Record)]
pub struct RequestPrf {
    /// For every passkey that has no entry of its own.
    pub salts: Option<PrfSalts>,
    /// For these passkeys.
    pub by_credential: Vec<CredentialSalts>,
}

/// An evaluation for one passkey.
#[derive(Clone, uniffi::Record)]
pub struct CredentialSalts {
    /// The passkey.
    pub credential_id: Vec<u8>,
    /// Where to evaluate its function.
    pub salts: PrfSalts,
}

/// What `prf` answers.
#[derive(Clone, uniffi::Record)]
pub struct PrfOutput {
    /// Whether the passkey has a function: said in a registration only.
    pub enabled: Option<bool>,
    /// The values, where the person was verified and there was something to evaluate.
    pub results: Option<Arc<PrfResults>>,
}

/// The values of one evaluation, 32 bytes each. Wiped when the last reference goes; what is copied out is the
/// host's to wipe.
#[derive(uniffi::Object)]
pub struct PrfResults(core::PrfResults);

#[uniffi::export]
impl PrfResults {
    /// The value at the first salt. Does not fail.
    pub fn first(&self) -> Result<Vec<u8>, FfiError> {
        Ok(self.0.first.expose().to_vec())
    }

    /// The value at the second salt, where there was one. Does not fail.
    pub fn second(&self) -> Result<Option<Vec<u8>>, FfiError> {
        Ok(self.0.second.as_ref().map(|second| second.expose().to_vec()))
    }
}

impl PrfSalts {
    fn parse(self) -> Result<core::PrfInputs, FfiError> {
        let salt =
            |salt: Vec<u8>| core::PrfSalt::from_hashed(&salt).map_err(|error| FfiError::argument("options.prf", error));
        Ok(core::PrfInputs { first: salt(self.first)?, second: self.second.map(salt).transpose()? })
    }
}

impl CreationPrf {
    pub(crate) fn parse(self) -> Result<core::CreationPrf, FfiError> {
        Ok(core::CreationPrf { eval: self.salts.map(PrfSalts::parse).transpose()? })
    }
}

impl RequestPrf {
    pub(crate) fn parse(self) -> Result<core::RequestPrf, FfiError> {
        let entry = |CredentialSalts { credential_id, salts }| {
            Ok((parse::credential_id("options.prf", credential_id)?, salts.parse()?))
        };
        Ok(core::RequestPrf {
            eval: self.salts.map(PrfSalts::parse).transpose()?,
            by_credential: self.by_credential.into_iter().map(entry).collect::<Result<_, FfiError>>()?,
        })
    }
}

/// What the results say of `prf`.
pub(crate) fn render(output: core::PrfOutput) -> PrfOutput {
    let core::PrfOutput { enabled, results } = output;
    PrfOutput { enabled, results: results.map(PrfResults).map(Arc::new) }
}
