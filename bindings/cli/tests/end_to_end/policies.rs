//! `policy explain` and `policy diff`.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::command::Sandbox;

const PHONE: &str = "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77";

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/tables/policies");
    folder.join(name).display().to_string()
}

fn written(sandbox: &Sandbox, name: &str, text: &str) -> PathBuf {
    let path = sandbox.beside(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn explain(sandbox: &Sandbox, args: &[&str]) -> Value {
    let seen = sandbox.json(&[&["policy", "explain"], args].concat());
    assert!(!sandbox.store().exists(), "explaining made a store");
    seen
}

/// The rules and paths of a verdict.
fn rulings(verdict: &Value) -> Vec<(&str, &str)> {
    let rulings = verdict["rulings"].as_array().unwrap().iter();
    rulings.map(|ruling| (ruling["rule"].as_str().unwrap(), ruling["path"].as_str().unwrap())).collect()
}

#[test]
fn a_verdict_says_by_which_rule_and_who_can_change_it() {
    let sandbox = Sandbox::new();
    let seen = explain(&sandbox, &[&file("profiles.json"), "--aaguid", PHONE, "--group", "admins"]);
    let registration = &seen["organisation"]["registration"];
    assert_eq!(registration["is_allowed"], false);
    assert_eq!(rulings(registration), [("attestation", "passkeyProfiles[0].attestationEnforcement")]);
    assert_eq!(registration["rulings"][0]["changers"], json!(["developer", "administrator"]));
    assert_eq!(rulings(&seen["organisation"]["sign_in"]), [("profile", "passkeyProfiles[0]")]);
    assert_eq!(seen["organisation"]["doubts"], json!([]));
}

#[test]
fn what_ios_lets_through_is_refused_by_a_device_bound_profile() {
    let sandbox = Sandbox::with(&["--platform", "ios"]);
    let seen = explain(&sandbox, &[&file("profiles.json"), "--aaguid", PHONE, "--group", "pilot"]);
    assert_eq!(rulings(&seen["organisation"]["registration"]), [("passkey_types", "passkeyProfiles[2].passkeyTypes")]);
}

#[test]
fn without_an_aaguid_the_one_of_the_command_is_judged() {
    let sandbox = Sandbox::new();
    let seen = explain(&sandbox, &[&file("allow_list.json"), "--no-group"]);
    assert_eq!(rulings(&seen["organisation"]["sign_in"]), [("allowed_aaguids", "keyRestrictions")]);
}

#[test]
fn files_are_taken_for_what_they_are_in_any_order() {
    let sandbox = Sandbox::new();
    let managed = written(&sandbox, "managed.json", r#"{"version":1,"allowed_rp_ids":["example.com"]}"#);
    let managed = managed.display().to_string();
    let files = [file("strengths.json"), managed, file("open.json")];
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let seen = explain(&sandbox, &[&files[..], &["--strength", "Certificates", "--rp-id", "example.net"]].concat());
    assert_eq!(rulings(&seen["organisation"]["sign_in"]), [("strength", "value[2].allowedCombinations")]);
    assert_eq!(seen["organisation"]["strengths"], json!(["Phishing-resistant MFA", "Phones", "Certificates"]));
    assert_eq!(rulings(&seen["managed"]["sign_in"]), [("allowed_rp_ids", "allowed_rp_ids")]);
    // Both of one kind say two things.
    let twice = sandbox.run(&["policy", "explain", &file("open.json"), &file("attested.json")], "");
    assert_eq!(twice.status, 2, "{}", twice.stderr);
}

#[test]
fn a_managed_configuration_is_judged_by_what_is_known() {
    let sandbox = Sandbox::new();
    let text = r#"{"version":1,"hardware_keys_only":true,"verification":{"methods":["biometric"]}}"#;
    let managed = written(&sandbox, "managed.json", text).display().to_string();
    let seen = explain(&sandbox, &[&managed, "--hardware", "false", "--verified", "pin"]);
    let expected = [("hardware_keys_only", "hardware_keys_only"), ("verification_methods", "verification.methods")];
    assert_eq!(rulings(&seen["managed"]["registration"]), expected);
    assert_eq!(rulings(&seen["managed"]["sign_in"]), expected[1..]);
    let seen = explain(&sandbox, &[&managed]);
    assert_eq!(seen["managed"]["registration"]["is_allowed"], true);
}

#[test]
fn a_partial_policy_says_that_it_warns_only() {
    let sandbox = Sandbox::new();
    let policy = written(&sandbox, "policy.json", r#"{"state":"disabled"}"#).display().to_string();
    let text = sandbox.answer(&["policy", "explain", &policy], "");
    for words in [
        "it warns and does not refuse: it lacks isSelfServiceRegistrationAllowed, passkeyProfiles, includeTargets",
        "registration: refused",
        "state: passkeys are turned off for the whole organisation",
        "who can change it: the organisation's administrator",
    ] {
        assert!(text.contains(words), "{words} not in:\n{text}");
    }
}

#[test]
fn a_difference_is_told_in_sentences() {
    let sandbox = Sandbox::new();
    let before = std::fs::read_to_string(file("allow_list.json")).unwrap();
    let without = written(&sandbox, "without.json", &before.replace(PHONE, "cb69481e-8ff7-4039-93ec-0a2729a154a8"));
    let without = without.display().to_string();
    let told = sandbox.answer(&["policy", "diff", &file("allow_list.json"), &without], "");
    let first = told.lines().next().unwrap();
    assert!(first.starts_with(&format!("Everybody can no longer sign in with passkeys of {PHONE} (")), "{told}");
    assert_eq!(told.lines().count(), 4, "{told}");
    let seen = sandbox.json(&["policy", "diff", &file("allow_list.json"), &without]);
    assert_eq!(seen["changes"][0]["effect"], "loses_sign_in");
    assert_eq!(seen["changes"][0]["aaguids"], json!([PHONE]));
    let same = sandbox.answer(&["policy", "diff", &file("union.json"), &file("union.json")], "");
    assert_eq!(same, "Nobody loses or gains anything.\n");
}

#[test]
fn a_file_that_is_no_policy_is_an_error_with_the_path_of_the_member() {
    let sandbox = Sandbox::new();
    let text = r#"{"version":1,"gated_only":true,"hardware_only":true}"#;
    let managed = written(&sandbox, "managed.json", text).display().to_string();
    let ran = sandbox.run(&["policy", "explain", &managed], "");
    assert_eq!(ran.status, 1);
    let error = ran.error();
    assert_eq!(
        (&error["code"], &error["reason"], &error["path"]),
        (&json!("invalid_policy"), &json!("unknown_member"), &json!("hardware_only"))
    );
    let missing = sandbox.run(&["policy", "diff", "nowhere.json", &managed], "");
    assert_eq!((missing.status, &missing.error()["code"]), (3, &json!("file_unavailable")));
    let managed = written(&sandbox, "good.json", r#"{"version":1}"#).display().to_string();
    assert_eq!(sandbox.run(&["policy", "diff", &managed, &managed], "").status, 2);
}

#[test]
fn a_name_of_a_document_moves_no_cursor() {
    let sandbox = Sandbox::new();
    let text = std::fs::read_to_string(file("profiles.json")).unwrap().replace("\"staff\"", "\"\\u001b[2Jstaff\"");
    let hostile = written(&sandbox, "hostile.json", &text).display().to_string();
    let told = sandbox.answer(&["policy", "diff", &file("profiles.json"), &hostile], "");
    assert!(told.contains("[2jstaff") && !told.contains('\u{1b}'), "{told:?}");
}

const CREATE: &str = r#"{"rp":{"id":"example.com","name":"Example"},"user":{"id":"AQ","name":"ada","displayName":"Ada"},
    "challenge":"AAECAwQFBgcICQoLDA0ODw","pubKeyCredParams":[]}"#;
const GET: &str = r#"{"rpId":"example.com","challenge":"AAECAwQFBgcICQoLDA0ODw"}"#;
const CREATING: [&str; 6] = ["create", "--origin", "https://example.com", "--verified", "pin", "--policy"];
const GETTING: [&str; 5] = ["get", "--origin", "https://example.com", "--verified", "pin"];

#[test]
fn a_managed_configuration_stays_with_the_store_and_is_obeyed_by_the_next_command() {
    let sandbox = Sandbox::new();
    let open = written(&sandbox, "open.json", r#"{"version":1}"#).display().to_string();
    let strict = r#"{"version":1,"verification":{"methods":["biometric"]}}"#;
    let strict = written(&sandbox, "strict.json", strict).display().to_string();
    sandbox.answer(&[&CREATING[..], &[&open]].concat(), CREATE);
    let refused = sandbox.run(&[&GETTING[..], &["--policy", &strict]].concat(), GET);
    assert_eq!((refused.status, &refused.stdout[..]), (1, ""));
    let error = refused.error();
    assert_eq!((&error["code"], &error["reason"]), (&json!("policy_refused"), &json!("verification_methods")));
    assert_eq!(error["path"], "verification.methods");
    assert_eq!(sandbox.run(&GETTING, GET).error()["code"], "policy_refused");
    sandbox.answer(&[&GETTING[..], &["--policy", &open]].concat(), GET);
}

#[test]
fn a_managed_configuration_that_does_not_read_stops_registrations_and_no_sign_in() {
    let sandbox = Sandbox::new();
    let open = written(&sandbox, "open.json", r#"{"version":1}"#).display().to_string();
    let wrong = written(&sandbox, "wrong.json", r#"{"version":1,"gated":true}"#).display().to_string();
    sandbox.answer(&[&CREATING[..], &[&open]].concat(), CREATE);
    let ran = sandbox.run(&[&CREATING[..], &[&wrong]].concat(), CREATE);
    assert_eq!((&ran.error()["code"], &ran.error()["path"]), (&json!("invalid_policy"), &json!("gated")));
    let next = sandbox.run(&CREATING[..5], CREATE);
    assert_eq!((next.status, &next.error()["code"]), (3, &json!("configuration_unreadable")));
    sandbox.answer(&GETTING, GET);
}

#[test]
fn no_passkey_is_made_that_the_organisation_would_refuse_and_a_partial_policy_warns_in_the_report() {
    let sandbox = Sandbox::new();
    let refused = sandbox.run(&[&CREATING[..], &[&file("empty_list.json")]].concat(), CREATE);
    assert_eq!(refused.error()["code"], "policy_refused");
    assert_eq!(refused.error()["path"], "keyRestrictions");
    assert_eq!(sandbox.json(&["list"])["passkeys"], json!([]));
    let partial = written(&sandbox, "partial.json", r#"{"state":"disabled"}"#).display().to_string();
    let report = sandbox.beside("report.json");
    sandbox.answer(&[&CREATING[..], &[&partial, "--report", &report.display().to_string()]].concat(), CREATE);
    let report: Value = serde_json::from_str(&std::fs::read_to_string(report).unwrap()).unwrap();
    let rulings = json!([{ "rule": "method_state", "path": "state" }]);
    assert_eq!(report["policy"], json!({ "rulings": rulings, "doubts": ["missing"] }));
    let get = sandbox.run(&[&GETTING[..], &["--policy", &partial]].concat(), GET);
    assert_eq!(get.status, 2, "{}", get.stderr);
}
