//! What servers signal of their own accord, and what they learn by it: nothing.

use serde_json::{Value, json};

use crate::account::{HANDLE, ORIGIN, RP_ID, create, created, creation_options_of, id_of, offered};
use crate::account::{request_options, standing};
use crate::command::{Ran, Sandbox};

const PAGE: [&str; 2] = ["--origin", "https://login.example.com"];
const APP: [&str; 2] = ["--rp-id", RP_ID];

fn unknown(rp_id: &str, id: &str) -> String {
    json!({ "rpId": rp_id, "credentialId": id }).to_string()
}

fn all_accepted(handle: &str, ids: &[&str]) -> String {
    json!({ "rpId": RP_ID, "userId": handle, "allAcceptedCredentialIds": ids }).to_string()
}

fn user_details(handle: &str, name: &str) -> String {
    json!({ "rpId": RP_ID, "userId": handle, "name": name, "displayName": name }).to_string()
}

fn signal(sandbox: &Sandbox, sort: &str, sender: &[&str], json: &str) -> Ran {
    sandbox.run(&[&["signal", sort], sender].concat(), json)
}

/// Sends a signal that must be taken, in silence.
#[track_caller]
fn taken(sandbox: &Sandbox, sort: &str, json: &str) {
    for sender in [PAGE, APP] {
        let ran = signal(sandbox, sort, &sender, json);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{ran:?}");
    }
}

#[test]
fn a_list_that_omits_a_passkey_hides_it_and_one_that_names_it_shows_it_again() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    taken(&sandbox, "all-accepted", &all_accepted(HANDLE, &[&id]));
    assert_eq!(standing(&sandbox, &id), ["confirmed", "signalled", "shown"]);
    taken(&sandbox, "all-accepted", &all_accepted(HANDLE, &[]));
    assert_eq!(standing(&sandbox, &id), ["stale", "not_accepted", "hidden"]);
    assert_eq!(offered(&sandbox), Vec::<String>::new());
    assert!(sandbox.answer(&["list"], "").contains("here only, hidden"));
    taken(&sandbox, "all-accepted", &all_accepted(HANDLE, &[&id]));
    assert_eq!(standing(&sandbox, &id), ["confirmed", "signalled", "shown"]);
    assert_eq!(offered(&sandbox), [id]);
}

#[test]
fn an_unknown_passkey_is_hidden_until_an_allow_list_or_the_person_brings_it_back() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    let get = |allow: &[&str]| sandbox.run(&["get", "--origin", ORIGIN, "--approve"], &request_options(allow));
    taken(&sandbox, "unknown", &unknown(RP_ID, &id));
    assert_eq!(standing(&sandbox, &id), ["stale", "unknown_to_server", "hidden"]);
    get(&[]).assert_refused(1, "no_passkey");
    assert_eq!(id_of(&get(&[&id])), id);
    assert_eq!(standing(&sandbox, &id), ["confirmed", "listed", "shown"]);

    taken(&sandbox, "unknown", &unknown(RP_ID, &id));
    sandbox.answer(&["restore", &id], "");
    assert_eq!(standing(&sandbox, &id), ["stale", "unknown_to_server", "shown"]);
}

#[test]
fn new_names_of_an_account_are_those_that_are_shown() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    sandbox.answer(&["rename", &id, "work"], "");
    taken(&sandbox, "user-details", &user_details(HANDLE, "ada.lovelace@example.com"));
    let shown = sandbox.json(&["show", &id]);
    assert_eq!(shown["user"]["name"], "ada.lovelace@example.com");
    assert_eq!((&shown["label"], &shown["standing"]), (&"work".into(), &"unconfirmed".into()));
}

#[test]
fn a_signal_concerns_its_own_account_and_relying_party_only() {
    let sandbox = Sandbox::new();
    let ada = created(&sandbox, &[]);
    let bob = id_of(&create(&sandbox, &[], &creation_options_of("Ym9i", "bob", &[])));
    let elsewhere = ["signal", "unknown", "--origin", "https://example.org"];
    assert_eq!(sandbox.run(&elsewhere, &unknown("example.org", &ada)).status, 0);
    taken(&sandbox, "all-accepted", &all_accepted("Ym9i", &[]));
    taken(&sandbox, "all-accepted", &all_accepted("Y2Fyb2w", &[&ada, &bob]));
    taken(&sandbox, "user-details", &user_details("Ym9i", "robert"));
    assert_eq!(standing(&sandbox, &ada), ["unconfirmed", "no_word_yet", "shown"]);
    assert_eq!(standing(&sandbox, &bob)[0], "stale");
    assert_eq!(sandbox.json(&["show", &ada])["user"]["name"], "ada@example.com");
}

/// Stores in every state that a sender might want to tell apart, each with the id of the passkey that
/// it is about.
fn worlds() -> Vec<(&'static str, Sandbox, String)> {
    let world = |name, prepare: &dyn Fn(&Sandbox) -> String| {
        let sandbox = Sandbox::new();
        let id = prepare(&sandbox);
        (name, sandbox, id)
    };
    let made = |sandbox: &Sandbox| created(sandbox, &[]);
    vec![
        world("nothing is here", &|_| "AAECAwQFBgcICQoLDA0ODw".to_owned()),
        world("it is here", &made),
        world("it is confirmed", &|sandbox| {
            let id = made(sandbox);
            sandbox.answer(&["confirm", &id], "");
            id
        }),
        world("it is hidden", &|sandbox| {
            let id = made(sandbox);
            taken(sandbox, "unknown", &unknown(RP_ID, &id));
            id
        }),
        world("it is deleted", &|sandbox| {
            let id = made(sandbox);
            sandbox.answer(&["delete", &id], "");
            id
        }),
        world("another account's is here", &|sandbox| {
            id_of(&create(sandbox, &[], &creation_options_of("Ym9i", "bob", &[])))
        }),
        world("another one is here", &|sandbox| {
            made(sandbox);
            "AAECAwQFBgcICQoLDA0ODw".to_owned()
        }),
    ]
}

#[test]
fn a_sender_cannot_tell_by_any_byte_whether_it_concerned_something() {
    let worlds = worlds();
    for json in [&[][..], &["--json"]] {
        for sender in [PAGE, APP] {
            for round in 0..3 {
                let mut reported = Vec::new();
                for (name, sandbox, id) in &worlds {
                    let (sort, text) = match round {
                        0 => ("unknown", unknown(RP_ID, id)),
                        1 => ("all-accepted", all_accepted(HANDLE, &[])),
                        _ => ("user-details", user_details(HANDLE, "ada")),
                    };
                    let ran = signal(sandbox, sort, &[sender.as_slice(), json].concat(), &text);
                    assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{name}: {ran:?}");
                    reported.push((name, ran.stderr));
                }
                assert!(reported.iter().all(|(_, stderr)| *stderr == reported[0].1), "{reported:?}");
            }
        }
    }
}

#[test]
fn a_refusal_is_the_same_whether_the_passkey_is_here() {
    for (name, sandbox, id) in worlds() {
        let refused: [(&[&str], String, &str); 4] = [
            (&["unknown", "--origin", "https://evil-example.com"], unknown(RP_ID, &id), "caller_refused"),
            (&["unknown", "--rp-id", "login.example.com"], unknown(RP_ID, &id), "rp_id_not_verified"),
            (&["all-accepted", "--rp-id", "com"], all_accepted(HANDLE, &[&id]), "caller_refused"),
            (&["unknown", "--origin", ORIGIN], unknown(RP_ID, &format!("{id}=")), "invalid_signal"),
        ];
        let before = sandbox.json(&["list"]);
        for (args, text, code) in refused {
            let ran = sandbox.run(&[&["signal"], args].concat(), &text);
            ran.assert_refused(1, code);
            assert!(!ran.stderr.contains(&id), "{name}: {}", ran.stderr);
        }
        assert_eq!(sandbox.json(&["list"]), before, "{name}");
    }
}

#[test]
fn a_malformed_signal_is_refused_whole() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    let with = |name: &str, value: Value| {
        let mut signal: Value = serde_json::from_str(&all_accepted(HANDLE, &[])).unwrap();
        signal[name] = value;
        signal.to_string()
    };
    let table = [
        ("unknown", String::new()),
        ("unknown", "[]".to_owned()),
        ("unknown", "{".to_owned()),
        ("unknown", json!({ "rpId": RP_ID }).to_string()),
        ("unknown", json!({ "rpId": RP_ID, "credentialId": 7 }).to_string()),
        ("unknown", all_accepted(HANDLE, &[&id])),
        ("all-accepted", unknown(RP_ID, &id)),
        ("all-accepted", with("userId", json!("YQ=="))),
        ("all-accepted", with("userId", json!(""))),
        ("all-accepted", with("rpId", json!("no domain"))),
        ("all-accepted", with("allAcceptedCredentialIds", json!(id))),
        ("all-accepted", with("allAcceptedCredentialIds", json!(["a+b/"]))),
        ("all-accepted", with("allAcceptedCredentialIds", json!([null]))),
        ("user-details", all_accepted(HANDLE, &[])),
        ("user-details", with("name", json!(null))),
        ("user-details", format!("{}{}", user_details(HANDLE, "x"), " ".repeat(1024 * 1024))),
    ];
    for (sort, text) in table {
        let ran = signal(&sandbox, sort, &APP, &text);
        ran.assert_refused(1, "invalid_signal");
        assert_eq!(ran.error()["dom_exception"], "TypeError");
    }
    assert_eq!(standing(&sandbox, &id), ["unconfirmed", "no_word_yet", "shown"]);
}

#[test]
fn a_signal_of_nobody_or_of_two_is_a_usage_error() {
    let sandbox = Sandbox::new();
    let wrong: [&[&str]; 5] = [
        &["signal"],
        &["signal", "unknown"],
        &["signal", "unknown", "--origin", ORIGIN, "--rp-id", RP_ID],
        &["signal", "unknown", "--origin", "example.com"],
        &["signal", "rumour", "--rp-id", RP_ID],
    ];
    for args in wrong {
        sandbox.run(args, &unknown(RP_ID, "AAAA")).assert_refused(2, "usage");
    }
}

#[test]
fn ten_thousand_accepted_ids_are_taken() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    let mut ids: Vec<String> = (0..10_000_u32).map(|n| crate::bytes::to_base64url(&n.to_be_bytes())).collect();
    ids.push(id.clone());
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    taken(&sandbox, "all-accepted", &all_accepted(HANDLE, &ids));
    assert_eq!(standing(&sandbox, &id)[0], "confirmed");
}
