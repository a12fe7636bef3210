use std::fmt;

/// What came of a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answer {
    /// The server answered.
    Response(Response),
    /// Nobody answered: no network, a timeout, a certificate that does not verify.
    Unreachable,
}

/// A server's answer.
#[derive(Clone, Eq, PartialEq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The header `Content-Type`, as it came.
    pub content_type: Option<String>,
    /// The URLs that redirects led to, in their order.
    pub redirects: Vec<String>,
    /// Other headers, where the request is one that they matter for.
    pub headers: ResponseHeaders,
    /// The body; more than [`Limits::most_bytes`](super::Limits::most_bytes) bytes are too many, however many.
    pub body: Vec<u8>,
}

/// What a server's answer says beside its body. A host hands on all of them for an enrolment; what a site publishes
/// is read without.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct ResponseHeaders {
    /// `Location`, as it came. Nothing follows it.
    pub location: Option<String>,
    /// `Retry-After`, as it came.
    pub retry_after: Option<String>,
    /// Each `Set-Cookie`, as it came. The client keeps no cookies of its own for these requests.
    pub set_cookie: Vec<String>,
}

/// Shows which there are: a cookie is a key.
impl fmt::Debug for ResponseHeaders {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ResponseHeaders")
            .field("location", &self.location.is_some())
            .field("retry_after", &self.retry_after.is_some())
            .field("set_cookie", &self.set_cookie.len())
            .finish()
    }
}

/// Shows no body: it may name people.
impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("redirects", &self.redirects.len())
            .field("headers", &self.headers)
            .field("body", &self.body.len())
            .finish()
    }
}
