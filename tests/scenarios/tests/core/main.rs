//! The scenarios, played on the core.

use std::env;
use std::process::Command;

use scenarios::core_driver::CoreDriver;
use scenarios::{Folder, Player, Verdict, rehearsal};

/// Where no session bus answers, no key store does.
const NO_KEY_STORE: (&str, &str) = ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");

/// A process of its own plays the scenarios: one of them would make a device key in the key store of
/// whoever runs the tests.
#[test]
fn the_core_keeps_every_promise_of_the_scenarios_and_each_operation_is_reached() {
    let (variable, nowhere) = NO_KEY_STORE;
    if env::var(variable).as_deref() != Ok(nowhere) {
        let mut again = Command::new(env::current_exe().unwrap());
        assert!(again.args(env::args_os().skip(1)).env(variable, nowhere).status().unwrap().success());
        return;
    }
    let folder = Folder::of_the_workspace().unwrap();
    let mut player = Player::new(&folder, CoreDriver::default());
    let (mut passed, mut left_out, mut failed) = (0, Vec::new(), Vec::new());
    for (file, cases) in folder.cases().unwrap() {
        for scenario in &cases.scenarios {
            match player.play(&cases, scenario) {
                Verdict::Passed => passed += 1,
                Verdict::NotForThis { because } => left_out.push(format!("{file}: {}: {because}", scenario.name)),
                Verdict::Failed(why) => failed.push(format!("{file}: {}: {why}", scenario.name)),
            }
        }
    }
    println!("{passed} passed, {} failed, {} are not for the core", failed.len(), left_out.len());
    failed.extend(player.coverage.gaps(&folder.operations, "core"));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_core_fails_each_broken_file_and_says_what_is_wrong_with_it() {
    let folder = Folder::of_the_workspace().unwrap();
    let wrong = rehearsal::rehearse(&folder, CoreDriver::default).unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
