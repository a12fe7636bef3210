//! `passkey-token-host`, as a driver of relying parties starts it: a process for each ceremony.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use token::CONFIGURATION_VARIABLE;

use crate::relying_party::register;
use crate::world::{creation_json, request_json};

fn run(store: &Path, arguments: &str, options: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_passkey-token-host"))
        .arg("--store")
        .arg(store)
        .args(arguments.split(' '))
        .env_remove(CONFIGURATION_VARIABLE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command line that is refused ends the process before it has read anything.
    let _ = process.stdin.take().unwrap().write_all(options.as_bytes());
    process.wait_with_output().unwrap()
}

fn answer(store: &Path, arguments: &str, options: &str) -> String {
    let output = run(store, arguments, options);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn error(store: &Path, arguments: &str, options: &str) -> (Option<i32>, Value) {
    let output = run(store, arguments, options);
    assert!(output.stdout.is_empty());
    let line: Value = serde_json::from_slice(&output.stderr).unwrap();
    (output.status.code(), line["error"]["code"].clone())
}

#[test]
fn a_passkey_outlives_the_process_that_made_it() {
    let store = tempfile::tempdir().unwrap();
    for (platform, attestation, user, flags, count) in
        [("android", "none", "AQ", 0x05, 1), ("android", "direct", "Ag", 0x05, 1), ("ios", "direct", "Aw", 0x1d, 0)]
    {
        let options = creation_json(user, &format!(r#""attestation":"{attestation}","#));
        let create = format!("--keys file --platform {platform} create --origin https://example.com --verified pin");
        let registered = register(&answer(store.path(), &create, &options));
        assert_eq!(registered.flags, flags | 0x40);
        assert_eq!(registered.format, if attestation == "direct" { "packed" } else { "none" });
        let get = format!(
            "--keys file --platform {platform} get --origin https://example.com --verified pin --credential {}",
            registered.id
        );
        let signed_in = registered.sign_in(&answer(store.path(), &get, request_json()));
        assert_eq!((signed_in.flags, signed_in.count), (flags, count));
    }
}

#[test]
fn refusals_are_told_as_the_command_tells_them() {
    let store = tempfile::tempdir().unwrap();
    let create = "create --origin https://example.com";
    let options = creation_json("AQ", "");
    assert_eq!(error(store.path(), create, &options), (Some(2), "consent_required".into()));
    assert_eq!(error(store.path(), &format!("{create} --decline"), &options), (Some(1), "declined".into()));
    assert_eq!(error(store.path(), "create --approve", &options), (Some(2), "usage".into()));
    assert_eq!(error(store.path(), "get --nonsense", &options), (Some(2), "usage".into()));
    let elsewhere = "create --origin https://example.org --approve";
    assert_eq!(error(store.path(), elsewhere, &options), (Some(1), "caller_refused".into()));
    let get = "get --origin https://example.com --approve";
    assert_eq!(error(store.path(), get, request_json()), (Some(1), "no_passkey".into()));
    answer(store.path(), &format!("{create} --approve"), &options);
    assert_eq!(error(store.path(), &format!("{create} --approve"), &options), (Some(1), "duplicate_in_flight".into()));
    answer(store.path(), &format!("{create} --approve"), &creation_json("Ag", ""));
    assert_eq!(error(store.path(), get, request_json()), (Some(1), "choice_required".into()));
}

#[test]
fn a_passkey_whose_token_is_gone_signs_nothing() {
    let store = tempfile::tempdir().unwrap();
    answer(store.path(), "create --origin https://example.com --approve", &creation_json("AQ", ""));
    std::fs::remove_dir_all(store.path().join("token")).unwrap();
    let get = "get --origin https://example.com --approve";
    assert_eq!(error(store.path(), get, request_json()), (Some(3), "token_unavailable".into()));
}
