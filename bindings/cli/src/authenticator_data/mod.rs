//! Authenticator data read again from the bytes that go to the relying party (WebAuthn L3, section
//! 6.1): what is shown of an answer is what the answer says, not what somebody meant it to say.

use passkey_provider::id::Aaguid;
use serde_json::{Value, json};

use crate::bytes::parse_base64url;

/// The part of authenticator data that people ask about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct AuthenticatorData {
    flags: u8,
    counter: u32,
    aaguid: Option<Aaguid>,
}

/// The flags by their names, and their bits.
const FLAGS: [(&str, u8); 6] = [("UP", 0x01), ("UV", 0x04), ("BE", 0x08), ("BS", 0x10), ("AT", 0x40), ("ED", 0x80)];

impl AuthenticatorData {
    /// Reads the bytes; `None` if they are too short.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let (_rp_id_hash, rest) = bytes.split_first_chunk::<32>()?;
        let (&[flags], rest) = rest.split_first_chunk::<1>()?;
        let (counter, rest) = rest.split_first_chunk::<4>()?;
        let aaguid = if flags & 0x40 == 0 { None } else { Some(Aaguid::from_bytes(*rest.first_chunk::<16>()?)) };
        Some(Self { flags, counter: u32::from_be_bytes(*counter), aaguid })
    }

    /// Reads the bytes inside a response JSON.
    pub(crate) fn of_response(response: &str) -> Option<Self> {
        let response: Value = serde_json::from_str(response).ok()?;
        Self::parse(&parse_base64url(response.pointer("/response/authenticatorData")?.as_str()?)?)
    }

    /// Whether a flag is set, by its name.
    pub(crate) fn has(&self, flag: &str) -> bool {
        FLAGS.iter().any(|(name, bit)| *name == flag && self.flags & bit != 0)
    }

    /// The signature counter.
    pub(crate) fn counter(&self) -> u32 {
        self.counter
    }

    /// The flags as people write them: the byte, and the names of those that are set.
    pub(crate) fn flags_text(&self) -> String {
        let set: Vec<&str> = FLAGS.iter().map(|(name, _)| *name).filter(|name| self.has(name)).collect();
        format!("0x{:02x} ({})", self.flags, set.join(" "))
    }

    /// Who made the passkey; only in a registration.
    pub(crate) fn aaguid_text(&self) -> Option<String> {
        self.aaguid.map(|aaguid| aaguid.to_string())
    }

    /// Flags, counter and AAGUID for programs.
    pub(crate) fn to_json(self) -> Value {
        let mut flags: serde_json::Map<String, Value> =
            FLAGS.iter().map(|(name, _)| (name.to_lowercase(), json!(self.has(name)))).collect();
        flags.insert("byte".to_owned(), json!(self.flags));
        json!({ "flags": flags, "counter": self.counter, "aaguid": self.aaguid_text() })
    }
}

#[cfg(test)]
mod tests;
