//! What a host fetches of a site that has to vouch for a caller.

use std::time::Duration;

use super::{CallerRefused, asset_links, related_origins};
use crate::exchange::{Answer, AnswerRefused, Limits, Request};
use crate::id::RpId;

/// What is fetched.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum FetchPurpose {
    /// The statements of a site about its apps (Digital Asset Links).
    AssetLinks,
    /// The origins that may use a site's passkeys (WebAuthn L3, section 5.11).
    RelatedOrigins,
}

/// How long a site has to answer: the system drops a provider that takes longer to list its entries.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The most bytes of any document.
const MOST_BYTES: usize = 512 * 1024;

impl FetchPurpose {
    /// Stable machine-readable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AssetLinks => "asset_links",
            Self::RelatedOrigins => "related_origins",
        }
    }

    /// The first request to a site. Statements about apps may lead to more, with another URL each.
    pub fn request(self, rp_id: &RpId) -> Request {
        self.request_to(match self {
            Self::AssetLinks => asset_links::url_of(rp_id),
            Self::RelatedOrigins => related_origins::url_of(rp_id),
        })
    }

    pub(super) const fn request_to(self, url: String) -> Request {
        // Digital Asset Links, section "Linking": not by way of redirects. WebAuthn follows them as a
        // browser's fetch does, to https only; twenty is the limit there (Fetch, section 4.4).
        let most_redirects = match self {
            Self::AssetLinks => 0,
            Self::RelatedOrigins => 20,
        };
        Request::get(url, Limits { most_bytes: MOST_BYTES, timeout: TIMEOUT, most_redirects })
    }
}

/// The document that was asked for, if the site publishes one as it has to: with status 200.
pub(super) fn published<'a>(request: &Request, answer: &'a Answer) -> Result<&'a [u8], CallerRefused> {
    let document = request.json(answer);
    match answer {
        Answer::Response(response) if response.status != 200 && document != Err(AnswerRefused::Redirected) => {
            Err(CallerRefused::NotPublished)
        }
        _ => document.map_err(|refused| match refused {
            AnswerRefused::Unreachable => CallerRefused::Unreachable,
            AnswerRefused::Redirected => CallerRefused::Redirected,
            AnswerRefused::Status(_) => CallerRefused::NotPublished,
            AnswerRefused::TooLong => CallerRefused::TooLong,
            AnswerRefused::NotJson => CallerRefused::Unreadable,
        }),
    }
}
