//! A passkey as the person sees it where they choose among several.

use std::fmt;

use super::deadline::as_it_stands;
use super::identity::title;
use crate::clock::Timestamp;
use crate::id::{PasskeyRef, User};
use crate::key::{BackupFlags, Custody};
use crate::standing::Standing;
use crate::store::{Passkey, State};

/// A passkey, for the person to choose: one that may answer a sign-in, or one that a registration found.
/// Made without opening any private key.
///
/// `Debug` shows neither account, label nor id.
#[derive(Clone, Eq, PartialEq)]
pub struct PasskeySummary {
    /// Names the passkey.
    pub passkey: PasskeyRef,
    /// What to call the account where there is room for one line, and never blank: its name, else its
    /// display name, else the person's own name for the passkey, else the beginning of the handle in
    /// hexadecimal. Android's selector leaves out an entry without a name. PII.
    pub title: String,
    /// The account. PII.
    pub user: User,
    /// The name that the person gave the passkey. PII.
    pub label: Option<String>,
    /// Who holds the private key: a key that the hardware verifies the person for at each use needs no
    /// other prompt before it.
    pub custody: Custody,
    /// What its assertions say of backups: iOS passes on [`BackupFlags::Ios`] only.
    pub backup_flags: BackupFlags,
    /// When it was made, by the device's clock.
    pub created: Timestamp,
    /// When it signed in last.
    pub last_used: Option<Timestamp>,
    /// What the server is known to think of it; [`Standing::sentence`] says why.
    pub standing: Standing,
    /// Since when.
    pub since: Timestamp,
}

impl PasskeySummary {
    /// Of a passkey as it stands at `now`.
    pub(crate) fn of(passkey: &Passkey, now: Timestamp) -> Self {
        Self::in_state(passkey, as_it_stands(passkey.state, now))
    }

    pub(super) fn in_state(passkey: &Passkey, state: State) -> Self {
        let metadata = &passkey.metadata;
        Self {
            passkey: passkey.reference(),
            title: title(metadata),
            user: metadata.user.clone(),
            label: metadata.label.clone(),
            custody: metadata.custody.clone(),
            backup_flags: metadata.backup_flags,
            created: metadata.created,
            last_used: state.last_used,
            standing: state.standing,
            since: state.since,
        }
    }
}

impl fmt::Debug for PasskeySummary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PasskeySummary")
            .field("custody", &self.custody)
            .field("backup_flags", &self.backup_flags)
            .field("created", &self.created)
            .field("last_used", &self.last_used)
            .field("standing", &self.standing)
            .finish_non_exhaustive()
    }
}
