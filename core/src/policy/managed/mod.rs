//! What a device's management gives to the app: Android's managed configurations, iOS's managed app configuration.

mod facts;
mod judge;
mod members;
mod read;

pub use facts::ManagedFacts;

use std::collections::BTreeSet;

use super::attestation::AttestationKind;
use crate::id::RpId;

/// The schema of the JSON that [`Managed::parse`] reads, as JSON Schema (draft 2020-12).
pub const SCHEMA: &str = include_str!("schema.json");

/// A managed configuration. It only narrows: nothing in it allows what the library refuses, adds a caller, a root,
/// an address or a key, or turns a check off. The default narrows nothing.
///
/// What is about making a key (hardware, gate, attestation) counts at registration; what is about using one (relying
/// parties, verification) counts there and at every sign-in.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Managed {
    /// The relying parties that passkeys are made for and used at, each exactly; `None`: all.
    allowed_rp_ids: Option<BTreeSet<RpId>>,
    is_hardware_only: bool,
    is_gated_only: bool,
    is_verification_required: bool,
    /// `None`: each.
    verification_methods: Option<BTreeSet<Method>>,
    is_proof_required: bool,
    /// `None`: each.
    attestation_formats: Option<BTreeSet<AttestationKind>>,
}

/// A way to verify the person, as `Verification::as_str` names it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Method {
    KeySignature,
    Gate,
    Biometric,
    DeviceCredential,
    Pin,
}
