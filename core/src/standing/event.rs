use std::fmt;

use super::Evidence;
use crate::clock::Timestamp;

/// Something that happened to a passkey, or to the store. `Debug` shows the length of the note only.
#[derive(Clone, Eq, PartialEq)]
pub struct Event {
    /// When, by the device's clock: for display. The order of a history is the order of its events.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// What the host said about it; at most [`Event::NOTE_LENGTH`] bytes are kept. May hold PII.
    pub note: Option<String>,
}

impl fmt::Debug for Event {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Event")
            .field("at", &self.at)
            .field("kind", &self.kind)
            .field("note_length", &self.note.as_ref().map(String::len))
            .finish()
    }
}

/// What can happen. The numbers on disk are in the store; a kind never gets another meaning.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum EventKind {
    /// The passkey was made; and how the person was verified.
    Created(Option<Evidence>),
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
    /// Of a store: a signal came in, noted once for a relying party and hour. The note says whose; whether it
    /// concerned a passkey stands in that one's history.
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

impl Event {
    /// How many bytes of a note are kept.
    pub const NOTE_LENGTH: usize = 200;

    /// An event without a note.
    pub const fn new(at: Timestamp, kind: EventKind) -> Self {
        Self { at, kind, note: None }
    }

    /// The same with a note, cut at a character if it is too long.
    pub fn with_note(self, note: Option<&str>) -> Self {
        let cut = |note: &str| {
            let end = (0..=note.len().min(Self::NOTE_LENGTH)).rev().find(|end| note.is_char_boundary(*end))?;
            note.get(..end).map(str::to_owned)
        };
        Self { note: note.filter(|note| !note.is_empty()).and_then(cut), ..self }
    }
}

impl EventKind {
    /// Whether a site's request or word brings it about, as often as the site likes, and not the person, the
    /// host or the clock.
    pub const fn is_of_site(self) -> bool {
        match self {
            Self::Listed
            | Self::OmittedFromExcludeList
            | Self::SignalledAccepted
            | Self::SignalledNotAccepted
            | Self::SignalledUnknown
            | Self::NamesUpdated
            | Self::FoundOnServer
            | Self::MissingOnServer
            | Self::Superseded
            | Self::SignalReceived
            | Self::KeyIntended
            | Self::KeyCondemned
            | Self::KeyGone
            | Self::CallerRefused
            | Self::AppUnlinked => true,
            Self::Created(_)
            | Self::Accepted
            | Self::Refused
            | Self::NoAnswer
            | Self::DeadlinePassed
            | Self::Replaced
            | Self::Deleted
            | Self::Restored
            | Self::Renamed
            | Self::AccountMoved
            | Self::KeyMissing
            | Self::KeyFound
            | Self::Purged
            | Self::RollbackAccepted
            | Self::PrivilegedListTaken
            | Self::BrowserTrusted
            | Self::BrowserRevoked => false,
        }
    }

    /// One word for programs. Never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created(_) => "created",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NoAnswer => "no_answer",
            Self::DeadlinePassed => "deadline_passed",
            Self::Listed => "listed",
            Self::OmittedFromExcludeList => "omitted_from_exclude_list",
            Self::SignalledAccepted => "signalled_accepted",
            Self::SignalledNotAccepted => "signalled_not_accepted",
            Self::SignalledUnknown => "signalled_unknown",
            Self::NamesUpdated => "names_updated",
            Self::FoundOnServer => "found_on_server",
            Self::MissingOnServer => "missing_on_server",
            Self::Superseded => "superseded",
            Self::Replaced => "replaced",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
            Self::Renamed => "renamed",
            Self::AccountMoved => "account_moved",
            Self::KeyMissing => "key_missing",
            Self::KeyFound => "key_found",
            Self::SignalReceived => "signal_received",
            Self::Purged => "purged",
            Self::RollbackAccepted => "rollback_accepted",
            Self::KeyIntended => "key_intended",
            Self::KeyCondemned => "key_condemned",
            Self::KeyGone => "key_gone",
            Self::CallerRefused => "caller_refused",
            Self::PrivilegedListTaken => "privileged_list_taken",
            Self::BrowserTrusted => "browser_trusted",
            Self::BrowserRevoked => "browser_revoked",
            Self::AppUnlinked => "app_unlinked",
        }
    }

    /// A sentence for the person.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Created(_) => "Made on this device.",
            Self::Accepted => "The app said that the site accepted it.",
            Self::Refused => "The app said that the site refused it.",
            Self::NoAnswer => "The app heard nothing from the site.",
            Self::DeadlinePassed => "The site had not been heard from in time.",
            Self::Listed => "The site named it in a request.",
            Self::OmittedFromExcludeList => "The site did not name it when the same account registered again.",
            Self::SignalledAccepted => "The site listed it among those it accepts.",
            Self::SignalledNotAccepted => "The site listed those it accepts, without this one.",
            Self::SignalledUnknown => "The site said that it does not know it.",
            Self::NamesUpdated => "The site gave new names for the account.",
            Self::FoundOnServer => "It was on the site's own list.",
            Self::MissingOnServer => "It was not on the site's own list.",
            Self::Superseded => "A newer passkey of the account took its place.",
            Self::Replaced => "You replaced it by a new one.",
            Self::Deleted => "You deleted it.",
            Self::Restored => "You brought it back.",
            Self::Renamed => "You gave it another name.",
            Self::AccountMoved => "The account's sign-in name changed; register again to keep up.",
            Self::KeyMissing => "Its key is gone from the device's hardware.",
            Self::KeyFound => "Its key is in the device's hardware again.",
            Self::SignalReceived => "A site sent a notice about its passkeys.",
            Self::Purged => "A passkey was removed for ever.",
            Self::RollbackAccepted => "You accepted a copy from an older day.",
            Self::KeyIntended => "A key was about to be made in the device's hardware.",
            Self::KeyCondemned => "A key in the device's hardware is to be deleted.",
            Self::KeyGone => "A key was deleted from the device's hardware.",
            Self::CallerRefused => "An app or a page asked for a passkey that is not for it, and got nothing.",
            Self::PrivilegedListTaken => "Another list of the browsers that may ask was taken.",
            Self::BrowserTrusted => "You trusted a browser.",
            Self::BrowserRevoked => "You trust a browser no longer.",
            Self::AppUnlinked => "A site no longer names an app as its own.",
        }
    }
}
