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

/// `stale`: what is probably or certainly on this device only.
pub(super) fn run(global: &Global, output: Output) -> Result<(), Failure> {
    let host = Host::open(global, output)?;
    let passkeys = host.remember(host.provider.server().doubtful()?)?;
    let values: Vec<_> = passkeys
        .iter()
        .map(|passkey| {
            let mut value = show::to_json(&host, passkey);
            if let Some(members) = value.as_object_mut() {
                members.insert("next".to_owned(), json!(standing::advice(&passkey.state)));
            }
            value
        })
        .collect();
    output.answer(&json!({ "passkeys": values }), &to_text(&passkeys))
}

fn to_text(passkeys: &[Passkey]) -> String {
    if passkeys.is_empty() {
        return "No stale passkeys.".to_owned();
    }
    let paragraphs: Vec<String> = passkeys
        .iter()
        .map(|passkey| {
            let metadata = &passkey.metadata;
            table::render_pairs(&[
                ("id", metadata.credential_id.to_base64url()),
                ("relying party", metadata.rp_id.to_string()),
                ("account", printable(&metadata.user.name)),
                ("standing", standing::in_short(&passkey.state)),
                ("why", passkey.state.standing.sentence().to_owned()),
                ("since", time::render(passkey.state.since)),
                ("what to do", standing::advice(&passkey.state).to_owned()),
            ])
        })
        .collect();
    paragraphs.join("\n\n")
}
