//! What a browser made of the same JSON, with the same seed.

use serde_json::{Value, json};

use crate::corpus::hex;
use crate::id::CredentialId;
use crate::secret::SecretKey;
use crate::webauthn::options::{Mode, parse_creation_options, parse_request_options};

const TABLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tables/prf_chromium.tsv"));

struct Row {
    call: &'static str,
    user_verification: &'static str,
    id: &'static str,
    seed: SecretKey,
    asked: Value,
    answered: Value,
}

fn rows() -> Vec<Row> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [call, user_verification, id, seed, asked, answered] = cells[..] else { panic!("six cells: {line}") };
        let [asked, answered] = [asked, answered].map(|text| serde_json::from_str(text).unwrap());
        Row { call, user_verification, id, seed: SecretKey::copy_from(&hex(seed)).unwrap(), asked, answered }
    };
    lines.map(row).collect()
}

#[test]
fn from_a_browser_s_seed_come_its_values_and_its_json() {
    let rows = rows();
    assert_eq!(rows.len(), 38);
    let everyone: Vec<Value> = rows.iter().map(|row| json!({ "type": "public-key", "id": row.id })).collect();
    for Row { call, user_verification, id, seed, asked, answered } in &rows {
        let output = match *call {
            "create" => {
                let options = json!({
                    "rp": { "id": "localhost", "name": "" },
                    "user": { "id": "AQ", "name": "", "displayName": "" },
                    "challenge": "AA",
                    "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
                    "authenticatorSelection": { "userVerification": user_verification },
                    "extensions": { "prf": asked },
                });
                let options = parse_creation_options(options.to_string().as_bytes(), Mode::Strict).unwrap().options;
                options.extensions.results(Some(seed)).prf
            }
            "get" => {
                let options = json!({
                    "rpId": "localhost",
                    "challenge": "AA",
                    "userVerification": user_verification,
                    "allowCredentials": everyone,
                    "extensions": { "prf": asked },
                });
                let options = parse_request_options(options.to_string().as_bytes(), Mode::Strict).unwrap().options;
                let id = CredentialId::from_base64url(id).unwrap();
                options.extensions.results(&id, Some(seed), None).prf
            }
            other => panic!("no call of this name: {other}"),
        };
        assert_eq!(serde_json::to_value(output).unwrap(), *answered, "{call} {id} {asked}");
    }
}
