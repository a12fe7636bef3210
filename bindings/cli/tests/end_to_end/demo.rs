//! The demonstration.

use serde_json::Value;

use crate::command::{aaguid, binary, run};

fn demo(args: &[&str]) -> (String, Vec<Value>) {
    let mut command = std::process::Command::new(binary());
    // No key store, no home: it needs neither.
    command
        .args(args)
        .arg("demo")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env("HOME", "/nonexistent");
    let ran = run(&mut command, "");
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let events = if args.contains(&"--json") {
        ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    } else {
        Vec::new()
    };
    (ran.stdout, events)
}

fn count(events: &[Value], name: &str) -> usize {
    events.iter().filter(|event| event["event"] == name).count()
}

#[test]
fn the_three_jobs_are_done_and_verified() {
    for platform in ["android", "ios"] {
        let (_, events) = demo(&["--json", "--platform", platform]);
        assert_eq!(count(&events, "job"), 3);
        // Four registrations and four sign-ins that the server takes; a registration that it refuses, and
        // one that it never gets.
        assert_eq!((count(&events, "accepted"), count(&events, "refused"), count(&events, "lost")), (8, 1, 1));
        // In the app and in a browser: found in the way, and replaced in one action.
        for name in ["duplicate", "delete_and_retry", "retired"] {
            assert_eq!(count(&events, name), 2, "{name}");
        }
        assert_eq!(count(&events, "end"), 1);
    }
}

#[test]
fn the_app_registers_over_http_on_the_loopback_address() {
    let (_, events) = demo(&["--json"]);
    let requests = events.iter().filter(|event| event["event"] == "request");
    let urls: Vec<&str> = requests.map(|event| event["details"]["sent_to"].as_str().unwrap()).collect();
    // Ada, Grace twice, and Radia on the laptop; the browser's page is no app's.
    assert_eq!(urls.len(), 8);
    for pair in urls.chunks(2) {
        let [options, result] = pair else { panic!("{urls:?}") };
        assert!(urls.iter().all(|url| url.starts_with("http://127.0.0.1:")), "{urls:?}");
        assert!(options.ends_with("/options") && result.ends_with("/result"), "{urls:?}");
    }
}

#[test]
fn the_third_job_says_what_is_known_and_why() {
    let (_, events) = demo(&["--json"]);
    let reported = |name: &str, detail: &str| -> Vec<String> {
        let of_name = events.iter().filter(|event| event["event"] == name);
        of_name.map(|event| event["details"][detail].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(reported("standing", "standing"), ["confirmed", "stale", "confirmed", "confirmed", "confirmed"]);
    assert_eq!(reported("duplicate", "standing"), ["stale", "suspect"]);
    assert_eq!(reported("refused", "reason").len(), 1);
    assert_eq!((count(&events, "restore"), count(&events, "delete")), (1, 1));
}

#[test]
fn the_bytes_shown_are_those_of_the_platform() {
    for (platform, flags) in [("android", "0x45 (UP UV AT)"), ("ios", "0x5d (UP UV BE BS AT)")] {
        let (_, events) = demo(&["--json", "--platform", platform]);
        let registration = events.iter().find(|event| event["event"] == "registration_response").unwrap();
        assert_eq!(registration["details"]["flags"], flags);
        assert_eq!(registration["details"]["aaguid"], aaguid(platform));
    }
}

#[test]
fn two_demonstrations_differ_in_what_is_random() {
    let id = |events: &[Value]| {
        let registration = events.iter().find(|event| event["event"] == "registration_response").unwrap();
        registration["details"]["credential_id"].clone()
    };
    assert_ne!(id(&demo(&["--json"]).1), id(&demo(&["--json"]).1));
}

#[test]
fn the_transcript_is_for_people() {
    let (text, _) = demo(&[]);
    for words in ["The person", "The provider", "The relying party", "The app", "AAGUID", "accepts the sign-in"] {
        assert!(text.contains(words), "{words} not in:\n{text}");
    }
}
