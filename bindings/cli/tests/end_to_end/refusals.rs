//! What is refused, how that is told, and with which exit status.

use crate::command::{Sandbox, binary, corpus, run};
use crate::relying_party::{Account, RelyingParty, Verification};

const ORIGIN: &str = "https://example.com";

fn options(verification: Verification) -> String {
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    server.begin_registration(&Account::new("ada", "Ada"), verification).unwrap()
}

#[test]
fn a_wrong_command_line_is_a_usage_error() {
    let sandbox = Sandbox::new();
    let wrong: [&[&str]; 8] = [
        &[],
        &["no-such-command"],
        &["create"],
        &["create", "--origin", "example.com", "--approve"],
        &["create", "--origin", ORIGIN, "--rp-id", "example.com", "--approve"],
        &["create", "--origin", ORIGIN, "--approve", "--decline"],
        &["show", "!"],
        &["--at", "yesterday", "list"],
    ];
    for args in wrong {
        sandbox.run(args, "{}").assert_refused(2, "usage");
    }
}

#[test]
fn nobody_to_ask_is_a_usage_error_of_its_own() {
    let sandbox = Sandbox::new();
    for command in ["create", "get"] {
        sandbox
            .run(&[command, "--origin", ORIGIN], &options(Verification::Required))
            .assert_refused(2, "consent_required");
    }
}

#[test]
fn required_verification_is_not_had_by_a_gesture() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["create", "--origin", ORIGIN, "--approve"], &options(Verification::Required));
    ran.assert_refused(1, "verification_required");
    assert_eq!(ran.error()["dom_exception"], "NotAllowedError");
    assert!(sandbox.json(&["list"])["passkeys"].as_array().unwrap().is_empty());
}

#[test]
fn refusals_name_the_exception_that_a_page_sees() {
    let sandbox = Sandbox::new();
    let good = options(Verification::Discouraged);
    let mut unsupported: serde_json::Value = serde_json::from_str(&good).unwrap();
    unsupported["pubKeyCredParams"] = serde_json::json!([{ "type": "public-key", "alg": -65535 }]);
    let mut demanding: serde_json::Value = serde_json::from_str(&good).unwrap();
    demanding["extensions"] = serde_json::json!({
        "credentialProtectionPolicy": "of a later standard", "enforceCredentialProtectionPolicy": true
    });
    let table: [(&str, &str, String, &str, &str); 6] = [
        ("create", "https://example.org", good.clone(), "caller_refused", "SecurityError"),
        ("create", "https://evil-example.com", good.clone(), "caller_refused", "SecurityError"),
        ("create", ORIGIN, "not json".to_owned(), "invalid_options", "TypeError"),
        ("create", ORIGIN, demanding.to_string(), "invalid_options", "NotSupportedError"),
        ("create", ORIGIN, unsupported.to_string(), "unsupported_algorithm", "NotSupportedError"),
        ("get", ORIGIN, r#"{"challenge":"AAECAwQFBgcICQoLDA0ODw"}"#.to_owned(), "no_passkey", "NotAllowedError"),
    ];
    for (command, origin, options, code, exception) in table {
        let ran = sandbox.run(&[command, "--origin", origin, "--approve"], &options);
        ran.assert_refused(1, code);
        if options != "not json" {
            assert_eq!(ran.error()["dom_exception"], exception);
        }
    }
}

#[test]
fn more_than_a_mebibyte_of_options_is_refused() {
    let sandbox = Sandbox::new();
    let padded = format!("{}{}", options(Verification::Discouraged), " ".repeat(1024 * 1024));
    sandbox.run(&["inspect", "create"], &padded).assert_refused(1, "invalid_options");
    let long = format!("{}{}", options(Verification::Discouraged), " ".repeat(16 * 1024 * 1024));
    sandbox.run(&["inspect", "create"], &long).assert_refused(1, "invalid_options");
}

#[test]
fn strict_refuses_what_tolerant_repairs() {
    let sandbox = Sandbox::new();
    let wrapped = corpus("get-auth0-wrapped.json");
    sandbox.answer(&["inspect", "get"], &wrapped);
    sandbox.run(&["inspect", "get", "--strict"], &wrapped).assert_refused(1, "invalid_options");
}

#[test]
fn without_a_key_store_it_says_so_and_writes_nothing() {
    let sandbox = Sandbox::new();
    let mut command = std::process::Command::new(binary());
    command.arg("--store").arg(sandbox.store()).arg("list");
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent").env_remove("PASSKEY_PROVIDER_KEYRING");
    let ran = run(&mut command, "");
    ran.assert_refused(3, "key_store_unavailable");
    assert!(!sandbox.store().join("passkeys.db").exists());
    assert!(!sandbox.store().join("device-key").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_the_environments_fault() {
    let sandbox = Sandbox::new();
    let file = sandbox.beside("file");
    std::fs::write(&file, "").unwrap();
    let store = file.join("store");
    let mut command = std::process::Command::new(binary());
    command.args(["--keys", "file", "--store"]).arg(&store).arg("list");
    run(&mut command, "").assert_refused(3, "file_unavailable");
}
