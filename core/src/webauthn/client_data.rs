//! Client data: what the relying party can check of where and for which challenge a signature was
//! made (WebAuthn L3, section 5.8.1).

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::id::{ClientDataHash, PackageName};

/// Stands in for client data that only the platform knows: the JSON text `{}`. The platform puts
/// its own client data in its place before the relying party sees the response.
pub const PLACEHOLDER: &[u8] = b"{}";

/// Which ceremony a signature belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CeremonyType {
    /// A registration: `webauthn.create`.
    Create,
    /// An authentication: `webauthn.get`.
    Get,
}

impl CeremonyType {
    /// The `type` of client data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "webauthn.create",
            Self::Get => "webauthn.get",
        }
    }
}

/// Serialised client data and their hash. They carry the challenge, so `Debug` shows the length only.
#[derive(Clone, Eq, PartialEq)]
pub struct ClientData {
    json: Vec<u8>,
    hash: ClientDataHash,
}

impl ClientData {
    /// Serialises client data, byte for byte as relying parties with a limited verifier compare
    /// them (WebAuthn L3, section 5.8.1.1). `top_origin` is given only in a cross-origin frame
    /// whose top page is known.
    pub fn render(
        ceremony: CeremonyType,
        challenge: &[u8],
        origin: &str,
        cross_origin: bool,
        top_origin: Option<&str>,
    ) -> Self {
        let mut json = begin(ceremony, challenge, origin, cross_origin);
        if let Some(top_origin) = top_origin {
            json.push_str(r#","topOrigin":"#);
            push_ccd_string(&mut json, top_origin);
        }
        Self::end(json)
    }

    /// The same for an Android app that speaks for itself, with the member `androidPackageName` that
    /// such client data have there, after those that a limited verifier compares.
    pub fn render_for_app(ceremony: CeremonyType, challenge: &[u8], origin: &str, package: &PackageName) -> Self {
        let mut json = begin(ceremony, challenge, origin, false);
        json.push_str(r#","androidPackageName":"#);
        push_ccd_string(&mut json, package.as_str());
        Self::end(json)
    }

    /// Client data that only the platform knows: signatures are over `hash`, and the JSON is
    /// [`PLACEHOLDER`].
    pub fn from_hash(hash: ClientDataHash) -> Self {
        Self { json: PLACEHOLDER.to_vec(), hash }
    }

    fn end(mut json: String) -> Self {
        json.push('}');
        let json = json.into_bytes();
        let hash = ClientDataHash::from(<[u8; 32]>::from(Sha256::digest(&json)));
        Self { json, hash }
    }

    /// `clientDataJSON`, raw.
    pub fn json(&self) -> &[u8] {
        &self.json
    }

    /// What signatures are over.
    pub const fn hash(&self) -> &ClientDataHash {
        &self.hash
    }
}

impl fmt::Debug for ClientData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ClientData({} bytes)", self.json.len())
    }
}

/// The members that are always there, in their order.
fn begin(ceremony: CeremonyType, challenge: &[u8], origin: &str, cross_origin: bool) -> String {
    let mut json = String::from(r#"{"type":"#);
    push_ccd_string(&mut json, ceremony.as_str());
    json.push_str(r#","challenge":"#);
    push_ccd_string(&mut json, &BASE64_URL_SAFE_NO_PAD.encode(challenge));
    json.push_str(r#","origin":"#);
    push_ccd_string(&mut json, origin);
    json.push_str(r#","crossOrigin":"#);
    json.push_str(if cross_origin { "true" } else { "false" });
    json
}

/// CCDToString (WebAuthn L3, section 5.8.1.1). Not a JSON writer's escapes: a newline is `\u000a`.
fn push_ccd_string(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' => json.push_str(r#"\""#),
            '\\' => json.push_str(r"\\"),
            '\0'..='\u{1f}' => json.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => json.push(character),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests;
