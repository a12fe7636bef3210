use clap::CommandFactory as _;

use super::Cli;

#[test]
fn the_command_line_is_put_together_without_a_contradiction() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_and_option_has_a_help_text() {
    let command = Cli::command();
    for command in std::iter::once(&command).chain(command.get_subcommands()) {
        assert!(command.get_about().is_some(), "{}", command.get_name());
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
        }
    }
}
