//! Several passkeys fit, and somebody is there to choose.

use passkey_provider::id::CredentialId;
use passkey_provider::lifecycle::PasskeySummary;

use crate::failure::Failure;
use crate::table;
use crate::terminal::{Terminal, printable};
use crate::time;

/// Asks until a number of the list is given; nothing declines.
pub(crate) fn pick(candidates: &[PasskeySummary], terminal: &mut Terminal) -> Result<CredentialId, Failure> {
    let rows: Vec<[String; 4]> = (1..)
        .zip(candidates)
        .map(|(number, candidate): (usize, _)| {
            let used = candidate.last_used.map_or_else(|| "never".to_owned(), time::render);
            let name = candidate.label.as_deref().unwrap_or(&candidate.user.display_name);
            [number.to_string(), printable(&candidate.title), printable(name), used]
        })
        .collect();
    let question = format!("{}\nWhich passkey?", table::render(["", "ACCOUNT", "NAME", "LAST USED"], &rows));
    loop {
        let answer = terminal.ask(&question).map_err(|error| Failure::file("the terminal", error))?;
        if answer.is_empty() {
            return Err(passkey_provider::Error::Declined.into());
        }
        let number = answer.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        if let Some(candidate) = number.and_then(|index| candidates.get(index)) {
            return Ok(candidate.passkey.credential_id.clone());
        }
    }
}
