mod diff;
mod explain;

use crate::args::{Global, PolicyCommand};
use crate::failure::Failure;
use crate::output::Output;

/// `policy`: what is allowed, without a store.
pub(super) fn run(command: PolicyCommand, global: &Global, output: Output) -> Result<(), Failure> {
    match command {
        PolicyCommand::Explain(args) => explain::run(*args, global, output),
        PolicyCommand::Diff { old, new } => diff::run(&old, &new, output),
    }
}
