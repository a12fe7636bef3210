//! The state of a passkey, in a fixed layout: it is read and written with every use.
//!
//! ```text
//! format (1) | epoch of the commit that wrote it (8) | sign count (4) | use sequence (8) | last used (8) | last evidence (1)
//! | standing (1) | since (8) | deadline (8) | visibility (1) | deleted at (8) | age then (8) | flags (1)
//! ```
//!
//! Format and epoch stand there where the row is sealed. Numbers are big-endian; what does not apply is zero, and a passkey never used was last used at
//! the largest number.

use crate::clock::Timestamp;
use crate::standing::{Age, Standing, Verification, Visibility};
use crate::store::passkey::Covered;
use crate::store::{Epoch, State};

const NEVER: u64 = u64::MAX;
const NOT_VERIFIED: u8 = 0;

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
        state.sign_count.to_be_bytes().as_slice(),
        &state.use_sequence.to_be_bytes(),
        &state.last_used.map_or(NEVER, Timestamp::as_millis).to_be_bytes(),
        &[state.last_verification.map_or(NOT_VERIFIED, Verification::number), state.standing.number()],
        &state.since.as_millis().to_be_bytes(),
        &deadline.as_millis().to_be_bytes(),
        &[state.visibility.number()],
        &deleted.as_millis().to_be_bytes(),
        &age.as_millis().to_be_bytes(),
        &[flags],
    ]
    .concat()
}

/// What of a rendered state the sum of the rows covers: all but what a mere use changes, which needs
/// no sync and may be lost. `written`: the epoch of the commit that wrote it. `None` for what [`render_state`]
/// never makes.
pub(in crate::store) fn covered(written: Epoch, rendered: &[u8]) -> Option<Covered> {
    let mut rest = rendered;
    let sign_count: [u8; 4] = take(&mut rest)?;
    let _use_sequence: [u8; 8] = take(&mut rest)?;
    let _last_used: [u8; 8] = take(&mut rest)?;
    let _last_evidence: [u8; 1] = take(&mut rest)?;
    Some(Covered::new(written, [sign_count.as_slice(), rest].concat().try_into().ok()?))
}

/// `None` for what [`render_state`] never makes.
pub(in crate::store) fn parse_state(bytes: &[u8]) -> Option<State> {
    let mut rest = bytes;
    let sign_count = u32::from_be_bytes(take(&mut rest)?);
    let use_sequence = take_number(&mut rest)?;
    let last_used = take_number(&mut rest)?;
    let [verification, standing] = take(&mut rest)?;
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
        last_verification: if verification == NOT_VERIFIED { None } else { Verification::from_number(verification) },
        standing: Standing::from_number(standing, deadline)?,
        since,
        visibility: Visibility::from_number(visibility, deleted, age)?,
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
