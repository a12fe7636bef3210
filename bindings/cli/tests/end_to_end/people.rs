//! What a person at a terminal meets. `script` gives the command a terminal.

use std::process::Command;

use crate::account::{creation_options, request_options};
use crate::apps::{APP, SIGNER, app, asset_links, file};
use crate::command::{Ran, Sandbox, binary, run};
use crate::relying_party::{Account, RelyingParty, Verification};

const ORIGIN: &str = "https://login.example.com";

/// Runs the command on a terminal, with options from a file and what the person types.
fn at_terminal(sandbox: &Sandbox, args: &[&str], options: &str, typed: &str) -> Ran {
    let (input, output) = (sandbox.beside("options.json"), sandbox.beside("response.json"));
    std::fs::write(&input, options).unwrap();
    let line = format!(
        "'{}' --keys file --store '{}' {} < '{}' > '{}'",
        binary(),
        sandbox.store().display(),
        args.join(" "),
        input.display(),
        output.display()
    );
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &line, "/dev/null"]).env("SHELL", "/bin/sh");
    let ran = run(&mut command, typed);
    Ran { status: ran.status, stdout: std::fs::read_to_string(output).unwrap(), stderr: ran.stdout }
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_shown_who_asks_and_decides() {
    let sandbox = Sandbox::new();
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    let options = server.begin_registration(&Account::new("ada@example.com", "Ada"), Verification::Required).unwrap();
    let args = ["create", "--origin", ORIGIN];

    let declined = at_terminal(&sandbox, &args, &options, "n\n");
    assert_eq!((declined.status, declined.stdout.as_str()), (1, ""));
    for words in ["Make a passkey for example.com?", ORIGIN, "ada@example.com", "error: the person declined."] {
        assert!(declined.stderr.contains(words), "{words} not in:\n{}", declined.stderr);
    }
    let agreed = at_terminal(&sandbox, &args, &options, "b\n");
    server.finish_registration(&agreed.stdout).unwrap_or_else(|reason| panic!("{reason}: {agreed:?}"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_shown_the_app_that_asks_for_itself() {
    let sandbox = Sandbox::new();
    let links = file(&sandbox, "assetlinks.json", &asset_links());
    let caller = [&app(APP, SIGNER)[..], &["--asset-links", &links]].concat();
    for (command, options) in [("create", creation_options(&[])), ("get", request_options(&[]))] {
        let ran = at_terminal(&sandbox, &[&[command], &caller[..]].concat(), &options, "y\n");
        assert_eq!(ran.status, 0, "{ran:?}");
        for words in ["example.com?", "asked by  the app com.example.app"] {
            assert!(ran.stderr.contains(words), "{words} not in:\n{}", ran.stderr);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_told_how_many_passkeys_are_set_aside_and_decides() {
    let sandbox = Sandbox::new();
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    let options = server.begin_registration(&Account::new("ada@example.com", "Ada"), Verification::Required).unwrap();
    sandbox.answer(&["create", "--origin", ORIGIN, "--verified", "pin"], &options);
    for (typed, status, state) in [("\n", 1, "store"), ("y\n", 0, "nothing")] {
        let ran = at_terminal(&sandbox, &["store", "set-aside"], "", typed);
        assert_eq!(ran.status, status, "{ran:?}");
        assert!(ran.stderr.contains("Passkeys in it: 1."), "{}", ran.stderr);
        assert_eq!(sandbox.json(&["store", "look"])["state"], state);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_picks_among_several() {
    let sandbox = Sandbox::new();
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    for name in ["ada@example.com", "bob@example.com"] {
        let options = server.begin_registration(&Account::new(name, name), Verification::Required).unwrap();
        let response = sandbox.answer(&["create", "--origin", ORIGIN, "--verified", "pin"], &options);
        server.finish_registration(&response).unwrap();
    }
    let options = server.begin_sign_in(Verification::Required).unwrap();
    let ran = at_terminal(&sandbox, &["get", "--origin", ORIGIN], &options, "7\n2\np\n");
    server.finish_sign_in(&ran.stdout).unwrap_or_else(|reason| panic!("{reason}: {ran:?}"));
    assert!(ran.stderr.contains("Which passkey?") && ran.stderr.contains("bob@example.com"), "{}", ran.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_told_of_a_stale_passkey_and_chooses_the_way_out() {
    let ways = [("d", 1, 1), ("a", 2, 0), ("l", 1, 0)];
    for (answer, listed, deleted) in ways {
        let sandbox = Sandbox::new();
        let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
        let ada = Account::new("ada@example.com", "Ada");
        let options = server.begin_registration(&ada, Verification::Required).unwrap();
        let old = sandbox.answer(&["create", "--origin", ORIGIN, "--verified", "pin"], &options);
        let old: serde_json::Value = serde_json::from_str(&old).unwrap();
        sandbox.answer(&["reject", old["id"].as_str().unwrap()], "");

        let options = server.begin_registration(&ada, Verification::Required).unwrap();
        let ran = at_terminal(&sandbox, &["create", "--origin", ORIGIN], &options, &format!("?\n{answer}\nb\n"));
        for words in ["does not seem to know", old["id"].as_str().unwrap(), "refused this passkey", "Since 20"] {
            assert!(ran.stderr.contains(words), "{words} not in:\n{}", ran.stderr);
        }
        if answer == "l" {
            assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
            assert!(ran.stderr.contains("error: the person declined."), "{}", ran.stderr);
        } else {
            server.finish_registration(&ran.stdout).unwrap_or_else(|reason| panic!("{reason}: {ran:?}"));
            assert_eq!(ran.stderr.contains("The old passkey is deleted"), answer == "d");
        }
        let count = |args: &[&str]| sandbox.json(args)["passkeys"].as_array().unwrap().len();
        assert_eq!((count(&["list"]), count(&["list", "--deleted"])), (listed, deleted), "{answer}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_reads_a_refusal_with_the_passkey_in_the_way_and_the_next_step() {
    let sandbox = Sandbox::new();
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    let ada = Account::new("ada@example.com", "Ada");
    let options = server.begin_registration(&ada, Verification::Required).unwrap();
    let args = ["create", "--origin", ORIGIN, "--on-duplicate", "refuse", "--verified", "pin"];
    let old: serde_json::Value = serde_json::from_str(&sandbox.answer(&args, &options)).unwrap();
    let ran = at_terminal(&sandbox, &args, &options, "");
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
    let next = "--on-duplicate replace";
    for words in ["error: ", old["id"].as_str().unwrap(), "has not said yet", "Since 20", next] {
        assert!(ran.stderr.contains(words), "{words} not in:\n{}", ran.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_told_of_a_passkey_that_the_site_knows_before_they_agree() {
    let sandbox = Sandbox::new();
    let mut server = RelyingParty::new("example.com", ORIGIN).unwrap();
    let ada = Account::new("ada@example.com", "Ada");
    let args = ["create", "--origin", ORIGIN];
    let before = server.begin_registration(&ada, Verification::Required).unwrap();
    let ran = at_terminal(&sandbox, &args, &before, "b\n");
    let id = server.finish_registration(&ran.stdout).unwrap().credential_id;
    sandbox.answer(&["confirm", &id], "");

    // The site forgot to exclude it.
    let declined = at_terminal(&sandbox, &args, &before, "n\n");
    for words in ["A new one takes its place", &id, "accepted this passkey", "error: the person declined."] {
        assert!(declined.stderr.contains(words), "{words} not in:\n{}", declined.stderr);
    }
    let excluding = server.begin_registration(&ada, Verification::Required).unwrap();
    let refused = at_terminal(&sandbox, &args, &excluding, "b\n");
    assert_eq!((refused.status, refused.stdout.as_str()), (1, ""));
    for words in ["This account already has a passkey on this device", &id, "error: this device already has a passkey"]
    {
        assert!(refused.stderr.contains(words), "{words} not in:\n{}", refused.stderr);
    }
}

#[test]
fn help_and_completions_are_there_to_learn_from() {
    let sandbox = Sandbox::new();
    let help = sandbox.answer(&["--help"], "");
    let commands = [
        "create",
        "get",
        "inspect",
        "candidates",
        "list",
        "show",
        "rename",
        "delete",
        "restore",
        "purge",
        "confirm",
        "reject",
        "stale",
        "signal",
        "reconcile",
        "policy",
        "enrol",
        "readiness",
        "qr",
        "history",
        "keys",
        "diagnose",
        "check",
        "demo",
    ];
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(sandbox.answer(&["completions", shell], "").contains("passkey-provider"));
    }
}
