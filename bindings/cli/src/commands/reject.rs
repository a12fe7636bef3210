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
    host.remember(host.provider.reject(&id, reason)?)?;
    show::tell_standing(&host.provider.show(&id)?, output)
}
