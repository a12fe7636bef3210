//! A registration that finds a passkey of the same account: what is told, and the ways out.

use serde_json::Value;

use crate::account::{create, request_options};
use crate::account::{created, creation_options, creation_options_of, id_of, listed, offered, standing};
use crate::command::{Ran, Sandbox};

const MORNING: [&str; 2] = ["--at", "2026-11-21T08:00:00Z"];
const MINUTES_LATER: [&str; 2] = ["--at", "2026-11-21T08:05:00Z"];
const EVENING: [&str; 2] = ["--at", "2026-11-21T20:00:00Z"];

/// The one passkey that a refusal names, with every member that a program needs.
#[track_caller]
fn in_the_way(ran: &Ran, code: &str) -> Value {
    ran.assert_refused(1, code);
    let existing = ran.error()["existing"].clone();
    let [one] = existing.as_array().unwrap().as_slice() else { panic!("{existing}") };
    for member in ["credential_id", "standing", "reason", "why", "since", "created"] {
        assert!(!one[member].as_str().unwrap().is_empty(), "{member} of {one}");
    }
    one.clone()
}

#[test]
fn a_stale_duplicate_is_refused_with_its_id_the_reason_and_the_next_step() {
    let sandbox = Sandbox::new();
    let old = created(&sandbox, &MORNING);
    sandbox.answer(&["reject", &old, "--reason", "attestation", "--at", "2026-11-21T09:00:00Z"], "");
    let ran = create(&sandbox, &EVENING, &creation_options(&[]));
    let existing = in_the_way(&ran, "stale_duplicate");
    assert_eq!(existing["credential_id"], old);
    assert_eq!((&existing["standing"], &existing["reason"]), (&"stale".into(), &"rejected".into()));
    assert_eq!(existing["since"], "2026-11-21T09:00:00Z");
    assert_eq!(ran.error()["dom_exception"], "NotAllowedError");
    assert!(ran.error()["next"].as_str().unwrap().contains("--on-duplicate replace"));
    assert_eq!(listed(&sandbox, &["list"]), [old]);
}

#[test]
fn a_registration_under_way_is_refused_until_its_deadline_and_is_stale_after_it() {
    let sandbox = Sandbox::new();
    let old = created(&sandbox, &MORNING);
    let existing = in_the_way(&create(&sandbox, &MINUTES_LATER, &creation_options(&[])), "duplicate_in_flight");
    assert_eq!((&existing["reason"], &existing["since"]), (&"no_word_yet".into(), &"2026-11-21T08:00:00Z".into()));
    let existing = in_the_way(&create(&sandbox, &EVENING, &creation_options(&[])), "stale_duplicate");
    assert_eq!((existing["credential_id"].as_str(), &existing["reason"]), (Some(&*old), &"never_confirmed".into()));
}

#[test]
fn an_exclude_list_tells_of_a_passkey_that_it_omits() {
    let sandbox = Sandbox::new();
    created(&sandbox, &MORNING);
    let ran = create(&sandbox, &MINUTES_LATER, &creation_options(&["YW5vdGhlciBkZXZpY2U"]));
    assert_eq!(in_the_way(&ran, "stale_duplicate")["reason"], "omitted_from_exclude_list");
}

#[test]
fn an_exclude_list_that_names_it_confirms_it_and_no_answer_makes_another() {
    for more in [&[][..], &["--on-duplicate", "replace"], &["--on-duplicate", "add"], &["--on-duplicate", "refuse"]] {
        let sandbox = Sandbox::new();
        let old = created(&sandbox, &[]);
        let ran = create(&sandbox, more, &creation_options(&[&old]));
        assert_eq!(in_the_way(&ran, "already_registered")["reason"], "listed");
        assert_eq!(ran.error()["dom_exception"], "InvalidStateError");
        assert_eq!(standing(&sandbox, &old), ["confirmed", "listed", "shown"]);
        assert_eq!(listed(&sandbox, &["list"]), [old]);
    }
}

#[test]
fn nothing_is_told_to_who_declines() {
    let sandbox = Sandbox::new();
    let old = created(&sandbox, &[]);
    for exclude in [&[][..], &[old.as_str()]] {
        let args = ["create", "--origin", crate::account::ORIGIN, "--decline"];
        let ran = sandbox.run(&args, &creation_options(exclude));
        ran.assert_refused(1, "declined");
        assert!(ran.error().get("existing").is_none());
    }
    assert_eq!(standing(&sandbox, &old), ["unconfirmed", "no_word_yet", "shown"]);
}

#[test]
fn replace_makes_the_new_one_and_retires_the_old_one() {
    for word in ["", "reject"] {
        let sandbox = Sandbox::new();
        let old = created(&sandbox, &[]);
        if !word.is_empty() {
            sandbox.answer(&[word, &old], "");
        }
        let new = created(&sandbox, &["--on-duplicate", "replace"]);
        assert_eq!(listed(&sandbox, &["list"]), [new.as_str()]);
        assert_eq!(listed(&sandbox, &["list", "--deleted"]), [old.as_str()]);
        assert_eq!(offered(&sandbox), [new.as_str()]);
        sandbox.answer(&["confirm", &new], "");
        sandbox.answer(&["restore", &old], "");
        assert_eq!(listed(&sandbox, &["list", "--deleted"]), Vec::<String>::new());
        assert_eq!(listed(&sandbox, &["list"]).len(), 2);
    }
}

#[test]
fn add_makes_the_new_one_beside_the_old_one() {
    let sandbox = Sandbox::new();
    let old = created(&sandbox, &[]);
    let new = created(&sandbox, &["--on-duplicate", "add"]);
    assert_eq!(offered(&sandbox).len(), 2);
    assert_eq!(listed(&sandbox, &["list", "--deleted"]), Vec::<String>::new());
    assert_eq!(standing(&sandbox, &old), standing(&sandbox, &new));
}

#[test]
fn what_to_do_with_duplicates_changes_nothing_where_there_are_none() {
    for what in ["refuse", "replace", "add"] {
        let sandbox = Sandbox::new();
        let id = created(&sandbox, &["--on-duplicate", what]);
        assert_eq!(listed(&sandbox, &["list"]), [id]);
    }
}

#[test]
fn beside_a_confirmed_passkey_another_is_made_and_takes_its_place_when_confirmed() {
    for what in ["refuse", "replace", "add"] {
        let sandbox = Sandbox::new();
        let old = created(&sandbox, &[]);
        sandbox.answer(&["confirm", &old], "");
        let new = created(&sandbox, &["--on-duplicate", what]);
        assert_eq!(standing(&sandbox, &old), ["confirmed", "accepted", "shown"]);
        sandbox.answer(&["confirm", &new], "");
        assert_eq!(standing(&sandbox, &old), ["confirmed", "accepted", "superseded"]);
        assert_eq!(offered(&sandbox), [new]);
        // The server still has it: its list brings it back.
        let args = ["get", "--origin", crate::account::ORIGIN, "--approve"];
        assert_eq!(id_of(&sandbox.run(&args, &request_options(&[&old]))), old);
        assert_eq!(standing(&sandbox, &old), ["confirmed", "accepted", "shown"]);
    }
}

#[test]
fn a_deleted_passkey_is_in_nobodys_way() {
    let sandbox = Sandbox::new();
    let old = created(&sandbox, &[]);
    sandbox.answer(&["delete", &old], "");
    let new = created(&sandbox, &[]);
    assert_eq!(listed(&sandbox, &["list"]), [new]);
}

#[test]
fn asking_without_a_terminal_is_a_usage_error() {
    let sandbox = Sandbox::new();
    create(&sandbox, &["--on-duplicate", "ask"], &creation_options(&[])).assert_refused(2, "usage");
    create(&sandbox, &["--on-duplicate", "shrug"], &creation_options(&[])).assert_refused(2, "usage");
    assert!(!sandbox.store().exists());
}

/// A server that makes a new user id at each try leaves one passkey for each.
#[test]
fn what_a_refused_registration_left_under_another_handle_is_told_and_not_in_the_way() {
    let sandbox = Sandbox::new();
    let old = created(&sandbox, &MORNING);
    sandbox.answer(&["reject", &old, "--at", "2026-11-21T09:00:00Z"], "");
    let report = sandbox.beside("report.json");
    let more = [EVENING.as_slice(), &["--report", report.to_str().unwrap()]].concat();
    let again = create(&sandbox, &more, &creation_options_of("YW5vdGhlcg", "Ada@example.com", &[]));
    let new = id_of(&again);
    let reported: Value = serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap();
    assert_eq!((&reported["duplicate"], &reported["decision"]), (&"proceed".into(), &"created".into()));
    assert_eq!(
        (&reported["leftovers"][0]["credential_id"], &reported["leftovers"][0]["reason"]),
        (&old.clone().into(), &"rejected".into())
    );
    assert!(again.stderr.contains(&old) && again.stderr.contains("`delete`"), "{}", again.stderr);
    assert!(!again.stdout.contains(&old), "the caller learns nothing of it");
    assert_eq!(standing(&sandbox, &old)[0], "stale");
    sandbox.answer(&["delete", &old], "");
    let third = create(&sandbox, &[], &creation_options_of("dGhpcmQ", "ada@example.com", &[]));
    assert!(!third.stderr.contains(&old) && listed(&sandbox, &["list"]).contains(&new));
}

#[test]
fn the_report_says_what_was_found() {
    let sandbox = Sandbox::new();
    let report = sandbox.beside("report.json");
    let path = ["--report", report.to_str().unwrap()];
    let read = || -> Value { serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap() };
    created(&sandbox, &path);
    assert_eq!((&read()["duplicate"], &read()["decision"]), (&"proceed".into(), &"created".into()));
    create(&sandbox, &path, &creation_options(&[]));
    assert_eq!(read()["duplicate"], "duplicate_in_flight");
    assert_eq!(read()["decision"], "duplicate_in_flight");
    created(&sandbox, &[path.as_slice(), &["--on-duplicate", "replace"]].concat());
    assert_eq!((&read()["duplicate"], &read()["decision"]), (&"duplicate_in_flight".into(), &"created".into()));
}
