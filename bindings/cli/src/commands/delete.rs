use serde_json::json;

use super::parse_id;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;

/// `delete`: from this device, for ever.
pub(super) fn run(id: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let id = parse_id(id)?;
    let host = Host::open(global, output)?;
    let rp_id = host.provider.show(&id)?.metadata.rp_id;
    host.remember(host.provider.delete(&id)?.1)?;
    output.answer(
        &json!({ "credential_id": id.to_base64url(), "rp_id": rp_id.to_string(), "deleted": true }),
        &format!("Deleted from this device. Remove it in your account settings at {rp_id} too."),
    )
}
