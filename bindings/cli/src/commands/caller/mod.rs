//! `caller`: who may ask.

mod check;
mod fetch;
mod list;
mod trust;
mod update;

use crate::args::{CallerCommand, Global};
use crate::failure::Failure;
use crate::output::Output;

/// `caller`
pub(super) fn run(command: CallerCommand, global: &Global, output: Output) -> Result<(), Failure> {
    match command {
        CallerCommand::Check(args) => check::run(&args, global, output),
        CallerCommand::Fetch { rp_id } => fetch::run(&rp_id, output),
        CallerCommand::List => list::run(global, output),
        CallerCommand::Update { file, as_of } => update::run(&file, as_of, global, output),
        CallerCommand::Trust(app) => trust::run(&app, global, output),
        CallerCommand::Revoke { package } => trust::revoke(&package, global, output),
    }
}
