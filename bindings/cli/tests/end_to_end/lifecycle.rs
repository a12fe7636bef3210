//! What is known of a passkey, how that is said, and what happened to it.

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::id::{Aaguid, Origin};
use passkey_provider::key::{Algorithm, Model};
use passkey_provider::seal::DeviceKey;
use passkey_provider::webauthn::options::{Mode, parse_creation_options};
use passkey_provider::{Consent, OpenOptions, Provider};
use serde_json::{Value, json};

use crate::account::{HANDLE, ORIGIN, RP_ID, create, created, creation_options, creation_options_of, id_of};
use crate::account::{listed, offered, request_options, standing};
use crate::bytes::to_base64url;
use crate::command::Sandbox;

/// What happened, in the words for programs.
fn kinds(history: &Value) -> Vec<&str> {
    history["events"].as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect()
}

#[test]
fn the_hosts_word_decides_and_the_servers_word_outweighs_it() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &[]);
    assert_eq!(standing(&sandbox, &id), ["unconfirmed", "no_word_yet", "shown"]);
    let reported = sandbox.json(&["reject", &id, "--reason", "no attestation"]);
    assert_eq!((&reported["credential_id"], &reported["reason"]), (&id.clone().into(), &"rejected".into()));
    assert_eq!(offered(&sandbox), Vec::<String>::new());
    assert_eq!(sandbox.json(&["confirm", &id])["reason"], "accepted");
    assert_eq!(offered(&sandbox), [id.as_str()]);
    // Refused the second time, for the server had it already.
    assert_eq!(sandbox.json(&["reject", &id])["standing"], "confirmed");
    assert_eq!(kinds(&sandbox.json(&["history", &id])), ["created", "refused", "accepted", "refused"]);
}

#[test]
fn a_word_about_an_unknown_passkey_is_refused() {
    let sandbox = Sandbox::new();
    for command in ["confirm", "reject", "restore", "purge", "history"] {
        sandbox.run(&[command, "AAAA"], "").assert_refused(1, "unknown_passkey");
        sandbox.run(&[command, "not an id"], "").assert_refused(2, "usage");
    }
}

#[test]
fn list_and_show_say_the_standing_in_words() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &["--at", "2026-11-21T08:00:00Z"]);
    let words = |time: &str| {
        let list = sandbox.answer(&["list", "--at", time], "");
        let show = sandbox.answer(&["show", &id, "--at", time], "");
        (list, show)
    };
    let (list, show) = words("2026-11-21T08:01:00Z");
    assert!(list.contains("STANDING") && list.contains("not confirmed yet"), "{list}");
    assert!(show.contains("has not said yet") && show.contains("listed and offered"), "{show}");
    let (list, show) = words("2026-11-21T20:00:00Z");
    assert!(list.contains("probably here only") && show.contains("never confirmed this passkey"), "{list}{show}");
    sandbox.answer(&["confirm", &id], "");
    let (list, show) = words("2026-11-21T20:00:00Z");
    assert!(list.contains("confirmed") && show.contains("accepted this passkey"), "{list}{show}");
    let shown = sandbox.json(&["show", &id]);
    for member in
        ["standing", "reason", "why", "since", "visibility", "is_offered", "key_missing", "needs_reregistration"]
    {
        assert!(!shown[member].is_null(), "{member} of {shown}");
    }
}

#[test]
fn stale_says_why_since_when_and_what_to_do() {
    let sandbox = Sandbox::new();
    assert!(sandbox.answer(&["stale"], "").starts_with("No stale passkeys"));
    let id = created(&sandbox, &["--at", "2026-11-21T08:00:00Z"]);
    assert_eq!(listed(&sandbox, &["stale", "--at", "2026-11-21T08:01:00Z"]), Vec::<String>::new());
    let later = ["stale", "--at", "2026-11-21T20:00:00Z"];
    let one = sandbox.json(&later)["passkeys"][0].clone();
    assert_eq!((&one["credential_id"], &one["reason"]), (&id.clone().into(), &"never_confirmed".into()));
    assert_eq!(one["since"], "2026-11-21T08:07:00Z");
    assert!(one["next"].as_str().unwrap().contains("--on-duplicate replace"));
    let text = sandbox.answer(&later, "");
    for words in [&*id, "never confirmed this passkey", "2026-11-21T08:07:00Z", "--on-duplicate replace"] {
        assert!(text.contains(words), "{words} not in:\n{text}");
    }
    sandbox.answer(&["confirm", &id], "");
    assert_eq!(listed(&sandbox, &later), Vec::<String>::new());
}

#[test]
fn a_history_is_in_sentences_with_times() {
    let sandbox = Sandbox::new();
    let id = created(&sandbox, &["--at", "2026-11-21T08:00:00Z"]);
    let reason = format!("HTTP 400 \u{1b}[2J{}", "é".repeat(300));
    sandbox.answer(&["reject", &id, "--reason", &reason, "--at", "2026-11-21T08:00:01Z"], "");
    let history = sandbox.json(&["history", &id]);
    assert_eq!((&history["credential_id"], &history["folded"]), (&id.clone().into(), &0.into()));
    let refused = &history["events"][1];
    assert_eq!((&refused["at"], &refused["kind"]), (&"2026-11-21T08:00:01Z".into(), &"refused".into()));
    assert!(reason.starts_with(refused["note"].as_str().unwrap()));
    let text = sandbox.answer(&["history", &id], "");
    assert!(text.starts_with("2026-11-21T08:00:00Z  Made on this device."), "{text}");
    assert!(text.contains("HTTP 400") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn the_stores_own_history_names_no_passkey() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.answer(&["history"], ""), "Nothing happened yet.\n");
    let id = created(&sandbox, &[]);
    sandbox.answer(&["signal", "unknown", "--rp-id", RP_ID], &json!({ "rpId": RP_ID, "credentialId": id }).to_string());
    sandbox.answer(&["delete", &id], "");
    sandbox.answer(&["purge", &id], "");
    let history = sandbox.json(&["history"]);
    assert_eq!(kinds(&history), ["signal_received", "purged"]);
    // Who sent a signal is named, whether or not it has a passkey here; what was purged is not.
    assert!(!history.to_string().contains(&id));
    assert_eq!(history.to_string().matches(RP_ID).count(), 1);
}

#[test]
fn a_report_for_support_names_nothing_and_its_tags_are_those_of_show() {
    let sandbox = Sandbox::new();
    let ada = created(&sandbox, &[]);
    sandbox.answer(&["rename", &ada, "my work phone"], "");
    sandbox.answer(&["reject", &ada, "--reason", "ada is not known here"], "");
    let bob = id_of(&create(&sandbox, &[], &creation_options_of("Ym9i", "bob@example.org", &[])));
    sandbox.answer(&["delete", &bob], "");
    for args in [&["diagnose"][..], &["--json", "diagnose"]] {
        let text = sandbox.answer(args, "").to_lowercase();
        let device_key = std::fs::read(sandbox.store().join("device-key")).unwrap();
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let bytes = |text: &str| crate::bytes::parse_base64url(text).unwrap();
        // No words of hexadecimal digits: a tag may hold them by chance.
        let needles = ["@", "bob", "example", "work", "known", HANDLE, "Ym9i", &ada, &bob, "q83vASNFZ4mrze8BI0VniQ"];
        let raw = [&ada, &bob, &HANDLE.to_owned()].map(|text| hex(&bytes(text)));
        let secret = [hex(&device_key), to_base64url(&device_key)];
        for needle in needles.iter().map(ToString::to_string).chain(raw).chain(secret) {
            assert!(!text.contains(&needle.to_lowercase()), "{needle} in:\n{text}");
        }
    }
    let report = sandbox.json(&["diagnose"]);
    let passkeys = report["passkeys"].as_array().unwrap();
    assert_eq!(passkeys.len(), 2);
    let shown = sandbox.json(&["show", &ada]);
    let ours = passkeys.iter().find(|passkey| passkey["tag"] == shown["report"]["tag"]).unwrap();
    assert_eq!((&ours["rp_tag"], &ours["reason"]), (&shown["report"]["rp_tag"], &"rejected".into()));
    let tag = shown["report"]["tag"].as_str().unwrap();
    assert!(sandbox.answer(&["show", &ada], "").contains(tag));
}

#[test]
fn keys_lists_what_waits_in_hardware_and_why() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.json(&["keys"])["keys"], json!([]));
    // The command reaches no hardware: an app on the same store does.
    let device_key = DeviceKey::from_bytes(&std::fs::read(sandbox.store().join("device-key")).unwrap()).unwrap();
    let path = sandbox.store().join("passkeys.db");
    let provider = Provider::open(OpenOptions::new(path, device_key)).unwrap();
    let options = parse_creation_options(creation_options(&[]).as_bytes(), Mode::Tolerant).unwrap().options;
    let caller =
        VerifiedCaller::web(&Origin::parse(ORIGIN).unwrap(), Frame::SameOrigin, options.rp_id.as_ref()).unwrap();
    let intend = || {
        let plan = provider.begin_create(&options, &caller, Model::device_bound(Aaguid::default())).unwrap();
        provider
            .intend_hardware_key(plan.consent(Consent::Present).unwrap(), &[Algorithm::Es256])
            .unwrap()
            .value
            .handle()
            .clone()
    };
    let (abandoned, _under_way) = (intend(), intend());
    let _ = provider.hardware_keys().abandon(&abandoned).unwrap();
    let keys = sandbox.json(&["keys"])["keys"].clone();
    let handle = to_base64url(abandoned.as_bytes());
    assert_eq!((keys.as_array().unwrap().len(), &keys[0]["handle"]), (1, &handle.clone().into()));
    assert_eq!(keys[0]["reason"], "interrupted");
    assert!(sandbox.answer(&["keys"], "").contains(&handle));
    // A registration that takes this long was interrupted too.
    assert_eq!(sandbox.json(&["keys", "--at", "2100-01-01T00:00:00Z"])["keys"].as_array().unwrap().len(), 2);
}

#[test]
fn every_change_is_counted_outside_the_store_too() {
    let sandbox = Sandbox::new();
    let at = ["--at", "2026-11-21T08:00:00Z"];
    let id = created(&sandbox, &at);
    let other = id_of(&create(&sandbox, &at, &creation_options_of("Ym9i", "bob", &[])));
    let unknown = json!({ "rpId": RP_ID, "credentialId": id }).to_string();
    let list = json!([id]).to_string();
    let changes: [(&[&str], &str); 12] = [
        (&["reject", &id], ""),
        (&["confirm", &id], ""),
        (&["signal", "unknown", "--rp-id", RP_ID], &unknown),
        (&["restore", &id], ""),
        (&["reconcile", "--rp-id", RP_ID, "--user", HANDLE, "--as-of", "epoch:99"], &list),
        (&["stale", "--at", "2026-11-22T08:00:00Z"], ""),
        (&["confirm", &other], ""),
        (&["rename", &id, "x"], ""),
        (&["delete", &id], ""),
        (&["purge", &id], ""),
        (&["create", "--origin", ORIGIN, "--approve", "--on-duplicate", "replace"], &creation_options(&[])),
        (&["get", "--origin", ORIGIN, "--approve", "--credential", &other], &request_options(&[])),
    ];
    let kept = || std::fs::read_to_string(sandbox.store().join("epoch")).unwrap().parse::<u64>().unwrap();
    let mut before = kept();
    for (args, stdin) in changes {
        sandbox.answer(args, stdin);
        let epoch = sandbox.json(&["check"])["epoch"].as_u64().unwrap();
        assert_eq!(kept(), epoch, "{args:?}");
        assert!(epoch > before, "{args:?} changed nothing");
        before = epoch;
    }
    // What an exclude list proves is kept even where the registration is refused.
    create(&sandbox, &[], &creation_options_of("Ym9i", "bob", &[&other])).assert_refused(1, "already_registered");
    assert_eq!(kept(), sandbox.json(&["check"])["epoch"].as_u64().unwrap());
}

#[test]
fn no_name_moves_the_cursor_in_any_command() {
    let name = format!("\u{1b}[2J\u{202e}\0\r\n{}", "🦀\u{200f}".repeat(2_000));
    let sandbox = Sandbox::new();
    let at = ["--at", "2026-11-21T08:00:00Z"];
    let id = id_of(&create(&sandbox, &at, &creation_options_of(HANDLE, &name, &[])));
    sandbox.answer(&["rename", &id, "\u{1b}]0;title\u{7}"], "");
    let reason = "\u{9b}31m\u{2066}refused\u{8}";
    let details = json!({ "rpId": RP_ID, "userId": HANDLE, "name": name, "displayName": name }).to_string();
    let list = json!([]).to_string();
    let commands: [(&[&str], &str); 15] = [
        (&["list"], ""),
        (&["show", &id], ""),
        (&["stale"], ""),
        (&["signal", "user-details", "--rp-id", RP_ID], &details),
        (&["reject", &id, "--reason", reason], ""),
        (&["history", &id], ""),
        (&["history"], ""),
        (&["diagnose"], ""),
        (&["reconcile", "--rp-id", RP_ID, "--user", HANDLE, "--as-of", "2030-01-01T00:00:00Z"], &list),
        (&["restore", &id], ""),
        (&["candidates", RP_ID], ""),
        (&["delete", &id], ""),
        (&["list", "--deleted"], ""),
        (&["keys"], ""),
        (&["purge", &id], ""),
    ];
    for (args, stdin) in commands {
        let ran = sandbox.run(args, stdin);
        assert_eq!(ran.status, 0, "{args:?}: {ran:?}");
        let deceptive = |character: char| {
            (character.is_control() && character != '\n')
                || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        };
        let found = ran.stdout.chars().chain(ran.stderr.chars()).find(|character| deceptive(*character));
        assert_eq!(found, None, "{args:?}: {ran:?}");
    }
}
