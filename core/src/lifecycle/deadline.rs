//! When silence becomes suspicious.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::standing::{Standing, Suspicion};
use crate::store::State;

/// What a request without a timeout gets (WebAuthn L3, section 15.1: the recommended default).
const DEFAULT: Duration = Duration::from_secs(5 * 60);
const SHORTEST: Duration = Duration::from_secs(30);
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// For the way from the answer to the server's word, and the host's note of it.
const GRACE: Duration = Duration::from_secs(2 * 60);

/// How far a clock may be set back without a passkey being from the future.
const SLACK: Duration = Duration::from_secs(10 * 60);

/// The deadline of a passkey that is made now for a request with this timeout.
pub(crate) fn deadline(now: Timestamp, timeout: Option<Duration>) -> Timestamp {
    now.saturating_add(timeout.unwrap_or(DEFAULT).clamp(SHORTEST, LONGEST)).saturating_add(GRACE)
}

/// Whether a passkey waited too long for the server's word. One that seems to come from the future
/// has: its deadline may be years away, for the clock was set back.
pub(super) fn is_overdue(state: &State, now: Timestamp) -> bool {
    match state.standing {
        Standing::Unconfirmed { deadline } => now >= deadline || now.saturating_add(SLACK) < state.since,
        Standing::Confirmed(_) | Standing::Suspect(_) | Standing::Stale(_) => false,
    }
}

/// A state as it is to be shown now: the deadline may have passed since it was written.
pub(crate) fn as_it_stands(state: State, now: Timestamp) -> State {
    match state.standing {
        Standing::Unconfirmed { deadline } if is_overdue(&state, now) => {
            State { standing: Standing::Suspect(Suspicion::NeverConfirmed), since: deadline.min(now), ..state }
        }
        _ => state,
    }
}

#[cfg(test)]
mod tests;
