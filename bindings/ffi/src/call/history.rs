//! What happened, to a passkey or to the store.

use std::time::SystemTime;

use passkey_provider::standing as core;
use passkey_provider::store;

use crate::boundary::error::FfiError;
use crate::boundary::{parse, time};
use crate::call::provider::Provider;
use crate::record::standing::Evidence;

/// What happened, newest events only.
#[derive(Clone, uniffi::Record)]
pub struct History {
    /// The newest events, oldest first.
    pub events: Vec<Event>,
    /// How many older ones there were.
    pub folded: u64,
    /// When the last of those was.
    pub folded_until: Option<SystemTime>,
}

/// Something that happened.
#[derive(Clone, uniffi::Record)]
pub struct Event {
    /// When, by the device's clock: for display.
    pub at: SystemTime,
    /// What.
    pub kind: EventKind,
    /// The same as a sentence for the person, in English.
    pub sentence: String,
    /// What the host said about it. May hold PII.
    pub note: Option<String>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum EventKind {
    /// The passkey was made; and how the person was verified.
    Created {
        /// None if the person was not verified.
        evidence: Option<Evidence>,
    },
    /// The host: the server accepted the registration.
    Accepted,
    /// The host: the server refused the registration.
    Refused,
    /// The host: the server gave no answer.
    NoAnswer,
    /// The deadline passed and the server had not been heard from.
    DeadlinePassed,
    /// An allow or exclude list of a verified request named the passkey.
    Listed,
    /// The exclude list of a verified registration of the same account did not name it.
    OmittedFromExcludeList,
    /// The server signalled it among all accepted credentials.
    SignalledAccepted,
    /// The server signalled all accepted credentials of the account without it.
    SignalledNotAccepted,
    /// The server signalled that it does not know it.
    SignalledUnknown,
    /// The server signalled new names of the account.
    NamesUpdated,
    /// The server's list, fetched by the host, has it.
    FoundOnServer,
    /// The server's list, fetched by the host, does not have it.
    MissingOnServer,
    /// A newer passkey of the same account was confirmed.
    Superseded,
    /// The person replaced it by a new one of the same account.
    Replaced,
    /// The person deleted it.
    Deleted,
    /// The person brought it back.
    Restored,
    /// The person gave it a name, or took it away.
    Renamed,
    /// The account's sign-in name changed where the server cannot follow.
    AccountMoved,
    /// Its hardware key is gone.
    KeyMissing,
    /// Its hardware key is there again.
    KeyFound,
    /// Of a store: a signal came in. Whether it concerned a passkey stands in that one's history.
    SignalReceived,
    /// Of a store: a passkey was purged for ever.
    Purged,
    /// Of a store: the person accepted a copy from an older day.
    RollbackAccepted,
    /// Of a store: a hardware key is to be made.
    KeyIntended,
    /// Of a store: a hardware key is to be deleted.
    KeyCondemned,
    /// Of a store: the host said that a hardware key is gone.
    KeyGone,
    /// Of a store: a caller was refused. The note says who and why.
    CallerRefused,
    /// Of a store: another list of privileged browsers was taken.
    PrivilegedListTaken,
    /// Of a store: the person trusts a browser. The note says which.
    BrowserTrusted,
    /// Of a store: the person trusts a browser no longer. The note says which.
    BrowserRevoked,
    /// Of a store: a site no longer names an app that it named before. The note says both.
    AppUnlinked,
}

#[uniffi::export]
impl Provider {
    /// What happened to a passkey.
    pub fn history(&self, credential_id: Vec<u8>) -> Result<History, FfiError> {
        Ok(self.core()?.history(&parse::credential_id("credential_id", credential_id)?)?.into())
    }

    /// What happened to the store as a whole.
    pub fn journal(&self) -> Result<History, FfiError> {
        Ok(self.core()?.journal()?.into())
    }
}

impl From<store::History> for History {
    fn from(history: store::History) -> Self {
        Self {
            events: history.events.into_iter().map(Into::into).collect(),
            folded: history.folded,
            folded_until: history.folded_until.map(time::render),
        }
    }
}

impl From<core::Event> for Event {
    fn from(event: core::Event) -> Self {
        Self {
            at: time::render(event.at),
            kind: event.kind.into(),
            sentence: event.kind.sentence().to_owned(),
            note: event.note,
        }
    }
}

impl From<core::EventKind> for EventKind {
    fn from(kind: core::EventKind) -> Self {
        match kind {
            core::EventKind::Created(evidence) => Self::Created { evidence: evidence.map(Into::into) },
            core::EventKind::Accepted => Self::Accepted,
            core::EventKind::Refused => Self::Refused,
            core::EventKind::NoAnswer => Self::NoAnswer,
            core::EventKind::DeadlinePassed => Self::DeadlinePassed,
            core::EventKind::Listed => Self::Listed,
            core::EventKind::OmittedFromExcludeList => Self::OmittedFromExcludeList,
            core::EventKind::SignalledAccepted => Self::SignalledAccepted,
            core::EventKind::SignalledNotAccepted => Self::SignalledNotAccepted,
            core::EventKind::SignalledUnknown => Self::SignalledUnknown,
            core::EventKind::NamesUpdated => Self::NamesUpdated,
            core::EventKind::FoundOnServer => Self::FoundOnServer,
            core::EventKind::MissingOnServer => Self::MissingOnServer,
            core::EventKind::Superseded => Self::Superseded,
            core::EventKind::Replaced => Self::Replaced,
            core::EventKind::Deleted => Self::Deleted,
            core::EventKind::Restored => Self::Restored,
            core::EventKind::Renamed => Self::Renamed,
            core::EventKind::AccountMoved => Self::AccountMoved,
            core::EventKind::KeyMissing => Self::KeyMissing,
            core::EventKind::KeyFound => Self::KeyFound,
            core::EventKind::SignalReceived => Self::SignalReceived,
            core::EventKind::Purged => Self::Purged,
            core::EventKind::RollbackAccepted => Self::RollbackAccepted,
            core::EventKind::KeyIntended => Self::KeyIntended,
            core::EventKind::KeyCondemned => Self::KeyCondemned,
            core::EventKind::KeyGone => Self::KeyGone,
            core::EventKind::CallerRefused => Self::CallerRefused,
            core::EventKind::PrivilegedListTaken => Self::PrivilegedListTaken,
            core::EventKind::BrowserTrusted => Self::BrowserTrusted,
            core::EventKind::BrowserRevoked => Self::BrowserRevoked,
            core::EventKind::AppUnlinked => Self::AppUnlinked,
        }
    }
}
