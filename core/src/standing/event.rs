use std::fmt;

use super::Verification;
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

/// The kinds of events that are no more than a word, for whoever declares an enumeration of them: calls
/// `$callback!` with the table. A row is the number on disk, which never gets another meaning, the word for
/// programs, which never changes, who brings it about, and a sentence for the person.
///
/// `by site` is what a site's request or word brings about, as often as the site likes; `by other` is what
/// the person, the host or the clock does.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_event_kind {
    ($callback:ident) => {
        $callback! {
            /// The host: the server accepted the registration.
            Accepted = 2, "accepted" by other: "The app said that the site accepted it.";
            /// The host: the server refused the registration.
            Refused = 3, "refused" by other: "The app said that the site refused it.";
            /// The host: the server gave no answer.
            NoAnswer = 4, "no_answer" by other: "The app got no answer from the site.";
            /// The deadline passed and the server had not been heard from.
            DeadlinePassed = 5, "deadline_passed" by other: "The site did not confirm it in time.";
            /// An allow or exclude list of a verified request named the passkey.
            Listed = 6, "listed" by site: "The site named it in a request.";
            /// The exclude list of a verified registration of the same account did not name it.
            OmittedFromExcludeList = 7, "omitted_from_exclude_list" by site:
                "The site did not name it when the same account registered again.";
            /// The server signalled it among all accepted credentials.
            SignalledAccepted = 8, "signalled_accepted" by site: "The site listed it among the passkeys that it accepts.";
            /// The server signalled all accepted credentials of the account without it.
            SignalledNotAccepted = 9, "signalled_not_accepted" by site:
                "The site listed the passkeys that it accepts, without this one.";
            /// The server signalled that it does not know it.
            SignalledUnknown = 10, "signalled_unknown" by site: "The site said that it does not know it.";
            /// The server signalled new names of the account.
            NamesUpdated = 11, "names_updated" by site: "The site gave new names for the account.";
            /// The server's list, fetched by the host, has it.
            FoundOnServer = 12, "found_on_server" by site: "It was on the site's own list.";
            /// The server's list, fetched by the host, does not have it.
            MissingOnServer = 13, "missing_on_server" by site: "It was not on the site's own list.";
            /// A newer passkey of the same account was confirmed.
            Superseded = 14, "superseded" by site: "A newer passkey of the account took its place.";
            /// The person replaced it by a new one of the same account.
            Replaced = 15, "replaced" by other: "You replaced it with a new one.";
            /// The person deleted it.
            Deleted = 16, "deleted" by other: "You deleted it.";
            /// The person brought it back.
            Restored = 17, "restored" by other: "You restored it.";
            /// The person gave it a name, or took it away.
            Renamed = 18, "renamed" by other: "You renamed it.";
            /// The account's sign-in name changed where the server cannot follow.
            AccountMoved = 19, "account_moved" by other:
                "The account's sign-in name changed; register again to keep up.";
            /// Its hardware key is gone.
            KeyMissing = 20, "key_missing" by other: "Its key is no longer in the device's hardware.";
            /// Its hardware key is there again.
            KeyFound = 21, "key_found" by other: "Its key is in the device's hardware again.";
            /// Of a store: a signal came in, noted once for a relying party and hour. The note says whose; whether
            /// it concerned a passkey stands in that one's history.
            SignalReceived = 22, "signal_received" by site: "A site sent a notice about its passkeys.";
            /// Of a store: a passkey was permanently removed.
            Purged = 23, "purged" by other: "A passkey was permanently removed.";
            /// Of a store: the person accepted an older copy.
            RollbackAccepted = 24, "rollback_accepted" by other: "You accepted an older copy of the store.";
            /// Of a store: a hardware key is to be made.
            KeyIntended = 25, "key_intended" by site: "A key was about to be created in the device's hardware.";
            /// Of a store: a hardware key is to be deleted.
            KeyCondemned = 26, "key_condemned" by site: "A key in the device's hardware was scheduled for deletion.";
            /// Of a store: the host said that a hardware key is gone.
            KeyGone = 27, "key_gone" by site: "A key was deleted from the device's hardware.";
            /// Of a store: a caller was refused. The note says who and why.
            CallerRefused = 28, "caller_refused" by site:
                "An app or a page asked for a passkey that it may not use, and was refused.";
            /// Of a store: another list of privileged browsers was taken.
            PrivilegedListTaken = 29, "privileged_list_taken" by other:
                "The list of trusted browsers was updated.";
            /// Of a store: the person trusts a browser. The note says which.
            BrowserTrusted = 30, "browser_trusted" by other: "You trusted a browser.";
            /// Of a store: the person trusts a browser no longer. The note says which.
            BrowserRevoked = 31, "browser_revoked" by other: "You stopped trusting a browser.";
            /// Of a store: a site no longer names an app that it named before. The note says both.
            AppUnlinked = 32, "app_unlinked" by site: "A site no longer names an app as its own.";
        }
    };
}

/// Who brings an event about.
#[expect(non_camel_case_types, reason = "the words of the table")]
enum By {
    site,
    other,
}

macro_rules! declare_event_kinds {
    ($(
        $(#[$documentation:meta])*
        $kind:ident = $number:literal, $word:literal by $by:ident: $sentence:literal;
    )+) => {
        /// What can happen. A kind never gets another meaning.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        pub enum EventKind {
            /// The passkey was made; and how the person was verified.
            Created(Option<Verification>),
            $($(#[$documentation])* $kind,)+
            /// What a newer version of this crate wrote, and this one does not know. Kept as it is.
            Unknown {
                /// The kind's number on disk.
                number: u64,
                /// What belongs to it.
                detail: u64,
            },
        }

        impl EventKind {
            const CREATED: u64 = 1;

            /// Whether a site's request or word brings it about, as often as the site likes, and not the person,
            /// the host or the clock. What is not known may be.
            pub const fn is_of_site(self) -> bool {
                match self {
                    Self::Created(_) => false,
                    $(Self::$kind => matches!(By::$by, By::site),)+
                    Self::Unknown { .. } => true,
                }
            }

            /// Stable machine-readable name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::Created(_) => "created",
                    $(Self::$kind => $word,)+
                    Self::Unknown { .. } => "unknown",
                }
            }

            /// A sentence for the person.
            pub const fn sentence(self) -> &'static str {
                match self {
                    Self::Created(_) => "Made on this device.",
                    $(Self::$kind => $sentence,)+
                    Self::Unknown { .. } => "A newer version of the app noted something that this one does not know.",
                }
            }

            /// The number on disk, and that of what belongs to the kind.
            pub(crate) fn numbers(self) -> (u64, u64) {
                match self {
                    Self::Created(verification) => (Self::CREATED, verification.map_or(0, Verification::number).into()),
                    $(Self::$kind => ($number, 0),)+
                    Self::Unknown { number, detail } => (number, detail),
                }
            }

            /// What has these numbers on disk.
            #[deny(unreachable_patterns)]
            pub(crate) fn from_numbers(number: u64, detail: u64) -> Self {
                match (number, detail) {
                    (Self::CREATED, 0) => Self::Created(None),
                    (Self::CREATED, 1..=255) => Self::Created(u8::try_from(detail).ok().and_then(Verification::from_number)),
                    $(($number, 0) => Self::$kind,)+
                    (number, detail) => Self::Unknown { number, detail },
                }
            }

            /// Every kind that has a number.
            #[cfg(test)]
            pub(crate) fn all() -> Vec<Self> {
                vec![Self::Created(None), $(Self::$kind),+]
            }
        }
    };
}

for_each_event_kind!(declare_event_kinds);
