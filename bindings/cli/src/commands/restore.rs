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
    host.remember(host.provider.restore(&id)?)?;
    show::tell_standing(&host.provider.show(&id)?, output)
}
