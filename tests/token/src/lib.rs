//! A host of the core whose secure element is a PKCS #11 token.
//!
//! It does what an app does with the Secure Enclave or the Android Keystore: it makes the key pair
//! in the token, gives the core the public half, has the token sign exactly what the plan hands
//! out, and hands the signature back. Private keys never leave the token. The tests run it with
//! SoftHSM2, and `passkey-token-host` puts it behind the arguments of the `passkey-provider`
//! command, so that whatever drives the one can drive the other.

mod host;
mod soft_token;
mod token;

pub use host::{Host, HostError};
pub use soft_token::{CONFIGURATION_VARIABLE, write_configuration};
pub use token::{PIN, Token, TokenError, Unlocked};
