//! What several calls take or give.

pub(crate) mod android_app;
pub(crate) mod attestation;
pub(crate) mod caller;
pub(crate) mod committed;
pub(crate) mod consent;
pub(crate) mod enrolment_setup;
pub(crate) mod key_store;
pub(crate) mod large_blob;
pub(crate) mod link_policy;
pub(crate) mod managed;
pub(crate) mod model;
pub(crate) mod options;
pub(crate) mod passkey;
pub(crate) mod policy;
pub(crate) mod prf;
pub(crate) mod readiness;
pub(crate) mod refusal;
pub(crate) mod server_exchange;
pub(crate) mod standing;
