use std::fmt;

use url::{Host, Url};

use super::RpId;
use super::rp_id::has_label_in_label;

/// Where a web page comes from: scheme, host and port (HTML, section 7.1.1).
///
/// Only `https`, and `http` on `localhost` and below it: no other page may use WebAuthn.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Origin {
    /// The serialised origin, as client data carries it: `https://login.example.com:8443`.
    text: String,
    effective_domain: Option<RpId>,
}

/// The text is no web origin that may ask for a passkey.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidOrigin {
    /// No URL, one with user information in it, or one that a browser would first repair.
    #[error("an origin is `https://` and a host, such as `https://login.example.com`")]
    NotAnOrigin,
    /// A scheme that may not use WebAuthn.
    #[error("only `https` origins may ask for a passkey, and `http` on localhost")]
    Insecure,
}

impl Origin {
    /// Parses an origin. A path, query or fragment is cut off; a default port is left out; upper
    /// case and U-labels become lower-case A-labels.
    ///
    /// What a URL parser would silently repair is refused, for whoever wrote it may have read it
    /// differently: white space, control characters, backslashes, per cent escapes in the host,
    /// missing or surplus slashes. So is user information, even empty.
    pub fn parse(text: &str) -> Result<Self, InvalidOrigin> {
        if text.contains(|letter: char| letter.is_control() || letter.is_whitespace() || letter == '\\') {
            return Err(InvalidOrigin::NotAnOrigin);
        }
        let url = Url::parse(text).map_err(|_| InvalidOrigin::NotAnOrigin)?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(InvalidOrigin::Insecure);
        }
        // Right behind the scheme, and nowhere else: a query can hold `://` as well.
        let rest = text.get(url.scheme().len()..).and_then(|rest| rest.strip_prefix("://"));
        let authority = rest.and_then(|rest| rest.split(['/', '?', '#']).next());
        if authority.is_none_or(|authority| authority.is_empty() || authority.contains(['@', '%'])) {
            return Err(InvalidOrigin::NotAnOrigin);
        }
        let effective_domain = match url.host() {
            Some(Host::Domain(domain)) if has_label_in_label(domain) => return Err(InvalidOrigin::NotAnOrigin),
            Some(Host::Domain(domain)) => RpId::parse(domain).ok(),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => None,
            None => return Err(InvalidOrigin::NotAnOrigin),
        };
        let on_localhost = effective_domain
            .as_ref()
            .is_some_and(|domain| domain.as_str() == "localhost" || domain.as_str().ends_with(".localhost"));
        if url.scheme() == "http" && !on_localhost {
            return Err(InvalidOrigin::Insecure);
        }
        Ok(Self { text: url.origin().ascii_serialization(), effective_domain })
    }

    /// The serialised origin.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host as a domain; `None` for an IP address or a host that is no valid domain.
    pub fn effective_domain(&self) -> Option<&RpId> {
        self.effective_domain.as_ref()
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}
