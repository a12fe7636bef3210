//! What there is, and the person's word: names, deleting, restoring, purging.

use passkey_provider::lifecycle as core;
use passkey_provider::store::Epoch;

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::call::provider::Provider;
use crate::record::passkey::{self, Candidate, Listing, Passkey};

/// What deleting a passkey did, and what is left to do.
#[derive(Clone, uniffi::Record)]
pub struct Removal {
    /// The passkey, which can be restored until it is purged.
    pub credential_id: Vec<u8>,
    /// Where it signed in.
    pub rp_id: String,
    /// Whether the relying party may still list it: it must be removed there too.
    pub server_may_hold_it: bool,
    /// Where to do that, if the host gave a link at opening.
    pub manage_url: Option<String>,
    /// The store's epoch after the commit.
    pub epoch: u64,
}

/// What was permanently removed.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Purged {
    /// How many passkeys.
    pub count: u64,
    /// Whether bytes of them may still be in the store's log, because somebody was reading. Each later
    /// change tries again to cut the log, and so does closing.
    pub left_in_log: bool,
    /// The store's epoch after the commit.
    pub epoch: u64,
}

#[uniffi::export]
impl Provider {
    /// Every passkey that is offered for an RP ID where no allow list narrows the choice, most recently
    /// used first. Opens no private key. For a request, take [`Provider::offers`].
    pub fn candidates(&self, rp_id: String) -> Result<Vec<Candidate>, FfiError> {
        let candidates = self.core()?.candidates(&parse::rp_id("rp_id", &rp_id)?)?;
        Ok(candidates.into_iter().map(Into::into).collect())
    }

    /// Every passkey that is not deleted, and the rows that do not open.
    pub fn list(&self) -> Result<Listing, FfiError> {
        passkey::render_listing(self.core()?.list()?)
    }

    /// What the person deleted and can restore.
    pub fn deleted(&self) -> Result<Listing, FfiError> {
        passkey::render_listing(self.core()?.deleted()?)
    }

    /// The passkey of this id, deleted or not.
    pub fn show(&self, credential_id: Vec<u8>) -> Result<Passkey, FfiError> {
        passkey::render(self.core()?.show(&parse::credential_id("credential_id", credential_id)?)?)
    }

    /// Gives a passkey a name of the person's own; an empty one takes it away. Returns the store's epoch.
    pub fn rename(&self, credential_id: Vec<u8>, label: String) -> Result<u64, FfiError> {
        Ok(self.core()?.rename(&parse::credential_id("credential_id", credential_id)?, &label)?.number())
    }

    /// Deletes a passkey from this device. It can be restored until it is purged.
    pub fn delete(&self, credential_id: Vec<u8>) -> Result<Removal, FfiError> {
        let removed = self.core()?.delete(&parse::credential_id("credential_id", credential_id)?)?;
        Ok(removed.into())
    }

    /// Brings back what the person deleted, what a signal hid, or what a newer passkey superseded. Gives
    /// the store's epoch.
    pub fn restore(&self, credential_id: Vec<u8>) -> Result<u64, FfiError> {
        Ok(self.core()?.restore(&parse::credential_id("credential_id", credential_id)?)?.number())
    }

    /// Permanently removes a deleted passkey.
    pub fn purge(&self, credential_id: Vec<u8>) -> Result<Purged, FfiError> {
        Ok(self.core()?.purge(&parse::credential_id("credential_id", credential_id)?)?.into())
    }

    /// Purges what was deleted longer ago than the retention period.
    pub fn purge_expired(&self) -> Result<Purged, FfiError> {
        Ok(self.core()?.purge_expired()?.into())
    }
}

impl From<core::Purged> for Purged {
    fn from(purged: core::Purged) -> Self {
        Self {
            count: u64::try_from(purged.count).unwrap_or(u64::MAX),
            left_in_log: purged.left_in_log,
            epoch: purged.epoch.number(),
        }
    }
}

impl From<(core::Removal, Epoch)> for Removal {
    fn from((removal, epoch): (core::Removal, Epoch)) -> Self {
        Self {
            credential_id: removal.credential_id.as_bytes().to_vec(),
            rp_id: removal.rp_id.to_string(),
            server_may_hold_it: removal.server_may_hold_it,
            manage_url: removal.manage_url,
            epoch: epoch.number(),
        }
    }
}
