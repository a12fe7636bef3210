//! What a computer shows for a phone to scan.

use std::time::{Duration, SystemTime};

use passkey_provider::enrolment::qr as core;

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror;
use crate::boundary::time;
use crate::record::readiness::DevicePlatform;

/// What a text that was scanned turned out to be.
#[derive(Clone, uniffi::Enum)]
pub enum ScannedCode {
    /// A `FIDO:/` code.
    Fido {
        /// What it says.
        code: FidoCode,
    },
    /// Another code, or a malformed one.
    Refused {
        /// Why, as a word for programs: `another_code`, `not_canonical`.
        reason: String,
        /// The same as half a sentence: nothing of what the text holds.
        message: String,
    },
}

/// A `FIDO:/` code (CTAP 2.3, section 11.5). What it says is a hint for the person, and nothing to decide by; no
/// ceremony starts from it.
#[derive(Clone, uniffi::Record)]
pub struct FidoCode {
    /// What the computer asks for.
    pub asks: FidoCodeAsks,
    /// When it was made, by the computer's clock, to the second.
    pub made: Option<SystemTime>,
    /// How old it is; none where it does not say, or is of a time ahead.
    pub age: Option<Duration>,
    /// How far ahead its time is: one of the clocks is wrong. None where it is not.
    pub ahead: Option<Duration>,
    /// Whether the page that shows it has given up: after ten minutes.
    pub is_old: bool,
    /// Whether the computer offers to remember this phone; none: it does not say, which is no.
    pub is_linking: Option<bool>,
    /// How many tunnel servers the computer knows by number.
    pub known_servers: u64,
    /// The channels that the computer offers; empty: it does not say, and a tunnel server is the one.
    pub channels: Vec<FidoCodeChannel>,
    /// Whether the computer registers passkeys that are not discoverable; none: it does not say. Older ones only.
    pub is_non_discoverable: Option<bool>,
    /// How it goes on, on this platform.
    pub continuation: FidoCodeContinuation,
    /// What the person does, or sees: English.
    pub sentence: String,
    /// The code as a URI, to hand on as the continuation says and nowhere else: whoever has it can take the phone's
    /// part.
    pub uri: String,
}

mirror! {
    /// What a computer asks for.
    FidoCodeAsks = core::Asks {
        /// To sign in. A purpose that is missing or not known counts as this.
        SignIn,
        /// To register a passkey.
        Register,
    }
}

/// A way for the two devices to exchange data.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum FidoCodeChannel {
    /// Through a tunnel server on the internet.
    Tunnel,
    /// Over Bluetooth alone.
    Bluetooth,
    /// One that is not known to this version.
    Other {
        /// Its number.
        number: u64,
    },
}

/// How a code goes on to the part of the operating system that runs the protocol.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum FidoCodeContinuation {
    /// The person scans it with the system's own camera app. Nothing may be handed on.
    SystemCamera,
    /// Android: the URI goes, as the data of an explicit intent, to this component, if it is there and a part of the
    /// system (`ApplicationInfo.FLAG_SYSTEM` or `FLAG_UPDATED_SYSTEM_APP`); else it is as with the camera. Never as an
    /// intent without the component: any app may have claimed the scheme.
    Component {
        /// The action of the intent.
        action: String,
        /// The package.
        package: String,
        /// The class of the activity, in full.
        class_name: String,
        /// Where that is known from.
        source: String,
    },
}

/// Reads the text of a scanned code. `now` is the device's clock. Does not fail.
#[uniffi::export]
pub fn read_scanned_code(text: String, platform: DevicePlatform, now: SystemTime) -> Result<ScannedCode, FfiError> {
    Ok(match core::Code::parse(&text) {
        Ok(code) => ScannedCode::Fido { code: FidoCode::of(&code, platform, now) },
        Err(refused) => ScannedCode::Refused { reason: refused.as_str().to_owned(), message: refused.to_string() },
    })
}

impl FidoCode {
    fn of(code: &core::Code, platform: DevicePlatform, now: SystemTime) -> Self {
        let (age, continuation) = (code.age(time::parse(now)), core::Continuation::on(platform.into()));
        Self {
            asks: code.asks().into(),
            made: code.made().map(time::render),
            age: if let core::Age::Past(age) = age { Some(age) } else { None },
            ahead: if let core::Age::Ahead(ahead) = age { Some(ahead) } else { None },
            is_old: age.is_old(),
            is_linking: code.is_linking(),
            known_servers: code.known_servers(),
            channels: code.channels().iter().copied().map(Into::into).collect(),
            is_non_discoverable: code.is_non_discoverable(),
            sentence: continuation.sentence().to_owned(),
            continuation: continuation.into(),
            uri: code.expose_uri().to_owned(),
        }
    }
}

impl From<core::Channel> for FidoCodeChannel {
    fn from(channel: core::Channel) -> Self {
        match channel {
            core::Channel::Tunnel => Self::Tunnel,
            core::Channel::Bluetooth => Self::Bluetooth,
            core::Channel::Other(number) => Self::Other { number },
        }
    }
}

impl From<core::Continuation> for FidoCodeContinuation {
    fn from(continuation: core::Continuation) -> Self {
        match continuation {
            core::Continuation::SystemCamera => Self::SystemCamera,
            core::Continuation::Component(core::Component { action, package, class, source }) => Self::Component {
                action: action.to_owned(),
                package: package.to_owned(),
                class_name: class.to_owned(),
                source: source.to_owned(),
            },
        }
    }
}
