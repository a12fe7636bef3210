//! Scenarios: what a host does with the provider and what has to come of it, as JSON that drivers in
//! several languages play. `README.md` beside this crate tells the format.
//!
//! ```text
//! case file -> Player --call--> Driver (the core here; the bindings of each language elsewhere)
//!                     --do----> props  (what a scenario needs from outside the library)
//! ```
//!
//! The fakes stand at the edge: keys in hardware are software keys that the scenario holds, a site's
//! answer is text in the scenario, and the clock is the real one.

mod arguments;
mod case_file;
pub mod core_driver;
mod coverage;
mod driver;
mod matching;
pub mod own_process;
mod play;
pub mod props;
pub mod rehearsal;
mod values;

pub use arguments::{Arguments, Document};
pub use case_file::{CaseFile, Folder, Only, Operation, Scenario, Shared, Step};
pub use coverage::Coverage;
pub use driver::{Call, Driver, Mistake, Outcome, Stop};
pub use play::{Player, Report, Verdict};

/// What registrations of scenarios name as their authenticator, where they name none.
pub const AAGUID: &str = "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77";
