//! The `passkey-provider` command: a passkey provider on a desktop, and a developer's tool.

mod args;
mod attestation;
mod authenticator_data;
mod bytes;
mod caller;
mod commands;
mod consent;
mod demo;
mod duplicate;
mod failure;
mod host;
mod http;
mod input;
mod output;
mod picker;
mod policies;
mod report;
mod standing;
mod table;
mod terminal;
mod time;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use args::Cli;
use clap::Parser as _;
use clap::error::ErrorKind;
use failure::Failure;
use output::Output;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misunderstood(&error),
    };
    let output = Output::new(cli.global.json);
    match commands::run(cli, output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output.failure(&failure);
            failure.exit_code()
        }
    }
}

/// Help and version are answers; the rest is a usage error, which a person gets as clap words it.
fn misunderstood(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return if error.print().is_ok() { ExitCode::SUCCESS } else { ExitCode::from(3) };
    }
    let is_json = std::env::args_os().any(|argument| argument == "--json");
    // The first paragraph says what is wrong, the rest how the command is used.
    let text = error.render().to_string();
    let paragraph: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let sentence = paragraph.join(" ");
    let sentence = sentence.trim_start_matches("error: ");
    let failure = Failure::usage(sentence, "Run `passkey-provider help` to list the commands.");
    if std::io::stderr().is_terminal() && !is_json {
        // What cannot be shown is in the exit status all the same.
        let _ = error.print();
    } else {
        Output::new(is_json).failure(&failure);
    }
    failure.exit_code()
}
