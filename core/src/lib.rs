//! The core of a passkey provider.

pub mod caller;
pub mod cbor;
pub mod clock;
#[cfg(test)]
mod corpus;
pub mod entropy;
pub mod id;
pub mod key;
pub mod secret;
pub mod webauthn;
