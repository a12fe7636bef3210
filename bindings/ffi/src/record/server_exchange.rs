//! What the host's HTTP client sends for an enrolment, and what came back.

use std::time::Duration;

use passkey_provider::exchange as core;

/// A request that the host makes over TLS that it verifies, following no redirect and keeping no cookies.
#[derive(Clone, uniffi::Record)]
pub struct ServerRequest {
    /// What it is for: `options`, `register`, `list` or `delete`.
    pub purpose: String,
    /// The method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    pub method: String,
    /// The URL, on the server that the app named.
    pub url: String,
    /// The headers beside those of the connection. A value may be a secret.
    pub headers: Vec<ServerHeader>,
    /// What is sent, if anything.
    pub body: Option<Vec<u8>>,
    /// The most bytes of the answer's body to read; stop after one more.
    pub most_bytes: u64,
    /// How long to wait for all of it.
    pub timeout: Duration,
}

/// A header of a request.
#[derive(Clone, uniffi::Record)]
pub struct ServerHeader {
    /// Its name, in lower case.
    pub name: String,
    /// Its value, as it is sent: visible ASCII and spaces. May be a secret.
    pub value: String,
}

/// What came of a request of an enrolment.
#[derive(Clone, uniffi::Enum)]
pub enum ServerAnswer {
    /// The server answered.
    Response {
        /// The status code.
        status: u16,
        /// The header `Content-Type`, as it came.
        content_type: Option<String>,
        /// The header `Location`, as it came. Nothing follows it.
        location: Option<String>,
        /// The header `Retry-After`, as it came.
        retry_after: Option<String>,
        /// Each header `Set-Cookie`, as it came.
        set_cookie: Vec<String>,
        /// The body.
        body: Vec<u8>,
    },
    /// Nobody answered: no network, a timeout, a certificate that does not verify.
    Unreachable,
}

impl ServerRequest {
    pub(crate) fn render(purpose: &str, request: &core::Request) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let header =
            |header: &core::Header| ServerHeader { name: header.name.to_string(), value: text(header.value.expose()) };
        Self {
            purpose: purpose.to_owned(),
            method: request.method.as_str().to_owned(),
            url: request.url.clone(),
            headers: request.headers.iter().map(header).collect(),
            body: request.body.as_ref().map(|body| body.expose().clone()),
            most_bytes: u64::try_from(request.limits.most_bytes).unwrap_or(u64::MAX),
            timeout: request.limits.timeout,
        }
    }
}

impl From<ServerAnswer> for core::Answer {
    fn from(answer: ServerAnswer) -> Self {
        match answer {
            ServerAnswer::Response { status, content_type, location, retry_after, set_cookie, body } => {
                let headers = core::ResponseHeaders { location, retry_after, set_cookie };
                Self::Response(core::Response { status, content_type, redirects: Vec::new(), headers, body })
            }
            ServerAnswer::Unreachable => Self::Unreachable,
        }
    }
}
