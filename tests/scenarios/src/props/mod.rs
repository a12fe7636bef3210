//! What a scenario needs from outside the library: hardware that signs, a relying party that verifies, a disk on which
//! files are copied, damaged and locked, and tables of what must be decided. `do` names an act.
//!
//! Drivers in other languages have the `scenario-props` command do the same.

mod files;
mod hardware;
mod relying_party;
mod store;
mod tables;

use std::path::Path;
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

pub use store::Held;

use crate::{Arguments, Mistake};

/// Does `act` in the folder of a scenario, and gives what came of it.
pub fn act(folder: &Path, act: &str, mut with: Arguments) -> Result<Value, Mistake> {
    let gave = match act {
        "sign" => hardware::sign(&mut with)?,
        "verify_registration" => relying_party::verify_registration(&mut with)?,
        "verify_assertion" => relying_party::verify_assertion(&mut with)?,
        "copy_store" => files::copy_store(folder, &mut with)?,
        "write_file" => files::write_file(folder, &mut with)?,
        "write_bytes" => files::write_bytes(folder, &mut with)?,
        "digest" => files::digest(folder, &mut with)?,
        "file_names" => files::names(folder)?,
        "damage_passkey" => store::damage_passkey(folder, &mut with)?,
        "occupy_store" => {
            let held = Held::take(folder, &mut with)?;
            thread::spawn(move || held.keep());
            json!({})
        }
        "managed_configuration_rows" => tables::managed_configuration_rows(&mut with)?,
        "organisation_policy_rows" => tables::organisation_policy_rows(&mut with)?,
        "readiness_rows" => tables::readiness_rows(&mut with)?,
        "wait" => {
            thread::sleep(Duration::from_millis(with.number("milliseconds")?));
            json!({})
        }
        _ => return Err(Mistake(format!("no act is called {act}"))),
    };
    with.finish()?;
    Ok(gave)
}

fn base64url(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
