//! Evidence, written down: the new standing and the event that says why, in one transaction.

use super::deadline::{as_it_stands, is_overdue};
use super::transition::{StandingEvidence, standing_after, visibility_after};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{CredentialId, RpId};
use crate::standing::{Event, EventKind, Standing, Visibility};
use crate::store::{Names, Passkey, State, Transaction};

/// What evidence makes of a state, with the events that say so; `None` if it changes nothing.
///
/// A deadline that passed in silence is settled first: it came before.
pub(crate) fn weigh(
    state: State,
    evidence: StandingEvidence,
    note: Option<&str>,
    now: Timestamp,
) -> Option<(State, Vec<Event>)> {
    let mut after = state;
    let mut events = Vec::new();
    let silence = is_overdue(&state, now).then_some((StandingEvidence::DeadlinePassed, None));
    for (evidence, note) in silence.into_iter().chain([(evidence, note)]) {
        let standing = standing_after(after.standing, evidence);
        let visibility = visibility_after(after.visibility, evidence);
        if (standing, visibility) == (after.standing, after.visibility) && !evidence.is_always_noted() {
            continue;
        }
        if standing != after.standing {
            after.since = match evidence {
                StandingEvidence::DeadlinePassed => as_it_stands(state, now).since,
                _ => now,
            };
        }
        (after.standing, after.visibility) = (standing, visibility);
        events.push(Event::new(now, evidence.event()).with_note(note));
    }
    (!events.is_empty()).then_some((after, events))
}

/// Weighs evidence, and writes what it changed. Says whether it did.
pub(crate) fn weigh_in(
    transaction: &mut Transaction<'_>,
    passkey: &mut Passkey,
    evidence: StandingEvidence,
    note: Option<&str>,
    now: Timestamp,
) -> Result<bool, Error> {
    let Some((state, events)) = weigh(passkey.state, evidence, note, now) else { return Ok(false) };
    transaction.update(passkey, state, events)?;
    Ok(true)
}

/// The same for evidence that may confirm a passkey: once it is confirmed, the older ones of its account
/// give way, but for those that the same evidence named.
pub(crate) fn weigh_in_superseding(
    transaction: &mut Transaction<'_>,
    passkey: &mut Passkey,
    evidence: StandingEvidence,
    is_named: impl Fn(&Passkey) -> bool,
    now: Timestamp,
) -> Result<(), Error> {
    let was_confirmed = matches!(passkey.state.standing, Standing::Confirmed(_));
    weigh_in(transaction, passkey, evidence, None, now)?;
    if was_confirmed { Ok(()) } else { supersede_older(transaction, passkey, is_named, now) }
}

/// Writes down that the list of a verified request named these: only the server could know them.
pub(crate) fn note_listed(
    transaction: &mut Transaction<'_>,
    rp_id: &RpId,
    listed: &[CredentialId],
    now: Timestamp,
) -> Result<(), Error> {
    for id in listed {
        let Some(mut passkey) = transaction.find(rp_id, id)? else { continue };
        let is_named = |older: &Passkey| listed.contains(&older.metadata.credential_id);
        weigh_in_superseding(transaction, &mut passkey, StandingEvidence::Listed, is_named, now)?;
    }
    Ok(())
}

/// Writes down every deadline that passed in silence.
pub(crate) fn settle(transaction: &mut Transaction<'_>, now: Timestamp) -> Result<(), Error> {
    for mut passkey in transaction.all()?.passkeys {
        if is_overdue(&passkey.state, now) {
            weigh_in(transaction, &mut passkey, StandingEvidence::DeadlinePassed, None, now)?;
        }
    }
    Ok(())
}

/// Takes the older passkeys of an account out of sight once a newer one is confirmed, but not those
/// that the same evidence named: the server holds them beside it.
fn supersede_older(
    transaction: &mut Transaction<'_>,
    confirmed: &Passkey,
    is_named: impl Fn(&Passkey) -> bool,
    now: Timestamp,
) -> Result<(), Error> {
    // What the person deleted takes nobody's place: nothing would be left to sign in with.
    if !matches!(confirmed.state.standing, Standing::Confirmed(_)) || confirmed.state.visibility.is_deleted() {
        return Ok(());
    }
    for mut older in transaction.passkeys(&confirmed.metadata.rp_id)?.passkeys {
        let gives_way = older.metadata.user.handle == confirmed.metadata.user.handle
            && older.metadata.created_epoch < confirmed.metadata.created_epoch
            && older.state.visibility == Visibility::Shown
            && matches!(older.state.standing, Standing::Confirmed(_))
            && !is_named(&older);
        if gives_way {
            let state = State { visibility: Visibility::Superseded, ..older.state };
            transaction.update(&mut older, state, [Event::new(now, EventKind::Superseded)])?;
        }
    }
    Ok(())
}

/// Writes the account's new names. The server's word on names says nothing of the standing.
pub(crate) fn note_names(
    transaction: &mut Transaction<'_>,
    passkey: &mut Passkey,
    names: Names,
    event: Event,
) -> Result<(), Error> {
    if passkey.metadata.names() != names {
        transaction.update_names(passkey, names, event)?;
    }
    Ok(())
}
