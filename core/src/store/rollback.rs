//! Going on with a store of an earlier day, or with rows of one, at the person's word.

use super::epoch::UNKEPT_COMMITS;
use super::{Epoch, Freshness, Passkey, State, StoreError, Transaction};

/// The most commits that a copy can lack: a thousand a day for 45 years. A host that kept more than
/// that beyond the store's own epoch kept something else: a time in seconds is beyond, too.
const MOST_MISSING: u64 = 1 << 24;

/// No counter is raised beyond: as many sign-ins are left as there were before.
const MOST_COUNT: u32 = 1 << 31;

impl Transaction<'_> {
    /// Accepts a store from an earlier day, or one with rows of an earlier day, at the person's word:
    /// brings the epoch beyond the one that the host kept, takes the rows for what they are, and brings
    /// every counter beyond what it may have said: each lost commit raised a counter by one at most,
    /// and so did each that the host did not live to keep the epoch of. Does nothing to a store that
    /// is current and as it was written, and says so with `false`.
    ///
    /// [`StoreError::EpochImplausible`] where the host's epoch is more than 2^24 commits ahead, or would
    /// take a counter beyond 2^31: it is not one that this store gave, and no key is to end for it.
    pub(crate) fn accept_rollback(&mut self, host: Epoch) -> Result<bool, StoreError> {
        let (own, found) = (self.stamp.epoch, self.rows().sum()?);
        let is_as_written = found == self.sum.get();
        let missing = match self.stamp.freshness(host) {
            Freshness::RolledBack { missing } => missing,
            Freshness::Current | Freshness::Made if is_as_written => return Ok(false),
            Freshness::Current | Freshness::Made => 0,
        };
        if missing > MOST_MISSING {
            return Err(StoreError::EpochImplausible);
        }
        self.stamp.epoch = own.max(host);
        self.sum.set(found);
        self.changed = true;
        for mut passkey in self.rows().all()?.passkeys {
            if passkey.metadata.backup_flags.counts() {
                let sign_count = raised(&passkey, missing, (!is_as_written).then_some(own))?;
                let state = State { sign_count, ..passkey.state };
                self.update(&mut passkey, state, [])?;
            }
        }
        Ok(true)
    }
}

/// The count beyond all that the passkey may have said. `own`: the store's epoch, where rows of it may
/// be older than it is.
fn raised(passkey: &Passkey, missing: u64, own: Option<Epoch>) -> Result<u32, StoreError> {
    let before = passkey.state.sign_count;
    let written = passkey.versions.covered.written.number();
    let unseen = own.map_or(0, |own| own.number().saturating_sub(written)).min(MOST_MISSING);
    let lost = missing.saturating_add(unseen).saturating_add(u64::from(UNKEPT_COMMITS));
    let raised = u32::try_from(lost).ok().and_then(|lost| before.checked_add(lost));
    raised.filter(|raised| *raised <= MOST_COUNT).ok_or(StoreError::EpochImplausible)
}
