//! The passkeys, and the person's word on them.

use super::Provider;
use crate::ceremony;
use crate::error::Error;
use crate::id::{PasskeyRef, cut_name};
use crate::lifecycle::{self, Identity, IdentityDelta, Purged, Removal, ReportTags};
use crate::standing::{Event, EventKind};
use crate::store::{Committed, History, Listing, Names, Passkey};

/// The passkeys on this device, for the person's own screen and for the operating system's list:
/// [`Provider::passkeys`].
///
/// ```
/// # use passkey_provider::{Provider, Error, store::{Committed, Epoch}};
/// # fn keep(_: Epoch) {}
/// # fn example(provider: &Provider) -> Result<(), Error> {
/// for passkey in provider.passkeys().all()?.passkeys {
///     println!("{}: {}", passkey.metadata.rp_id, passkey.state.standing.sentence());
///     if passkey.state.key_missing {
///         let Committed { value: removal, epoch } = provider.passkeys().delete(&passkey.reference())?;
///         keep(epoch);
///         println!("Remove it at the site too: {}", removal.server_may_hold_it);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Passkeys<'a> {
    pub(super) provider: &'a Provider,
}

impl Passkeys<'_> {
    /// Every passkey that is not deleted, and the rows that do not open. Those of one relying party
    /// stand most recently used first; across relying parties a use that does not count may stand
    /// later than it was.
    pub fn all(self) -> Result<Listing, Error> {
        self.provider.list_where(|passkey| !passkey.state.visibility.is_deleted())
    }

    /// What the person deleted and can restore.
    pub fn deleted(self) -> Result<Listing, Error> {
        self.provider.list_where(|passkey| passkey.state.visibility.is_deleted())
    }

    /// A passkey as it stands now, deleted or not. [`Error::UnknownPasskey`] if the relying party has none of this
    /// id here.
    pub fn get(self, passkey: &PasskeyRef) -> Result<Passkey, Error> {
        self.provider.find(passkey)
    }

    /// Gives a passkey a name of the person's own, of which [`LONGEST_NAME`](crate::id::LONGEST_NAME) bytes are
    /// kept; an empty one takes it away.
    pub fn rename(self, passkey: &PasskeyRef, label: &str) -> Result<Committed<()>, Error> {
        self.provider.change(passkey, |transaction, mut passkey, now| {
            let label = Some(cut_name(label).to_owned()).filter(|label| !label.is_empty());
            let names = Names { label, ..passkey.metadata.names() };
            lifecycle::note_names(transaction, &mut passkey, names, Event::new(now, EventKind::Renamed))
        })
    }

    /// Deletes a passkey from this device. It can be restored until it is purged. The relying party
    /// may still list it: it must be removed there too.
    pub fn delete(self, passkey: &PasskeyRef) -> Result<Committed<Removal>, Error> {
        let mut committed = self.provider.change(passkey, lifecycle::delete)?;
        committed.value.manage_url = self.provider.manage_urls.get(&passkey.rp_id).cloned();
        Ok(committed)
    }

    /// Brings back what the person deleted, what a signal hid, or what a newer passkey superseded.
    pub fn restore(self, passkey: &PasskeyRef) -> Result<Committed<()>, Error> {
        self.provider.change(passkey, lifecycle::restore)
    }

    /// Permanently removes a deleted passkey: no byte of it is left in the store's files. Where somebody
    /// reads them just then, [`Purged::left_in_log`] says that some may be, until a later commit or the end
    /// of the provider.
    pub fn purge(self, passkey: &PasskeyRef) -> Result<Committed<Purged>, Error> {
        let purged =
            self.provider.change(passkey, |transaction, passkey, now| lifecycle::purge(transaction, &passkey, now))?;
        Ok(purged.map(|()| self.purged(1)))
    }

    /// Purges what was deleted longer ago than the retention period.
    pub fn purge_expired(self) -> Result<Committed<Purged>, Error> {
        let retention = self.provider.retention;
        let purged = self.provider.write(|transaction, now| lifecycle::purge_expired(transaction, retention, now))?;
        Ok(purged.map(|count| self.purged(count)))
    }

    fn purged(self, count: usize) -> Purged {
        Purged { count, left_in_log: count > 0 && self.provider.authenticator.store.has_purged_in_log() }
    }

    /// What happened to a passkey.
    pub fn history(self, passkey: &PasskeyRef) -> Result<History, Error> {
        Ok(self.provider.authenticator.store.history(&self.get(passkey)?)?)
    }

    /// What iOS's AutoFill should list: what may be offered, and says of backups what iOS demands
    /// ([`BackupFlags::Ios`](crate::key::BackupFlags::Ios)). The entries of one relying party stand most recently used
    /// first.
    pub fn identities(self) -> Result<Vec<Identity>, Error> {
        Ok(lifecycle::identities(&self.allowed()?))
    }

    /// What to add to the operating system's list, and what to remove, where it lists `listed`.
    pub fn identity_delta(self, listed: &[Identity]) -> Result<IdentityDelta, Error> {
        Ok(lifecycle::delta(&self.allowed()?, listed))
    }

    /// All whose relying parties the managed configuration allows.
    fn allowed(self) -> Result<Vec<Passkey>, Error> {
        let managed = ceremony::kept(&self.provider.authenticator.store)?.managed();
        let mut passkeys = self.all()?.passkeys;
        passkeys.retain(|passkey| managed.allows_rp_id(&passkey.metadata.rp_id));
        Ok(passkeys)
    }

    /// What stands for a passkey and for its relying party in [`Provider::diagnose`], for the person's own
    /// screen.
    pub fn report_tags(self, passkey: &Passkey) -> ReportTags {
        ReportTags::of(&self.provider.authenticator.store, passkey)
    }
}
