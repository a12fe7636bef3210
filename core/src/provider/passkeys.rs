//! The life of passkeys, at the host's and the person's word.

use super::Provider;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{CredentialId, RpId, UserHandle, cut_name};
use crate::key::KeyHandle;
use crate::lifecycle::{
    self, AsOf, Diagnostics, HardwareComparison, Identity, IdentityDelta, Purged, Reconciliation, Removal,
    StandingEvidence, VerifiedSignal,
};
use crate::standing::{Event, EventKind, Standing};
use crate::store::{Epoch, History, Listing, LooseKey, Names, Passkey, State, Transaction};
use crate::webauthn::server_list::ServerList;

/// The server's word.
impl Provider {
    /// The server accepted the registration of this passkey. Older ones of the account give way.
    pub fn confirm(&self, credential_id: &CredentialId) -> Result<Epoch, Error> {
        self.change(credential_id, |transaction, mut passkey, now| {
            lifecycle::note_accepted(transaction, &mut passkey, now)
        })
    }

    /// The server refused the registration of this passkey; `reason` is kept in its history. A
    /// passkey that the server is known to hold stays confirmed.
    pub fn reject(&self, credential_id: &CredentialId, reason: Option<&str>) -> Result<Epoch, Error> {
        self.change(credential_id, |transaction, mut passkey, now| {
            lifecycle::weigh_in(transaction, &mut passkey, StandingEvidence::Refused, reason, now).map(drop)
        })
    }

    /// The server gave no answer to the registration of this passkey: a timeout, a lost connection.
    /// Nothing is known then; `reason` is kept in its history.
    pub fn note_no_answer(&self, credential_id: &CredentialId, reason: Option<&str>) -> Result<Epoch, Error> {
        self.change(credential_id, |transaction, mut passkey, now| {
            lifecycle::weigh_in(transaction, &mut passkey, StandingEvidence::NoAnswer, reason, now).map(drop)
        })
    }

    /// The account's sign-in name changed, or it moved, where the server cannot follow: the person
    /// should register again. The passkey's standing stays.
    pub fn note_account_moved(&self, credential_id: &CredentialId) -> Result<Epoch, Error> {
        self.change(credential_id, |transaction, mut passkey, now| {
            if passkey.state.needs_reregistration {
                return Ok(());
            }
            let state = State { needs_reregistration: true, ..passkey.state };
            Ok(transaction.update(&mut passkey, state, [Event::new(now, EventKind::AccountMoved)])?)
        })
    }

    /// Applies a signal to the passkeys of its RP ID. Answer the sender before, as soon as there is a
    /// [`VerifiedSignal`]: what this returns, and how long it takes, is not for it.
    pub fn signal(&self, signal: &VerifiedSignal) -> Result<Epoch, Error> {
        self.authenticator.require_held(signal.sender())?;
        self.write(|transaction, now| lifecycle::apply(transaction, signal, now)).map(|((), epoch)| epoch)
    }

    /// Compares the passkeys of an account with the server's own list, which was asked for `as_of`.
    /// Passkeys that were made later are left alone. A list that names another relying party or account
    /// is [`Error::InvalidServerList`], and changes nothing.
    pub fn reconcile(
        &self,
        rp_id: &RpId,
        user_handle: &UserHandle,
        list: &ServerList,
        as_of: AsOf,
    ) -> Result<(Reconciliation, Epoch), Error> {
        self.write(|transaction, now| lifecycle::reconcile(transaction, (rp_id, user_handle), list, as_of, now))
    }

    /// Writes down which registrations have waited too long for the server's word, and gives every
    /// passkey that is probably or certainly on this device only.
    pub fn stale(&self) -> Result<Vec<Passkey>, Error> {
        self.write(lifecycle::settle)?;
        let is_doubtful = |passkey: &Passkey| {
            !passkey.state.visibility.is_deleted()
                && matches!(passkey.state.standing, Standing::Suspect(_) | Standing::Stale(_))
        };
        Ok(self.list_where(is_doubtful)?.passkeys)
    }
}

/// The person's word.
impl Provider {
    /// Gives a passkey a name of the person's own, of which [`LONGEST_NAME`](crate::id::LONGEST_NAME) bytes are
    /// kept; an empty one takes it away.
    pub fn rename(&self, credential_id: &CredentialId, label: &str) -> Result<Epoch, Error> {
        self.change(credential_id, |transaction, mut passkey, now| {
            let label = Some(cut_name(label).to_owned()).filter(|label| !label.is_empty());
            let names = Names { label, ..passkey.metadata.names() };
            lifecycle::note_names(transaction, &mut passkey, names, Event::new(now, EventKind::Renamed))
        })
    }

    /// Deletes a passkey from this device. It can be restored until it is purged. The relying party
    /// may still list it: it must be removed there too.
    pub fn delete(&self, credential_id: &CredentialId) -> Result<(Removal, Epoch), Error> {
        let passkey = self.show(credential_id)?;
        let (mut removal, epoch) =
            self.write(|transaction, now| lifecycle::delete(transaction, current(transaction, passkey)?, now))?;
        removal.manage_url = self.manage_urls.get(&removal.rp_id).cloned();
        Ok((removal, epoch))
    }

    /// What the person deleted and can restore.
    pub fn deleted(&self) -> Result<Listing, Error> {
        self.list_where(|passkey| passkey.state.visibility.is_deleted())
    }

    /// Brings back what the person deleted, what a signal hid, or what a newer passkey superseded.
    pub fn restore(&self, credential_id: &CredentialId) -> Result<Epoch, Error> {
        self.change(credential_id, lifecycle::restore)
    }

    /// Permanently removes a deleted passkey: no byte of it is left in the store's files. Where somebody
    /// reads them just then, [`Purged::left_in_log`] says that some may be, until a later commit or the end
    /// of the provider.
    pub fn purge(&self, credential_id: &CredentialId) -> Result<Purged, Error> {
        let epoch =
            self.change(credential_id, |transaction, passkey, now| lifecycle::purge(transaction, &passkey, now))?;
        Ok(self.purged(1, epoch))
    }

    /// Purges what was deleted longer ago than the retention period.
    pub fn purge_expired(&self) -> Result<Purged, Error> {
        let (count, epoch) =
            self.write(|transaction, now| lifecycle::purge_expired(transaction, self.retention, now))?;
        Ok(self.purged(count, epoch))
    }

    fn purged(&self, count: usize, epoch: Epoch) -> Purged {
        Purged { count, left_in_log: count > 0 && self.authenticator.store.has_purged_in_log(), epoch }
    }

    /// What happened to a passkey.
    pub fn history(&self, credential_id: &CredentialId) -> Result<History, Error> {
        Ok(self.authenticator.store.history(&self.show(credential_id)?)?)
    }

    /// What happened to the store as a whole.
    pub fn journal(&self) -> Result<History, Error> {
        Ok(self.authenticator.store.journal()?)
    }

    /// A report for support, without any name, handle, RP ID, id, challenge, key or signature.
    pub fn diagnose(&self) -> Result<Diagnostics, Error> {
        lifecycle::diagnose(&self.authenticator.store, self.authenticator.clock.now())
    }

    /// What stands for a passkey's relying party and for the passkey in [`Provider::diagnose`], for
    /// the person's own screen.
    pub fn report_tags(&self, passkey: &Passkey) -> (String, String) {
        lifecycle::report_tags(&self.authenticator.store, passkey)
    }
}

/// What the hardware and the operating system know.
impl Provider {
    /// The keys in hardware that are to be deleted: of registrations that did not end well, and of
    /// purged passkeys. Delete them, and say so with [`Provider::key_gone`]. A registration that began
    /// a quarter of an hour ago counts as ended, and cannot be finished after this call.
    pub fn keys_to_delete(&self) -> Result<Vec<LooseKey>, Error> {
        self.write(lifecycle::to_delete).map(|(keys, _)| keys)
    }

    /// Gives up a registration with a hardware key now: its key is to be deleted.
    pub fn abandon_hardware_key(&self, handle: &KeyHandle) -> Result<Epoch, Error> {
        self.write(|transaction, now| lifecycle::condemn(transaction, handle, now)).map(|((), epoch)| epoch)
    }

    /// The hardware has no such key any more. A passkey that had it is not offered from now on.
    pub fn key_gone(&self, handle: &KeyHandle) -> Result<Epoch, Error> {
        self.write(|transaction, now| lifecycle::forget(transaction, handle, now)).map(|((), epoch)| epoch)
    }

    /// Compares with all keys that the hardware has of this provider: which to delete, which
    /// passkeys lost theirs.
    pub fn compare_hardware_keys(&self, existing: &[KeyHandle]) -> Result<(HardwareComparison, Epoch), Error> {
        self.write(|transaction, now| lifecycle::compare(transaction, existing, now))
    }

    /// What the operating system's autofill should list; the entries of one relying party stand most
    /// recently used first.
    pub fn identities(&self) -> Result<Vec<Identity>, Error> {
        Ok(lifecycle::identities(&self.list()?.passkeys))
    }

    /// What to add to the operating system's list, and what to remove, where it lists `listed`.
    pub fn identity_delta(&self, listed: &[Identity]) -> Result<IdentityDelta, Error> {
        Ok(lifecycle::delta(&self.list()?.passkeys, listed))
    }
}

impl Provider {
    /// Changes one passkey in a transaction.
    fn change(
        &self,
        credential_id: &CredentialId,
        work: impl FnOnce(&mut Transaction<'_>, Passkey, Timestamp) -> Result<(), Error>,
    ) -> Result<Epoch, Error> {
        let passkey = self.show(credential_id)?;
        let ((), epoch) = self.write(|transaction, now| {
            let passkey = current(transaction, passkey)?;
            work(transaction, passkey, now)
        })?;
        Ok(epoch)
    }

    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&mut Transaction<'_>, Timestamp) -> Result<T, Error>,
    ) -> Result<(T, Epoch), Error> {
        // An older copy must not grow past the epoch that gives it away.
        self.authenticator.require_fresh()?;
        let mut transaction = self.authenticator.store.begin()?;
        let outcome = work(&mut transaction, self.authenticator.clock.now())?;
        Ok((outcome, transaction.commit()?))
    }
}

/// The passkey as it is inside the transaction.
fn current(transaction: &Transaction<'_>, passkey: Passkey) -> Result<Passkey, Error> {
    transaction.refresh(passkey)?.ok_or(Error::UnknownPasskey)
}
