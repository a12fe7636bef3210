//! Evidence, written down: the new standing and the event that says why, in one transaction.

use std::collections::{HashMap, HashSet};

use super::deadline::{as_it_stands, is_overdue};
use super::transition::{StandingEvidence, standing_after, visibility_after};
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{CredentialId, RpId, UserHandle};
use crate::key::Algorithm;
use crate::standing::{Event, EventKind, Standing, Visibility};
use crate::store::{Epoch, Metadata, Names, Passkey, State, Transaction};

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

/// The newest passkey of each account and algorithm that a piece of evidence confirmed: older ones give way to it, all
/// at once after the last of them. However long a list is, the relying party's passkeys are read once.
#[derive(Default)]
pub(crate) struct Newly(HashMap<(UserHandle, Algorithm), Epoch>);

impl Newly {
    /// Weighs evidence that may confirm a passkey, and remembers if it did.
    pub(crate) fn weigh_in(
        &mut self,
        transaction: &mut Transaction<'_>,
        passkey: &mut Passkey,
        evidence: StandingEvidence,
        now: Timestamp,
    ) -> Result<(), Error> {
        let was_confirmed = matches!(passkey.state.standing, Standing::Confirmed(_));
        weigh_in(transaction, passkey, evidence, None, now)?;
        // What the person deleted takes nobody's place: nothing would be left to sign in with.
        let is_confirmed =
            matches!(passkey.state.standing, Standing::Confirmed(_)) && !passkey.state.visibility.is_deleted();
        if is_confirmed && !was_confirmed {
            let metadata = &passkey.metadata;
            let newest = self.0.entry(side_by_side(metadata)).or_default();
            *newest = metadata.created_epoch.max(*newest);
        }
        Ok(())
    }

    /// Takes the older passkeys of these accounts out of sight, but not those that the same evidence named:
    /// the server holds them beside the new ones.
    pub(crate) fn supersede(
        self,
        transaction: &mut Transaction<'_>,
        rp_id: &RpId,
        is_named: impl Fn(&CredentialId) -> bool,
        now: Timestamp,
    ) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        for mut older in transaction.passkeys(rp_id)?.passkeys {
            let newest = self.0.get(&side_by_side(&older.metadata));
            let gives_way = newest.is_some_and(|newest| older.metadata.created_epoch < *newest)
                && older.state.visibility == Visibility::Shown
                && matches!(older.state.standing, Standing::Confirmed(_))
                && !is_named(&older.metadata.credential_id);
            if gives_way {
                let state = State { visibility: Visibility::Superseded, ..older.state };
                transaction.update(&mut older, state, [Event::new(now, EventKind::Superseded)])?;
            }
        }
        Ok(())
    }
}

/// What an account may hold one of: relying parties move to other algorithms with both keys at hand.
fn side_by_side(metadata: &Metadata) -> (UserHandle, Algorithm) {
    (metadata.user.handle.clone(), metadata.public_key.algorithm())
}

/// The host's word that the server accepted a passkey: the older ones of its account give way.
pub(crate) fn note_accepted(
    transaction: &mut Transaction<'_>,
    passkey: &mut Passkey,
    now: Timestamp,
) -> Result<(), Error> {
    let mut newly = Newly::default();
    newly.weigh_in(transaction, passkey, StandingEvidence::Accepted, now)?;
    newly.supersede(transaction, &passkey.metadata.rp_id, |_| false, now)
}

/// Writes down that the list of a verified request named these: only the server could know them.
pub(crate) fn note_listed(
    transaction: &mut Transaction<'_>,
    rp_id: &RpId,
    listed: &[CredentialId],
    now: Timestamp,
) -> Result<(), Error> {
    let listed: HashSet<&CredentialId> = listed.iter().collect();
    let mut newly = Newly::default();
    for id in &listed {
        let Some(mut passkey) = transaction.find(rp_id, id)? else { continue };
        newly.weigh_in(transaction, &mut passkey, StandingEvidence::Listed, now)?;
    }
    newly.supersede(transaction, rp_id, |id| listed.contains(id), now)
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
