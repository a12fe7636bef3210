use passkey_provider::store::Passkey;
use serde_json::json;

use super::show;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::standing;
use crate::table;
use crate::terminal::printable;
use crate::time;

/// `list`: every passkey, or every deleted one, and a word about rows that do not open.
pub(super) fn run(deleted: bool, global: &Global, output: Output) -> Result<(), Failure> {
    let host = Host::open(global, output)?;
    let listing = if deleted { host.provider.passkeys().deleted()? } else { host.provider.passkeys().all()? };
    if !listing.damaged.is_empty() {
        output.note(&format!("warning: {} passkeys are damaged and do not open.", listing.damaged.len()));
    }
    let passkeys: Vec<_> = listing.passkeys.iter().map(|passkey| show::to_json(&host, passkey)).collect();
    let text = match (listing.passkeys.as_slice(), deleted) {
        ([], false) => "No passkeys yet.".to_owned(),
        ([], true) => "No deleted passkeys.".to_owned(),
        (passkeys, false) => to_table(passkeys),
        (passkeys, true) => to_table_of_deleted(passkeys),
    };
    output.answer(&json!({ "passkeys": passkeys, "damaged": listing.damaged.len() }), &text)
}

fn to_table(passkeys: &[Passkey]) -> String {
    let row = |passkey: &Passkey| {
        let [id, rp_id, account, name] = names(passkey);
        let last_used = passkey.state.last_used.map_or_else(|| "never".to_owned(), time::render);
        [id, rp_id, account, name, last_used, standing::in_short(&passkey.state)]
    };
    let rows: Vec<[String; 6]> = passkeys.iter().map(row).collect();
    table::render(["ID", "RELYING PARTY", "ACCOUNT", "NAME", "LAST USED", "STANDING"], &rows)
}

fn to_table_of_deleted(passkeys: &[Passkey]) -> String {
    let row = |passkey: &Passkey| {
        let [id, rp_id, account, name] = names(passkey);
        [id, rp_id, account, name, standing::deleted_at(&passkey.state).unwrap_or_default()]
    };
    let rows: Vec<[String; 5]> = passkeys.iter().map(row).collect();
    table::render(["ID", "RELYING PARTY", "ACCOUNT", "NAME", "DELETED"], &rows)
}

fn names(passkey: &Passkey) -> [String; 4] {
    let metadata = &passkey.metadata;
    [
        metadata.credential_id.to_base64url(),
        metadata.rp_id.to_string(),
        printable(&metadata.user.name),
        printable(metadata.label.as_deref().unwrap_or(&metadata.user.display_name)),
    ]
}
