use super::parse_id;
use super::show;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;

/// `reject`: the server refused the registration. A passkey that the server is known to hold stays
/// confirmed, and that is what is told.
pub(super) fn run(id: &str, reason: Option<&str>, global: &Global, output: Output) -> Result<(), Failure> {
    let id = parse_id(id)?;
    let host = Host::open(global, output)?;
    let passkey = host.named(&id)?;
    host.remember(host.provider.server().reject(&passkey, reason)?)?;
    show::tell_standing(&host.provider.passkeys().get(&passkey)?, output)
}
