use std::fmt;
use std::time::Duration;

use p256::PublicKey;

use super::age::Age;
use super::digits;
use super::item::{self, Item, Items};
use super::refused::{CodeMember, InvalidCode};
use crate::clock::Timestamp;
use crate::secret::Secret;
use crate::stack;

/// What each code begins with, in any case.
const SCHEME: &str = "FIDO:/";

/// Digits that the largest QR code holds (ISO/IEC 18004, version 40-L).
const MAX_DIGITS: usize = 7089;

/// Tunnel servers that have a number: those from 256 on are derived from their number (CTAP 2.3, section 11.5).
const MAX_KNOWN_SERVERS: u64 = 256;

/// The end of the year 9999, in seconds.
const MAX_TIME: u64 = 253_402_300_799;

/// Lengths of the members that are bytes: a compressed point, a secret.
const PUBLIC_KEY: usize = 33;
const SECRET: usize = 16;

/// A `FIDO:/` code. Whoever has its text can take the phone's part in it, so that the text is kept as a secret.
pub struct Code {
    uri: Secret<String>,
    asks: Asks,
    made: Option<Timestamp>,
    is_linking: Option<bool>,
    known_servers: u64,
    channels: Vec<Channel>,
    is_non_discoverable: Option<bool>,
}

/// What a computer asks for. A hint for the person and nothing to decide by: the request says what it is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Asks {
    /// To sign in. A purpose that is missing or not known counts as this.
    SignIn,
    /// To register a passkey.
    Register,
}

/// A way for the two devices to exchange data.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Channel {
    /// Through a tunnel server on the internet.
    Tunnel,
    /// Over Bluetooth alone.
    Bluetooth,
    /// One that is not known to this version, by its number.
    Other(u64),
}

impl Code {
    /// Reads the text of a scanned code.
    ///
    /// # Errors
    ///
    /// [`InvalidCode`] if it is not a `FIDO:/` code, or one that is malformed.
    pub fn parse(text: &str) -> Result<Self, InvalidCode> {
        let (scheme, digits) = text.split_at_checked(SCHEME.len()).ok_or(InvalidCode::AnotherCode)?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(InvalidCode::AnotherCode);
        }
        if digits.len() > MAX_DIGITS {
            return Err(InvalidCode::TooLong);
        }
        stack::wiped(|| {
            let bytes = digits::decode(digits)?;
            let Item::Map(members) = item::read(&bytes)? else { return Err(InvalidCode::NotAMap) };
            let mut uri = String::with_capacity(SCHEME.len().saturating_add(digits.len()));
            uri.extend([SCHEME, digits]);
            Self::of(members, Secret::new(uri))
        })
    }

    fn of(members: Items<'_>, uri: Secret<String>) -> Result<Self, InvalidCode> {
        let key = required(members, 0, CodeMember::PublicKey, |item| bytes(item, PUBLIC_KEY))?;
        PublicKey::from_sec1_bytes(key).map_err(|_| InvalidCode::NotOnTheCurve)?;
        required(members, 1, CodeMember::Secret, |item| bytes(item, SECRET))?;
        let known_servers = required(members, 2, CodeMember::KnownServers, |item| number(item, MAX_KNOWN_SERVERS))?;
        let made = optional(members, 3, CodeMember::Time, |item| number(item, MAX_TIME))?;
        let is_linking = optional(members, 4, CodeMember::Linking, flag)?;
        let asks = optional(members, 5, CodeMember::Asks, text)?;
        let more = optional(members, 6, CodeMember::Channels, more)?;
        let (is_non_discoverable, channels) = match more {
            None => (None, Vec::new()),
            Some(More::NonDiscoverable(flag)) => (Some(flag), Vec::new()),
            Some(More::Channels(channels)) => (None, channels),
        };
        Ok(Self {
            uri,
            asks: if asks == Some("mc") { Asks::Register } else { Asks::SignIn },
            made: made.map(|seconds| Timestamp::from_millis(seconds.saturating_mul(1000))),
            is_linking,
            known_servers,
            channels,
            is_non_discoverable,
        })
    }

    /// What it asks for.
    pub const fn asks(&self) -> Asks {
        self.asks
    }

    /// When it was made, by the computer's clock, to the second.
    pub const fn made(&self) -> Option<Timestamp> {
        self.made
    }

    /// How old it is at `now`.
    pub fn age(&self, now: Timestamp) -> Age {
        // Both to the second: the code says no more.
        let seconds = |time: Timestamp| Duration::from_secs(time.as_millis() / 1000);
        let Some(made) = self.made.map(seconds) else { return Age::Unknown };
        let now = seconds(now);
        now.checked_sub(made).map_or_else(|| Age::Ahead(made.saturating_sub(now)), Age::Past)
    }

    /// Whether the computer offers to remember this phone; `None`: it does not say, which is no. The system asks the
    /// person about that, and keeps what it takes; no provider does.
    pub const fn is_linking(&self) -> Option<bool> {
        self.is_linking
    }

    /// How many tunnel servers the computer knows by number; the phone uses one of these.
    pub const fn known_servers(&self) -> u64 {
        self.known_servers
    }

    /// The channels that the computer offers; empty: it does not say, and a tunnel server is the one.
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// Whether the computer registers passkeys that are not discoverable; `None`: it does not say. Older ones only.
    pub const fn is_non_discoverable(&self) -> Option<bool> {
        self.is_non_discoverable
    }

    /// The code as a URI, to hand on as [`Continuation`](super::Continuation) says and nowhere else: the code's secret
    /// is in it.
    pub fn expose_uri(&self) -> &str {
        self.uri.expose()
    }
}

/// Without the text.
impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Code").field("asks", &self.asks).field("made", &self.made).finish_non_exhaustive()
    }
}

impl Asks {
    /// Stable machine-readable name: `sign_in`, `register`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Register => "register",
        }
    }
}

impl Channel {
    /// Stable machine-readable name: `tunnel`, `bluetooth`, `other`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tunnel => "tunnel",
            Self::Bluetooth => "bluetooth",
            Self::Other(_) => "other",
        }
    }
}

/// What stands under 6.
enum More {
    NonDiscoverable(bool),
    Channels(Vec<Channel>),
}

fn optional<'a, T>(
    members: Items<'a>,
    key: u64,
    member: CodeMember,
    read: impl Fn(Item<'a>) -> Option<T>,
) -> Result<Option<T>, InvalidCode> {
    members.under(key).map(|item| read(item).ok_or(InvalidCode::Wrong(member))).transpose()
}

fn required<'a, T>(
    members: Items<'a>,
    key: u64,
    member: CodeMember,
    read: impl Fn(Item<'a>) -> Option<T>,
) -> Result<T, InvalidCode> {
    optional(members, key, member, read)?.ok_or(InvalidCode::Missing(member))
}

fn bytes(item: Item<'_>, length: usize) -> Option<&[u8]> {
    match item {
        Item::Bytes(bytes) if bytes.len() == length => Some(bytes),
        _ => None,
    }
}

fn number(item: Item<'_>, most: u64) -> Option<u64> {
    match item {
        Item::Unsigned(number) if number <= most => Some(number),
        _ => None,
    }
}

fn flag(item: Item<'_>) -> Option<bool> {
    match item {
        Item::Flag(flag) => Some(flag),
        _ => None,
    }
}

fn text(item: Item<'_>) -> Option<&str> {
    match item {
        Item::Text(text) => Some(text),
        _ => None,
    }
}

fn more(item: Item<'_>) -> Option<More> {
    match item {
        Item::Flag(flag) => Some(More::NonDiscoverable(flag)),
        Item::Array(items) => items.map(channel).collect::<Option<_>>().map(More::Channels),
        _ => None,
    }
}

fn channel(item: Item<'_>) -> Option<Channel> {
    match item {
        Item::Unsigned(0) => Some(Channel::Tunnel),
        Item::Unsigned(1) => Some(Channel::Bluetooth),
        Item::Unsigned(other) => Some(Channel::Other(other)),
        _ => None,
    }
}
