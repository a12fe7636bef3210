//! Deleting, in two steps: what the person deletes is kept sealed for a while, and then purged.

use std::time::Duration;

use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::PasskeyRef;
use crate::key::Custody;
use crate::standing::{Event, EventKind, Standing, Visibility};
use crate::store::{DocumentKind, LooseKey, LooseReason, Passkey, State, Transaction};

/// What deleting a passkey did, and what is left to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Removal {
    /// The passkey, which [`Passkeys::restore`](crate::provider::Passkeys::restore) brings back until it is
    /// purged.
    pub passkey: PasskeyRef,
    /// Whether the relying party may still list it: it must be removed there too.
    pub server_may_hold_it: bool,
    /// Where to do that, if the host gave a link.
    pub manage_url: Option<String>,
}

/// What was permanently removed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Purged {
    /// How many passkeys.
    pub count: usize,
    /// Whether bytes of them may still be in the store's log, because somebody was reading: another
    /// process, or another provider on the same store. Each later commit tries again to cut the log, and so
    /// does closing.
    pub left_in_log: bool,
}

/// Deletes a passkey at the person's word. One that is deleted already stays so.
pub(crate) fn delete(
    transaction: &mut Transaction<'_>,
    mut passkey: Passkey,
    now: Timestamp,
) -> Result<Removal, Error> {
    retire(transaction, &mut passkey, EventKind::Deleted, now)?;
    Ok(Removal {
        passkey: passkey.reference(),
        server_may_hold_it: !matches!(passkey.state.standing, Standing::Stale(_)),
        manage_url: None,
    })
}

/// Deletes a passkey that the person replaces by a new one.
pub(crate) fn replace(transaction: &mut Transaction<'_>, mut passkey: Passkey, now: Timestamp) -> Result<(), Error> {
    retire(transaction, &mut passkey, EventKind::Replaced, now)
}

fn retire(
    transaction: &mut Transaction<'_>,
    passkey: &mut Passkey,
    why: EventKind,
    now: Timestamp,
) -> Result<(), Error> {
    if passkey.state.visibility.is_deleted() {
        return Ok(());
    }
    let age = transaction.observe(now)?;
    let state = State { visibility: Visibility::Deleted { at: now, age }, ..passkey.state };
    Ok(transaction.update(passkey, state, [Event::new(now, why)])?)
}

/// Brings back what the person deleted, or what was hidden or superseded.
pub(crate) fn restore(transaction: &mut Transaction<'_>, mut passkey: Passkey, now: Timestamp) -> Result<(), Error> {
    if passkey.state.visibility == Visibility::Shown {
        return Ok(());
    }
    if passkey.state.key_missing {
        return Err(Error::HardwareKeyGone);
    }
    let state = State { visibility: Visibility::Shown, ..passkey.state };
    Ok(transaction.update(&mut passkey, state, [Event::new(now, EventKind::Restored)])?)
}

/// Permanently removes what the person deleted. A key in hardware goes to the list of those to delete.
pub(crate) fn purge(transaction: &mut Transaction<'_>, passkey: &Passkey, now: Timestamp) -> Result<(), Error> {
    if !passkey.state.visibility.is_deleted() {
        return Err(Error::NotDeleted);
    }
    if let Custody::Hardware { handle, .. } = &passkey.metadata.custody
        && !passkey.state.key_missing
    {
        let key = LooseKey { handle: handle.clone(), reason: LooseReason::Purged, since: now };
        transaction.write_loose_key(&key)?;
    }
    transaction.remove_document(DocumentKind::Registration, &registration_name(&passkey.reference()))?;
    transaction.purge(passkey)?;
    Ok(transaction.note(&Event::new(now, EventKind::Purged))?)
}

/// What names the document of a passkey's registration. An RP ID holds no zero byte.
pub(crate) fn registration_name(passkey: &PasskeyRef) -> Vec<u8> {
    [passkey.rp_id.as_str().as_bytes(), &[0], passkey.credential_id.as_bytes()].concat()
}

/// Purges what was deleted longer than `retention` ago, by the store's age. Says how many.
pub(crate) fn purge_expired(
    transaction: &mut Transaction<'_>,
    retention: Duration,
    now: Timestamp,
) -> Result<usize, Error> {
    let age = transaction.observe(now)?.as_millis();
    let mut purged = 0_usize;
    for passkey in transaction.all()?.passkeys {
        if let Visibility::Deleted { age: then, .. } = passkey.state.visibility
            && Duration::from_millis(age.saturating_sub(then.as_millis())) >= retention
        {
            purge(transaction, &passkey, now)?;
            purged = purged.saturating_add(1);
        }
    }
    Ok(purged)
}
