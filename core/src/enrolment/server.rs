//! The server that the app named. What is secret goes there and nowhere else.

use std::fmt;

use url::{Host, Url};

use crate::id::Origin;

/// A server, by scheme, host and port, with the path that everything is below, if there is one.
///
/// By `https`; by `http` on this machine alone: `localhost`, `127.0.0.1` or `[::1]`.
#[derive(Clone, Eq, PartialEq)]
pub struct Server {
    base: Url,
}

/// The text does not name a server.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "a server is an https URL such as https://login.example.com, without credentials, query or fragment; http is for this machine alone"
)]
pub struct InvalidServer;

impl Server {
    /// Parses the URL of a server.
    pub fn parse(text: &str) -> Result<Self, InvalidServer> {
        let base = Url::parse(text).map_err(|_| InvalidServer)?;
        let is_here = match base.host().ok_or(InvalidServer)? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(address) => address.octets() == [127, 0, 0, 1],
            Host::Ipv6(address) => address.is_loopback(),
        };
        let is_allowed = base.scheme() == "https" || base.scheme() == "http" && is_here;
        let is_plain = base.username().is_empty()
            && base.password().is_none()
            && base.query().is_none()
            && base.fragment().is_none();
        if is_allowed && is_plain { Ok(Self { base }) } else { Err(InvalidServer) }
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// The same, where a page could stand there.
    pub(super) fn page(&self) -> Option<Origin> {
        Origin::parse(&self.origin()).ok()
    }

    /// As it is kept.
    pub(super) fn text(&self) -> &str {
        self.base.as_str()
    }

    /// The URL of a path that begins with `/`, or of none, on this server. `None`: it would be elsewhere.
    pub(super) fn url(&self, path: &str) -> Option<String> {
        let base = self.base.path().trim_end_matches('/');
        self.checked(Url::parse(&format!("{}{base}{path}", self.origin())).ok()?)
    }

    /// The URL that a server's answer or the app names, as seen from `from`. `None`: it is elsewhere.
    pub(super) fn url_named(&self, named: &str, from: Option<&str>) -> Option<String> {
        let from = match from {
            Some(from) => Url::parse(from).ok()?,
            None => self.base.clone(),
        };
        self.checked(from.join(named).ok()?)
    }

    fn checked(&self, mut url: Url) -> Option<String> {
        let is_here = url.origin() == self.base.origin() && url.username().is_empty() && url.password().is_none();
        url.set_fragment(None);
        is_here.then(|| url.into())
    }
}

/// Shows scheme, host and port.
impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.origin())
    }
}

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn a_server_is_https_or_this_machine() {
        for good in [
            "https://graph.microsoft.com",
            "https://id.example.com:8443/auth/",
            "http://localhost:8080",
            "http://127.0.0.1:1",
            "http://[::1]:1",
        ] {
            assert!(Server::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://example.com",
            "http://127.0.0.2",
            "http://10.0.0.1",
            "http://localhost.example.com",
            "https://me:pw@example.com",
            "https://example.com/?a",
            "https://example.com/#a",
            "ftp://example.com",
            "file:///etc",
            "example.com",
            "",
        ] {
            assert!(Server::parse(bad).is_err(), "{bad}");
        }
    }

    /// RFC 3986, section 5.4, and what URL parsers make of it.
    #[test]
    fn a_name_that_leads_elsewhere_is_no_url_of_the_server() {
        let server = Server::parse("https://id.example.com/base").unwrap();
        assert_eq!(server.url("/a?b=c").as_deref(), Some("https://id.example.com/base/a?b=c"));
        let from = Some("https://id.example.com/base/list");
        for (named, expected) in [
            ("?page=2", Some("https://id.example.com/base/list?page=2")),
            ("/next", Some("https://id.example.com/next")),
            ("https://ID.example.com:443/next#x", Some("https://id.example.com/next")),
            ("https://evil.example/next", None),
            ("//evil.example/next", None),
            ("\\\\evil.example\\next", None),
            ("http://id.example.com/next", None),
            ("https://id.example.com:444/next", None),
            ("https://id.example.com@evil.example/", None),
            ("https://me@id.example.com/", None),
            ("https://id.example.com.evil.example/", None),
            ("javascript:alert(1)", None),
            ("data:,x", None),
        ] {
            assert_eq!(server.url_named(named, from).as_deref(), expected, "{named}");
        }
    }
}
