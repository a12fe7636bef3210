//! The command that drivers in other languages have for acts.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use passkey_provider::seal::DeviceKey;
use passkey_provider::{OpenOptions, Provider};
use serde_json::{Value, json};

#[cfg(test)]
fn props(folder: &Path, act: &str, arguments: &Value) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scenario-props"))
        .args([folder.as_os_str(), act.as_ref()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    command.stdin.take().unwrap().write_all(arguments.to_string().as_bytes()).unwrap();
    command.wait_with_output().unwrap()
}

#[test]
fn an_act_reads_its_arguments_and_writes_its_outcome() {
    let folder = tempfile::tempdir().unwrap();
    let written = props(folder.path(), "write_file", &json!({ "file": "a", "text": "abc" }));
    assert_eq!((written.status.code(), &*written.stdout), (Some(0), &b"{}\n"[..]));
    let digest = props(folder.path(), "digest", &json!({ "file": "a" }));
    // FIPS 180-2, appendix B.1, in base64url.
    let expected = json!({ "sha256": "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0" });
    assert_eq!(serde_json::from_slice::<Value>(&digest.stdout).unwrap(), expected);
}

#[test]
fn an_act_that_is_refused_says_why_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    for (act, arguments, says) in [
        ("fly", json!({}), "no act is called fly"),
        ("digest", json!({}), "digest needs `file`"),
        ("digest", json!({ "file": "a", "surprise": 1 }), "No such file"),
        ("file_names", json!({ "surprise": 1 }), "file_names knows no `surprise`"),
        ("write_file", json!({ "file": "../a", "text": "" }), "no name of a file"),
        ("sign", json!({ "secret": "AAAA", "bytes": "" }), "is not a P-256 secret"),
        ("occupy_store", json!({ "store": "none/of.these", "milliseconds": 1 }), "could not be occupied"),
    ] {
        let refused = props(folder.path(), act, &arguments);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0), "{act}: {said}");
        assert!(said.contains(says), "{act}: {said}");
    }
}

#[test]
fn an_occupied_store_is_held_by_a_process_that_outlives_the_command() {
    let folder = tempfile::tempdir().unwrap();
    let device_key = DeviceKey::from_bytes(&[7; 32]).unwrap();
    let options = OpenOptions::new(folder.path().join("store.db"), device_key);
    let provider = Provider::open(options).unwrap();
    let occupied = props(folder.path(), "occupy_store", &json!({ "store": "store.db", "milliseconds": 2500 }));
    assert!(occupied.status.success());
    assert_eq!(provider.server().doubtful().map(drop).unwrap_err().code(), "store_busy");
}
