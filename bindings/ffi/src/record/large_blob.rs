//! What a site keeps with a passkey (WebAuthn L3, section 10.1.5): where a platform hands it over in parts, and what it
//! answers for those that hand it on beside the response.

use std::sync::Arc;

use passkey_provider::webauthn::extensions as core;

use crate::boundary::error::FfiError;

/// What `largeBlob` of a sign-in asks for.
#[derive(Clone, uniffi::Enum)]
pub enum RequestLargeBlob {
    /// What the passkey keeps.
    Read,
    /// To keep this in place of what is kept.
    Write {
        /// 4,096 bytes at most, or nothing is changed; none, to keep nothing.
        blob: Vec<u8>,
    },
}

/// What `largeBlob` answers: one of three.
#[derive(Clone, uniffi::Record)]
pub struct LargeBlobOutput {
    /// Whether the new passkey can keep a blob: said in a registration only.
    pub supported: Option<bool>,
    /// What the passkey keeps, where it was to be read and there is something.
    pub blob: Option<Arc<LargeBlob>>,
    /// Whether it is kept now, where something was to be written. If not, what was kept before still is.
    pub written: Option<bool>,
}

/// What a site keeps with a passkey. Wiped when the last reference goes; what is copied out is the host's to wipe.
#[derive(uniffi::Object)]
pub struct LargeBlob(core::LargeBlob);

#[uniffi::export]
impl LargeBlob {
    /// The bytes. Does not fail.
    pub fn bytes(&self) -> Result<Vec<u8>, FfiError> {
        Ok(self.0.expose().to_vec())
    }
}

impl RequestLargeBlob {
    pub(crate) fn parse(self) -> core::RequestLargeBlob {
        match self {
            Self::Read => core::RequestLargeBlob::Read,
            Self::Write { blob } => core::RequestLargeBlob::Write(core::LargeBlob::new(blob)),
        }
    }
}

/// What the results say of `largeBlob`.
pub(crate) fn render(output: core::LargeBlobOutput) -> LargeBlobOutput {
    let silent = LargeBlobOutput { supported: None, blob: None, written: None };
    match output {
        core::LargeBlobOutput::Supported => LargeBlobOutput { supported: Some(true), ..silent },
        core::LargeBlobOutput::Read(blob) => LargeBlobOutput { blob: blob.map(LargeBlob).map(Arc::new), ..silent },
        core::LargeBlobOutput::Written(written) => LargeBlobOutput { written: Some(written), ..silent },
    }
}
