use passkey_provider::store::Passkey;
use serde_json::json;

use super::show;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::table;
use crate::terminal::printable;
use crate::time;

/// `list`: every passkey, and a word about rows that do not open.
pub(super) fn run(global: &Global, output: Output) -> Result<(), Failure> {
    let listing = Host::open(global, output)?.provider.list()?;
    if !listing.damaged.is_empty() {
        output.note(&format!("warning: {} passkeys are damaged and do not open.", listing.damaged.len()));
    }
    let passkeys: Vec<_> = listing.passkeys.iter().map(show::to_json).collect();
    output.answer(&json!({ "passkeys": passkeys, "damaged": listing.damaged.len() }), &to_table(&listing.passkeys))
}

fn to_table(passkeys: &[Passkey]) -> String {
    if passkeys.is_empty() {
        return "No passkeys yet.".to_owned();
    }
    let rows: Vec<[String; 5]> = passkeys
        .iter()
        .map(|passkey| {
            [
                passkey.metadata.credential_id.to_base64url(),
                passkey.metadata.rp_id.to_string(),
                printable(&passkey.metadata.user_name),
                printable(passkey.metadata.label.as_deref().unwrap_or(&passkey.metadata.user_display_name)),
                passkey.state.last_used.map_or_else(|| "never".to_owned(), time::render),
            ]
        })
        .collect();
    table::render(["ID", "RELYING PARTY", "ACCOUNT", "NAME", "LAST USED"], &rows)
}
