//! Promises of the `prf` extension. Expected values are the standard's (WebAuthn L3, section 16.3), and a browser's in
//! `chromium`.

mod chromium;

use serde_json::{Value, json};

use super::{CreationPrf, InvalidPrfSalt, PrfInputs, PrfResults, PrfSalt, RequestPrf};
use crate::corpus::{bytes, l3_vectors};
use crate::id::CredentialId;
use crate::secret::SecretKey;

fn id(byte: u8) -> CredentialId {
    CredentialId::from_bytes([byte]).unwrap()
}

fn seed(byte: u8) -> SecretKey {
    SecretKey::copy_from(&[byte; 32]).unwrap()
}

fn at(first: &[u8], second: Option<&[u8]>) -> PrfInputs {
    PrfInputs { first: PrfSalt::from_input(first), second: second.map(PrfSalt::from_input) }
}

fn shown(results: &PrfResults) -> (Vec<u8>, Option<Vec<u8>>) {
    (results.first.expose().to_vec(), results.second.as_ref().map(|second| second.expose().to_vec()))
}

#[test]
fn inputs_become_the_salts_and_the_values_of_the_standard_s_vectors() {
    let vectors = l3_vectors();
    let vectors = &vectors["prf_ctap2_hmac_secret"];
    let seed = SecretKey::copy_from(&bytes(&vectors["shared"], "authenticator_cred_random")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let optional = |member| case.get(member).map(|_| bytes(case, member));
        let inputs = at(&bytes(case, "prf_eval_first"), optional("prf_eval_second").as_deref());
        assert_eq!(inputs.first.0.expose().as_slice(), bytes(case, "salt1"));
        assert_eq!(inputs.second.as_ref().map(|salt| salt.0.expose().to_vec()), optional("salt2"));
        let expected = (bytes(case, "prf_results_first"), optional("prf_results_second"));
        let output = CreationPrf { eval: Some(inputs.clone()) }.output(Some(&seed));
        assert_eq!(output.results.as_ref().map(shown), Some(expected.clone()));
        let output = RequestPrf { eval: Some(inputs), by_credential: Vec::new() }.output(&id(1), Some(&seed));
        assert_eq!(output.results.as_ref().map(shown), Some(expected));
    }
}

#[test]
fn a_salt_that_arrives_hashed_is_not_hashed_again() {
    let vectors = l3_vectors();
    let case = &vectors["prf_ctap2_hmac_secret"]["cases"][0];
    let hashed = PrfSalt::from_hashed(&bytes(case, "salt1")).unwrap();
    assert_eq!(hashed, PrfSalt::from_input(&bytes(case, "prf_eval_first")));
    for length in [0, 31, 33] {
        assert_eq!(PrfSalt::from_hashed(&vec![1; length]), Err(InvalidPrfSalt), "{length} bytes");
    }
}

/// The outputs that section 16.3 allows, as JSON.
#[test]
fn the_answer_has_the_members_of_the_standard_and_no_others() {
    let seed = seed(1);
    let creation = |eval: Option<PrfInputs>, seed| serde_json::to_value(CreationPrf { eval }.output(seed)).unwrap();
    let members =
        |value: &Value| value["results"].as_object().map(|results| results.keys().cloned().collect::<Vec<_>>());
    assert_eq!(creation(None, Some(&seed)), json!({ "enabled": true }));
    assert_eq!(creation(Some(at(b"a", None)), None), json!({ "enabled": true }));
    let both = creation(Some(at(b"a", Some(b"b"))), Some(&seed));
    assert_eq!((&both["enabled"], members(&both)), (&json!(true), Some(vec!["first".into(), "second".into()])));
    let request =
        |eval, seed| serde_json::to_value(RequestPrf { eval, by_credential: Vec::new() }.output(&id(1), seed)).unwrap();
    assert_eq!(request(None, Some(&seed)), json!({}));
    assert_eq!(request(Some(at(b"a", None)), None), json!({}));
    let one = request(Some(at(b"a", None)), Some(&seed));
    assert_eq!((one.get("enabled"), members(&one)), (None, Some(vec!["first".into()])));
}

#[test]
fn a_passkey_s_own_entry_goes_before_what_is_for_all() {
    let seed = seed(1);
    let prf = RequestPrf { eval: Some(at(b"all", None)), by_credential: vec![(id(2), at(b"own", Some(b"more")))] };
    let value = |input: &[u8]| CreationPrf { eval: Some(at(input, None)) }.output(Some(&seed)).results.unwrap();
    let output = prf.output(&id(2), Some(&seed)).results.unwrap();
    assert_eq!(shown(&output), (shown(&value(b"own")).0, Some(shown(&value(b"more")).0)));
    let output = prf.output(&id(1), Some(&seed)).results.unwrap();
    assert_eq!(shown(&output), shown(&value(b"all")));
    let prf = RequestPrf { eval: None, ..prf };
    assert!(prf.evaluates(&id(2)) && !prf.evaluates(&id(1)) && prf.may_evaluate());
    assert!(prf.output(&id(1), Some(&seed)).results.is_none());
}

#[test]
fn debug_shows_no_salt_and_no_value() {
    let inputs = at(b"a", Some(b"b"));
    let output = CreationPrf { eval: Some(inputs.clone()) }.output(Some(&seed(1)));
    assert_eq!(format!("{inputs:?}"), "PrfInputs { first: PrfSalt, second: Some(PrfSalt) }");
    assert_eq!(format!("{output:?}"), "PrfOutput { enabled: Some(true), results: Some(PrfResults(2)) }");
}
