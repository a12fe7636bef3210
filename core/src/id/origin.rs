use std::fmt;

use url::{Host, Url};

use super::RpId;

/// Where a web page comes from: scheme, host and port (HTML, section 7.1.1).
///
/// Only `https`, and `http` on `localhost`: no other page may use WebAuthn.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Origin {
    /// The serialised origin, as client data carries it: `https://login.example.com:8443`.
    text: String,
    effective_domain: Option<RpId>,
}

/// The text is no web origin that may ask for a passkey.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum InvalidOrigin {
    /// No URL, or one with user information in it.
    #[error("an origin is `https://` and a host, such as `https://login.example.com`")]
    NotAnOrigin,
    /// A scheme that may not use WebAuthn.
    #[error("only `https` origins may ask for a passkey, and `http` on localhost")]
    Insecure,
}

impl Origin {
    /// Parses an origin. A path, query or fragment is cut off; a default port is left out.
    pub fn parse(text: &str) -> Result<Self, InvalidOrigin> {
        let url = Url::parse(text).map_err(|_| InvalidOrigin::NotAnOrigin)?;
        let host = url.host().ok_or(InvalidOrigin::NotAnOrigin)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(InvalidOrigin::NotAnOrigin);
        }
        let effective_domain = match host {
            Host::Domain(domain) => RpId::parse(domain).ok(),
            Host::Ipv4(_) | Host::Ipv6(_) => None,
        };
        let on_localhost = effective_domain
            .as_ref()
            .is_some_and(|domain| domain.as_str() == "localhost" || domain.as_str().ends_with(".localhost"));
        match url.scheme() {
            "https" => {}
            "http" if on_localhost => {}
            _ => return Err(InvalidOrigin::Insecure),
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
