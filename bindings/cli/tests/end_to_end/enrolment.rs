//! `enrol explain`, `readiness` and `qr`.

use serde_json::{Value, json};

use crate::command::Sandbox;

const PHONE: &str = "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77";

/// A code that Chrome showed on 2022-10-24: tests/corpus/webauthn_l3_vectors.json.
const CODE: &str = "FIDO:/16287079186563238255270423143832790015230254034809724385403996665536646979495447619915\
                    8014113179232779520163209900691930075274801398564434658077048963842109321447142660";

fn meanings(sandbox: &Sandbox, args: &[&str]) -> Vec<Value> {
    let seen = sandbox.json(&[&["enrol", "explain"], args].concat());
    assert!(!sandbox.store().exists(), "explaining made a store");
    seen["meanings"].as_array().unwrap().clone()
}

#[test]
fn a_refusal_is_explained_with_who_must_act() {
    let sandbox = Sandbox::new();
    let found = meanings(&sandbox, &["AADSTS135016", "--server", "entra"]);
    assert_eq!(found.len(), 1);
    assert_eq!((&found[0]["cause"], &found[0]["who"]), (&json!("policy_off"), &json!("administrator")));
    assert!(found[0]["source"].as_str().unwrap().contains("EntraID-ErrorCodes"));
    // Everywhere: said once, and whose it is.
    let whose = |code: &str| -> Vec<String> {
        let family = |meaning: &Value| meaning["family"].as_str().unwrap().to_owned();
        meanings(&sandbox, &[code]).iter().map(family).collect()
    };
    assert_eq!(whose("invalid_token"), ["oauth"]);
    assert_eq!(whose("invalid_code"), ["keycloak"]);
    assert_eq!(whose("conditional_access_loop"), ["named"]);
    let told = sandbox.answer(&["enrol", "explain", "unverified_email"], "");
    for words in ["by            allauth", "who must act  the person", "Verify the e-mail addresses"] {
        assert!(told.contains(words), "{words} not in:\n{told}");
    }
}

#[test]
fn the_administrator_gets_the_aaguid_of_the_app() {
    let sandbox = Sandbox::new();
    let found = meanings(&sandbox, &["allowed_aaguids", "--server", "policy", "--aaguid", PHONE]);
    assert!(found[0]["person"].as_str().unwrap().contains(PHONE));
    assert!(found[0]["administrator_or_developer"].as_str().unwrap().contains(PHONE));
}

#[test]
fn a_status_is_a_code_where_there_are_statuses_alone() {
    let sandbox = Sandbox::new();
    let found = meanings(&sandbox, &["404", "--server", "http", "--during", "delete"]);
    assert_eq!((&found[0]["cause"], &found[0]["status"]), (&json!("already_gone"), &json!(404)));
    // A number may mean several things: each is told with whose it is.
    let found = meanings(&sandbox, &["404"]);
    let families: Vec<&str> = found.iter().map(|meaning| meaning["family"].as_str().unwrap()).collect();
    assert_eq!(families, ["privacyidea"]);
}

#[test]
fn an_unknown_code_keeps_its_number_and_says_of_nobody_that_they_must_act() {
    let sandbox = Sandbox::new();
    let found = meanings(&sandbox, &["AADSTS999999: Ada may not", "--server", "entra", "--status", "400"]);
    assert_eq!((&found[0]["cause"], &found[0]["who"]), (&json!("unknown"), &Value::Null));
    assert_eq!((&found[0]["code"], &found[0]["status"]), (&json!("AADSTS999999"), &json!(400)));
    let told = sandbox.answer(&["enrol", "explain", "\u{1b}[2JAda"], "");
    assert!(told.contains("who must act  not known") && !told.contains("Ada") && !told.contains('\u{1b}'), "{told:?}");
    assert_eq!(sandbox.run(&["enrol", "explain", "x", "--server", "nobody"], "").status, 2);
    assert_eq!(sandbox.run(&["enrol", "explain", "x", "--status", "99"], "").status, 2);
    assert_eq!(sandbox.run(&["enrol"], "").status, 2);
}

fn readiness(sandbox: &Sandbox, facts: &str) -> crate::command::Ran {
    let path = sandbox.beside("facts.json");
    std::fs::write(&path, facts).unwrap();
    sandbox.run(&["--json", "readiness", &path.display().to_string()], "")
}

#[test]
fn the_steps_that_are_missing_are_told_in_order_with_the_systems_settings() {
    let sandbox = Sandbox::new();
    let facts = r#"{"version":1,"platform":"android","system":"15","credential_manager":true,"provider_enabled":false,
        "screen_lock":false,"network":true,"managed_configuration":"absent"}"#;
    let ran = readiness(&sandbox, facts);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let seen: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&seen["is_ready"], &seen["unknown"]), (&json!(false), &json!(["sign_in"])));
    let steps: Vec<&str> =
        seen["steps"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["set_screen_lock", "turn_on_provider"]);
    let action = &seen["steps"][1]["action"];
    let expected = ("android.settings.CREDENTIAL_PROVIDER", "package:PACKAGE", "intent");
    assert_eq!(
        (&action["name"], &action["data"], &action["kind"]),
        (&json!(expected.0), &json!(expected.1), &json!(expected.2))
    );
    let path = sandbox.beside("facts.json").display().to_string();
    let told = sandbox.answer(&["readiness", &path], "");
    for words in [
        "1. set_screen_lock: Set a screen lock",
        "2. turn_on_provider: ",
        "   the app starts android.settings",
        "Not known: sign_in.",
    ] {
        assert!(told.contains(words), "{words} not in:\n{told}");
    }
    assert!(!sandbox.store().exists());
}

#[test]
fn facts_that_cannot_be_read_are_an_error_with_the_name_of_the_member() {
    let sandbox = Sandbox::new();
    let ran = readiness(&sandbox, r#"{"version":1,"platform":"ios","system":"18","work_profile":"inside"}"#);
    ran.assert_refused(1, "invalid_facts");
    let error = ran.error();
    assert_eq!((&error["reason"], &error["path"]), (&json!("not_of_this_platform"), &json!("work_profile")));
    readiness(&sandbox, "{").assert_refused(1, "invalid_facts");
    let missing = sandbox.run(&["readiness", "nowhere.json"], "");
    assert_eq!((missing.status, &missing.error()["code"]), (3, &json!("file_unavailable")));
}

#[test]
fn a_code_says_what_it_asks_and_how_a_phone_goes_on() {
    let sandbox = Sandbox::with(&["--at", "2022-10-24T05:29:11Z"]);
    let seen = sandbox.json(&["qr", CODE]);
    assert_eq!((&seen["asks"], &seen["made"]), (&json!("register"), &json!("2022-10-24T05:24:11Z")));
    assert_eq!((&seen["age_seconds"], &seen["is_old"]), (&json!(300), &json!(false)));
    assert_eq!((&seen["is_linking"], &seen["known_servers"]), (&json!(true), &json!(2)));
    assert_eq!(seen["continues"]["ios"]["by"], "system_camera");
    let component = &seen["continues"]["android"]["component"];
    assert_eq!(component["package"], "com.google.android.gms");
    let from_stdin = sandbox.answer(&["--json", "qr", "-"], &format!("{CODE}\n"));
    assert_eq!(serde_json::from_str::<Value>(&from_stdin).unwrap(), seen);
    let ios = Sandbox::with(&["--platform", "ios", "--at", "2022-10-24T06:00:00Z"]).answer(&["qr", CODE], "");
    assert!(ios.contains("too old") && ios.contains("on iOS") && !ios.contains("on Android"), "{ios}");
    assert!(!sandbox.store().exists());
}

/// Whoever has the text can take the phone's part.
#[test]
fn a_codes_text_is_printed_nowhere() {
    let sandbox = Sandbox::new();
    let digits = &CODE["FIDO:/".len()..];
    let wrong = format!("{CODE}0");
    for args in [&["qr", CODE][..], &["--json", "qr", CODE], &["qr", &wrong], &["qr", digits]] {
        let ran = sandbox.run(args, "");
        let told = ran.stdout + &ran.stderr;
        assert!(!told.contains(&digits[..20]), "{told}");
    }
    sandbox.run(&["qr", &wrong], "").assert_refused(1, "invalid_code");
    assert_eq!(sandbox.run(&["qr", "https://example.com/"], "").error()["reason"], "another_code");
    assert_eq!(sandbox.run(&["qr", "-"], "FIDO:/000").error()["reason"], "not_a_map");
}

#[test]
fn a_demand_says_what_is_missing_and_whether_it_can_wait() {
    let sandbox = Sandbox::new();
    let demand = |args: &[&str]| sandbox.json(&[&["enrol", "demand"], args].concat());
    let said = demand(&["AADSTS50079", "--server", "entra"]);
    assert_eq!((&said["missing"], &said["can_wait"]), (&"second_factor".into(), &false.into()));
    let said = demand(&["MFA_ENROLL", "--server", "okta", "--skip"]);
    assert_eq!((&said["missing"], &said["can_wait"]), (&"second_factor".into(), &true.into()));
    let told = sandbox.answer(&["enrol", "demand", "webauthn-register-passwordless", "--server", "keycloak"], "");
    assert!(told.contains("before you go on") && told.contains("choose this app"), "{told}");
    assert_eq!(sandbox.run(&["enrol", "demand", "AADSTS53003", "--server", "entra"], "").status, 2);
    assert!(!sandbox.store().exists(), "a question made a store");
}
