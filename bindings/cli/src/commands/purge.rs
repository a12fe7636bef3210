use serde_json::json;

use super::parse_id;
use crate::args::{Global, Purge};
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;

/// `purge`: permanently removes what was deleted.
pub(super) fn run(args: &Purge, global: &Global, output: Output) -> Result<(), Failure> {
    let id = args.id.as_deref().map(parse_id).transpose()?;
    let host = Host::open(global, output)?;
    let committed = match &id {
        Some(id) => host.provider.passkeys().purge(&host.named(id)?)?,
        None => host.provider.passkeys().purge_expired()?,
    };
    let purged = host.remember(committed)?;
    let mut said = match purged.count {
        0 => "No deleted passkey has expired.".to_owned(),
        1 => "Permanently removed 1 passkey.".to_owned(),
        several => format!("Permanently removed {several} passkeys."),
    };
    if purged.left_in_log {
        said.push_str(" Another program is reading the store: some bytes stay in its log until that ends.");
    }
    output.answer(&json!({ "purged": purged.count, "left_in_log": purged.left_in_log, "credential_id": id.map(|id| id.to_base64url()) }), &said)
}
