use super::parse_id;
use super::show;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;

/// `confirm`: the server accepted the registration.
pub(super) fn run(id: &str, global: &Global, output: Output) -> Result<(), Failure> {
    let id = parse_id(id)?;
    let host = Host::open(global, output)?;
    host.remember(host.provider.confirm(&id)?)?;
    show::tell_standing(&host.provider.show(&id)?, output)
}
