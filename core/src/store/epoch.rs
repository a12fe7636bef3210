/// Counts the commits of a store. Kept outside too, in the host's key store, it tells a copy from
/// an earlier day.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Epoch(u64);

/// What the epoch that the host kept says about the store.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Freshness {
    /// Nothing that the host knows of is missing.
    Current,
    /// The file is from an earlier day. It lists; it must not sign until the person accepts
    /// ([`Transaction::accept_rollback`](super::Transaction::accept_rollback)).
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

    /// What a store at this epoch is to a host that kept `host`.
    pub(super) const fn freshness(self, host: Self) -> Freshness {
        match host.0.saturating_sub(self.0) {
            0 => Freshness::Current,
            missing => Freshness::RolledBack { missing },
        }
    }
}
