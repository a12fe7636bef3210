//! The scenarios, played through the functions that the bindings export.

#[cfg(test)]
mod advice;
#[cfg(test)]
mod callers;
#[cfg(test)]
mod ceremonies;
#[cfg(test)]
mod driver;
#[cfg(test)]
mod enrolment;
#[cfg(test)]
mod open;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod render;
#[cfg(test)]
mod server_word;
#[cfg(test)]
mod small;

use driver::FfiDriver;
use scenarios::{Folder, Player, own_process, rehearsal};

#[test]
fn every_promise_of_the_scenarios_is_kept_and_each_operation_is_reached() {
    if let Some(went_well) = own_process::without_key_store().unwrap() {
        assert!(went_well);
        return;
    }
    let report = Player::play_all(&Folder::of_the_workspace().unwrap(), FfiDriver::default()).unwrap();
    let (failed, left_out) = (report.failed.len(), report.left_out.len());
    println!("{} passed, {failed} failed, {left_out} left out\n{}", report.passed, report.left_out.join("\n"));
    assert!(report.failed.is_empty(), "{}", report.failed.join("\n"));
}

#[test]
fn each_broken_file_fails_and_is_told_what_is_wrong_with_it() {
    let wrong = rehearsal::rehearse(&Folder::of_the_workspace().unwrap(), FfiDriver::default).unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
