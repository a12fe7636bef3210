//! `inspect`: what was understood of real options.

use serde_json::{Value, json};

use crate::bytes::{parse_base64url, parse_hex};
use crate::command::{Sandbox, corpus};

const MEMBERS: [&str; 14] = [
    "algorithms",
    "allow",
    "attestation",
    "authenticator_attachment",
    "challenge",
    "exclude",
    "extensions",
    "kind",
    "repairs",
    "resident_key",
    "rp_id",
    "timeout_ms",
    "user",
    "user_verification",
];

fn inspect(kind: &str, file: &str) -> Value {
    let sandbox = Sandbox::new();
    let seen = serde_json::from_str(&sandbox.answer(&["--json", "inspect", kind], &corpus(file))).unwrap();
    assert!(!sandbox.store().exists(), "inspecting made a store");
    seen
}

#[test]
fn every_file_of_the_corpus_is_understood_as_its_index_says() {
    let index: Value = serde_json::from_str(&corpus("index.json")).unwrap();
    for entry in index["files"].as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        let expected = &entry["expected_lenient"];
        let seen = inspect(entry["kind"].as_str().unwrap(), file);
        let names: Vec<&String> = seen.as_object().unwrap().keys().collect();
        assert_eq!(names, MEMBERS, "{file}");
        let bytes = |value: &Value| value.as_str().map(|text| parse_base64url(text).unwrap());
        let hex = |value: &Value| value.as_str().map(|text| parse_hex(text).unwrap());
        if expected["challenge_hex"].is_string() {
            assert_eq!(bytes(&seen["challenge"]), hex(&expected["challenge_hex"]), "{file}");
        }
        if let Some(length) = expected["challenge_len"].as_u64() {
            assert_eq!(bytes(&seen["challenge"]).unwrap().len(), usize::try_from(length).unwrap(), "{file}");
        }
        if expected["user_id_hex"].is_string() {
            assert_eq!(bytes(&seen["user"]["id"]), hex(&expected["user_id_hex"]), "{file}");
        }
        for (ours, theirs) in [
            (&seen["rp_id"], "rp_id"),
            (&seen["timeout_ms"], "timeout_ms"),
            (&seen["user"]["display_name"], "user_display_name"),
            (&seen["algorithms"], "algs_in_order"),
            (&seen["resident_key"], "resident_key"),
            (&seen["user_verification"], "user_verification"),
            (&seen["attestation"], "attestation"),
            (&seen["authenticator_attachment"], "authenticator_attachment"),
        ] {
            if let Some(theirs) = expected.get(theirs) {
                assert_eq!(ours, theirs, "{file}");
            }
        }
    }
}

#[test]
fn every_reading_of_an_ambiguous_id_is_shown() {
    let index: Value = serde_json::from_str(&corpus("index.json")).unwrap();
    let mut looked_at = 0;
    for entry in index["files"].as_array().unwrap() {
        let file = entry["file"].as_str().unwrap();
        let seen = inspect(entry["kind"].as_str().unwrap(), file);
        for (list, expected) in [("exclude", "exclude_id_readings"), ("allow", "allow_id_readings")] {
            let Some(expected) = entry["expected_lenient"][expected].as_array() else { continue };
            let shown = seen[list].as_array().unwrap();
            assert_eq!(shown.len(), expected.len(), "{file}");
            for (shown, expected) in shown.iter().zip(expected) {
                let readings: Vec<Vec<u8>> = shown["readings"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|reading| parse_base64url(reading.as_str().unwrap()).unwrap())
                    .collect();
                for reading in expected.as_array().unwrap() {
                    assert!(readings.contains(&parse_hex(reading.as_str().unwrap()).unwrap()), "{file}");
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 0);
}

#[test]
fn a_repair_says_where_what_and_how() {
    let seen = inspect("get", "get-auth0-wrapped.json");
    let repairs = seen["repairs"].as_array().unwrap();
    assert!(!repairs.is_empty());
    for repair in repairs {
        assert!(repair["path"].as_str().unwrap().starts_with('$'));
        assert!(repair["found"].is_string() && repair["used"].is_string());
    }
    assert_eq!(inspect("create", "create-py-webauthn-full.json")["repairs"], json!([]));
}
