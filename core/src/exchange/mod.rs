//! What a host exchanges with a server for the core, as values. The core itself has no network: it says what to
//! send, and judges what came back. Callers are vouched for so, and accounts are enrolled so.

mod public_host;
mod refused;
mod request;
mod response;

pub(crate) use public_host::{is_public_name, url_to_fetch};
pub use refused::AnswerRefused;
pub(crate) use request::is_json;
pub use request::{Header, Limits, Method, Request};
pub use response::{Answer, Response, ResponseHeaders};

#[cfg(test)]
mod tests;
