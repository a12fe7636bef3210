//! Keys in hardware, and what the store knows of them. No crash leaves a passkey without a key that
//! claims to be usable, or a key that nobody remembers.

use std::collections::HashSet;
use std::time::Duration;

use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::PasskeyRef;
use crate::key::{Custody, KeyHandle};
use crate::standing::{Event, EventKind};
use crate::store::{LooseKey, LooseReason, Passkey, State, Transaction};

/// How long a registration may take from the intent to its end.
const LONGEST_REGISTRATION: Duration = Duration::from_secs(15 * 60);

/// What the hardware has, beside what the store knows.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct HardwareComparison {
    /// Keys to delete, and to report by [`HardwareKeys::gone`](crate::provider::HardwareKeys::gone).
    pub to_delete: Vec<KeyHandle>,
    /// Keys whose name is one of the provider's ([`KeyHandle::MARK`]), and which the store does not know.
    /// On a restored older store they may belong to passkeys that it has lost; else
    /// they are nobody's. The app's other keys, as the one that wraps the device key, are not among them.
    pub unknown: Vec<KeyHandle>,
    /// Passkeys that were found to have no key. They are not offered any more.
    pub missing: Vec<PasskeyRef>,
    /// Passkeys whose key is there again.
    pub found: Vec<PasskeyRef>,
}

/// Remembers a key before the host is asked to make it.
pub(crate) fn intend(transaction: &mut Transaction<'_>, handle: KeyHandle, now: Timestamp) -> Result<(), Error> {
    transaction.note(&Event::new(now, EventKind::KeyIntended))?;
    Ok(transaction.write_loose_key(&LooseKey { handle, reason: LooseReason::Intended, since: now })?)
}

/// Takes over an intended key for its passkey. One that was condemned meanwhile may be gone.
pub(crate) fn take_intended(transaction: &mut Transaction<'_>, handle: &KeyHandle) -> Result<(), Error> {
    let is_intended = |key: &LooseKey| key.handle == *handle && key.reason == LooseReason::Intended;
    if !transaction.loose_keys()?.iter().any(is_intended) {
        return Err(Error::PlanOutdated);
    }
    transaction.remove_loose_key(handle)?;
    Ok(())
}

/// Gives up a registration with a hardware key: its key is to be deleted.
pub(crate) fn condemn(transaction: &mut Transaction<'_>, handle: &KeyHandle, now: Timestamp) -> Result<(), Error> {
    let keys = transaction.loose_keys()?;
    match keys.into_iter().find(|key| key.handle == *handle && key.reason == LooseReason::Intended) {
        Some(key) => interrupt(transaction, key, now).map(drop),
        None => Ok(()),
    }
}

fn interrupt(transaction: &mut Transaction<'_>, key: LooseKey, now: Timestamp) -> Result<LooseKey, Error> {
    let key = LooseKey { reason: LooseReason::Interrupted, since: now, ..key };
    transaction.note(&Event::new(now, EventKind::KeyCondemned))?;
    transaction.write_loose_key(&key)?;
    Ok(key)
}

/// The keys to delete. A registration that began too long ago, or in the future, was interrupted: it
/// cannot be finished from now on.
pub(crate) fn to_delete(transaction: &mut Transaction<'_>, now: Timestamp) -> Result<Vec<LooseKey>, Error> {
    let mut keys = settled(transaction, now)?;
    keys.retain(|key| key.reason != LooseReason::Intended);
    Ok(keys)
}

/// Every loose key; those of registrations that are over are interrupted.
fn settled(transaction: &mut Transaction<'_>, now: Timestamp) -> Result<Vec<LooseKey>, Error> {
    let keys = transaction.loose_keys()?;
    let settle = |key: LooseKey| {
        let is_over = now >= key.since.saturating_add(LONGEST_REGISTRATION)
            || key.since > now.saturating_add(LONGEST_REGISTRATION);
        if key.reason == LooseReason::Intended && is_over { interrupt(transaction, key, now) } else { Ok(key) }
    };
    keys.into_iter().map(settle).collect()
}

/// The host's word that a key is gone. A passkey that had it cannot sign any more, and says so.
pub(crate) fn forget(transaction: &mut Transaction<'_>, handle: &KeyHandle, now: Timestamp) -> Result<(), Error> {
    forget_loose(transaction, handle, now)?;
    for mut passkey in transaction.all()?.passkeys {
        if handle_of(&passkey) == Some(handle) {
            mark(transaction, &mut passkey, true, now)?;
        }
    }
    Ok(())
}

fn forget_loose(transaction: &mut Transaction<'_>, handle: &KeyHandle, now: Timestamp) -> Result<(), Error> {
    if transaction.remove_loose_key(handle)? {
        transaction.note(&Event::new(now, EventKind::KeyGone))?;
    }
    Ok(())
}

/// Compares with all keys that the hardware has, and marks what cannot sign.
pub(crate) fn compare(
    transaction: &mut Transaction<'_>,
    existing: &[KeyHandle],
    now: Timestamp,
) -> Result<HardwareComparison, Error> {
    let existing: HashSet<&KeyHandle> = existing.iter().collect();
    let mut known: HashSet<KeyHandle> = HashSet::new();
    let mut comparison = HardwareComparison::default();
    for LooseKey { handle, reason, .. } in settled(transaction, now)? {
        match (reason, existing.contains(&handle)) {
            (LooseReason::Intended, _) => {}
            (_, true) => comparison.to_delete.push(handle.clone()),
            (_, false) => forget_loose(transaction, &handle, now)?,
        }
        known.insert(handle);
    }
    for mut passkey in transaction.all()?.passkeys {
        let Some(handle) = handle_of(&passkey).cloned() else { continue };
        let missing = !existing.contains(&handle);
        known.insert(handle);
        if mark(transaction, &mut passkey, missing, now)? {
            let list = if missing { &mut comparison.missing } else { &mut comparison.found };
            list.push(passkey.reference());
        }
    }
    let unknown = existing.into_iter().filter(|handle| !known.contains(*handle) && handle.is_ours());
    comparison.unknown = unknown.cloned().collect();
    comparison.unknown.sort_unstable_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
    Ok(comparison)
}

fn handle_of(passkey: &Passkey) -> Option<&KeyHandle> {
    match &passkey.metadata.custody {
        Custody::Hardware { handle, .. } => Some(handle),
        Custody::Sealed => None,
    }
}

/// Says whether that was news.
fn mark(
    transaction: &mut Transaction<'_>,
    passkey: &mut Passkey,
    key_missing: bool,
    now: Timestamp,
) -> Result<bool, Error> {
    if passkey.state.key_missing == key_missing {
        return Ok(false);
    }
    let state = State { key_missing, ..passkey.state };
    let kind = if key_missing { EventKind::KeyMissing } else { EventKind::KeyFound };
    transaction.update(passkey, state, [Event::new(now, kind)])?;
    Ok(true)
}
