//! The wire of WebAuthn: what relying parties ask, and what they are answered.

pub mod attestation;
pub mod authenticator_data;
mod base64url;
pub mod client_data;
pub mod extensions;
pub mod options;
mod render_failed;
pub mod response;
pub mod server_list;
pub mod signal;

pub use render_failed::RenderFailed;

#[cfg(test)]
mod l3_vectors;
