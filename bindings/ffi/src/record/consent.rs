use std::sync::Arc;

use passkey_provider as core;

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::boundary::secret_bytes::SecretBytes;
use crate::record::standing::VerificationMethod;

/// What the person answered to one plan, and how the host knows who they are.
#[derive(uniffi::Enum)]
pub enum Consent {
    /// No. The ceremony ends with `declined`.
    Declined,
    /// Yes, by a gesture; nothing was verified.
    Present,
    /// Yes, and the host states that it ran this verification for this plan.
    Stated {
        /// What it ran.
        method: VerificationMethod,
    },
    /// Yes, and here is the gate secret that the host's key store released for this plan.
    Gate {
        /// 32 bytes.
        secret: Arc<SecretBytes>,
    },
}

impl Consent {
    pub(crate) fn parse(self) -> Result<core::Consent, FfiError> {
        Ok(match self {
            Self::Declined => core::Consent::Declined,
            Self::Present => core::Consent::Present,
            Self::Stated { method } => core::Consent::Stated(method.into()),
            Self::Gate { secret } => core::Consent::Gate(parse::gate_secret("consent.secret", &secret)?),
        })
    }
}
