//! `enrol`, as far as it goes without a server; `tests/servers` has servers.

use std::io::ErrorKind;
use std::net::TcpListener;

use serde_json::Value;

use crate::command::{Ran, Sandbox, run};

/// A port of this machine that nobody listens on: it is reserved (RFC 6335, section 6).
const NOBODY: &str = "http://127.0.0.1:0";

const SIGNED_IN: [&str; 4] = ["--token-command", "echo token", "--verified", "biometric"];

fn enrol(sandbox: &Sandbox, more: &[&str]) -> Ran {
    let server = ["enrol", "--server", "entra-graph", "--url", NOBODY];
    sandbox.run(&[&server[..], &SIGNED_IN, more].concat(), "")
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
