//! What a person deletes, brings back, and removes for ever.

use std::path::Path;

use serde_json::json;

use crate::account::{HANDLE, RP_ID, created, listed, offered, standing};
use crate::bytes::parse_base64url;
use crate::command::Sandbox;
use crate::relying_party::{Account, RelyingParty, Verification};

const ORIGIN: &str = "https://example.com";
const VERIFIED: [&str; 4] = ["--origin", ORIGIN, "--verified", "biometric"];

#[test]
fn what_is_deleted_is_restored_and_signs_in_again() {
    let sandbox = Sandbox::new();
    let mut server = RelyingParty::new(RP_ID, ORIGIN).unwrap();
    let options = server.begin_registration(&Account::new("ada", "Ada"), Verification::Required).unwrap();
    let response = sandbox.answer(&[&["create"], VERIFIED.as_slice()].concat(), &options);
    let id = server.finish_registration(&response).unwrap().credential_id;
    let mut sign_in = || {
        let options = server.begin_sign_in(Verification::Required).unwrap();
        let ran = sandbox.run(&[&["get"], VERIFIED.as_slice()].concat(), &options);
        if ran.status == 0 { Ok(server.finish_sign_in(&ran.stdout).unwrap().counter) } else { Err(ran) }
    };
    assert_eq!(sign_in().unwrap(), 1);
    sandbox.answer(&["delete", &id], "");
    sign_in().unwrap_err().assert_refused(1, "no_passkey");
    sandbox.answer(&["restore", &id], "");
    assert_eq!(sign_in().unwrap(), 2);
}

#[test]
fn deleting_says_how_long_there_is_a_way_back_and_where_else_to_remove_it() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    let reported = sandbox.json(&["delete", &id]);
    assert_eq!((&reported["deleted"], &reported["restorable_days"]), (&true.into(), &30.into()));
    assert_eq!((&reported["server_may_hold_it"], &reported["rp_id"]), (&true.into(), &RP_ID.into()));
    assert!(reported.get("manage_url").is_some());
    let text = sandbox.answer(&["delete", &id], "");
    assert!(text.contains("at least 30 days") && text.contains("remove it in your account settings at"), "{text}");
    sandbox.answer(&["restore", &id], "");
    sandbox.answer(&["reject", &id], "");
    assert_eq!(sandbox.json(&["delete", &id])["server_may_hold_it"], false);
    assert!(sandbox.answer(&["delete", &id], "").contains("does not hold it"));
}

#[test]
fn tombstones_are_listed_apart() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.answer(&["list", "--deleted"], ""), "No deleted passkeys.\n");
    let id = created(&sandbox, &[]);
    sandbox.answer(&["delete", &id, "--at", "2026-11-21T08:00:00Z"], "");
    assert_eq!(listed(&sandbox, &["list"]), Vec::<String>::new());
    assert_eq!(listed(&sandbox, &["list", "--deleted"]), [id.as_str()]);
    assert_eq!(standing(&sandbox, &id)[2], "deleted");
    assert_eq!(sandbox.json(&["show", &id])["deleted"], "2026-11-21T08:00:00Z");
    assert!(sandbox.answer(&["list", "--deleted"], "").contains("2026-11-21T08:00:00Z"));
}

#[test]
fn no_signal_brings_back_what_the_person_deleted() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    sandbox.answer(&["delete", &id], "");
    let all = json!({ "rpId": RP_ID, "userId": HANDLE, "allAcceptedCredentialIds": [id] }).to_string();
    sandbox.answer(&["signal", "all-accepted", "--rp-id", RP_ID], &all);
    assert_eq!(standing(&sandbox, &id)[2], "deleted");
    assert_eq!(offered(&sandbox), Vec::<String>::new());
    assert_eq!(listed(&sandbox, &["list"]), Vec::<String>::new());
}

#[test]
fn only_what_is_deleted_is_purged() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    sandbox.run(&["purge", &id], "").assert_refused(1, "not_deleted");
    assert_eq!(sandbox.json(&["purge", "--expired"])["purged"], 0);
    assert_eq!(listed(&sandbox, &["list"]), [id.as_str()]);
    sandbox.answer(&["delete", &id], "");
    assert_eq!(sandbox.json(&["purge", &id]), json!({ "purged": 1, "left_in_log": false, "credential_id": id }));
    for command in ["show", "restore", "purge"] {
        sandbox.run(&[command, &id], "").assert_refused(1, "unknown_passkey");
    }
    for args in [&["purge"][..], &["purge", &id, "--expired"]] {
        sandbox.run(args, "").assert_refused(2, "usage");
    }
}

#[test]
fn what_is_purged_leaves_no_byte_in_the_stores_folder() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    sandbox.answer(&["rename", &id, "my-unmistakable-label"], "");
    sandbox.answer(&["reject", &id, "--reason", "an-unmistakable-reason"], "");
    sandbox.answer(&["confirm", &id], "");
    sandbox.answer(&["delete", &id], "");
    sandbox.answer(&["purge", &id], "");
    let words = [&*id, "ada@example.com", RP_ID, HANDLE, "my-unmistakable-label", "an-unmistakable-reason"];
    let raw = [parse_base64url(&id).unwrap(), parse_base64url(HANDLE).unwrap()];
    for needle in words.into_iter().map(|word| word.as_bytes().to_vec()).chain(raw) {
        assert_absent(&needle, &sandbox.store());
    }
    assert_eq!(sandbox.json(&["check"])["state"], "ok");
    assert_eq!(listed(&sandbox, &["list", "--deleted"]), Vec::<String>::new());
}

#[test]
fn a_purge_of_what_expired_waits_thirty_days_and_no_leap_of_the_clock_shortens_them() {
    let sandbox = Sandbox::new();
    let purged = |at: &str| sandbox.json(&["--at", at, "purge", "--expired"])["purged"].as_u64().unwrap();
    let id = created(&sandbox, &["--at", "2026-11-01T00:00:00Z"]);
    sandbox.answer(&["--at", "2026-11-01T00:00:00Z", "delete", &id], "");
    assert_eq!(purged("2099-01-01T00:00:00Z"), 0);
    assert_eq!(purged("2026-11-01T00:00:00Z"), 0);
    for day in 2..=30 {
        assert_eq!(purged(&format!("2026-11-{day:02}T00:00:00Z")), 0, "day {day}");
    }
    assert_eq!(purged("2026-12-01T00:00:00Z"), 1);
    assert_eq!(listed(&sandbox, &["list", "--deleted"]), Vec::<String>::new());
}

/// Looks for the bytes in the name and content of every file of the folder.
#[track_caller]
fn assert_absent(needle: &[u8], folder: &Path) {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let content = std::fs::read(&path).unwrap();
        let is_there = content.windows(needle.len()).any(|window| window == needle);
        assert!(!is_there, "{} in {}", String::from_utf8_lossy(needle), path.display());
        files += 1;
    }
    assert!(files > 0);
}
