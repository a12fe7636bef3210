//! What still stands between the person and a passkey: from facts that the host gives, the steps that are missing, in
//! the order in which to take them. Pure: no store, no clock, nothing but values.

mod action;
mod fact;
mod judge;
mod read;
mod refused;
mod step;
mod version;

pub use action::{Action, ActionKind};
pub use fact::{Biometrics, Bluetooth, Fact, Facts, ManagedConfiguration, SignIn, WorkProfile};
pub use judge::{MissingStep, Readiness};
pub use read::SCHEMA;
pub use refused::{FactProblem, InvalidFacts};
pub use step::Step;
pub use version::{InvalidSystemVersion, SystemVersion};

#[cfg(test)]
mod tests;
