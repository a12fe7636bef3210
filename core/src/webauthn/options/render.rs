//! Options written out as the standard says. Parsed again, they give the same options.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::base64;
use super::bytes;
use super::descriptor::PUBLIC_KEY;
use super::json::Json;
use super::{Algorithms, AllowList, CreationOptions, Descriptor, DescriptorKind, RequestOptions, ResidentKey};
use crate::id::CredentialId;
use crate::key::CredentialProtection;

impl CreationOptions {
    /// `PublicKeyCredentialCreationOptionsJSON`, in canonical form. Extensions are named, their
    /// inputs are not kept. An `rp_id` or `challenge` of `None` is left out.
    pub fn to_json(&self) -> String {
        let mut rp = Map::new();
        insert(&mut rp, "id", self.rp_id.as_ref().map(|id| id.as_str()));
        insert(&mut rp, "name", Some(self.rp_name.as_str()));
        let mut selection = Map::new();
        insert(&mut selection, "authenticatorAttachment", self.authenticator_attachment.map(|value| value.as_str()));
        insert(&mut selection, "residentKey", Some(self.resident_key.as_str()));
        insert(&mut selection, "requireResidentKey", Some(self.resident_key == ResidentKey::Required));
        insert(&mut selection, "userVerification", Some(self.user_verification.as_str()));

        let mut options = Map::new();
        insert(&mut options, "rp", Some(rp));
        let user = json!({
            "id": base64::encode(self.user.handle.as_bytes()),
            "name": self.user.name,
            "displayName": self.user.display_name,
        });
        insert(&mut options, "user", Some(user));
        insert(
            &mut options,
            "challenge",
            self.challenge.as_ref().map(|challenge| base64::encode(challenge.as_bytes())),
        );
        insert(&mut options, "pubKeyCredParams", Some(self.parameters()));
        insert(&mut options, "timeout", self.timeout.map(milliseconds));
        insert(&mut options, "excludeCredentials", Some(descriptors(&self.exclude)));
        insert(&mut options, "authenticatorSelection", Some(selection));
        insert(&mut options, "hints", Some(self.hints.clone()));
        insert(&mut options, "attestation", Some(self.attestation.as_str()));
        insert(&mut options, "attestationFormats", Some(self.attestation_formats.clone()));
        insert(&mut options, "extensions", Some(extensions(&self.extensions.requested, self.extensions.cred_protect)));
        Value::Object(options).to_string()
    }
}

impl RequestOptions {
    /// `PublicKeyCredentialRequestOptionsJSON`, in canonical form, as
    /// [`CreationOptions::to_json`].
    pub fn to_json(&self) -> String {
        let allow = match &self.allow {
            AllowList::Empty => Vec::new(),
            AllowList::Listed(entries) => descriptors(entries),
        };
        let mut options = Map::new();
        insert(
            &mut options,
            "challenge",
            self.challenge.as_ref().map(|challenge| base64::encode(challenge.as_bytes())),
        );
        insert(&mut options, "timeout", self.timeout.map(milliseconds));
        insert(&mut options, "rpId", self.rp_id.as_ref().map(|id| id.as_str()));
        insert(&mut options, "allowCredentials", Some(allow));
        insert(&mut options, "userVerification", Some(self.user_verification.as_str()));
        insert(&mut options, "hints", Some(self.hints.clone()));
        insert(&mut options, "extensions", Some(extensions(&self.extensions.requested, None)));
        Value::Object(options).to_string()
    }
}

impl CreationOptions {
    fn parameters(&self) -> Vec<Value> {
        let entry = |kind: &str, alg: i64| json!({ "type": kind, "alg": alg });
        match &self.algorithms {
            Algorithms::Default => Vec::new(),
            // An empty list would mean the default: something was listed, and nothing of use.
            Algorithms::Listed(listed) if listed.is_empty() => vec![entry(UNKNOWN, 0)],
            Algorithms::Listed(listed) => listed.iter().map(|alg| entry(PUBLIC_KEY, *alg)).collect(),
        }
    }
}

/// A `type` that no standard has.
const UNKNOWN: &str = "unknown";

fn descriptors(entries: &[Descriptor]) -> Vec<Value> {
    entries
        .iter()
        .map(|entry| {
            let mut descriptor = Map::new();
            let kind = match entry.kind {
                DescriptorKind::PublicKey => PUBLIC_KEY,
                DescriptorKind::Unknown => UNKNOWN,
            };
            insert(&mut descriptor, "type", Some(kind));
            insert(&mut descriptor, "id", Some(id(&entry.readings)));
            insert(&mut descriptor, "transports", Some(entry.transports.clone()));
            Value::Object(descriptor)
        })
        .collect()
}

/// The text that has these readings and no other; a list of byte values where there is none. An
/// entry without readings has an empty id: browsers refuse one without an id, and read this one.
fn id(readings: &[CredentialId]) -> Value {
    let Some(first) = readings.first() else { return Value::from("") };
    let texts = std::iter::once(base64::encode(first.as_bytes()))
        .chain(readings.iter().map(|reading| base64::encode_url_token(reading.as_bytes())));
    let same = |text: &String| {
        let decoded = bytes::read_id(&Json::String(text.into()));
        decoded.is_some_and(|decoded| readings.iter().map(CredentialId::as_bytes).eq(decoded.readings.iter()))
    };
    texts.into_iter().find(same).map_or_else(|| json!(first.as_bytes()), Value::String)
}

/// The inputs of the known extensions are objects, those of all others may be anything. What was
/// enforced can be kept, so that nothing needs to be enforced again.
fn extensions(requested: &[String], protection: Option<CredentialProtection>) -> Map<String, Value> {
    let input = |name: &str| match name {
        "payment" | "prf" | "largeBlob" => json!({}),
        "credentialProtectionPolicy" => json!(protection.map_or(UNKNOWN, CredentialProtection::as_str)),
        "enforceCredentialProtectionPolicy" => json!(false),
        _ => json!(true),
    };
    requested.iter().map(|name| (name.clone(), input(name))).collect()
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn insert(object: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object.insert(name.to_owned(), value.into());
    }
}
