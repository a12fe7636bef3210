//! The server's own list, beside what is here.

use serde_json::{Value, json};

use crate::account::{HANDLE, RP_ID, create, created, creation_options_of, id_of, standing};
use crate::bytes::parse_base64url;
use crate::command::{Ran, Sandbox};

const NOON: &str = "2026-11-21T12:00:00Z";

fn reconcile(sandbox: &Sandbox, as_of: &str, list: &str) -> Ran {
    sandbox.run(&["--json", "reconcile", "--rp-id", RP_ID, "--user", HANDLE, "--as-of", as_of], list)
}

/// What became of the account's passkeys.
#[track_caller]
fn outcome(ran: &Ran) -> [Vec<String>; 3] {
    assert_eq!(ran.status, 0, "{ran:?}");
    let reported: Value = serde_json::from_str(&ran.stdout).unwrap();
    ["confirmed", "stale", "untouched"]
        .map(|group| reported[group].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect())
}

fn three(confirmed: &[&String], stale: &[&String], untouched: &[&String]) -> [Vec<String>; 3] {
    [confirmed, stale, untouched].map(|ids| ids.iter().map(ToString::to_string).collect())
}

/// A passkey of the morning, and one of the evening beside it.
fn two_passkeys() -> (Sandbox, String, String) {
    let sandbox = Sandbox::new();
    let morning = created(&sandbox, &["--at", "2026-11-21T08:00:00Z"]);
    let evening = created(&sandbox, &["--at", "2026-11-21T20:00:00Z", "--on-duplicate", "add"]);
    (sandbox, morning, evening)
}

#[test]
fn what_the_server_has_is_confirmed_and_what_it_has_not_is_hidden() {
    let (sandbox, morning, evening) = two_passkeys();
    let bob = id_of(&create(&sandbox, &[], &creation_options_of("Ym9i", "bob", &[])));
    let ran = reconcile(&sandbox, "2026-11-22T00:00:00Z", &json!([evening]).to_string());
    assert_eq!(outcome(&ran), three(&[&evening], &[&morning], &[]));
    assert_eq!(standing(&sandbox, &evening), ["confirmed", "on_server", "shown"]);
    assert_eq!(standing(&sandbox, &morning), ["stale", "not_on_server", "hidden"]);
    assert_eq!(standing(&sandbox, &bob)[0], "unconfirmed");
    // A later list undoes a false word.
    let ran = reconcile(&sandbox, "2026-11-22T00:00:00Z", &json!([evening, morning]).to_string());
    assert_eq!(outcome(&ran)[1], Vec::<String>::new());
    assert_eq!(standing(&sandbox, &morning), ["confirmed", "on_server", "shown"]);
}

#[test]
fn a_passkey_made_after_the_server_was_asked_is_left_alone() {
    let (sandbox, morning, evening) = two_passkeys();
    assert_eq!(outcome(&reconcile(&sandbox, NOON, "[]")), three(&[], &[&morning], &[&evening]));
    assert_eq!(standing(&sandbox, &evening), ["suspect", "never_confirmed", "shown"]);
}

#[test]
fn a_list_of_before_tells_what_another_password_manager_got() {
    let sandbox = Sandbox::new();
    let (ours, deleted) = (created(&sandbox, &[]), created(&sandbox, &["--on-duplicate", "add"]));
    sandbox.json(&["delete", &deleted]);
    let before = sandbox.beside("before.json");
    std::fs::write(&before, "[]").unwrap();
    let told = |list: &Value| -> Value {
        let asked = ["--json", "reconcile", "--rp-id", RP_ID, "--user", HANDLE, "--as-of", NOON, "--before"];
        let ran = sandbox.run(&[&asked[..], &[before.to_str().unwrap()]].concat(), &list.to_string());
        serde_json::from_str::<Value>(&ran.stdout).unwrap()["advice"].clone()
    };
    assert_eq!(told(&json!([ours, deleted])), Value::Null);
    assert_eq!(told(&json!([ours, "AQEBAQEBAQEBAQEBAQEBAQ"])), "saved_elsewhere");
}

#[test]
fn an_epoch_tells_what_was_made_later_whatever_the_clock_did() {
    let sandbox = Sandbox::new();
    let first = created(&sandbox, &["--at", "2030-01-01T00:00:00Z"]);
    let asked = format!("epoch:{}", sandbox.json(&["check"])["epoch"]);
    let second = created(&sandbox, &["--at", "2026-11-21T08:00:00Z", "--on-duplicate", "add"]);
    assert_eq!(outcome(&reconcile(&sandbox, &asked, "[]")), three(&[], &[&first], &[&second]));
}

#[test]
fn ids_are_read_in_the_forms_that_servers_write() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    let base64 = base64_of(&parse_base64url(&id).unwrap());
    let lists = [
        json!([id]),
        json!([base64]),
        json!([{ "id": id, "name": "phone" }]),
        json!([{ "credentialId": base64 }]),
        json!({ "value": [{ "id": id }] }),
    ];
    for list in lists {
        assert_eq!(
            outcome(&reconcile(&sandbox, "2100-01-01T00:00:00Z", &list.to_string()))[0],
            [id.as_str()],
            "{list}"
        );
    }
}

#[test]
fn an_entry_that_cannot_be_read_condemns_nobody() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    let ran = reconcile(&sandbox, "2100-01-01T00:00:00Z", r#"["!", {"name": "phone"}]"#);
    assert_eq!(outcome(&ran), three(&[], &[], &[&id]));
    assert_eq!(serde_json::from_str::<Value>(&ran.stdout).unwrap()["unreadable"], 2);
    let args = ["reconcile", "--rp-id", RP_ID, "--user", HANDLE, "--as-of", NOON];
    assert!(sandbox.run(&args, r#"["!"]"#).stderr.contains("could not be read"));
}

#[test]
fn an_answer_that_says_nothing_of_the_account_says_why_and_changes_nothing() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    let refused = [
        (r#"{"errorCode":"E0000011","errorSummary":"The token is not valid","errorCauses":[]}"#, "not_a_list"),
        (r#"{"errors":[{"id":"a1b2c3","status":"401"}]}"#, "not_a_list"),
        (r#"{"rpId":"other.example","userId":"BBBB","allAcceptedCredentialIds":[]}"#, "other_account"),
    ];
    for (answer, reason) in refused {
        let ran = reconcile(&sandbox, "2100-01-01T00:00:00Z", answer);
        ran.assert_refused(1, "invalid_server_list");
        assert_eq!(ran.error()["reason"], reason, "{answer}");
    }
    for answer in
        [r#"{"credentials":[],"nextToken":"CAE"}"#, r#"[{"id":"218301558420062210"}]"#, r#"[{"id":"AQIDBAUGBwg"}]"#]
    {
        let ran = reconcile(&sandbox, "2100-01-01T00:00:00Z", answer);
        assert_eq!(outcome(&ran), three(&[], &[], &[&id]), "{answer}");
        assert_eq!(serde_json::from_str::<Value>(&ran.stdout).unwrap()["coverage"], "incomplete");
    }
    assert_eq!(standing(&sandbox, &id)[0], "unconfirmed");
}

#[test]
fn a_person_reads_what_became_of_each() {
    let (sandbox, morning, evening) = two_passkeys();
    let args = ["reconcile", "--rp-id", RP_ID, "--user", HANDLE, "--as-of", NOON];
    let text = sandbox.answer(&args, "[]");
    assert!(text.contains("does not have") && text.contains(&morning) && text.contains("Left alone"), "{text}");
    assert!(text.contains(&evening));
    let args = ["reconcile", "--rp-id", "example.org", "--user", HANDLE, "--as-of", NOON];
    assert_eq!(sandbox.answer(&args, "[]"), "This account has no passkey here.\n");
}

#[test]
fn what_is_no_list_or_no_time_or_no_account_is_refused() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    for list in ["", "{", "7", "null", r#""id""#, "{}", r#"{"a": [], "b": []}"#] {
        reconcile(&sandbox, NOON, list).assert_refused(1, "invalid_server_list");
    }
    let long = format!("[{}]", " ".repeat(4 * 1024 * 1024));
    reconcile(&sandbox, NOON, &long).assert_refused(1, "invalid_server_list");
    for as_of in ["yesterday", "epoch:", "epoch:-1", "1763712000"] {
        reconcile(&sandbox, as_of, "[]").assert_refused(2, "usage");
    }
    let wrong: [&[&str]; 4] = [
        &["--rp-id", RP_ID, "--user", "no handle", "--as-of", NOON],
        &["--rp-id", "no domain", "--user", HANDLE, "--as-of", NOON],
        &["--rp-id", RP_ID, "--user", HANDLE],
        &["--user", HANDLE, "--as-of", NOON],
    ];
    for args in wrong {
        sandbox.run(&[&["reconcile"], args].concat(), "[]").assert_refused(2, "usage");
    }
    assert_eq!(standing(&sandbox, &id)[0], "unconfirmed");
}

/// Base64 with padding, in the other alphabet.
fn base64_of(bytes: &[u8]) -> String {
    let text = crate::bytes::to_base64url(bytes).replace('-', "+").replace('_', "/");
    format!("{text}{}", "=".repeat(text.len().next_multiple_of(4) - text.len()))
}
