//! Promises of each algorithm through whole ceremonies.

use serde_json::Value;

use super::world::{World, caller, creation, creation_json, request, request_json};
use crate::ceremony::{Consent, ConsentedGet, Created};
use crate::error::Error;
use crate::key::{Algorithm, PublicKey};
use crate::webauthn::options::{Algorithms, Attestation};

fn create(world: &World, algorithms: &[i64]) -> Result<Created, Error> {
    let mut options = creation(&creation_json("AQ", ""));
    options.algorithms = Algorithms::from_cose(algorithms.to_vec());
    options.attestation = Attestation::Direct;
    let plan = world.provider.begin_create(&options, &caller(), world.model)?;
    Ok(world.provider.finish_create(super::world::beside(plan)?.consent(Consent::Present)?)?.value)
}

#[test]
fn every_algorithm_registers_and_signs_in() {
    for algorithm in Algorithm::ALL {
        let world = World::new();
        let created = create(&world, &[algorithm.cose()]).unwrap();
        let key = &created.passkey.metadata.public_key;
        assert_eq!(key.algorithm(), *algorithm);
        let response: Value = serde_json::from_str(&created.response.to_json().unwrap()).unwrap();
        let response = &response["response"];
        assert_eq!(response["publicKeyAlgorithm"], algorithm.cose());
        // WebAuthn L3, section 5.2.1.1: a client has one for ES256 and Ed25519, and Chromium none for ML-DSA.
        let has_spki = algorithm.cose() > -48;
        assert_eq!(response.get("publicKey").is_some(), has_spki);
        if has_spki {
            let spki = bytes_of_base64url(&response["publicKey"]);
            assert!(PublicKey::from_spki(*algorithm, &spki).unwrap() == *key);
        }
        // Packed self attestation names the algorithm and is signed with it (section 8.2).
        let object = bytes_of_base64url(&response["attestationObject"]);
        let object: ciborium::Value = ciborium::from_reader(object.as_slice()).unwrap();
        let statement = member(&object, "attStmt");
        assert_eq!(member(statement, "alg").as_integer().unwrap(), algorithm.cose().into());
        let signed = created.response.attestation_object.authenticator_data();
        let signed = signed.signing_input(created.response.client_data.hash());
        assert_eq!(key.verify(&signed, member(statement, "sig").as_bytes().unwrap()), Ok(()));

        // Another process knows the algorithm from the store alone.
        let provider = world.reopened();
        let plan = provider.begin_get(&request(&request_json("")), &caller()).unwrap();
        let id = created.passkey.metadata.credential_id.clone();
        let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(Consent::Present).unwrap() else {
            panic!("a sealed passkey was expected")
        };
        let asserted = provider.finish_get(plan).unwrap().value;
        assert_eq!(asserted.passkey.metadata.public_key.algorithm(), *algorithm);
        let signed = asserted.response.authenticator_data.signing_input(asserted.response.client_data.hash());
        assert_eq!(key.verify(&signed, &asserted.response.signature), Ok(()));
    }
}

/// WebAuthn L3, section 6.3.2, step 7: the relying party's order.
#[test]
#[cfg(all(feature = "ed25519", feature = "ml-dsa"))]
fn the_first_algorithm_of_the_list_that_the_core_makes_is_made() {
    let world = World::new();
    for (list, expected) in [
        (vec![-48, -8, -7], Algorithm::MlDsa44),
        (vec![-257, -35, -50, -7], Algorithm::MlDsa87),
        (vec![-8, -7, -257], Algorithm::EdDsa),
        (vec![-19, -8], Algorithm::Ed25519),
        (vec![-9, -7], Algorithm::Esp256),
        (vec![-7, -48], Algorithm::Es256),
        (vec![], Algorithm::Es256),
    ] {
        let created = create(&world, &list).unwrap();
        assert_eq!(created.passkey.metadata.public_key.algorithm(), expected, "{list:?}");
    }
    assert!(matches!(create(&world, &[-257, -35, -53]), Err(Error::UnsupportedAlgorithm)));
}

fn bytes_of_base64url(text: &Value) -> Vec<u8> {
    use base64::Engine;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}

fn member<'a>(map: &'a ciborium::Value, name: &str) -> &'a ciborium::Value {
    &map.as_map().unwrap().iter().find(|(key, _)| key.as_text() == Some(name)).unwrap().1
}
