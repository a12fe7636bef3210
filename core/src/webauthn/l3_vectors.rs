//! The ceremonies of WebAuthn L3, section 16 ("Test Vectors"), made again by our own renderers,
//! byte for byte; and the list of what the core cannot make yet.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::attestation::{AttestationObject, CertificateChain, HostAttestation, Statement, Subject};
use super::authenticator_data::{AssertionData, AttestedCredentialData, Backup, Flags, RegistrationData};
use super::client_data::{CeremonyType, ClientData};
use super::extensions::{ClientExtensionResults, ExtensionData};
use super::response::{AuthenticationResponse, RegistrationResponse};
use crate::clock::Timestamp;
use crate::corpus::{self, bytes, text};
use crate::id::{Aaguid, ClientDataHash, CredentialId, RpId, UserHandle};
use crate::key::{Algorithm, PrivateKey, PublicKey};

/// Credentials whose algorithm the core cannot make keys for: their client data and the
/// authenticator data of their assertions are tested, and nothing else.
const UNSUPPORTED_ALGORITHMS: &[(&str, &str)] = &[
    ("packed-es384", "-35, ES384: no P-384 keys yet"),
    ("packed-es512", "-36, ES512: no P-521 keys yet"),
    ("packed-rs256", "-257, RS256: no RSA keys yet"),
    ("packed-ed448", "-53, Ed448: no Ed448 keys yet"),
];

/// Credentials of our algorithms whose attestation statement the core cannot make: everything else of them is
/// tested.
const UNSUPPORTED_STATEMENTS: &[(&str, &str)] = &[
    ("tpm-es256", "tpm: phones have none"),
    ("apple-es256", "apple: only Apple can make one"),
    ("fido-u2f-es256", "fido-u2f: a security key's"),
];

#[test]
fn the_lists_of_what_is_unsupported_are_exact() {
    let not_ours = |ceremonies: &Value| algorithm(ceremonies).is_none();
    let ours = ["packed", "android-key"];
    let foreign_statement =
        |credential: &Value| is_certified(credential) && !ours.contains(&text(&credential["registration"], "fmt"));
    let named = |list: &[(&str, &str)]| list.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
    let all = credentials();
    assert_eq!(all.len(), 15);
    let found: Vec<_> = all.iter().filter(|credential| not_ours(credential)).map(name).collect();
    assert_eq!(found, named(UNSUPPORTED_ALGORITHMS));
    let found: Vec<_> =
        of_our_algorithms().iter().filter(|credential| foreign_statement(credential)).map(name).collect();
    assert_eq!(found, named(UNSUPPORTED_STATEMENTS));
}

#[test]
fn client_data_are_those_of_the_standard() {
    for credential in credentials() {
        for (member, ceremony) in [("registration", CeremonyType::Create), ("authentication", CeremonyType::Get)] {
            let vector = &credential[member];
            let expected = bytes(vector, "clientDataJSON");
            let rendered = render_client_data(&credential, member, ceremony);
            if expected.windows(11).any(|window| window == b"\"extraData\"") {
                // Members of the future come last: ours ends where they begin. This is how a
                // limited verifier compares (section 5.8.1.2).
                let prefix = rendered.json().strip_suffix(b"}").unwrap();
                assert_eq!(expected.strip_prefix(prefix).unwrap()[..13], *b",\"extraData\":", "{}", name(&credential));
            } else {
                assert_eq!(rendered.json(), expected, "{} {member}", name(&credential));
                assert_eq!(rendered.hash().as_bytes()[..], bytes(vector, "clientDataHash"), "{}", name(&credential));
            }
        }
    }
}

#[test]
fn authenticator_data_of_registrations_are_those_of_the_standard() {
    for credential in of_our_algorithms() {
        let expected = bytes(&credential["registration"], "authenticatorData");
        assert_eq!(registration_data(&credential).as_bytes(), expected, "{}", name(&credential));
    }
}

#[test]
fn authenticator_data_of_assertions_are_those_of_the_standard() {
    for credential in credentials() {
        let expected = bytes(&credential["authentication"], "authenticatorData");
        assert_eq!(assertion_data(&credential).as_bytes(), expected, "{}", name(&credential));
    }
}

#[test]
fn public_keys_are_those_of_the_standard() {
    for credential in of_our_algorithms() {
        let vector = &credential["registration"];
        let key = private_key(&credential).public_key();
        let spki = bytes(vector, "publicKey_spki");
        assert_eq!(key.to_spki(), spki, "{}", name(&credential));
        assert_eq!(PublicKey::from_spki(key.algorithm(), &spki).unwrap(), key, "{}", name(&credential));
        assert_eq!(
            key.to_cose().unwrap(),
            bytes(&vector["authenticatorData_parsed"], "credentialPublicKey_cose"),
            "{}",
            name(&credential)
        );
    }
}

#[test]
fn the_cose_key_is_that_of_the_standard() {
    let example = &corpus::l3_vectors()["cose_key_examples"]["es256"];
    let point = [vec![4], bytes(example, "x"), bytes(example, "y")].concat();
    let key = PublicKey::from_raw(Algorithm::Es256, &point).unwrap();
    assert_eq!(key.to_cose().unwrap(), bytes(example, "cose_hex"));
}

#[test]
fn attestation_objects_are_those_of_the_standard() {
    let mut compared = BTreeMap::new();
    for credential in with_own_statement() {
        let expected = bytes(&credential["registration"], "attestationObject");
        assert_eq!(attestation_object(&credential).as_bytes(), expected, "{}", name(&credential));
        let kind = (text(&credential["registration"], "fmt").to_owned(), is_certified(&credential));
        *compared.entry(kind).or_insert(0) += 1;
    }
    let kinds = [(("android-key", true), 1), (("none", false), 4), (("packed", false), 1), (("packed", true), 2)];
    assert_eq!(compared, kinds.map(|((format, certified), count)| ((format.to_owned(), certified), count)).into());
}

#[test]
fn signatures_are_those_of_the_standard() {
    for credential in of_our_algorithms() {
        let vector = &credential["authentication"];
        let signed = assertion_data(&credential).signing_input(&hash(vector));
        let signature = private_key(&credential).sign(&signed);
        assert_eq!(signature, bytes(vector, "signature"), "{}", name(&credential));
        assert_eq!(private_key(&credential).public_key().verify(&signed, &signature), Ok(()), "{}", name(&credential));
    }
}

#[test]
fn registration_responses_are_those_of_the_standard() {
    for credential in with_own_statement() {
        let vector = &credential["registration"];
        let client_data = render_client_data(&credential, "registration", CeremonyType::Create);
        let mut expected = vector["registrationResponseJSON_derived"].clone();
        if text(vector, "clientDataJSON_text").contains("extraData") {
            expected["response"]["clientDataJSON"] = json!(base64url(client_data.json()));
        }
        // What the vectors leave open, and a passkey on a phone says.
        expected["response"]["transports"] = json!(["hybrid", "internal"]);
        expected["authenticatorAttachment"] = json!("platform");
        let response = RegistrationResponse {
            client_data,
            attestation_object: attestation_object(&credential),
            extensions: ClientExtensionResults::default(),
        };
        let rendered: Value = serde_json::from_str(&response.to_json().unwrap()).unwrap();
        assert_eq!(rendered, expected, "{}", name(&credential));
    }
}

#[test]
fn authentication_responses_are_those_of_the_standard() {
    for credential in of_our_algorithms() {
        let vector = &credential["authentication"];
        let client_data = render_client_data(&credential, "authentication", CeremonyType::Get);
        let mut expected = vector["authenticationResponseJSON_derived"].clone();
        if text(vector, "clientDataJSON_text").contains("extraData") {
            expected["response"]["clientDataJSON"] = json!(base64url(client_data.json()));
        }
        // What the vectors leave open, and a passkey on a phone says.
        expected["response"]["userHandle"] = json!("AQID");
        expected["authenticatorAttachment"] = json!("platform");
        let response = AuthenticationResponse {
            credential_id: CredentialId::from_bytes(bytes(&credential["registration"], "credential_id")).unwrap(),
            client_data,
            authenticator_data: assertion_data(&credential),
            signature: bytes(vector, "signature"),
            user_handle: UserHandle::from_bytes([1, 2, 3]).unwrap(),
            extensions: ClientExtensionResults::default(),
        };
        let rendered: Value = serde_json::from_str(&response.to_json().unwrap()).unwrap();
        assert_eq!(rendered, expected, "{}", name(&credential));
    }
}

fn credentials() -> Vec<Value> {
    corpus::l3_vectors()["webauthn_l3"].as_array().unwrap().clone()
}

fn of_our_algorithms() -> Vec<Value> {
    credentials().into_iter().filter(|it| !lists(UNSUPPORTED_ALGORITHMS, it)).collect()
}

fn with_own_statement() -> Vec<Value> {
    of_our_algorithms().into_iter().filter(|it| !lists(UNSUPPORTED_STATEMENTS, it)).collect()
}

fn lists(list: &[(&str, &str)], credential: &Value) -> bool {
    list.iter().any(|(listed, _)| name(credential) == *listed)
}

fn name(credential: &Value) -> String {
    text(credential, "anchor").strip_prefix("sctn-test-vectors-").unwrap().to_owned()
}

fn algorithm(credential: &Value) -> Option<Algorithm> {
    Algorithm::from_cose(credential["registration"]["publicKeyAlgorithm"].as_i64().unwrap())
}

fn private_key(credential: &Value) -> PrivateKey {
    let registration = &credential["registration"];
    // The vector of Ed25519 has its seed under the name of the derivation.
    let member =
        if registration.get("credential_private_key").is_some() { "credential_private_key" } else { "private_key" };
    PrivateKey::from_secret(algorithm(credential).unwrap(), &bytes(registration, member)).unwrap()
}

fn hash(vector: &Value) -> ClientDataHash {
    ClientDataHash::from_bytes(&bytes(vector, "clientDataHash")).unwrap()
}

fn rp_id(credential: &Value) -> RpId {
    RpId::parse(text(credential, "rp_id")).unwrap()
}

/// Renders from what the vector says in its members; whether it was cross-origin is in the text only.
fn render_client_data(credential: &Value, member: &str, ceremony: CeremonyType) -> ClientData {
    let expected: Value = serde_json::from_str(text(&credential[member], "clientDataJSON_text")).unwrap();
    ClientData::render(
        ceremony,
        &bytes(&credential[member], "challenge"),
        text(credential, "origin"),
        expected["crossOrigin"] == true,
        expected.get("topOrigin").map(|origin| origin.as_str().unwrap()),
    )
}

fn registration_data(credential: &Value) -> RegistrationData {
    let vector = &credential["registration"];
    let attested = AttestedCredentialData::new(
        Aaguid::from_bytes(bytes(vector, "aaguid").try_into().unwrap()),
        CredentialId::from_bytes(bytes(vector, "credential_id")).unwrap(),
        private_key(credential).public_key(),
    )
    .unwrap();
    RegistrationData::registration(&rp_id(credential), flags(vector), 0, attested, &ExtensionData::default())
}

fn assertion_data(credential: &Value) -> AssertionData {
    AssertionData::assertion(&rp_id(credential), flags(&credential["authentication"]), 0, &ExtensionData::default())
}

fn flags(vector: &Value) -> Flags {
    let parsed = &vector["authenticatorData_parsed"];
    let is_set = |flag: &str| parsed[flag].as_bool().unwrap();
    let backup = match (is_set("BE"), is_set("BS")) {
        (false, false) => Backup::NotEligible,
        (true, false) => Backup::Eligible,
        (true, true) => Backup::BackedUp,
        (false, true) => panic!("backed up without being eligible"),
    };
    Flags::of_backup(backup).user_present(is_set("UP")).user_verified(is_set("UV"))
}

fn attestation_object(credential: &Value) -> AttestationObject {
    let authenticator_data = registration_data(credential);
    let client_data_hash = hash(&credential["registration"]);
    let signed = authenticator_data.signing_input(&client_data_hash);
    let key = private_key(credential);
    let subject = Subject {
        data: &authenticator_data,
        client_data_hash: &client_data_hash,
        names_device: false,
        // 2025: the certificates are valid from 2024 to 3024.
        now: Timestamp::from_millis(1_750_000_000_000),
    };
    let statement = match text(&credential["registration"], "fmt") {
        "none" => Statement::None,
        "packed" if !is_certified(credential) => {
            Statement::PackedSelf { algorithm: key.public_key().algorithm(), signature: key.sign(&signed) }
        }
        "packed" => {
            // The attestation key of each of them is on P-256.
            let attesting = bytes(&credential["registration"], "attestation_private_key");
            let attesting = PrivateKey::from_secret(Algorithm::Es256, &attesting).unwrap();
            let signature = attesting.sign(&signed);
            HostAttestation::Packed { signature, chain: chain(credential) }.verify(&subject, &[]).unwrap()
        }
        "android-key" => {
            HostAttestation::AndroidKey { chain: chain(credential) }.verify(&subject, &key.sign(&signed)).unwrap()
        }
        other => panic!("no statement of format {other}"),
    };
    AttestationObject::new(authenticator_data, &statement).unwrap()
}

fn is_certified(credential: &Value) -> bool {
    credential["registration"]["attStmt_parsed"].get("x5c").is_some()
}

fn chain(credential: &Value) -> CertificateChain {
    let certificates = credential["registration"]["attStmt_parsed"]["x5c"].as_array().unwrap();
    CertificateChain::from_der(certificates.iter().map(|certificate| bytes(certificate, "der_hex")).collect()).unwrap()
}

fn base64url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
