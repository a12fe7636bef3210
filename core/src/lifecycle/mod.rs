//! The life of a passkey: which ones the server accepted, as far as the evidence says, and the ways
//! out of "a passkey already exists".
//!
//! WebAuthn has no acknowledgement from server to authenticator. So evidence is gathered: the host's
//! word, deadlines, the lists of verified requests, the server's signals, the server's own list.
//! `transition` is the table of what each piece of evidence means.
//!
//! # Rules
//!
//! - Evidence counts for the exact RP ID of a verified caller only, and for the exact user handle
//!   where it has one.
//! - Every change is written together with the event that says why.
//! - Nobody but the person deletes. Signals hide, and what they hid comes back by the server's list
//!   or by the person. What the person deleted is kept for a while, and comes back by them.
//! - Clocks jump: a clock alone makes a passkey suspect at most, and purges nothing.

mod deadline;
mod diagnostics;
mod duplicate;
mod evidence;
mod flood;
mod hardware_keys;
mod identity;
mod leaf;
mod reconciliation;
mod removal;
mod signal;
mod summary;
mod transition;

pub use diagnostics::{Diagnostics, EventReport, PasskeyReport, ReportTags};
pub use duplicate::{Answer, Decision};
pub use hardware_keys::HardwareComparison;
pub use identity::{Identity, IdentityDelta, is_offered};
pub use reconciliation::{AsOf, Reconciliation};
pub use removal::{Purged, Removal};
pub use signal::VerifiedSignal;
pub use summary::PasskeySummary;
pub(crate) use transition::StandingEvidence;

pub(crate) use deadline::{as_it_stands, deadline};
pub(crate) use diagnostics::diagnose;
pub(crate) use duplicate::{Account, find_duplicates, find_leftovers, note_findings};
pub(crate) use evidence::{note_accepted, note_listed, note_names, settle, weigh, weigh_in};
pub(crate) use flood::is_flooded;
pub(crate) use hardware_keys::{compare, condemn, forget, intend, take_intended, to_delete};
pub(crate) use identity::{delta, identities};
pub(crate) use leaf::use_leaf;
pub(crate) use reconciliation::reconcile;
pub(crate) use removal::{delete, purge, purge_expired, registration_name, replace, restore};
pub(crate) use signal::apply;
