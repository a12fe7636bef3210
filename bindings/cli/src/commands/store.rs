use passkey_provider::Error;
use passkey_provider::store::{Presence, SetAside};
use serde_json::json;

use crate::args::{Global, StoreCommand};
use crate::failure::Failure;
use crate::host::Folder;
use crate::output::Output;
use crate::terminal::Terminal;

/// `store`: the store as a file.
pub(super) fn run(command: &StoreCommand, global: &Global, output: Output) -> Result<(), Failure> {
    match command {
        StoreCommand::Look => look(global, output),
        StoreCommand::SetAside { yes } => set_aside(*yes, global, output),
    }
}

fn look(global: &Global, output: Output) -> Result<(), Failure> {
    let folder = Folder::find(global)?;
    let presence = folder.as_ref().map_or(Ok(Presence::Nothing), Folder::look)?;
    let passkeys = count(presence);
    output.answer(
        &json!({ "state": state(presence), "passkeys": passkeys, "store": folder.map(|folder| folder.store().display().to_string()) }),
        &sentence(presence),
    )
}

fn set_aside(yes: bool, global: &Global, output: Output) -> Result<(), Failure> {
    let folder = Folder::find(global)?.ok_or(Error::NoStore)?;
    if !yes {
        agree(&sentence(folder.look()?))?;
    }
    let SetAside { kept_as, passkeys } = folder.set_aside()?;
    let held = match passkeys {
        Some(count) => format!("{count} passkeys"),
        None => "what could not be counted".to_owned(),
    };
    let kept_as = kept_as.path().display().to_string();
    output.answer(
        &json!({ "kept_as": kept_as, "passkeys": passkeys }),
        &format!(
            "Kept as {kept_as}, with {held}; nothing was deleted.\nThe next command makes a new store. Register again with \
             each site, and remove the old passkeys there."
        ),
    )
}

/// Asks the person; nobody there is an error, and another answer than yes is their no.
fn agree(found: &str) -> Result<(), Failure> {
    let mut terminal = Terminal::open().ok_or_else(Failure::word_required)?;
    let question = format!(
        "{found}\nIts passkeys sign no more once it is set aside, and you register again with each site. Nothing is \
         deleted.\nSet it aside? [n]o or [y]es?"
    );
    let answer = terminal.ask(&question).map_err(|error| Failure::file("the terminal", error))?;
    if matches!(answer.to_lowercase().as_str(), "y" | "yes") { Ok(()) } else { Err(Error::Declined.into()) }
}

const fn count(presence: Presence) -> Option<u64> {
    match presence {
        Presence::Store { passkeys } => Some(passkeys),
        _ => None,
    }
}

const fn state(presence: Presence) -> &'static str {
    match presence {
        Presence::Nothing => "nothing",
        Presence::Store { .. } => "store",
        Presence::TooNew { .. } => "too_new",
        Presence::Foreign => "foreign",
        Presence::NotADatabase => "not_a_database",
        Presence::Damaged => "damaged",
    }
}

fn sentence(presence: Presence) -> String {
    match presence {
        Presence::Nothing => "There is no store yet.".to_owned(),
        Presence::Store { passkeys } => format!("There is a store. Passkeys in it: {passkeys}."),
        Presence::TooNew { found, known } => {
            format!("The store has version {found}, which is newer than {known}, the newest that this command knows.")
        }
        Presence::Foreign => "The file in the store's place is another application's database.".to_owned(),
        Presence::NotADatabase => "The file in the store's place is not a database.".to_owned(),
        Presence::Damaged => "The store is too damaged for its passkeys to be counted.".to_owned(),
    }
}
