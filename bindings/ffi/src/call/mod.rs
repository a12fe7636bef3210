//! What a host calls: the functions, and the requests and answers that are one function's own.

pub(crate) mod android;
pub(crate) mod attested_create;
pub(crate) mod caller_check;
pub(crate) mod create;
pub(crate) mod enrolment;
pub(crate) mod enrolment_end;
pub(crate) mod enrolment_step;
pub(crate) mod get;
pub(crate) mod hardware_create;
pub(crate) mod hardware_keys;
pub(crate) mod history;
pub(crate) mod identity;
pub(crate) mod lifecycle;
pub(crate) mod managed;
pub(crate) mod policy;
pub(crate) mod presence;
pub(crate) mod provider;
pub(crate) mod readiness;
pub(crate) mod reconciliation;
pub(crate) mod refusal;
pub(crate) mod scanned_code;
pub(crate) mod server_word;
pub(crate) mod signal;
pub(crate) mod store;
