//! One file a command.

mod caller;
mod candidates;
mod check;
mod confirm;
mod create;
mod delete;
mod diagnose;
mod enrol;
mod get;
mod history;
mod inspect;
mod keys;
mod list;
mod metadata;
mod policy;
mod purge;
mod qr;
mod readiness;
mod reconcile;
mod reject;
mod rename;
mod restore;
mod show;
mod signal;
mod stale;
mod store;

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
        Command::List { deleted } => list::run(deleted, global, output),
        Command::Show { id } => show::run(&id, global, output),
        Command::Rename { id, name } => rename::run(&id, &name, global, output),
        Command::Delete { id } => delete::run(&id, global, output),
        Command::Restore { id } => restore::run(&id, global, output),
        Command::Purge(args) => purge::run(&args, global, output),
        Command::Confirm { id } => confirm::run(&id, global, output),
        Command::Reject { id, reason } => reject::run(&id, reason.as_deref(), global, output),
        Command::Stale => stale::run(global, output),
        Command::Signal(args) => signal::run(&args, global, output),
        Command::Reconcile(args) => reconcile::run(&args, global, output),
        Command::Caller(command) => caller::run(command, global, output),
        Command::Policy(command) => policy::run(command, global, output),
        Command::Metadata(args) => metadata::run(&args, global, output),
        Command::Enrol(args) => enrol::run(*args, global, output),
        Command::Readiness { facts } => readiness::run(&facts, output),
        Command::Qr { code } => qr::run(&code, global, output),
        Command::History { id } => history::run(id.as_deref(), global, output),
        Command::Keys => keys::run(global, output),
        Command::Diagnose => diagnose::run(global, output),
        Command::Check { accept_rollback } => check::run(accept_rollback, global, output),
        Command::Store(command) => store::run(&command, global, output),
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
        .ok_or_else(|| Failure::usage(format!("{text} is not a credential id"), "Give one as `list` shows it."))
}
