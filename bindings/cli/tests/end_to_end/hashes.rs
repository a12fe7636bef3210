//! Platforms that keep the client data to themselves and hand over its hash.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::bytes::to_base64url;
use crate::command::{Ran, Sandbox};
use crate::relying_party::{Account, RelyingParty, Verification};

const ORIGIN: &str = "https://example.com";

/// Client data as a browser renders it (WebAuthn L3, section 5.8.1.1).
fn client_data(ceremony: &str, options: &str) -> String {
    let options: Value = serde_json::from_str(options).unwrap();
    let challenge = options["challenge"].as_str().unwrap();
    format!(r#"{{"type":"webauthn.{ceremony}","challenge":"{challenge}","origin":"{ORIGIN}","crossOrigin":false}}"#)
}

fn hex_of_hash(client_data: &str) -> String {
    Sha256::digest(client_data).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The response with the client data put in by the platform, as browsers on Android do.
fn with_client_data(ran: &Ran, client_data: &str) -> String {
    assert_eq!(ran.status, 0, "{ran:?}");
    let mut response: Value = serde_json::from_str(&ran.stdout).unwrap();
    response["response"]["clientDataJSON"] = json!(to_base64url(client_data.as_bytes()));
    response.to_string()
}

#[test]
fn a_signature_over_the_platforms_hash_fits_the_platforms_client_data() {
    for caller in [["--origin", ORIGIN], ["--rp-id", "example.com"]] {
        let sandbox = Sandbox::new();
        let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
        let run = |command: &str, options: &str, client_data: &str| {
            let hash = hex_of_hash(client_data);
            let args = [command, caller[0], caller[1], "--client-data-hash", &hash, "--verified", "biometric"];
            with_client_data(&sandbox.run(&args, options), client_data)
        };
        let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
        let data = client_data("create", &options);
        server.finish_registration(&run("create", &options, &data)).unwrap();

        let options = server.begin_sign_in(Verification::Required).unwrap();
        let data = client_data("get", &options);
        server.finish_sign_in(&run("get", &options, &data)).unwrap();

        // And the placeholder that the provider put in signs nothing.
        let options = server.begin_sign_in(Verification::Required).unwrap();
        let hash = hex_of_hash(&client_data("get", &options));
        let args = ["get", caller[0], caller[1], "--client-data-hash", &hash, "--verified", "biometric"];
        assert!(server.finish_sign_in(&sandbox.answer(&args, &options)).is_err());
    }
}

#[test]
fn a_platform_that_checked_the_caller_must_hand_over_a_hash() {
    let sandbox = Sandbox::new();
    sandbox.run(&["create", "--rp-id", "example.com", "--approve"], "{}").assert_refused(2, "usage");
    for hash in ["", "00", &"0".repeat(63), &"0".repeat(66), &"g".repeat(64)] {
        let args = ["create", "--rp-id", "example.com", "--client-data-hash", hash, "--approve"];
        sandbox.run(&args, "{}").assert_refused(2, "usage");
    }
}
