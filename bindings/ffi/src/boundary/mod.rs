//! The crossing itself: errors, foreign values into the core's types, and what a plan and a secret are out there.

pub(crate) mod build_id;
pub(crate) mod caller_refused;
pub(crate) mod error;
pub(crate) mod error_code;
#[cfg(any(test, feature = "fault-injection"))]
pub(crate) mod fault;
pub(crate) mod mirror;
pub(crate) mod parse;
pub(crate) mod ruling;
pub(crate) mod secret_bytes;
pub(crate) mod server_list_refused;
pub(crate) mod step;
pub(crate) mod time;
