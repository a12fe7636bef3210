//! The wire of WebAuthn: options in, responses out.

pub mod attestation;
pub mod authenticator_data;
pub mod client_data;
pub mod extensions;
mod render_failed;
pub mod response;

pub use render_failed::RenderFailed;

#[cfg(test)]
mod l3_vectors;
