//! What support may see: how the passkeys are, without any name, handle, id, challenge or key.

use std::fmt::Write;

use serde::Serialize;

use super::deadline::as_it_stands;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::key::Custody;
use crate::standing::Event;
use crate::store::{Health, History, LooseReason, Passkey, Store, StoreError};

/// A report for support. Relying parties and passkeys stand as tags that only this device can
/// resolve: [`Passkeys::report_tags`](crate::provider::Passkeys::report_tags) gives those of a passkey, for the
/// person's own screen.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnostics {
    /// The version of this crate.
    pub version: &'static str,
    /// When the report was made, in milliseconds since 1970.
    pub made_at: u64,
    /// The schema version of the store.
    pub schema_version: i64,
    /// The store's epoch; `None` if it was altered.
    pub epoch: Option<u64>,
    /// Whether SQLite finds every page sound.
    pub is_intact: bool,
    /// What it found wrong with them, as a [`Cause`](crate::Cause) says it.
    pub page_damage: Option<String>,
    /// Whether private keys need the gate secret.
    pub is_gated: bool,
    /// How many rows do not open.
    pub damaged: usize,
    /// Which other parts do not open, each as often as there are rows of it that do not.
    pub damaged_parts: Vec<&'static str>,
    /// Whether the rows are those that the last commit left.
    pub is_as_written: bool,
    /// How many keys in hardware wait to be deleted.
    pub keys_to_delete: usize,
    /// The passkeys that open, deleted ones among them.
    pub passkeys: Vec<PasskeyReport>,
    /// What happened to the store as a whole, oldest first.
    pub journal: Vec<EventReport>,
}

/// A passkey, without what it is for.
#[derive(Clone, Debug, Serialize)]
pub struct PasskeyReport {
    /// Stands for the passkey: 32 hexadecimal digits.
    pub tag: String,
    /// Stands for the relying party.
    pub rp_tag: String,
    /// [`Standing::as_str`](crate::standing::Standing::as_str).
    pub standing: &'static str,
    /// [`Standing::reason`](crate::standing::Standing::reason).
    pub reason: &'static str,
    /// [`Visibility::as_str`](crate::standing::Visibility::as_str).
    pub visibility: &'static str,
    /// `sealed` or `hardware`.
    pub custody: &'static str,
    /// `device_bound` or `ios`.
    pub backup_flags: &'static str,
    /// Whether the hardware has no key for it.
    pub key_missing: bool,
    /// Whether the person should register again.
    pub needs_reregistration: bool,
    /// Milliseconds since 1970.
    pub created: u64,
    /// Milliseconds since 1970.
    pub last_used: Option<u64>,
    /// How many older events there were.
    pub folded: u64,
    /// What happened, oldest first.
    pub events: Vec<EventReport>,
}

/// An event, without the host's note.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct EventReport {
    /// Milliseconds since 1970.
    pub at: u64,
    /// [`EventKind::as_str`](crate::standing::EventKind::as_str).
    pub kind: &'static str,
}

pub(crate) fn diagnose(store: &Store, now: Timestamp) -> Result<Diagnostics, Error> {
    let health = store.check()?;
    let is_intact = health.is_intact();
    let Health { page_damage, damaged, damaged_parts, is_as_written, is_gated, schema_version, epoch, .. } = health;
    let keys = store.loose_keys()?;
    let passkeys = store.all()?.passkeys.into_iter().map(|mut passkey| {
        passkey.state = as_it_stands(passkey.state, now);
        let history = match store.history(&passkey) {
            Err(StoreError::Damaged(_)) => History::default(),
            outcome => outcome?,
        };
        Ok(PasskeyReport::of(store, &passkey, &history))
    });
    Ok(Diagnostics {
        version: env!("CARGO_PKG_VERSION"),
        made_at: now.as_millis(),
        schema_version,
        epoch: epoch.map(|epoch| epoch.number()),
        is_intact,
        page_damage: page_damage.map(|cause| cause.to_string()),
        is_gated,
        damaged: damaged.len(),
        damaged_parts: damaged_parts.iter().map(|damaged| damaged.part.as_str()).collect(),
        is_as_written,
        keys_to_delete: keys.iter().filter(|key| key.reason != LooseReason::Intended).count(),
        passkeys: passkeys.collect::<Result<_, Error>>()?,
        journal: store.journal()?.events.iter().map(EventReport::of).collect(),
    })
}

impl PasskeyReport {
    fn of(store: &Store, passkey: &Passkey, history: &History) -> Self {
        let ReportTags { rp_tag, tag } = ReportTags::of(store, passkey);
        Self {
            tag,
            rp_tag,
            standing: passkey.state.standing.as_str(),
            reason: passkey.state.standing.reason(),
            visibility: passkey.state.visibility.as_str(),
            custody: match passkey.metadata.custody {
                Custody::Sealed => "sealed",
                Custody::Hardware { .. } => "hardware",
            },
            backup_flags: passkey.metadata.backup_flags.as_str(),
            key_missing: passkey.state.key_missing,
            needs_reregistration: passkey.state.needs_reregistration,
            created: passkey.metadata.created.as_millis(),
            last_used: passkey.state.last_used.map(Timestamp::as_millis),
            folded: history.folded,
            events: history.events.iter().map(EventReport::of).collect(),
        }
    }
}

impl EventReport {
    fn of(event: &Event) -> Self {
        Self { at: event.at.as_millis(), kind: event.kind.as_str() }
    }
}

/// What stands for a passkey and for its relying party in a report, which only this device can resolve: 32
/// hexadecimal digits each.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReportTags {
    /// Stands for the relying party: [`PasskeyReport::rp_tag`].
    pub rp_tag: String,
    /// Stands for the passkey: [`PasskeyReport::tag`].
    pub tag: String,
}

impl ReportTags {
    pub(crate) fn of(store: &Store, passkey: &Passkey) -> Self {
        let (rp_tag, tag) = store.report_tags(passkey);
        Self { rp_tag: hex(&rp_tag), tag: hex(&tag) }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
