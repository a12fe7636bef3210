//! The wire of WebAuthn: what relying parties ask, and what they are answered.

pub mod options;
