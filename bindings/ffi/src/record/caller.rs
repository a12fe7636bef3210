//! Who is asking, as the host says it; the core checks it.

use std::sync::Arc;

use passkey_provider as core;
use passkey_provider::caller::{self, Checked, VerifiedCaller as CoreCaller};
use passkey_provider::id::RpId;

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::record::android_app::AndroidApp;

/// Who is asking. Verified inside each call that takes one, against the RP ID of the request.
///
/// Where the site has to be asked first, such a call is `fetch_required`:
/// [`Provider::check_caller`](crate::Provider::check_caller) says what to fetch, and what comes of it is
/// [`Caller::Verified`].
#[derive(Clone, uniffi::Enum)]
pub enum Caller {
    /// A web page; its right to the RP ID is checked here.
    Web {
        /// The page's origin: `https://login.example.com`.
        origin: String,
        /// Whether it is a frame inside a page of another origin.
        frame: Frame,
    },
    /// The same; where the RP ID is foreign to the page, its site may name the page among those related
    /// to it.
    WebOrRelated {
        /// The page's origin.
        origin: String,
        /// Whether it is a frame inside a page of another origin.
        frame: Frame,
    },
    /// An Android app: a browser that speaks for a page, or an app that speaks for itself.
    Android {
        /// The app, as the system names it.
        app: AndroidApp,
        /// The origin that it states (`CallingAppInfo.getOrigin`), unchecked.
        origin: Option<String>,
        /// The hash of client data that it made itself: 32 bytes.
        client_data_hash: Option<Vec<u8>>,
    },
    /// A caller whose right to the RP ID the platform has checked, as iOS does before it asks: its word is
    /// taken, and any hash is signed for any RP ID. No host may say so where no platform checks.
    TrustedPlatform {
        /// The RP ID that the platform hands over.
        rp_id: String,
        /// The hash of the client data that the platform keeps to itself: 32 bytes.
        client_data_hash: Vec<u8>,
    },
    /// A page that the platform names, with the hash of the client data that the platform or the
    /// browser renders, which are trusted to be the page's. The page's right to the RP ID is checked here all the
    /// same.
    TrustedPlatformPage {
        /// The page's origin.
        origin: String,
        /// The hash: 32 bytes.
        client_data_hash: Vec<u8>,
    },
    /// A caller that the platform has checked, and that brings no client data: it may send signals, and
    /// ceremonies refuse it.
    TrustedPlatformSender {
        /// The RP ID that the platform hands over.
        rp_id: String,
    },
    /// A caller that was checked before, for the RP ID of this request: at most ten minutes before, else the
    /// call is `too_old`.
    Verified {
        /// What the check gave.
        caller: Arc<VerifiedCaller>,
    },
}

/// A caller that may use an RP ID, for ten minutes from its check: then it is `too_old`, and is checked again.
#[derive(uniffi::Object)]
pub struct VerifiedCaller(CoreCaller);

/// Whether a page is a frame inside a page of another origin. The relying party reads it in the client data
/// and goes by it, so a host that cannot tell serves no frames. Who hands over a client data hash says
/// nothing: whoever made the client data has said it there.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum Frame {
    /// The page is the top one, or it and all pages that it is in have one origin.
    SameOrigin,
    /// The page is in a page of another origin.
    CrossOrigin {
        /// The origin of the topmost page, if it is known.
        top_origin: Option<String>,
    },
}

impl Frame {
    fn parse(&self) -> Result<caller::Frame, FfiError> {
        Ok(match self {
            Self::SameOrigin => caller::Frame::SameOrigin,
            Self::CrossOrigin { top_origin } => {
                let parse = |text: &String| parse::origin("caller.frame.top_origin", text);
                caller::Frame::CrossOrigin { top: top_origin.as_ref().map(parse).transpose()? }
            }
        })
    }
}

impl Caller {
    /// Checks the caller's right to `requested`, the RP ID of the request, as far as that goes without
    /// asking the site.
    pub(crate) fn check(&self, provider: &core::Provider, requested: Option<&RpId>) -> Result<Checked, FfiError> {
        let verified = match self {
            Self::Web { origin, frame } => {
                CoreCaller::web(&parse::origin("caller.origin", origin)?, frame.parse()?, requested)?
            }
            Self::WebOrRelated { origin, frame } => {
                let origin = parse::origin("caller.origin", origin)?;
                return Ok(CoreCaller::web_or_related(&origin, frame.parse()?, requested)?);
            }
            Self::Android { app, origin, client_data_hash } => {
                let caller = core::caller::AndroidCaller {
                    app: app.parse("caller.app")?,
                    origin: origin.clone(),
                    client_data_hash: client_data_hash.as_deref().map(parse_hash).transpose()?,
                };
                return Ok(provider.callers().check_android(&caller, requested)?);
            }
            Self::TrustedPlatform { rp_id, client_data_hash } => {
                CoreCaller::platform(parse::rp_id("caller.rp_id", rp_id)?, parse_hash(client_data_hash)?)?
            }
            Self::TrustedPlatformPage { origin, client_data_hash } => CoreCaller::platform_with_origin(
                &parse::origin("caller.origin", origin)?,
                requested,
                parse_hash(client_data_hash)?,
            )?,
            Self::TrustedPlatformSender { rp_id } => {
                CoreCaller::platform_without_client_data(parse::rp_id("caller.rp_id", rp_id)?)?
            }
            Self::Verified { caller } => caller.core().clone(),
        };
        Ok(Checked::Verified(verified))
    }

    /// The same; a caller whose site has to be asked is `fetch_required`.
    pub(crate) fn verify(&self, provider: &core::Provider, requested: Option<&RpId>) -> Result<CoreCaller, FfiError> {
        match self.check(provider, requested)? {
            Checked::Verified(caller) => Ok(caller),
            Checked::Pending(pending) => Err(FfiError::fetch_required(pending.rp_id())),
        }
    }
}

impl VerifiedCaller {
    pub(crate) const fn new(caller: CoreCaller) -> Self {
        Self(caller)
    }

    pub(crate) const fn core(&self) -> &CoreCaller {
        &self.0
    }
}

fn parse_hash(bytes: impl AsRef<[u8]>) -> Result<core::id::ClientDataHash, FfiError> {
    parse::client_data_hash("caller.client_data_hash", bytes.as_ref())
}
