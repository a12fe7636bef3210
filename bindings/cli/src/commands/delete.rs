use passkey_provider::Committed;
use serde_json::json;

use super::parse_id;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::{Host, RETENTION_DAYS};
use crate::output::Output;

/// `delete`: from this device, with a way back.
pub(super) fn run(id: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let id = parse_id(id)?;
    let host = Host::open(global, output)?;
    let passkey = host.named(&id)?;
    let Committed { value: removal, epoch } = host.provider.passkeys().delete(&passkey)?;
    host.remember_epoch(epoch)?;
    let rp_id = &removal.passkey.rp_id;
    let server = if removal.server_may_hold_it {
        let place = removal.manage_url.clone().unwrap_or_else(|| format!("your account settings at {rp_id}"));
        format!("{rp_id} may still list it: remove it in {place} too.")
    } else {
        format!("{rp_id} does not hold it: nothing is left to remove there.")
    };
    output.answer(
        &json!({
            "credential_id": removal.passkey.credential_id.to_base64url(),
            "rp_id": rp_id.to_string(),
            "deleted": true,
            "restorable_days": RETENTION_DAYS,
            "server_may_hold_it": removal.server_may_hold_it,
            "manage_url": removal.manage_url,
        }),
        &format!(
            "Deleted from this device. `restore` brings it back, for at least {RETENTION_DAYS} days; `purge` removes \
             it permanently.\n{server}"
        ),
    )
}
