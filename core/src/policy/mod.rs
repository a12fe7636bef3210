//! What an organisation allows, and what the host or its management narrows: facts in, verdict and rule out. Pure:
//! no store, no clock, nothing but values.
//!
//! Two kinds of policy are read. An [`Organisation`]'s is what its server goes by (Microsoft Entra's passkey
//! policy, with authentication strengths): judged here so that no key is made that the server would refuse. A
//! [`Managed`] configuration is what a device's management gives to the app: it only narrows what the core does.

mod attestation;
mod doubt;
mod fact;
mod managed;
mod organisation;
mod read;
mod refused;
mod rule;
mod service;
mod verdict;

pub use attestation::AttestationKind;
pub use doubt::{Doubt, OLD_AFTER_DAYS, Provenance, Source, Weight};
pub use fact::{Facts, Occasion, PasskeyType, Person, PersonKind};
pub use managed::{Managed, ManagedFacts, SCHEMA};
pub use organisation::{Audience, Authenticators, Change, Effect, Kind, Organisation, diff};
pub use refused::{InvalidPolicy, Problem};
pub use rule::{Changer, Rule};
pub use service::{SERVICE, ServiceFact};
pub use verdict::{Ruling, Verdict};

#[cfg(test)]
mod tests;
