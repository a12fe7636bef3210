//! What lies in the store's place before a command opens it: whatever it is, no key is thrown away under which
//! something was sealed.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::{Ran, Sandbox};
use crate::relying_party::{Account, RelyingParty, Verification};

const ORIGIN: &str = "https://example.com";
const VERIFIED: [&str; 4] = ["--origin", ORIGIN, "--verified", "biometric"];

/// Makes a passkey; the server takes it if the command answered.
fn create(sandbox: &Sandbox, server: &mut RelyingParty, more: &[&str]) -> Ran {
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let ran = sandbox.run(&[more, &["create"], VERIFIED.as_slice()].concat(), &options);
    if ran.status == 0 {
        server.finish_registration(&ran.stdout).unwrap();
    }
    ran
}

/// Signs in, in a process of its own.
fn sign_in(sandbox: &Sandbox, server: &mut RelyingParty, more: &[&str]) {
    let options = server.begin_sign_in(Verification::Required).unwrap();
    let response = sandbox.answer(&[more, &["get"], VERIFIED.as_slice()].concat(), &options);
    server.finish_sign_in(&response).unwrap();
}

fn server() -> RelyingParty {
    RelyingParty::new("example.com", ORIGIN).unwrap()
}

/// Puts something into the store's place, given the store's path, and says with which code the next command fails.
type Arrangement = (&'static str, fn(&Path), Option<&'static str>);

const ARRANGEMENTS: &[Arrangement] = &[
    ("nothing", |_| {}, None),
    ("an empty file", |path| fs::write(path, b"").unwrap(), None),
    ("a file of zeros", |path| fs::write(path, [0; 4_096]).unwrap(), Some("store_set_aside")),
    ("one byte", |path| fs::write(path, b"x").unwrap(), Some("store_set_aside")),
    ("a letter", |path| fs::write(path, "dear friend ".repeat(500)).unwrap(), Some("store_set_aside")),
    ("a folder", |path| fs::create_dir(path).unwrap(), Some("store_unavailable")),
    (
        "a log alone",
        |path| fs::write(path.with_file_name("passkeys.db-wal"), b"of no database").unwrap(),
        Some("store_set_aside"),
    ),
    #[cfg(unix)]
    (
        "a link that leads nowhere",
        |path| std::os::unix::fs::symlink("a disk that is not there", path).unwrap(),
        Some("store_unavailable"),
    ),
    #[cfg(unix)]
    (
        "a link to an empty file",
        |path| {
            fs::write(path.with_file_name("elsewhere.db"), b"").unwrap();
            std::os::unix::fs::symlink("elsewhere.db", path).unwrap();
        },
        None,
    ),
    ("a store of another key", |path| foreign_store(path, |_| {}), Some("stranded")),
    ("a store of another key, torn", |path| foreign_store(path, |bytes| bytes.truncate(4_096)), Some("store_damaged")),
    (
        "a store of a newer version",
        |path| foreign_store(path, |bytes| bytes[60..64].copy_from_slice(&[0, 0, 0, 99])),
        Some("store_too_new"),
    ),
    (
        "a database of something else",
        |path| foreign_store(path, |bytes| bytes[68..72].copy_from_slice(&[0, 0, 0, 1])),
        Some("store_foreign"),
    ),
];

/// A store that was made elsewhere, altered.
fn foreign_store(path: &Path, alter: fn(&mut Vec<u8>)) {
    let elsewhere = Sandbox::new();
    assert_eq!(create(&elsewhere, &mut server(), &[]).status, 0);
    let mut bytes = fs::read(elsewhere.store().join("passkeys.db")).unwrap();
    alter(&mut bytes);
    fs::write(path, bytes).unwrap();
}

#[test]
fn whatever_lies_in_the_stores_place_what_is_answered_opens_again() {
    for &(name, arrange, refused) in ARRANGEMENTS {
        let sandbox = Sandbox::new();
        fs::create_dir(sandbox.store()).unwrap();
        arrange(&sandbox.store().join("passkeys.db"));
        let key = sandbox.store().join("device-key");
        let mut server = server();
        let mut ran = create(&sandbox, &mut server, &[]);
        match refused {
            None => assert_eq!(ran.status, 0, "{name}: {ran:?}"),
            Some(code) => {
                ran.assert_refused(3, code);
                assert!(!key.exists(), "{name}: a key was made where something is");
            }
        }
        if refused == Some("store_set_aside") {
            assert!(!ran.error()["message"].as_str().unwrap().contains('/'), "{name}");
            assert!(Path::new(ran.error()["kept_as"].as_str().unwrap()).starts_with(sandbox.store()), "{name}");
            // There is room now.
            ran = create(&sandbox, &mut server, &[]);
        }
        if ran.status == 0 {
            assert_eq!(fs::metadata(&key).unwrap().len(), 32, "{name}: the key was kept");
            sign_in(&sandbox, &mut server, &[]);
            assert_eq!(sandbox.json(&["check"])["state"], "ok", "{name}");
        }
    }
}

#[test]
fn a_gate_is_made_and_kept_for_an_empty_file_too() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.store()).unwrap();
    fs::write(sandbox.store().join("passkeys.db"), b"").unwrap();
    let gate = sandbox.beside("gate");
    let gate = ["--gate", gate.to_str().unwrap()];
    let mut server = server();
    assert_eq!(create(&sandbox, &mut server, &gate).status, 0);
    sign_in(&sandbox, &mut server, &gate);
    assert_eq!(sandbox.json(&["check"])["gated"], true);
}

#[test]
fn a_question_about_callers_takes_an_empty_file_for_no_store() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.store()).unwrap();
    fs::write(sandbox.store().join("passkeys.db"), b"").unwrap();
    sandbox.run(&["caller", "revoke", "com.example.browser"], "").assert_refused(1, "unknown_app");
    assert_eq!(fs::read(sandbox.store().join("passkeys.db")).unwrap(), b"");
    assert!(!sandbox.store().join("device-key").exists());
}

#[test]
fn what_is_in_the_stores_place_is_told_and_nothing_is_made() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.json(&["store", "look"])["state"], "nothing");
    assert!(!sandbox.store().exists());
    assert_eq!(create(&sandbox, &mut server(), &[]).status, 0);
    fs::remove_file(sandbox.store().join("device-key")).unwrap();
    let found = sandbox.json(&["store", "look"]);
    assert_eq!((&found["state"], &found["passkeys"]), (&"store".into(), &1.into()));
    assert!(sandbox.answer(&["store", "look"], "").contains("Passkeys in it: 1."));
}

#[test]
fn a_store_is_set_aside_on_the_persons_word_and_nothing_of_it_is_deleted() {
    let sandbox = Sandbox::new();
    sandbox.run(&["store", "set-aside", "--yes"], "").assert_refused(3, "no_store");
    let mut old = server();
    assert_eq!(create(&sandbox, &mut old, &[]).status, 0);
    let key = sandbox.store().join("device-key");
    let kept_key = sandbox.beside("device-key");
    fs::rename(&key, &kept_key).unwrap();
    sandbox.run(&["list"], "").assert_refused(3, "stranded");
    sandbox.run(&["store", "set-aside"], "").assert_refused(2, "consent_required");
    sandbox.run(&["list"], "").assert_refused(3, "stranded");

    let aside = sandbox.json(&["store", "set-aside", "--yes"]);
    assert_eq!(aside["passkeys"], 1);
    assert_eq!(sandbox.json(&["list"])["passkeys"], Value::Array(Vec::new()));
    assert!(key.exists(), "the new store has a key of its own");

    // The old key was found after all.
    sandbox.answer(&["store", "set-aside", "--yes"], "");
    fs::rename(&kept_key, &key).unwrap();
    fs::rename(aside["kept_as"].as_str().unwrap(), sandbox.store().join("passkeys.db")).unwrap();
    assert_eq!(sandbox.json(&["list"])["passkeys"].as_array().unwrap().len(), 1);
}
