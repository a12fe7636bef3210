//! One file a command.

mod candidates;
mod check;
mod create;
mod delete;
mod get;
mod inspect;
mod list;
mod rename;
mod show;

use clap::CommandFactory as _;
use passkey_provider::id::CredentialId;

use crate::args::{Cli, Command};
use crate::demo;
use crate::failure::Failure;
use crate::output::Output;

/// Does what the command line says.
pub(crate) fn run(cli: Cli, output: Output) -> Result<(), Failure> {
    let global = &cli.global;
    match cli.command {
        Command::Create(args) => create::run(args, global, output),
        Command::Get(args) => get::run(args, global, output),
        Command::Inspect(args) => inspect::run(&args, output),
        Command::Candidates { rp_id } => candidates::run(&rp_id, global, output),
        Command::List => list::run(global, output),
        Command::Show { id } => show::run(&id, global, output),
        Command::Rename { id, name } => rename::run(&id, &name, global, output),
        Command::Delete { id } => delete::run(&id, global, output),
        Command::Check { accept_rollback } => check::run(accept_rollback, global, output),
        Command::Demo => demo::run(global, output),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "passkey-provider", &mut std::io::stdout());
            Ok(())
        }
    }
}

/// The credential id of the command line.
fn parse_id(text: &str) -> Result<CredentialId, Failure> {
    CredentialId::from_base64url(text)
        .ok_or_else(|| Failure::usage(format!("{text} is no credential id"), "Give one as `list` shows it."))
}
