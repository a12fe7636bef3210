/// Why an answer is of no use, whatever was asked for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerRefused {
    /// Nobody answered.
    #[error("the server could not be reached")]
    Unreachable,
    /// The answer came from elsewhere, by more redirects than are allowed or by one that may not be followed.
    #[error("the server's answer was redirected, which is not allowed")]
    Redirected,
    /// Another status than 200 to 299.
    #[error("the server answered with status {0}")]
    Status(u16),
    /// More bytes than were to be read.
    #[error("the server's answer is too long")]
    TooLong,
    /// The header `Content-Type` is not that of JSON.
    #[error("the server's answer is not JSON")]
    NotJson,
}
