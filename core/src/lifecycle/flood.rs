//! How many passkeys a relying party may make without the person's gesture.
//!
//! Conditional creation asks nobody, and an app that speaks for its own domain needs no sign-in before it, so
//! that nothing but this keeps it from filling the store. Both bounds are read from the passkeys that are
//! here, so that they hold across processes and restarts.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::standing::Standing;
use crate::store::Passkey;

/// So many in an hour: a person who signs in to a few accounts of one site gets a passkey for each.
const IN_AN_HOUR: usize = 5;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// So many that the server has not confirmed, whenever they were made: a site that does not take what it
/// asks for gets no more.
const UNCONFIRMED: usize = 8;

/// Whether a relying party whose passkeys these are gets no more without a gesture.
///
/// A clock that jumps either way makes the last hour's passkeys look older or newer than an hour, and so
/// allows another hour's number at most; it forbids nothing for longer, and the second bound needs no clock.
pub(crate) fn is_flooded(passkeys: &[Passkey], now: Timestamp) -> bool {
    let is_recent = |passkey: &&Passkey| {
        let created = passkey.metadata.created;
        created.saturating_add(HOUR) > now && now.saturating_add(HOUR) > created
    };
    let is_unconfirmed = |passkey: &&Passkey| {
        !passkey.state.visibility.is_deleted() && !matches!(passkey.state.standing, Standing::Confirmed(_))
    };
    passkeys.iter().filter(is_recent).count() >= IN_AN_HOUR
        || passkeys.iter().filter(is_unconfirmed).count() >= UNCONFIRMED
}
