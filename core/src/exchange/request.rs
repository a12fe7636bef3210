use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::public_host::url_to_fetch;
use super::{Answer, AnswerRefused};
use crate::secret::SecretBytes;

/// A request that the host makes over TLS that it verifies, without cookies, credentials or referrer of its own.
pub struct Request {
    /// What is done there.
    pub method: Method,
    /// The URL; `https`.
    pub url: String,
    /// The headers beside those of the connection.
    pub headers: Vec<Header>,
    /// What is sent, if anything. May be a secret, and is wiped when dropped.
    pub body: Option<SecretBytes>,
    /// How much of an answer to take, and how long to wait for it.
    pub limits: Limits,
}

/// The method of a request (RFC 9110, section 9).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Method {
    /// Reads, and changes nothing.
    Get,
    /// Sends a body.
    Post,
    /// Puts what it sends in place of what is there.
    Put,
    /// Changes a part of what is there (RFC 5789).
    Patch,
    /// Deletes.
    Delete,
}

/// A header of a request. The value may be a secret, as a bearer token, and is wiped when dropped.
pub struct Header {
    /// Its name, in lower case.
    pub name: Cow<'static, str>,
    /// Its value, as it is sent.
    pub value: SecretBytes,
}

/// How much of an answer to take, and how long to wait for it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Limits {
    /// The most bytes of body to read; stop after one more.
    pub most_bytes: usize,
    /// How long to wait for all of it.
    pub timeout: Duration,
    /// How many redirects to follow, each only where [`Request::may_follow`] says so.
    pub most_redirects: usize,
}

impl Method {
    /// The method as it is sent: `GET`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl Request {
    /// Reads what is published at `url`.
    pub(crate) const fn get(url: String, limits: Limits) -> Self {
        Self { method: Method::Get, url, headers: Vec::new(), body: None, limits }
    }

    /// Whether a redirect to `url` may be followed: by `https`, and to a name of the public internet. Not
    /// to an IP address, `localhost` or a name of a local network. The same holds of every URL to fetch;
    /// a client that sees where names lead should refuse private addresses too.
    pub fn may_follow(url: &str) -> bool {
        url_to_fetch(url).is_some()
    }

    /// The JSON document that was asked for, if the server gave one as it has to. What it says is the caller's to
    /// read.
    pub(crate) fn json<'a>(&self, answer: &'a Answer) -> Result<&'a [u8], AnswerRefused> {
        let Answer::Response(response) = answer else { return Err(AnswerRefused::Unreachable) };
        let followed = &response.redirects;
        if followed.len() > self.limits.most_redirects || !followed.iter().all(|url| Self::may_follow(url)) {
            return Err(AnswerRefused::Redirected);
        }
        match response.status {
            200..300 => {}
            300..400 => return Err(AnswerRefused::Redirected),
            other => return Err(AnswerRefused::Status(other)),
        }
        if response.body.len() > self.limits.most_bytes {
            return Err(AnswerRefused::TooLong);
        }
        if !response.content_type.as_deref().is_some_and(is_json) {
            return Err(AnswerRefused::NotJson);
        }
        Ok(&response.body)
    }
}

/// Whether a `Content-Type` is `application/json`, with parameters or without (MIME Sniffing,
/// section 4.4: the essence, white space and case aside).
pub(crate) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim_matches([' ', '\t', '\r', '\n']).eq_ignore_ascii_case("application/json")
}

/// Shows no value of a header and no body, and of the URL its server: a path may name a person.
impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("method", &self.method)
            .field("server", &server_of(&self.url))
            .field("headers", &self.headers)
            .field("has_body", &self.body.is_some())
            .field("limits", &self.limits)
            .finish()
    }
}

/// Scheme, host and port.
fn server_of(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at.saturating_add(3));
    let end =
        url.get(host..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(url.len(), |at| at.saturating_add(host));
    url.get(..end).unwrap_or_default()
}

/// Shows its name.
impl fmt::Debug for Header {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Header").field("name", &self.name).finish_non_exhaustive()
    }
}
