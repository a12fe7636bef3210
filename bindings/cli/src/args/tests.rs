use clap::CommandFactory as _;

use passkey_provider::id::CertificateFingerprint;

use super::Cli;
use super::caller::parse_certificate;

#[test]
fn the_command_line_is_put_together_without_a_contradiction() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_and_option_has_a_help_text() {
    let mut commands = vec![Cli::command()];
    while let Some(command) = commands.pop() {
        assert!(command.get_about().is_some(), "{}", command.get_name());
        for argument in command.get_arguments() {
            assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
        }
        commands.extend(command.get_subcommands().cloned());
    }
}

#[test]
fn a_certificate_is_read_in_upper_and_lower_case_with_colons_and_without() {
    let colons = ["AB"; 32].join(":");
    let fingerprint = CertificateFingerprint::from_bytes(&[0xab; 32]);
    for text in [colons.clone(), colons.to_lowercase(), "ab".repeat(32), "AB".repeat(32), "Ab".repeat(32)] {
        assert_eq!(parse_certificate(&text).ok(), fingerprint.ok(), "{text}");
    }
    let wrong = ["", "ab", &"ab".repeat(31), &"ab".repeat(33), &colons[1..], &format!("{colons}:"), &"zz".repeat(32)];
    for text in wrong {
        assert!(parse_certificate(text).is_err(), "{text}");
    }
}
