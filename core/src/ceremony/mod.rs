//! Registration and authentication ceremonies (WebAuthn L3, sections 6.3.2 and 6.3.3) as values.
//!
//! `begin` reads the store and answers with a plan; the host shows the plan's prompt and asks the
//! person; `consent` takes the answer and consumes the plan; `finish` commits and only then lets
//! the response out. Each step consumes the one before, so that no plan is used twice and nothing
//! is signed without consent. Dropping a plan at any step leaves the store as it was, but for the
//! intent to make a hardware key, which stays until that key is accounted for.
//!
//! ```text
//! begin_create -> CreatePlan --consent--> ConsentedCreate --finish_create--> Created
//!                  |      ^                   `--intend_hardware_key--> HardwareIntent
//!                  `------'                           --begin_hardware_create--> HardwareCreate
//!          delete_and_retry,                          --finish_hardware_create--> Created
//!          register_another      `--begin_attested_create--> AttestedCreate --finish_attested_create--> Created
//! begin_get -> GetPlan --choose--> ChosenGet --consent--> ConsentedGet::Sealed ----finish_get-----------> Asserted
//!                                                         ConsentedGet::Hardware --begin_hardware_get--> HardwareGet
//!                                                                                --finish_hardware_get-> Asserted
//! ```
//!
//! A hardware key signs outside: its step hands out the exact bytes, and `finish` verifies the
//! signature against the stored public key before anything leaves or is written.

mod attested_create;
mod authenticator;
mod candidate;
mod consent;
mod create;
mod create_plan;
mod create_request;
mod get;
mod hardware_create;
mod hardware_get;
mod large_blob;
mod obeyed;

pub use attested_create::AttestedCreate;
pub(crate) use authenticator::{Authenticator, Instance};
pub use consent::Consent;
pub use create::Created;
pub use create_plan::{CreatePlan, CreatePrompt};
pub(crate) use create_request::Along;
pub use create_request::ConsentedCreate;
pub use get::{Asserted, ChosenGet, ConsentedGet, GetPlan, GetPrompt, HardwareSignIn, SealedGet};
pub use hardware_create::{HardwareCreate, HardwareIntent};
pub use hardware_get::HardwareGet;
pub(crate) use obeyed::{Kept, keep, kept};
pub use obeyed::{Membership, PolicyWarning};

#[cfg(test)]
mod tests;
