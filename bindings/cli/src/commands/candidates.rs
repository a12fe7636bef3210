use passkey_provider::lifecycle::PasskeySummary;
use serde_json::{Value, json};

use crate::args::Global;
use crate::caller::parse_rp_id;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::table;
use crate::terminal::printable;
use crate::time;

/// `candidates`: what autofill would offer.
pub(super) fn run(rp_id: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let rp_id = parse_rp_id(rp_id)?;
    let candidates = Host::open(global, output)?.provider.candidates(&rp_id)?;
    output.answer(&to_json(&candidates), &to_table(&candidates))
}

/// Candidates for programs.
pub(super) fn to_json(candidates: &[PasskeySummary]) -> Value {
    candidates
        .iter()
        .map(|candidate| {
            json!({
                "credential_id": candidate.passkey.credential_id.to_base64url(),
                "user_name": candidate.user.name,
                "user_display_name": candidate.user.display_name,
                "label": candidate.label,
                "created": time::render(candidate.created),
                "last_used": candidate.last_used.map(time::render),
            })
        })
        .collect()
}

fn to_table(candidates: &[PasskeySummary]) -> String {
    if candidates.is_empty() {
        return "No passkey here.".to_owned();
    }
    let rows: Vec<[String; 4]> = candidates
        .iter()
        .map(|candidate| {
            [
                candidate.passkey.credential_id.to_base64url(),
                printable(&candidate.title),
                printable(candidate.label.as_deref().unwrap_or(&candidate.user.display_name)),
                candidate.last_used.map_or_else(|| "never".to_owned(), time::render),
            ]
        })
        .collect();
    table::render(["ID", "ACCOUNT", "NAME", "LAST USED"], &rows)
}
