use super::parse_id;
use super::show;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;

/// `restore`: what was deleted, hidden or superseded is back.
pub(super) fn run(id: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let id = parse_id(id)?;
    let host = Host::open(global, output)?;
    let passkey = host.named(&id)?;
    host.remember(host.provider.passkeys().restore(&passkey)?)?;
    show::tell_standing(&host.provider.passkeys().get(&passkey)?, output)
}
