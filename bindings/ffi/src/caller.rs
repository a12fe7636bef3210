//! Who is asking, as the host says it; the core checks it.

use passkey_provider::caller::VerifiedCaller;
use passkey_provider::id::RpId;
use passkey_provider::webauthn::options::{Mode, ParseSettings};

use crate::error::FfiError;
use crate::parse;

/// Who is asking. Verified inside each call that takes one, against the RP ID of the request.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum Caller {
    /// A web page; its right to the RP ID is checked here.
    Web {
        /// The page's origin: `https://login.example.com`.
        origin: String,
    },
    /// A caller that the platform has checked and does not name, as iOS does.
    Platform {
        /// The RP ID that the platform hands over.
        rp_id: String,
        /// The hash of the client data that the platform keeps to itself: 32 bytes.
        client_data_hash: Vec<u8>,
    },
    /// A page that the platform names, with the hash of the client data that the platform or the
    /// browser renders. The page's right to the RP ID is checked here all the same.
    PlatformPage {
        /// The page's origin.
        origin: String,
        /// The hash: 32 bytes.
        client_data_hash: Vec<u8>,
    },
    /// A caller that the platform has checked, and that brings no client data: it may send signals, and
    /// ceremonies refuse it.
    PlatformSender {
        /// The RP ID that the platform hands over.
        rp_id: String,
    },
}

impl Caller {
    /// How to read options: where a client data hash comes along, the challenge may be absent.
    pub(crate) fn settings(&self, strict: bool) -> ParseSettings {
        let mode = if strict { Mode::Strict } else { Mode::Tolerant };
        match self {
            Self::Web { .. } | Self::PlatformSender { .. } => mode.into(),
            Self::Platform { .. } | Self::PlatformPage { .. } => mode.with_client_data_hash(),
        }
    }

    /// Checks the caller's right to `requested`, the RP ID of the request.
    pub(crate) fn verify(&self, requested: Option<&RpId>) -> Result<VerifiedCaller, FfiError> {
        Ok(match self {
            Self::Web { origin } => VerifiedCaller::web(&parse::origin("caller.origin", origin)?, requested)?,
            Self::Platform { rp_id, client_data_hash } => VerifiedCaller::platform(
                parse::rp_id("caller.rp_id", rp_id)?,
                parse::client_data_hash("caller.client_data_hash", client_data_hash)?,
            )?,
            Self::PlatformPage { origin, client_data_hash } => VerifiedCaller::platform_with_origin(
                &parse::origin("caller.origin", origin)?,
                requested,
                parse::client_data_hash("caller.client_data_hash", client_data_hash)?,
            )?,
            Self::PlatformSender { rp_id } => {
                VerifiedCaller::platform_without_client_data(parse::rp_id("caller.rp_id", rp_id)?)?
            }
        })
    }
}
