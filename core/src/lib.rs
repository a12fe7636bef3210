//! The core of a passkey provider.

pub mod cbor;
pub mod clock;
pub mod entropy;
pub mod id;
pub mod key;
pub mod seal;
pub mod secret;
pub mod store;
