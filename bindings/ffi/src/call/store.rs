//! How the store is.

use passkey_provider as core;
use passkey_provider::lifecycle;
use passkey_provider::store;

use crate::boundary::error::FfiError;
use crate::call::provider::Provider;
use crate::record::passkey::PasskeyRef;

/// How a store is.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Health {
    /// Whether nothing is wrong.
    pub is_good: bool,
    /// Whether SQLite finds every page of the file sound.
    pub is_intact: bool,
    /// How many passkeys it holds, damaged ones among them.
    pub passkeys: u64,
    /// The numbers of the rows that do not open. On a gated store their secrets are not tried.
    pub damaged: Vec<i64>,
    /// What else does not open, or is not what it was made with.
    pub damaged_parts: Vec<DamagedPart>,
    /// Whether the rows are those that the last commit left: none is missing, restored or from
    /// an older copy. Not if one of them is damaged.
    pub is_as_written: bool,
    /// Whether private keys need the gate secret.
    pub is_gated: bool,
    /// The schema version of the file.
    pub schema_version: i64,
    /// The epoch; none if it was altered, and nothing can be written.
    pub epoch: Option<u64>,
}

/// Something beside a passkey that does not open. Nothing that a person does ends for it.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct DamagedPart {
    /// What it is.
    pub part: StorePart,
    /// The number of its row in the file, for a report: that of the passkey, for a history.
    pub row: i64,
}

/// The parts of a store beside its passkeys.
#[derive(Clone, Copy, Debug, PartialEq, uniffi::Enum)]
pub enum StorePart {
    /// What proves the device key and the gate secret. A gated store makes no more passkeys if the
    /// gate's own proof is damaged.
    Record,
    /// How long the store has lived: it begins anew, and keeps longer what was deleted.
    Age,
    /// What happened to a passkey.
    History,
    /// What a site keeps with a passkey: to the site it is as if nothing were kept. On a gated store it is not tried.
    LargeBlob,
    /// A key in hardware that is to be deleted, or is about to be made. Compare with the hardware's
    /// own list, which has it.
    LooseKey,
    /// What the host knows about callers: it grants nothing.
    Document,
    /// What happened to the store as a whole.
    Journal,
}

/// How the store compares with the epoch that the host handed in.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum Freshness {
    /// Nothing that the host knows of is missing.
    Current,
    /// The store is new, and nothing was written to it yet: it counts on from the epoch that the host
    /// handed in, and signs. Where there was one, the passkeys of before are gone with their file.
    Made,
    /// The file is from an earlier day: it lists, and does not sign until the person accepts.
    RolledBack {
        /// How many commits are lost.
        missing: u64,
    },
}

/// What stands for a passkey in a report, for the person's own screen.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct ReportTags {
    /// For its relying party.
    pub rp_tag: String,
    /// For the passkey.
    pub tag: String,
}

impl From<&store::DamagedPart> for DamagedPart {
    fn from(damaged: &store::DamagedPart) -> Self {
        let part = match damaged.part {
            store::Part::Record => StorePart::Record,
            store::Part::Age => StorePart::Age,
            store::Part::History => StorePart::History,
            store::Part::LargeBlob => StorePart::LargeBlob,
            store::Part::LooseKey => StorePart::LooseKey,
            store::Part::Document => StorePart::Document,
            store::Part::Journal => StorePart::Journal,
        };
        Self { part, row: damaged.row }
    }
}

#[uniffi::export]
impl Provider {
    /// The store's health.
    pub fn check(&self) -> Result<Health, FfiError> {
        let health = self.core()?.health()?;
        Ok(Health {
            is_good: health.is_good(),
            is_intact: health.is_intact(),
            passkeys: health.passkeys,
            damaged: health.damaged.iter().map(|damaged| damaged.row).collect(),
            damaged_parts: health.damaged_parts.iter().map(Into::into).collect(),
            is_as_written: health.is_as_written,
            is_gated: health.is_gated,
            schema_version: health.schema_version,
            epoch: health.epoch.map(store::Epoch::number),
        })
    }

    /// How the store compares with the epoch that the host handed in.
    pub fn freshness(&self) -> Result<Freshness, FfiError> {
        Ok(match self.core()?.freshness()? {
            store::Freshness::Current => Freshness::Current,
            store::Freshness::Made => Freshness::Made,
            store::Freshness::RolledBack { missing } => Freshness::RolledBack { missing },
        })
    }

    /// The person accepts an older copy of the store, or a store that has rows of one
    /// (`is_as_written`). `epoch_implausible`, with nothing changed, if the epoch that the host handed in is
    /// more than 2^24 commits ahead. Returns the store's epoch.
    pub fn accept_rollback(&self) -> Result<u64, FfiError> {
        Ok(self.core()?.accept_rollback()?.epoch.number())
    }

    /// The store's epoch, for the host to keep outside the store after each call that changes it.
    pub fn epoch(&self) -> Result<u64, FfiError> {
        Ok(self.core()?.epoch()?.number())
    }

    /// A report for support as JSON, without any name, handle, RP ID, id, challenge, key or signature.
    pub fn diagnose(&self) -> Result<String, FfiError> {
        let report = self.core()?.diagnose()?;
        // Numbers, words and lists always render.
        Ok(serde_json::to_string(&report)
            .map_err(|_| core::Error::Internal { at: "the report could not be rendered" })?)
    }

    /// What stands for a passkey in [`Provider::diagnose`].
    pub fn report_tags(&self, passkey: PasskeyRef) -> Result<ReportTags, FfiError> {
        let core = self.core()?;
        let passkey = core.passkeys().get(&passkey.parse("passkey")?)?;
        let lifecycle::ReportTags { rp_tag, tag } = core.passkeys().report_tags(&passkey);
        Ok(ReportTags { rp_tag, tag })
    }
}
