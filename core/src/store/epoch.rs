use super::StoreError;

/// Counts the commits of a store. Kept outside too, in the host's key store, it tells a copy from
/// an earlier day.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Epoch(u64);

/// How many last commits a host may have died over, in its app and its extension, before it kept
/// their epoch.
pub(super) const UNKEPT_COMMITS: u8 = 8;

/// No store sees as many commits: a thousand a second for 34 years. A time in milliseconds is beyond.
const MOST_COMMITS: u64 = 1 << 40;

/// What the epoch that the host kept says about the store.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Freshness {
    /// Nothing that the host knows of is missing.
    Current,
    /// The store is new: this opening made it, or one that was cut short, and nothing was written to
    /// it since. It counts on from the epoch that the host kept, and signs; to a host that keeps
    /// the [epoch](crate::Provider::epoch) from now on, a file of before is never current again.
    /// Where the host had kept an epoch, the passkeys of before are gone with their file.
    Made,
    /// The file is from an earlier day. It lists; it must not sign until the person accepts
    /// ([`Provider::accept_rollback`](crate::Provider::accept_rollback)).
    RolledBack {
        /// How many commits are lost.
        missing: u64,
    },
}

impl Epoch {
    /// An epoch that the host kept.
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The number to keep.
    pub const fn number(self) -> u64 {
        self.0
    }

    pub(super) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Where a new store begins for a host that kept this epoch: beyond all that a file of before can
    /// have counted. At 0 for a host that kept none.
    pub(super) fn begin_after(self) -> Result<Self, StoreError> {
        match self.0 {
            0 => Ok(Self(0)),
            1..=MOST_COMMITS => Ok(Self(self.0.saturating_add(1).saturating_add(u64::from(UNKEPT_COMMITS)))),
            _ => Err(StoreError::EpochImplausible),
        }
    }

    /// What a store at this epoch, which began at `first`, is to a host that kept `host`.
    pub(super) fn freshness(self, first: Self, host: Self) -> Freshness {
        match host.0.saturating_sub(self.0) {
            0 if self == first => Freshness::Made,
            0 => Freshness::Current,
            missing => Freshness::RolledBack { missing },
        }
    }
}
