//! What happened, to a passkey or to the store.

use std::time::SystemTime;

use passkey_provider::standing as core;
use passkey_provider::store;

use crate::boundary::error::FfiError;
use crate::boundary::time;
use crate::call::provider::Provider;
use crate::record::passkey::PasskeyRef;
use crate::record::standing::Verification;

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
    /// Of [`EventKind::Created`]: how the person was verified; none if they were not, and of every other kind.
    pub verification: Option<Verification>,
    /// The same as a sentence for the person, in English.
    pub sentence: String,
    /// What the host said about it. May hold PII.
    pub note: Option<String>,
}

macro_rules! declare_event_kinds {
    ($(
        $(#[$documentation:meta])*
        $kind:ident = $number:literal, $word:literal by $by:ident: $sentence:literal;
    )+) => {
        /// What can happen.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, uniffi::Enum)]
        pub enum EventKind {
            /// The passkey was made; and how the person was verified.
            Created,
            $($(#[$documentation])* $kind,)+
            /// What a newer version wrote, and this one does not know.
            Unknown,
        }

        impl From<core::EventKind> for EventKind {
            fn from(kind: core::EventKind) -> Self {
                match kind {
                    core::EventKind::Created(_) => Self::Created,
                    $(core::EventKind::$kind => Self::$kind,)+
                    core::EventKind::Unknown { .. } => Self::Unknown,
                }
            }
        }
    };
}

passkey_provider::for_each_event_kind!(declare_event_kinds);

#[uniffi::export]
impl Provider {
    /// What happened to a passkey.
    pub fn history(&self, passkey: PasskeyRef) -> Result<History, FfiError> {
        Ok(self.core()?.passkeys().history(&passkey.parse("passkey")?)?.into())
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
        let verification = match event.kind {
            core::EventKind::Created(verification) => verification.map(Into::into),
            _ => None,
        };
        Self {
            at: time::render(event.at),
            kind: event.kind.into(),
            verification,
            sentence: event.kind.sentence().to_owned(),
            note: event.note,
        }
    }
}
