//! A relying party: what it makes of a response, from its JSON alone (WebAuthn L3, sections 6.1, 6.5,
//! 7.1 and 7.2), with code that shares nothing with the core but the P-256 library.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ciborium::Value as Cbor;
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{DerSignature, VerifyingKey};
use p256::pkcs8::DecodePublicKey as _;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::base64url;
use crate::{Arguments, Mistake};

/// Where authenticator data have their parts: RP ID hash, flags, counter, AAGUID, length of the id.
const RP_ID_HASH: std::ops::Range<usize> = 0..32;
const FLAGS: usize = 32;
const COUNTER: std::ops::Range<usize> = 33..37;
const AAGUID: std::ops::Range<usize> = 37..53;
const ID_LENGTH: std::ops::Range<usize> = 53..55;
const ID: usize = 55;

/// Accepts a registration, or says why not: client data or their hash, RP ID, id and key in the
/// authenticator data, and the self attestation where there is one (section 8.2).
pub(super) fn verify_registration(with: &mut Arguments) -> Result<Value, Mistake> {
    let credential = Credential::take(with)?;
    let (hash, mut facts) = client_data(with, &credential, "webauthn.create")?;
    let object: Cbor = ciborium::from_reader(&*credential.bytes("attestationObject")?)
        .map_err(|_| refused("the attestation object is no CBOR"))?;
    let data = cbor_member(&object, "authData").and_then(Cbor::as_bytes).ok_or_else(|| refused("no authData"))?;
    authenticator_data(with, data, &mut facts)?;
    let key = credential.bytes("publicKey")?;
    let id = credential.id()?;
    if attested_id(data) != Some(&id) {
        return Err(refused("the attested id is another than that of the response"));
    }
    if !ends_with_key(data, &key)? {
        return Err(refused("the attested key is another than that of the response"));
    }
    facts.insert("aaguid".into(), json!(data.get(AAGUID).map(uuid)));
    facts.insert("credential_id".into(), json!(base64url(&id)));
    facts.insert("public_key".into(), json!(base64url(&key)));
    let format = cbor_member(&object, "fmt").and_then(Cbor::as_text).ok_or_else(|| refused("no fmt"))?;
    facts.insert("format".into(), json!(format));
    let statement = cbor_member(&object, "attStmt").ok_or_else(|| refused("no attStmt"))?;
    match format {
        "none" if statement.as_map().is_some_and(Vec::is_empty) => {}
        "packed" => {
            let signature = cbor_member(statement, "sig").and_then(Cbor::as_bytes);
            verify(&key, data, &hash, signature.ok_or_else(|| refused("no sig"))?)?;
        }
        _ => return Err(refused("the attestation is neither none nor packed")),
    }
    Ok(Value::Object(facts))
}

/// Accepts a sign-in, or says why not: client data or their hash, RP ID, id, and the signature by the
/// key of `registered`, what [`verify_registration`] gave.
pub(super) fn verify_assertion(with: &mut Arguments) -> Result<Value, Mistake> {
    let credential = Credential::take(with)?;
    let (hash, mut facts) = client_data(with, &credential, "webauthn.get")?;
    let data = credential.bytes("authenticatorData")?;
    authenticator_data(with, &data, &mut facts)?;
    let registered = with.need("registered")?;
    let member = |name| registered.get(name).and_then(Value::as_str).ok_or_else(|| refused("registered is none"));
    if member("credential_id")? != base64url(&credential.id()?) {
        return Err(refused("the response is of another passkey"));
    }
    verify(&decode(member("public_key")?)?, &data, &hash, &credential.bytes("signature")?)?;
    facts.insert("user_handle".into(), credential.response.get("userHandle").cloned().unwrap_or_default());
    Ok(Value::Object(facts))
}

/// A `PublicKeyCredential` as JSON.
struct Credential {
    id: Value,
    response: Value,
}

impl Credential {
    fn take(with: &mut Arguments) -> Result<Self, Mistake> {
        let credential = with.need("response")?;
        let member = |name| credential.get(name).cloned().unwrap_or_default();
        if member("rawId") != member("id") || member("type") != json!("public-key") {
            return Err(refused("the response is no public-key credential with one id"));
        }
        Ok(Self { id: member("id"), response: member("response") })
    }

    fn id(&self) -> Result<Vec<u8>, Mistake> {
        decode(self.id.as_str().unwrap_or_default())
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, Mistake> {
        let text = self.response.get(name).and_then(Value::as_str);
        decode(text.ok_or_else(|| Mistake(format!("the relying party refuses: no {name}")))?)
    }
}

/// The hash that signatures are over. The relying party knows the client data, which it checks, or the
/// platform keeps them to itself, and gave the hash.
fn client_data(
    with: &mut Arguments,
    credential: &Credential,
    ceremony: &str,
) -> Result<(Vec<u8>, Map<String, Value>), Mistake> {
    if let Some(hash) = with.bytes_if_any("client_data_hash")? {
        return Ok((hash, Map::new()));
    }
    let json = credential.bytes("clientDataJSON")?;
    let data: Value = serde_json::from_slice(&json).map_err(|_| refused("the client data are no JSON"))?;
    for (name, expected) in
        [("type", ceremony), ("challenge", &with.text("challenge")?), ("origin", &with.text("origin")?)]
    {
        if data.get(name) != Some(&json!(expected)) {
            return Err(Mistake(format!("the relying party refuses: the client data have another {name}")));
        }
    }
    let mut facts = Map::new();
    facts.insert("cross_origin".into(), data.get("crossOrigin").cloned().unwrap_or_default());
    facts.insert("top_origin".into(), data.get("topOrigin").cloned().unwrap_or_default());
    facts.insert("android_package".into(), data.get("androidPackageName").cloned().unwrap_or_default());
    Ok((Sha256::digest(&json).to_vec(), facts))
}

fn authenticator_data(with: &mut Arguments, data: &[u8], facts: &mut Map<String, Value>) -> Result<(), Mistake> {
    let rp_id = with.text("rp_id")?;
    if data.get(RP_ID_HASH) != Some(Sha256::digest(rp_id).as_slice()) {
        return Err(refused("the authenticator data are of another RP ID"));
    }
    let flags = data.get(FLAGS).ok_or_else(|| refused("the authenticator data are cut short"))?;
    let bits = [(0, "user_present"), (2, "user_verified"), (3, "backup_eligible"), (4, "backed_up")];
    for (bit, name) in bits {
        facts.insert(name.into(), json!(flags & (1 << bit) != 0));
    }
    let counter = data.get(COUNTER).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    facts.insert("sign_count".into(), json!(counter.ok_or_else(|| refused("the authenticator data are cut short"))?));
    Ok(())
}

fn attested_id(data: &[u8]) -> Option<&[u8]> {
    let length = u16::from_be_bytes(data.get(ID_LENGTH)?.try_into().ok()?);
    data.get(ID..ID.checked_add(usize::from(length))?)
}

/// Whether the COSE key behind the id has the point of the SubjectPublicKeyInfo.
fn ends_with_key(data: &[u8], spki: &[u8]) -> Result<bool, Mistake> {
    let start = attested_id(data).map_or(data.len(), |id| ID.saturating_add(id.len()));
    let cose: Cbor = ciborium::from_reader(data.get(start..).unwrap_or_default())
        .map_err(|_| refused("the attested key is no CBOR"))?;
    let coordinate = |label: i64| {
        let entry = cose.as_map()?.iter().find(|(name, _)| *name == Cbor::from(label))?;
        entry.1.as_bytes().cloned()
    };
    let point = coordinate(-2).zip(coordinate(-3)).map(|(x, y)| [vec![4], x, y].concat());
    Ok(point.is_some_and(|point| spki.ends_with(&point)))
}

fn verify(spki: &[u8], data: &[u8], hash: &[u8], signature: &[u8]) -> Result<(), Mistake> {
    let key = VerifyingKey::from_public_key_der(spki).map_err(|_| refused("the public key is none"))?;
    let signature = DerSignature::from_bytes(signature).map_err(|_| refused("the signature is no DER"))?;
    key.verify(&[data, hash].concat(), &signature).map_err(|_| refused("the signature does not verify"))
}

fn cbor_member<'a>(map: &'a Cbor, name: &str) -> Option<&'a Cbor> {
    Some(&map.as_map()?.iter().find(|(key, _)| key.as_text() == Some(name))?.1)
}

fn uuid(bytes: &[u8]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

fn decode(text: &str) -> Result<Vec<u8>, Mistake> {
    BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| refused("a member is no unpadded base64url"))
}

fn refused(why: &str) -> Mistake {
    Mistake(format!("the relying party refuses: {why}"))
}
