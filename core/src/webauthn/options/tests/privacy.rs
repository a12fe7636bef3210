//! What never gets into reports, messages and logs.

use super::*;

/// Values that would be seen if they leaked: none is a word of a message.
const NAME: &str = "zoe.quixote@example.net";
const DISPLAY_NAME: &str = "Zoe Quixote";
const HANDLE: &str = "em9lLXF1aXhvdGU=";
const CHALLENGE: &str = "cXVpeG90ZS1jaGFsbGVuZ2U=";
const ID: &str = "cXVpeG90ZS1pZA==";

fn personal() -> Value {
    json!({
        "rp": { "id": "example.org", "name": "Example" },
        "user": { "id": HANDLE, "name": NAME, "displayName": DISPLAY_NAME },
        "challenge": CHALLENGE,
        "pubKeyCredParams": [{ "type": "public-key", "alg": "-7" }],
        "excludeCredentials": [{ "id": ID }],
        "attestation": NAME,
        "extensions": { "prf": { "evalByCredential": { (ID): { "first": CHALLENGE } } } },
    })
}

fn assert_silent(text: &str) {
    let bytes = ["zoe-quixote", "quixote-challenge", "quixote-id"].map(|value| format!("{:?}", value.as_bytes()));
    for secret in [NAME, DISPLAY_NAME, HANDLE, CHALLENGE, ID, "em9lLXF1", "cXVpeG90"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    for secret in bytes {
        assert!(!text.contains(secret.trim_matches(['[', ']'])), "{secret} in {text}");
    }
}

#[test]
fn debug_shows_no_names_handles_challenges_or_ids() {
    let understood = create(&personal()).unwrap();
    assert!(understood.repairs.len() >= 6, "{:?}", understood.repairs);
    assert_silent(&format!("{understood:?}"));
    assert_silent(&format!("{understood:#?}"));
    let request = json!({ "challenge": CHALLENGE, "allowCredentials": [ID] });
    assert_silent(&format!("{:?}", get(&request).unwrap()));
}

#[test]
fn refusals_show_no_value_of_the_request() {
    let secrets = [json!(NAME), json!([NAME]), json!({ (NAME): NAME }), json!({ (ID): 1 }), json!(HANDLE)];
    for path in ["rp", "rp.id", "user", "user.id", "challenge", "pubKeyCredParams", "excludeCredentials"] {
        for secret in &secrets {
            for outcome in [
                create(&with(personal(), path, secret.clone())),
                create_strictly(&with(personal(), path, secret.clone())),
            ] {
                if let Err(error) = outcome {
                    assert_silent(&error.to_string());
                    assert_silent(&format!("{error:?}"));
                }
            }
        }
    }
    let twice = format!("{{\"{ID}\":1,\"{ID}\":2}}");
    assert_silent(&parse_creation_options(twice.as_bytes(), Mode::Tolerant).unwrap_err().to_string());
    let deep = format!("{}{}", format!("{{\"{NAME}\":").repeat(20), "1");
    assert_silent(&parse_creation_options(deep.as_bytes(), Mode::Tolerant).unwrap_err().to_string());
    assert_silent(
        &parse_creation_options(format!("{{\"a\":{NAME}").as_bytes(), Mode::Tolerant).unwrap_err().to_string(),
    );
}
