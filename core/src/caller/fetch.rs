//! What a host fetches for the core, and what it brings back. The core itself asks nobody.

use std::time::Duration;

use super::public_host::url_to_fetch;
use super::{CallerRefused, asset_links, related_origins};
use crate::id::RpId;

/// A request that the host makes: `GET`, over TLS that it verifies, without cookies, credentials or
/// referrer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FetchRequest {
    /// What is fetched.
    pub purpose: FetchPurpose,
    /// The URL; `https`.
    pub url: String,
    /// The most bytes of body to read; stop after one more.
    pub most_bytes: usize,
    /// How long to wait for all of it.
    pub timeout: Duration,
    /// How many redirects to follow, each only where [`FetchRequest::may_follow`] says so.
    pub most_redirects: usize,
}

/// What is fetched.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum FetchPurpose {
    /// The statements of a site about its apps (Digital Asset Links).
    AssetLinks,
    /// The origins that may use a site's passkeys (WebAuthn L3, section 5.11).
    RelatedOrigins,
}

impl FetchPurpose {
    /// Stable machine-readable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AssetLinks => "asset_links",
            Self::RelatedOrigins => "related_origins",
        }
    }
}

/// What came of a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FetchAnswer {
    /// The site answered.
    Response(FetchResponse),
    /// Nobody answered: no network, a timeout, a certificate that does not verify.
    Unreachable,
}

/// A site's answer.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FetchResponse {
    /// The status code.
    pub status: u16,
    /// The header `Content-Type`, as it came.
    pub content_type: Option<String>,
    /// The URLs that redirects led to, in their order.
    pub redirects: Vec<String>,
    /// The body; more than [`FetchRequest::most_bytes`] bytes are too many, however many.
    pub body: Vec<u8>,
}

/// How long a site has to answer: the system drops a provider that takes longer to list its entries.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The most bytes of any document.
const MOST_BYTES: usize = 512 * 1024;

impl FetchRequest {
    /// The first request about the apps of a site. Its statements may lead to more, with another URL
    /// each.
    pub fn asset_links(rp_id: &RpId) -> Self {
        Self::new(FetchPurpose::AssetLinks, asset_links::url_of(rp_id))
    }

    /// The one request about the origins that are related to a site.
    pub fn related_origins(rp_id: &RpId) -> Self {
        Self::new(FetchPurpose::RelatedOrigins, related_origins::url_of(rp_id))
    }

    pub(super) fn new(purpose: FetchPurpose, url: String) -> Self {
        // Digital Asset Links, section "Linking": not by way of redirects. WebAuthn follows them as a
        // browser's fetch does, to https only; twenty is the limit there (Fetch, section 4.4).
        let most_redirects = match purpose {
            FetchPurpose::AssetLinks => 0,
            FetchPurpose::RelatedOrigins => 20,
        };
        Self { purpose, url, most_bytes: MOST_BYTES, timeout: TIMEOUT, most_redirects }
    }

    /// Whether a redirect to `url` may be followed: by `https`, and to a name of the public internet. Not
    /// to an IP address, `localhost` or a name of a local network. The same holds of every URL to fetch;
    /// a client that sees where names lead should refuse private addresses too.
    pub fn may_follow(url: &str) -> bool {
        url_to_fetch(url).is_some()
    }

    /// The document that was asked for, if the site gave one as it has to.
    pub(super) fn document<'a>(&self, response: &'a FetchResponse) -> Result<&'a [u8], CallerRefused> {
        if response.redirects.len() > self.most_redirects || !response.redirects.iter().all(|url| Self::may_follow(url))
        {
            return Err(CallerRefused::Redirected);
        }
        if (300..400).contains(&response.status) {
            return Err(CallerRefused::Redirected);
        }
        if response.status != 200 {
            return Err(CallerRefused::NotPublished);
        }
        if response.body.len() > self.most_bytes {
            return Err(CallerRefused::TooLong);
        }
        if !response.content_type.as_deref().is_some_and(is_json) {
            return Err(CallerRefused::Unreadable);
        }
        Ok(&response.body)
    }
}

/// Whether a `Content-Type` is `application/json`, with parameters or without (MIME Sniffing,
/// section 4.4: the essence, white space and case aside).
fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim_matches([' ', '\t', '\r', '\n']).eq_ignore_ascii_case("application/json")
}
