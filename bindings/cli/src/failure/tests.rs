use std::io;
use std::process::ExitCode;

use passkey_provider::Error;
use passkey_provider::caller::CallerRefused;
use serde_json::json;

use super::Failure;

/// The codes of the command's own, beside those of the core. Programs depend on them: a code is
/// added here, never changed.
const OWN_CODES: [(&str, u8); 7] = [
    ("check_failed", 1),
    ("choice_required", 1),
    ("consent_required", 2),
    ("demo_failed", 1),
    ("file_unavailable", 3),
    ("hardware_key", 1),
    ("usage", 2),
];

#[test]
fn the_commands_own_codes_and_their_exit_statuses_are_frozen() {
    let all = [
        Failure::check_failed(&["x".to_owned()], "y"),
        Failure::choice_required(json!([])),
        Failure::consent_required(),
        Failure::demo_failed("x"),
        Failure::file("x", io::Error::from(io::ErrorKind::NotFound)),
        Failure::hardware_key(),
        Failure::usage("x", "y"),
    ];
    let codes: Vec<_> = all.iter().map(|failure| (failure.code(), failure.exit_code())).collect();
    assert_eq!(codes, OWN_CODES.map(|(code, status)| (code, ExitCode::from(status))));
}

#[test]
fn an_error_about_the_store_or_its_keys_is_the_environments() {
    let environment = [
        Error::Stranded { passkeys: 1 },
        Error::RolledBack { missing: 1 },
        Error::StoreFull,
        Error::StoreBusy,
        Error::KeyStoreLocked,
        Error::EntropyFailed,
    ];
    for error in environment {
        assert_eq!(Failure::from(error).exit_code(), ExitCode::from(3));
    }
    for error in [Error::Declined, Error::NoPasskey, Error::WrongGate, Error::DamagedPasskey] {
        assert_eq!(Failure::from(error).exit_code(), ExitCode::from(1));
    }
}

#[test]
fn a_failure_is_a_line_for_programs_and_two_sentences_for_people() {
    let failure = Failure::usage("there is no such thing", "Say another.");
    assert_eq!(
        failure.to_json().to_string(),
        r#"{"error":{"code":"usage","dom_exception":null,"fault":"host","message":"there is no such thing","next":"Say another."}}"#
    );
    assert_eq!(failure.to_sentences(), "error: there is no such thing.\nSay another.");
}

#[test]
fn a_refused_caller_is_told_apart_by_a_reason_for_the_host_alone() {
    for refused in CallerRefused::ALL {
        let error = &Failure::from(refused).to_json()["error"];
        assert_eq!((&error["code"], &error["dom_exception"]), (&"caller_refused".into(), &"SecurityError".into()));
        assert_eq!(error["reason"], refused.reason());
    }
    assert_eq!(Failure::from(Error::Declined).to_json()["error"].get("reason"), None);
}

#[test]
fn a_site_that_was_not_asked_is_named_with_the_request() {
    let failure = Failure::site_not_asked("https://example.com/", json!({ "url": "https://example.com/" }));
    assert_eq!(failure.to_json()["error"]["request"]["url"], "https://example.com/");
    assert!(failure.to_sentences().contains("fetch https://example.com/.\n"), "{}", failure.to_sentences());
}
