//! What a relying party makes of a response, from its JSON alone (WebAuthn L3, sections 6.1, 6.5
//! and 7), with code that shares nothing with the core but p256.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ciborium::Value as Cbor;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, VerifyingKey};
use p256::pkcs8::DecodePublicKey;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A registration that was accepted.
pub(crate) struct Registered {
    pub(crate) id: String,
    pub(crate) format: String,
    pub(crate) flags: u8,
    key: VerifyingKey,
}

/// A sign-in that was accepted.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct SignedIn {
    pub(crate) flags: u8,
    pub(crate) count: u32,
}

/// Accepts a registration, and with format `packed` its self attestation (section 8.2).
pub(crate) fn register(json: &str) -> Registered {
    let response: Value = serde_json::from_str(json).unwrap();
    let object: Cbor = ciborium::from_reader(&*bytes(&response, "attestationObject")).unwrap();
    let data = member(&object, "authData").as_bytes().unwrap().clone();
    let format = member(&object, "fmt").as_text().unwrap().to_owned();
    let key = VerifyingKey::from_public_key_der(&bytes(&response, "publicKey")).unwrap();
    let statement = member(&object, "attStmt");
    match &*format {
        "none" => assert_eq!(statement.as_map().unwrap().len(), 0),
        "packed" => {
            assert_eq!(member(statement, "alg").as_integer(), Some((-7).into()));
            assert!(verifies(&key, &data, &response, member(statement, "sig").as_bytes().unwrap()));
        }
        other => panic!("nobody asked for attestation of format {other}"),
    }
    Registered { id: response["id"].as_str().unwrap().to_owned(), format, flags: data[32], key }
}

impl Registered {
    /// Accepts a sign-in of this passkey.
    pub(crate) fn sign_in(&self, json: &str) -> SignedIn {
        let response: Value = serde_json::from_str(json).unwrap();
        assert_eq!(response["id"], *self.id);
        let data = bytes(&response, "authenticatorData");
        assert!(verifies(&self.key, &data, &response, &bytes(&response, "signature")));
        SignedIn { flags: data[32], count: u32::from_be_bytes(data[33..37].try_into().unwrap()) }
    }
}

fn verifies(key: &VerifyingKey, data: &[u8], response: &Value, signature: &[u8]) -> bool {
    let signed = [data, &Sha256::digest(bytes(response, "clientDataJSON"))].concat();
    key.verify(&signed, &DerSignature::from_bytes(signature).unwrap()).is_ok()
}

fn bytes(response: &Value, name: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(response["response"][name].as_str().unwrap()).unwrap()
}

fn member<'a>(map: &'a Cbor, name: &str) -> &'a Cbor {
    let entries = map.as_map().unwrap();
    &entries.iter().find(|(key, _)| key.as_text() == Some(name)).unwrap().1
}
