//! `enrol`, without a server and at the demonstration's relying party; `tests/servers` has servers.

use std::io::ErrorKind;
use std::net::TcpListener;

use serde_json::Value;

use crate::command::{Ran, Sandbox, run};
use crate::loopback::{Loopback, OPTIONS, RESULT};
use crate::relying_party::{Account, RelyingParty};

/// A port of this machine that nobody listens on: it is reserved (RFC 6335, section 6).
const NOBODY: &str = "http://127.0.0.1:0";

const SIGNED_IN: [&str; 4] = ["--token-command", "echo token", "--verified", "biometric"];

fn enrol(sandbox: &Sandbox, more: &[&str]) -> Ran {
    let server = ["enrol", "--server", "entra-graph", "--url", NOBODY];
    sandbox.run(&[&server[..], &SIGNED_IN, more].concat(), "")
}

/// The command line of a registration at the relying party, with what is done before the token is printed.
fn enrol_at(site: &Loopback, first: &str) -> Vec<String> {
    let token = site.sign_in(&Account::new("ada@example.com", "Ada Lovelace")).unwrap();
    let token = String::from_utf8(token.expose().clone()).unwrap();
    let paths = [format!("options={OPTIONS}"), format!("result={RESULT}")];
    let (url, page, command) = (site.url(), site.server().origin().to_owned(), format!("{first} echo {token}"));
    ["enrol", "--server", "plain", "--url", &url, "--set", &paths[0], "--set", &paths[1], "--page", &page]
        .into_iter()
        .chain(["--token-command", &command, "--verified", "biometric"])
        .map(str::to_owned)
        .collect()
}

fn open() -> Loopback {
    Loopback::open(RelyingParty::new("example.com", "https://login.example.com").unwrap()).unwrap()
}

fn run_all(sandbox: &Sandbox, args: &[String], more: &[&str]) -> Ran {
    let args: Vec<&str> = args.iter().map(String::as_str).chain(more.iter().copied()).collect();
    sandbox.run(&args, "")
}

fn unfinished(sandbox: &Sandbox) -> Vec<Value> {
    sandbox.json(&["enrol", "resume"])["unfinished"].as_array().unwrap().clone()
}

#[test]
fn a_server_that_does_not_answer_is_asked_again_by_whoever_resumes() {
    let sandbox = Sandbox::new();
    let ran = enrol(&sandbox, &["--name", "Phone"]);
    assert_eq!((ran.status, ran.error()["code"].as_str()), (1, Some("enrolment_failed")), "{ran:?}");
    assert_eq!(ran.error()["reason"], "unreachable");
    let enrolment = &ran.error()["enrolment"];
    assert_eq!((&enrolment["resumable"], &enrolment["credential_id"]), (&Value::Bool(true), &Value::Null));
    let open = unfinished(&sandbox);
    assert_eq!((open.len(), &open[0]["enrolment"], &open[0]["stage"]), (1, &enrolment["id"], &Value::from("began")));
    let id = enrolment["id"].as_str().unwrap();
    let resumed = sandbox.run(&[&["enrol", "resume", id][..], &SIGNED_IN].concat(), "");
    assert_eq!(resumed.error()["reason"], "unreachable");
    assert_eq!(sandbox.json(&["enrol", "abandon", id])["abandoned"], id);
    assert!(unfinished(&sandbox).is_empty());
    assert_eq!(sandbox.run(&["enrol", "abandon", id], "").status, 2);
}

#[test]
fn a_token_command_that_fails_sends_nothing() {
    let sandbox = Sandbox::new();
    let consent = ["--name", "Phone", "--verified", "biometric"];
    let server = ["enrol", "--server", "entra-graph", "--url", NOBODY];
    let nothing = "the token command prints nothing that can be sent";
    for (command, says) in [("exit 3", "the token command failed"), ("true", nothing), ("printf 'a\\nb'", nothing)] {
        let ran = sandbox.run(&[&server[..], &consent, &["--token-command", command]].concat(), "");
        assert!(ran.status == 2 && ran.stderr.contains(says), "{ran:?}");
    }
    let ran = sandbox.run(&[&server[..], &consent].concat(), "");
    assert!(ran.status == 2 && ran.stderr.contains("--token-command"), "{ran:?}");
}

#[test]
fn a_token_is_neither_stored_nor_printed() {
    let sandbox = Sandbox::new();
    let token = "t0ken-of-ada-4711";
    let server = ["enrol", "--server", "entra-graph", "--url", NOBODY, "--name", "Phone", "--verified", "biometric"];
    let ran = sandbox.run(&[&server[..], &["--token-command", &format!("echo {token}")]].concat(), "");
    assert!(!ran.stderr.contains(token) && !ran.stdout.contains(token), "{ran:?}");
    for entry in std::fs::read_dir(sandbox.store()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()));
    }
}

/// The proxy of plain HTTP would read the token.
#[test]
fn what_goes_to_this_machine_goes_through_no_proxy() {
    let sandbox = Sandbox::new();
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let url = format!("http://{}", proxy.local_addr().unwrap());
    let mut command = sandbox.command();
    command.args(["enrol", "--server", "entra-graph", "--url", NOBODY, "--name", "Phone"]).args(SIGNED_IN);
    let ran = run(command.envs(["http_proxy", "HTTP_PROXY", "ALL_PROXY"].map(|name| (name, &url))), "");
    assert_eq!(ran.error()["reason"], "unreachable");
    assert_eq!(proxy.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn what_cannot_be_a_server_is_a_usage_error() {
    let sandbox = Sandbox::new();
    for (server, url, says) in [
        ("nobody", "https://example.com", "neither a dialect"),
        ("entra-graph", "http://example.com", "http is for this machine alone"),
        ("entra-graph", "https://me:pw@example.com", "without credentials"),
    ] {
        let ran = sandbox.run(&[&["enrol", "--server", server, "--url", url][..], &SIGNED_IN].concat(), "");
        assert!(ran.status == 2 && ran.stderr.contains(says), "{ran:?}");
    }
    let ran = sandbox.run(&[&["enrol"][..], &SIGNED_IN].concat(), "");
    assert!(ran.status == 2 && ran.stderr.contains("--server"), "{ran:?}");
    let ran = enrol(&sandbox, &["--set", "nothing"]);
    assert!(ran.status == 2 && ran.stderr.contains("NAME=VALUE"), "{ran:?}");
}

#[test]
fn a_file_may_be_a_dialect_and_a_wrong_one_names_its_member() {
    let sandbox = Sandbox::new();
    let file = sandbox.beside("dialect.json");
    std::fs::write(&file, r#"{"name": "ours", "title": "Ours", "colour": "red"}"#).unwrap();
    let server = ["enrol", "--server", file.to_str().unwrap(), "--url", "https://example.com"];
    let ran = sandbox.run(&[&server[..], &SIGNED_IN].concat(), "");
    assert_eq!((ran.status, ran.error()["code"].as_str()), (1, Some("invalid_dialect")), "{ran:?}");
}

/// The server waits, and may have the passkey by then: that an older copy of the store would go unnoticed is a warning.
#[test]
fn where_the_epoch_cannot_be_saved_the_registration_goes_on() {
    let (sandbox, site) = (Sandbox::new(), open());
    let epoch = sandbox.store().join("epoch").display().to_string();
    let ran = run_all(&sandbox, &enrol_at(&site, &format!("rm '{epoch}' && mkdir '{epoch}' &&")), &[]);
    assert!(ran.status == 0 && ran.stderr.contains("warning: the epoch could not be saved"), "{ran:?}");
    std::fs::remove_dir(&epoch).unwrap();
    let passkeys = sandbox.json(&["list"])["passkeys"].clone();
    assert_eq!((passkeys.as_array().unwrap().len(), &passkeys[0]["standing"]), (1, &Value::from("confirmed")));
    assert!(unfinished(&sandbox).is_empty());
}

/// No other try under this policy would end otherwise.
#[test]
fn where_a_policy_refuses_nothing_is_left_to_resume() {
    let (sandbox, site) = (Sandbox::new(), open());
    let policy = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/tables/policies/disabled.json");
    let ran = run_all(&sandbox, &enrol_at(&site, ""), &["--policy", policy.to_str().unwrap()]);
    assert_eq!((ran.status, ran.error()["code"].as_str()), (1, Some("policy_refused")), "{ran:?}");
    assert!(unfinished(&sandbox).is_empty());
    assert_eq!(sandbox.json(&["list"])["passkeys"], Value::Array(Vec::new()));
    assert_eq!(run_all(&sandbox, &enrol_at(&site, ""), &[]).status, 0);
}
