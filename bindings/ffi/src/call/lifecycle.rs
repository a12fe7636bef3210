//! What there is, and the person's word: names, deleting, restoring, purging.

use passkey_provider::lifecycle as core;

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::call::provider::Provider;
use crate::record::committed::committed;
use crate::record::passkey::{self, Listing, Passkey, PasskeyRef, PasskeySummary};

committed! {
    /// A removal.
    CommittedRemoval(Removal);
    /// What was purged.
    CommittedPurge(Purged);
}

/// What deleting a passkey did, and what is left to do.
#[derive(Clone, uniffi::Record)]
pub struct Removal {
    /// The passkey, which can be restored until it is purged.
    pub passkey: PasskeyRef,
    /// Whether the relying party may still list it: it must be removed there too.
    pub server_may_hold_it: bool,
    /// Where to do that, if the host gave a link at opening.
    pub manage_url: Option<String>,
}

/// What was permanently removed.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Purged {
    /// How many passkeys.
    pub count: u64,
    /// Whether bytes of them may still be in the store's log, because somebody was reading. Each later
    /// change tries again to cut the log, and so does closing.
    pub left_in_log: bool,
}

#[uniffi::export]
impl Provider {
    /// Every passkey that is offered for an RP ID where no allow list narrows the choice, most recently
    /// used first. Opens no private key. For a request, take [`Provider::offers`].
    pub fn candidates(&self, rp_id: String) -> Result<Vec<PasskeySummary>, FfiError> {
        let candidates = self.core()?.candidates(&parse::rp_id("rp_id", &rp_id)?)?;
        Ok(candidates.into_iter().map(Into::into).collect())
    }

    /// Every passkey that is not deleted, and the rows that do not open.
    pub fn list(&self) -> Result<Listing, FfiError> {
        passkey::render_listing(self.core()?.passkeys().all()?)
    }

    /// What the person deleted and can restore.
    pub fn deleted(&self) -> Result<Listing, FfiError> {
        passkey::render_listing(self.core()?.passkeys().deleted()?)
    }

    /// The passkey of this id, deleted or not.
    pub fn show(&self, passkey: PasskeyRef) -> Result<Passkey, FfiError> {
        passkey::render(self.core()?.passkeys().get(&passkey.parse("passkey")?)?)
    }

    /// Gives a passkey a name of the person's own; an empty one takes it away. Returns the store's epoch.
    pub fn rename(&self, passkey: PasskeyRef, label: String) -> Result<u64, FfiError> {
        Ok(self.core()?.passkeys().rename(&passkey.parse("passkey")?, &label)?.epoch.number())
    }

    /// Deletes a passkey from this device. It can be restored until it is purged.
    pub fn delete(&self, passkey: PasskeyRef) -> Result<CommittedRemoval, FfiError> {
        let removed = self.core()?.passkeys().delete(&passkey.parse("passkey")?)?;
        CommittedRemoval::render(removed, |removal| Ok(removal.into()))
    }

    /// Brings back what the person deleted, what a signal hid, or what a newer passkey superseded. Returns
    /// the store's epoch.
    pub fn restore(&self, passkey: PasskeyRef) -> Result<u64, FfiError> {
        Ok(self.core()?.passkeys().restore(&passkey.parse("passkey")?)?.epoch.number())
    }

    /// Permanently removes a deleted passkey.
    pub fn purge(&self, passkey: PasskeyRef) -> Result<CommittedPurge, FfiError> {
        let purged = self.core()?.passkeys().purge(&passkey.parse("passkey")?)?;
        CommittedPurge::render(purged, |purged| Ok(purged.into()))
    }

    /// Purges what was deleted longer ago than the retention period.
    pub fn purge_expired(&self) -> Result<CommittedPurge, FfiError> {
        CommittedPurge::render(self.core()?.passkeys().purge_expired()?, |purged| Ok(purged.into()))
    }
}

impl From<core::Purged> for Purged {
    fn from(purged: core::Purged) -> Self {
        Self { count: u64::try_from(purged.count).unwrap_or(u64::MAX), left_in_log: purged.left_in_log }
    }
}

impl From<core::Removal> for Removal {
    fn from(removal: core::Removal) -> Self {
        Self {
            passkey: removal.passkey.into(),
            server_may_hold_it: removal.server_may_hold_it,
            manage_url: removal.manage_url,
        }
    }
}
