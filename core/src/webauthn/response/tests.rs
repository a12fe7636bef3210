use serde_json::{Value, json};

use super::{AuthenticationResponse, RegistrationResponse};
use crate::corpus::hex;
use crate::id::{Aaguid, ClientDataHash, CredentialId, RpId, UserHandle};
use crate::key::{Algorithm, BackupFlags, PrivateKey};
use crate::webauthn::attestation::{AttestationObject, Statement};
use crate::webauthn::authenticator_data::{AssertionData, AttestedCredentialData, Flags, RegistrationData};
use crate::webauthn::client_data::ClientData;
use crate::webauthn::extensions::{ClientExtensionResults, CredentialProperties, ExtensionData};

/// Members and order of WebAuthn L3, section 5.1 and section 5.2.2, written out by hand.
#[test]
fn an_authentication_has_every_member_and_no_other() {
    let expected = concat!(
        r#"{"id":"-_8","rawId":"-_8","type":"public-key","authenticatorAttachment":"platform","response":{"#,
        r#""clientDataJSON":"e30","#,
        r#""authenticatorData":"v6vDdDKViwYzYNOtZGHJxHNa5_jt1GWSpeDwFFKy5LUFAAAACQ","#,
        r#""signature":"MAA","userHandle":"AP8"},"clientExtensionResults":{}}"#
    );
    assert_eq!(authentication().to_json().unwrap(), expected);
}

#[test]
fn a_registration_has_every_member_and_no_other() {
    let json = parse(&registration(ClientExtensionResults::default()).to_json().unwrap());
    assert_eq!(
        members(&json),
        ["authenticatorAttachment", "clientExtensionResults", "id", "rawId", "response", "type"]
    );
    assert_eq!(
        members(&json["response"]),
        ["attestationObject", "authenticatorData", "clientDataJSON", "publicKey", "publicKeyAlgorithm", "transports"]
    );
    assert_eq!(json["id"], json["rawId"]);
    assert_eq!(json["id"], "-_8");
    assert_eq!(json["type"], "public-key");
    assert_eq!(json["authenticatorAttachment"], "platform");
    assert_eq!(json["clientExtensionResults"], json!({}));
    assert_eq!(json["response"]["transports"], json!(["hybrid", "internal"]));
    assert_eq!(json["response"]["publicKeyAlgorithm"], -7);
    assert_eq!(json["response"]["clientDataJSON"], "e30");
}

#[test]
fn the_authenticator_data_are_those_inside_the_attestation_object() {
    let json = parse(&registration(ClientExtensionResults::default()).to_json().unwrap());
    let object: ciborium::Value =
        ciborium::from_reader(decode(&json["response"]["attestationObject"]).as_slice()).unwrap();
    let inside = object.as_map().unwrap().iter().find(|(name, _)| name.as_text() == Some("authData")).unwrap();
    assert_eq!(inside.1.as_bytes().unwrap(), &decode(&json["response"]["authenticatorData"]));
}

/// RFC 5480: the head of a P-256 key, then the uncompressed point.
#[test]
fn the_public_key_is_a_subject_public_key_info() {
    let json = parse(&registration(ClientExtensionResults::default()).to_json().unwrap());
    let der = decode(&json["response"]["publicKey"]);
    assert_eq!(der[..26], hex("3059301306072a8648ce3d020106082a8648ce3d030107034200"));
    assert_eq!((der[26], der.len()), (4, 91));
}

#[test]
fn cred_props_say_that_the_passkey_is_discoverable() {
    let asked = ClientExtensionResults { cred_props: Some(CredentialProperties::DISCOVERABLE), ..<_>::default() };
    let json = parse(&registration(asked).to_json().unwrap());
    assert_eq!(json["clientExtensionResults"], json!({ "credProps": { "rk": true } }));
}

#[test]
fn debug_shows_neither_ids_nor_handles_nor_signatures() {
    let registration = format!("{:?}", registration(ClientExtensionResults::default()));
    assert_eq!(registration, "RegistrationResponse { extensions: ClientExtensionResults {}, .. }");
    let authentication = format!("{:?}", authentication());
    assert_eq!(authentication, "AuthenticationResponse { extensions: ClientExtensionResults {}, .. }");
}

fn registration(extensions: ClientExtensionResults) -> RegistrationResponse {
    let key = PrivateKey::from_secret(Algorithm::Es256, &[0x11; 32]).unwrap().public_key();
    let id = CredentialId::from_bytes([0xfb, 0xff]).unwrap();
    let attested = AttestedCredentialData::new(Aaguid::default(), id, key).unwrap();
    RegistrationResponse {
        client_data: ClientData::from_hash(ClientDataHash::from([7; 32])),
        attestation_object: AttestationObject::new(
            RegistrationData::registration(&rp_id(), flags(), 0, attested, &ExtensionData::default()),
            &Statement::None,
        )
        .unwrap(),
        extensions,
    }
}

fn authentication() -> AuthenticationResponse {
    AuthenticationResponse {
        credential_id: CredentialId::from_bytes([0xfb, 0xff]).unwrap(),
        client_data: ClientData::from_hash(ClientDataHash::from([7; 32])),
        authenticator_data: AssertionData::assertion(&rp_id(), flags(), 9, &ExtensionData::default()),
        signature: vec![0x30, 0x00],
        user_handle: UserHandle::from_bytes([0x00, 0xff]).unwrap(),
        extensions: ClientExtensionResults::default(),
    }
}

fn rp_id() -> RpId {
    RpId::parse("example.org").unwrap()
}

fn flags() -> Flags {
    Flags::of(BackupFlags::DeviceBound).user_present(true).user_verified(true)
}

fn parse(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn members(object: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn decode(text: &Value) -> Vec<u8> {
    use base64::Engine;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}
