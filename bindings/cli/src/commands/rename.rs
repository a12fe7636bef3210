use serde_json::json;

use super::parse_id;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::terminal::printable;

/// `rename`: a name of the person's own.
pub(super) fn run(id: &str, name: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let id = parse_id(id)?;
    let host = Host::open(global, output)?;
    let passkey = host.named(&id)?;
    host.remember(host.provider.passkeys().rename(&passkey, name)?)?;
    let said = if name.is_empty() { "The name was removed.".to_owned() } else { format!("Named {}.", printable(name)) };
    output.answer(
        &json!({ "credential_id": id.to_base64url(), "label": Some(name).filter(|name| !name.is_empty()) }),
        &said,
    )
}
