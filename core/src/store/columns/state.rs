//! The state of a passkey, in a fixed layout: it is read and written with every use.
//!
//! ```text
//! format (1) | sign count (4) | use sequence (8) | last used (8) | last evidence (1)
//! | standing (1) | since (8) | deadline (8) | visibility (1) | deleted at (8) | age then (8) | flags (1)
//! ```
//!
//! Numbers are big-endian; what does not apply is zero, and a passkey never used was last used at
//! the largest number.

use crate::clock::Timestamp;
use crate::standing::{Age, Confirmation, Evidence, Staleness, Standing, Suspicion, VerificationMethod, Visibility};
use crate::store::State;

const FORMAT: u8 = 1;
const NEVER: u64 = u64::MAX;

/// Bytes of what [`covered`] gives.
pub(in crate::store) const COVERED: usize = 39;

// Flags.
const KEY_MISSING: u8 = 1;
const NEEDS_REREGISTRATION: u8 = 2;

pub(in crate::store) fn render_state(state: &State) -> Vec<u8> {
    let deadline = match state.standing {
        Standing::Unconfirmed { deadline } => deadline,
        _ => Timestamp::default(),
    };
    let (deleted, age) = match state.visibility {
        Visibility::Deleted { at, age } => (at, age),
        _ => <_>::default(),
    };
    let flag = |set, flag| if set { flag } else { 0 };
    let flags = flag(state.key_missing, KEY_MISSING) | flag(state.needs_reregistration, NEEDS_REREGISTRATION);
    [
        [FORMAT].as_slice(),
        &state.sign_count.to_be_bytes(),
        &state.use_sequence.to_be_bytes(),
        &state.last_used.map_or(NEVER, Timestamp::as_millis).to_be_bytes(),
        &[evidence_number(state.last_evidence), standing_number(state.standing)],
        &state.since.as_millis().to_be_bytes(),
        &deadline.as_millis().to_be_bytes(),
        &[visibility_number(state.visibility)],
        &deleted.as_millis().to_be_bytes(),
        &age.as_millis().to_be_bytes(),
        &[flags],
    ]
    .concat()
}

/// What of a rendered state the sum of the rows covers: all but what a mere use changes, which needs
/// no sync and may be lost. `None` for what [`render_state`] never makes.
pub(in crate::store) fn covered(rendered: &[u8]) -> Option<[u8; COVERED]> {
    let mut rest = rendered.strip_prefix(&[FORMAT])?;
    let sign_count: [u8; 4] = take(&mut rest)?;
    let _use_sequence: [u8; 8] = take(&mut rest)?;
    let _last_used: [u8; 8] = take(&mut rest)?;
    let _last_evidence: [u8; 1] = take(&mut rest)?;
    [sign_count.as_slice(), rest].concat().try_into().ok()
}

/// `None` for what [`render_state`] never makes.
pub(in crate::store) fn parse_state(bytes: &[u8]) -> Option<State> {
    let mut rest = bytes.strip_prefix(&[FORMAT])?;
    let sign_count = u32::from_be_bytes(take(&mut rest)?);
    let use_sequence = take_number(&mut rest)?;
    let last_used = take_number(&mut rest)?;
    let [evidence, standing] = take(&mut rest)?;
    let since = Timestamp::from_millis(take_number(&mut rest)?);
    let deadline = Timestamp::from_millis(take_number(&mut rest)?);
    let [visibility] = take(&mut rest)?;
    let deleted = Timestamp::from_millis(take_number(&mut rest)?);
    let age = Age::from_millis(take_number(&mut rest)?);
    let [flags] = take(&mut rest)?;
    let state = State {
        sign_count,
        use_sequence,
        last_used: (last_used != NEVER).then_some(Timestamp::from_millis(last_used)),
        last_evidence: EVIDENCE.into_iter().find(|known| evidence_number(*known) == evidence)?,
        standing: standings(deadline).into_iter().find(|known| standing_number(*known) == standing)?,
        since,
        visibility: visibilities(deleted, age).into_iter().find(|known| visibility_number(*known) == visibility)?,
        key_missing: flags & KEY_MISSING != 0,
        needs_reregistration: flags & NEEDS_REREGISTRATION != 0,
    };
    rest.is_empty().then_some(state)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(*taken)
}

fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    take(bytes).map(u64::from_be_bytes)
}

// A number is never given another meaning.

/// Every kind of evidence, and none.
pub(super) const EVIDENCE: [Option<Evidence>; 6] = [
    None,
    Some(Evidence::KeySignature),
    Some(Evidence::Gate),
    Some(Evidence::Statement(VerificationMethod::Biometric)),
    Some(Evidence::Statement(VerificationMethod::DeviceCredential)),
    Some(Evidence::Statement(VerificationMethod::Pin)),
];

pub(super) const fn evidence_number(evidence: Option<Evidence>) -> u8 {
    match evidence {
        None => 0,
        Some(Evidence::KeySignature) => 1,
        Some(Evidence::Gate) => 2,
        Some(Evidence::Statement(VerificationMethod::Biometric)) => 3,
        Some(Evidence::Statement(VerificationMethod::DeviceCredential)) => 4,
        Some(Evidence::Statement(VerificationMethod::Pin)) => 5,
    }
}

pub(super) const fn standings(deadline: Timestamp) -> [Standing; 11] {
    [
        Standing::Unconfirmed { deadline },
        Standing::Confirmed(Confirmation::Accepted),
        Standing::Confirmed(Confirmation::Listed),
        Standing::Confirmed(Confirmation::Signalled),
        Standing::Confirmed(Confirmation::OnServer),
        Standing::Suspect(Suspicion::NeverConfirmed),
        Standing::Suspect(Suspicion::OmittedFromExcludeList),
        Standing::Stale(Staleness::Rejected),
        Standing::Stale(Staleness::NotAccepted),
        Standing::Stale(Staleness::UnknownToServer),
        Standing::Stale(Staleness::NotOnServer),
    ]
}

const fn standing_number(standing: Standing) -> u8 {
    match standing {
        Standing::Unconfirmed { .. } => 1,
        Standing::Confirmed(Confirmation::Accepted) => 2,
        Standing::Confirmed(Confirmation::Listed) => 3,
        Standing::Confirmed(Confirmation::Signalled) => 4,
        Standing::Confirmed(Confirmation::OnServer) => 5,
        Standing::Suspect(Suspicion::NeverConfirmed) => 6,
        Standing::Suspect(Suspicion::OmittedFromExcludeList) => 7,
        Standing::Stale(Staleness::Rejected) => 8,
        Standing::Stale(Staleness::NotAccepted) => 9,
        Standing::Stale(Staleness::UnknownToServer) => 10,
        Standing::Stale(Staleness::NotOnServer) => 11,
    }
}

pub(super) const fn visibilities(at: Timestamp, age: Age) -> [Visibility; 4] {
    [Visibility::Shown, Visibility::Hidden, Visibility::Superseded, Visibility::Deleted { at, age }]
}

const fn visibility_number(visibility: Visibility) -> u8 {
    match visibility {
        Visibility::Shown => 1,
        Visibility::Hidden => 2,
        Visibility::Superseded => 3,
        Visibility::Deleted { .. } => 4,
    }
}
