//! The store across processes: what lasts, what it says of itself, and what it does without its
//! keys.

use serde_json::{Value, json};

use crate::authenticator_data::AuthenticatorData;
use crate::bytes::parse_base64url;
use crate::command::{Sandbox, binary, corpus, run};
use crate::relying_party::{Account, RelyingParty, Verification};

const ORIGIN: &str = "https://example.com";
const VERIFIED: [&str; 4] = ["--origin", ORIGIN, "--verified", "biometric"];

/// A sandbox with one passkey, the server that accepted it, and the passkey's id.
fn registered(global: &[&str]) -> (Sandbox, RelyingParty, String) {
    let sandbox = Sandbox::with(global);
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let response = sandbox.answer(&[&["create"], VERIFIED.as_slice()].concat(), &options);
    let id = server.finish_registration(&response).unwrap().credential_id;
    (sandbox, server, id)
}

fn sign_in(sandbox: &Sandbox, server: &mut RelyingParty) -> u32 {
    let options = server.begin_sign_in(Verification::Required).unwrap();
    let response = sandbox.answer(&[&["get"], VERIFIED.as_slice()].concat(), &options);
    server.finish_sign_in(&response).unwrap().counter
}

#[test]
fn a_passkey_is_listed_shown_renamed_and_deleted() {
    let (sandbox, mut server, id) = registered(&["--at", "2026-11-21T10:00:00Z"]);
    let shown = sandbox.json(&["show", &id]);
    assert_eq!(sandbox.json(&["list"])["passkeys"], json!([shown]));
    assert_eq!(shown["rp_id"], "example.com");
    assert_eq!((&shown["created"], &shown["last_used"]), (&"2026-11-21T10:00:00Z".into(), &Value::Null));
    assert_eq!((&shown["backup_flags"], &shown["custody"]), (&"device_bound".into(), &"sealed".into()));

    sandbox.answer(&["rename", &id, "work laptop"], "");
    assert_eq!(sandbox.json(&["candidates", "example.com"])[0]["label"], "work laptop");
    assert!(sandbox.answer(&["list"], "").contains("work laptop"));
    sandbox.answer(&["rename", &id, ""], "");
    assert_eq!(sandbox.json(&["show", &id])["label"], Value::Null);

    sign_in(&sandbox, &mut server);
    assert_eq!(sandbox.json(&["show", &id])["last_used"], "2026-11-21T10:00:00Z");
    assert_eq!(sandbox.json(&["show", &id])["last_verification"], "biometric");
    assert_eq!(sandbox.json(&["candidates", "login.example.com"]), json!([]));

    sandbox.answer(&["delete", &id], "");
    sandbox.run(&["show", "AAAA"], "").assert_refused(1, "unknown_passkey");
    sandbox.run(&["delete", "AAAA"], "").assert_refused(1, "unknown_passkey");
    assert_eq!(sandbox.json(&["candidates", "example.com"]), json!([]));
    assert_eq!(sandbox.json(&["list"])["passkeys"], json!([]));
}

#[cfg(unix)]
#[test]
fn files_of_secrets_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;

    let sandbox = Sandbox::new();
    let gate = sandbox.beside("gate");
    sandbox.answer(&["--gate", gate.to_str().unwrap(), "list"], "");
    for path in [sandbox.store().join("device-key"), gate] {
        let metadata = std::fs::metadata(path).unwrap();
        assert_eq!((metadata.permissions().mode() & 0o777, metadata.len()), (0o600, 32));
    }
    assert_eq!(std::fs::metadata(sandbox.store()).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_store_without_its_device_key_is_stranded_and_whole() {
    let (sandbox, mut server, _) = registered(&[]);
    let key = sandbox.store().join("device-key");
    let kept = sandbox.beside("device-key");
    std::fs::rename(&key, &kept).unwrap();
    sandbox.run(&["list"], "").assert_refused(3, "stranded");
    let check = sandbox.run(&["--json", "check"], "");
    assert_eq!(check.status, 1, "{check:?}");
    let health: Value = serde_json::from_str(&check.stdout).unwrap();
    assert_eq!((&health["state"], &health["passkeys"]), (&"stranded".into(), &1.into()));
    assert!(!key.exists(), "a key was made for a store that has one");

    std::fs::rename(&kept, &key).unwrap();
    assert_eq!(sandbox.json(&["check"])["state"], "ok");
    sign_in(&sandbox, &mut server);
}

#[test]
fn a_copy_from_an_earlier_day_does_not_sign_until_it_is_accepted() {
    let (sandbox, mut server, _) = registered(&[]);
    let copy = sandbox.beside("copy");
    sandbox.copy_store(&copy);
    for _ in 0..3 {
        sign_in(&sandbox, &mut server);
    }
    for entry in std::fs::read_dir(sandbox.store()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with("passkeys.db") {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
    for entry in std::fs::read_dir(&copy).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), sandbox.store().join(entry.file_name())).unwrap();
    }
    assert_eq!(sandbox.json(&["list"])["passkeys"].as_array().unwrap().len(), 1);
    let options = server.begin_sign_in(Verification::Required).unwrap();
    sandbox.run(&[&["get"], VERIFIED.as_slice()].concat(), &options).assert_refused(3, "rolled_back");
    let check = sandbox.run(&["--json", "check"], "");
    assert_eq!(check.status, 1);
    assert_eq!(serde_json::from_str::<Value>(&check.stdout).unwrap()["state"], "rolled_back");

    sandbox.answer(&["check", "--accept-rollback"], "");
    // The server kept 3: an answer that counted from the copy would look like a clone.
    assert!(sign_in(&sandbox, &mut server) > 3);
    sandbox.answer(&["check"], "");
}

#[test]
fn a_gated_store_lists_without_its_gate_and_signs_only_with_it() {
    let sandbox = Sandbox::new();
    let gate = sandbox.beside("gate");
    let other = sandbox.beside("other");
    std::fs::write(&other, format!("{}\n", "5a".repeat(32))).unwrap();
    let gate = ["--gate", gate.to_str().unwrap()];
    let wrong = ["--gate", other.to_str().unwrap()];
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let report = sandbox.beside("report");
    let reported = ["--report", report.to_str().unwrap()];
    let args = [&["create"], gate.as_slice(), reported.as_slice(), VERIFIED.as_slice()].concat();
    server.finish_registration(&sandbox.answer(&args, &options)).unwrap();
    let written: Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!(written["verification"], "gate");

    assert_eq!(sandbox.json(&["candidates", "example.com"]).as_array().unwrap().len(), 1);
    assert_eq!(sandbox.json(&["check"])["gated"], true);
    let options = server.begin_sign_in(Verification::Required).unwrap();
    let get = |gate: &[&str]| sandbox.run(&[&["get"], gate, VERIFIED.as_slice()].concat(), &options);
    get(&[]).assert_refused(1, "gate_required");
    get(&wrong).assert_refused(1, "wrong_gate");
    let ran = get(&gate);
    server.finish_sign_in(&ran.stdout).unwrap();
    assert_eq!(AuthenticatorData::of_response(&ran.stdout).unwrap().counter(), 1);
}

#[test]
fn a_gate_is_made_for_a_new_store_only() {
    let (sandbox, ..) = registered(&[]);
    let gate = sandbox.beside("gate");
    let ran = sandbox.run(&["--gate", gate.to_str().unwrap(), "list"], "");
    ran.assert_refused(3, "file_unavailable");
    assert!(!gate.exists());
}

#[test]
fn memory_lives_for_one_process() {
    let sandbox = Sandbox::new();
    let memory = ["--keys", "memory"];
    let command = |args: &[&str], stdin: &str| {
        let mut command = std::process::Command::new(binary());
        command.args(memory).arg("--store").arg(sandbox.store()).args(args);
        run(&mut command, stdin)
    };
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let ran = command(&[&["create"], VERIFIED.as_slice()].concat(), &options);
    server.finish_registration(&ran.stdout).unwrap();
    let listed: Value = serde_json::from_str(&command(&["--json", "list"], "").stdout).unwrap();
    assert_eq!(listed["passkeys"], json!([]));
    assert!(!sandbox.store().exists());
}

#[test]
fn keys_in_a_file_come_with_a_warning_to_a_person() {
    let sandbox = Sandbox::new();
    assert!(sandbox.run(&["list"], "").stderr.starts_with("warning: "));
    assert_eq!(sandbox.run(&["--json", "list"], "").stderr, "");
}

#[test]
fn two_processes_that_make_one_store_at_once_agree_on_its_key() {
    let sandbox = Sandbox::new();
    let children: Vec<_> = (0..4)
        .map(|_| {
            let mut command = sandbox.command();
            command.args(["--json", "list"]).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
}

#[test]
fn microsofts_own_requests_are_answered() {
    let origin = "https://login.microsoft.com";
    for file in
        ["create-msal-android.json", "create-entra-graph-beta-2024.json", "create-entra-graph-mixed-id-encodings.json"]
    {
        let sandbox = Sandbox::new();
        let args = ["create", "--origin", origin, "--verified", "biometric"];
        let created: Value = serde_json::from_str(&sandbox.answer(&args, &corpus(file))).unwrap();

        // Their sign-in request lists passkeys of their account: here it is ours.
        let mut options: Value = serde_json::from_str(&corpus("get-msal-android-allowlist.json")).unwrap();
        let args = ["get", "--origin", origin, "--verified", "biometric"];
        sandbox.run(&args, &options.to_string()).assert_refused(1, "no_passkey");
        options["allowCredentials"][1]["id"] = created["id"].clone();
        let asserted: Value = serde_json::from_str(&sandbox.answer(&args, &options.to_string())).unwrap();
        assert_eq!(asserted["id"], created["id"]);
        assert!(verifies(&created, &asserted), "{file}");
    }
}

/// Verifies an assertion with the key of a registration (WebAuthn L3, section 7.2, steps 20, 21).
fn verifies(created: &Value, asserted: &Value) -> bool {
    use p256::ecdsa::signature::Verifier as _;
    use p256::pkcs8::DecodePublicKey as _;
    use sha2::Digest as _;

    let bytes = |value: &Value| parse_base64url(value.as_str().unwrap()).unwrap();
    let key = p256::ecdsa::VerifyingKey::from_public_key_der(&bytes(&created["response"]["publicKey"])).unwrap();
    let response = &asserted["response"];
    let mut message = bytes(&response["authenticatorData"]);
    message.extend(sha2::Sha256::digest(bytes(&response["clientDataJSON"])));
    let signature = p256::ecdsa::DerSignature::from_bytes(&bytes(&response["signature"])).unwrap();
    key.verify(&message, &signature).is_ok()
}
