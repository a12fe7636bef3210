//! How much a policy weighs: whether it comes from who may say it, is recent and is understood as a whole.

use std::fmt;
use std::time::Duration;

use crate::clock::Timestamp;

/// A policy older than this many days warns and does not refuse: administrators change theirs in the meantime, and a
/// person must not be kept from a passkey by a rule that may be gone.
pub const OLD_AFTER_DAYS: u64 = 30;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Where a policy comes from, and of when it is. A person's own token cannot read the policy of an organisation, so
/// that somebody else has to have handed it over.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Provenance {
    /// Who handed it over.
    pub source: Source,
    /// When it was read from the organisation's server.
    pub date: Timestamp,
}

/// Who handed a policy over.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Source {
    /// A server of the organisation, over a connection that the host trusts.
    Server,
    /// An administrator, as a file or through the device's management.
    Administrator,
    /// The person, who may have it from anywhere: it warns and does not refuse.
    Person,
}

/// How much a policy weighs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Weight {
    /// What it refuses is refused.
    Enforced,
    /// What it refuses is a warning, for these reasons.
    Advisory(Vec<Doubt>),
}

/// Why a policy does not refuse.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Doubt {
    /// It is older than [`OLD_AFTER_DAYS`].
    Old {
        /// How old, in whole days.
        days: u64,
    },
    /// Its date is more than a day ahead of the device's clock: one of the two is wrong.
    FromTheFuture,
    /// It comes from the person.
    NotTheOrganisation,
    /// It lacks members that decide. What is missing forbids nothing.
    Missing {
        /// Their paths, such as `includeTargets`.
        paths: Vec<String>,
    },
    /// It has members or values that this version does not know, and that may forbid or allow something.
    Unknown {
        /// Their paths.
        paths: Vec<String>,
    },
}

impl Source {
    /// Stable machine-readable name: `server`, `administrator`, `person`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Administrator => "administrator",
            Self::Person => "person",
        }
    }
}

impl Provenance {
    /// What is doubtful about it at this time.
    pub(super) fn doubts(self, now: Timestamp) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        let age = now.as_millis().saturating_sub(self.date.as_millis());
        let days = Duration::from_millis(age).as_secs() / DAY.as_secs();
        if days > OLD_AFTER_DAYS {
            doubts.push(Doubt::Old { days });
        }
        if self.date > now.saturating_add(DAY) {
            doubts.push(Doubt::FromTheFuture);
        }
        if self.source == Source::Person {
            doubts.push(Doubt::NotTheOrganisation);
        }
        doubts
    }
}

impl Weight {
    /// That of a policy with these doubts.
    pub(super) fn of(doubts: Vec<Doubt>) -> Self {
        if doubts.is_empty() { Self::Enforced } else { Self::Advisory(doubts) }
    }

    /// Stable machine-readable name: `enforced`, `advisory`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Enforced => "enforced",
            Self::Advisory(_) => "advisory",
        }
    }

    /// Why it does not refuse; empty if it does.
    pub fn doubts(&self) -> &[Doubt] {
        match self {
            Self::Enforced => &[],
            Self::Advisory(doubts) => doubts,
        }
    }
}

impl Doubt {
    /// Stable machine-readable name: `old`, `from_the_future`, `not_the_organisation`, `missing`, `unknown`.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Old { .. } => "old",
            Self::FromTheFuture => "from_the_future",
            Self::NotTheOrganisation => "not_the_organisation",
            Self::Missing { .. } => "missing",
            Self::Unknown { .. } => "unknown",
        }
    }
}

/// A sentence without its full stop.
impl fmt::Display for Doubt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Old { days } => {
                write!(formatter, "it is {days} days old, and counts for {OLD_AFTER_DAYS} days")
            }
            Self::FromTheFuture => formatter.write_str("its date is ahead of the device's clock"),
            Self::NotTheOrganisation => formatter.write_str("it was given by the person, not by the organisation"),
            Self::Missing { paths } => write!(formatter, "it lacks {}", paths.join(", ")),
            Self::Unknown { paths } => write!(formatter, "unknown to this version: {}", paths.join(", ")),
        }
    }
}
