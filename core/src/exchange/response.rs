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
    /// The body; more than [`Limits::most_bytes`](super::Limits::most_bytes) bytes are too many, however many.
    pub body: Vec<u8>,
}

/// Shows no body: it may name people.
impl fmt::Debug for Response {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("redirects", &self.redirects.len())
            .field("body", &self.body.len())
            .finish()
    }
}
