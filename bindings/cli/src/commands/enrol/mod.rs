mod explain;

use crate::args::{EnrolCommand, Global};
use crate::failure::Failure;
use crate::output::Output;

/// `enrol`: registering at a server.
pub(super) fn run(command: &EnrolCommand, global: &Global, output: Output) -> Result<(), Failure> {
    match command {
        EnrolCommand::Explain(args) => explain::run(args, global, output),
    }
}
