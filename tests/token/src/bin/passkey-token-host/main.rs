//! `passkey-token-host`: `create` and `get` of the `passkey-provider` command, with private keys
//! that live in a token instead of the store.
//!
//! Arguments, standard input, standard output, the error line and the exit status are the
//! command's, so that a driver of relying parties can be given this in place of it.

mod args;
mod failure;
mod folder;

use std::env;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command as Process, ExitCode};

use args::{Ceremony, Cli, Command};
use clap::Parser;
use failure::Failure;
use folder::Folder;
use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::id::{ClientDataHash, CredentialId, Origin, RpId};
use passkey_provider::key::{KeyAccess, Model};
use passkey_provider::lifecycle::PasskeySummary;
use passkey_provider::webauthn::options::{Mode, parse_creation_options, parse_request_options};
use passkey_provider::{Consent, Error};
use serde_json::{Value, json};
use token::{CONFIGURATION_VARIABLE, Host, Token, write_configuration};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return fail(&Failure::usage(error.render().to_string().lines().next().unwrap_or_default())),
    };
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure),
    }
}

fn run(cli: &Cli) -> Result<(), Failure> {
    let folder = Folder::make(cli.store.clone())?;
    if env::var_os(CONFIGURATION_VARIABLE).is_none() {
        return Err(start_with_token(&folder));
    }
    match &cli.command {
        Command::Create(ceremony) => create(cli, ceremony, &folder),
        Command::Get { ceremony, credential } => get(cli, ceremony, credential.as_deref(), &folder),
    }
}

/// Starts this program again with the token of the store: SoftHSM2 takes its configuration from
/// the environment only. Comes back only if that fails.
fn start_with_token(folder: &Folder) -> Failure {
    let start = || {
        let configuration = write_configuration(&folder.token())?;
        let mut process = Process::new(env::current_exe()?);
        process.args(env::args_os().skip(1)).env(CONFIGURATION_VARIABLE, configuration);
        Err::<(), _>(process.exec())
    };
    match start() {
        Ok(()) => Failure::environment("the program could not be started again"),
        Err(error) => Failure::environment(error),
    }
}

fn create(cli: &Cli, ceremony: &Ceremony, folder: &Folder) -> Result<(), Failure> {
    let understood = parse_creation_options(&read_stdin()?, mode(ceremony))?;
    let caller = verify_caller(ceremony, understood.options.rp_id.as_ref())?;
    let host = open(cli, folder)?;
    // The statement of the command line is the evidence, as with the command: the key demands none.
    let created =
        host.create(&understood.options, &caller, consent(ceremony)?, KeyAccess::Unverified).map_err(Failure::host)?;
    print(&created.response.to_json().map_err(Error::from)?)
}

fn get(cli: &Cli, ceremony: &Ceremony, credential: Option<&str>, folder: &Folder) -> Result<(), Failure> {
    let understood = parse_request_options(&read_stdin()?, mode(ceremony))?;
    let caller = verify_caller(ceremony, understood.options.rp_id.as_ref())?;
    let host = open(cli, folder)?;
    let named = credential.map(parse_credential_id).transpose()?;
    let mut several = None;
    let asserted = host.get(&understood.options, &caller, consent(ceremony)?, |candidates| match (named, candidates) {
        (Some(id), _) => Some(id),
        (None, [only]) => Some(only.passkey.credential_id.clone()),
        (None, _) => {
            several = Some(candidates.iter().map(candidate_to_json).collect());
            None
        }
    });
    match several {
        Some(candidates) => Err(Failure::choice_required(candidates)),
        None => print(&asserted.map_err(Failure::host)?.response.to_json().map_err(Error::from)?),
    }
}

fn candidate_to_json(candidate: &PasskeySummary) -> Value {
    json!({
        "credential_id": candidate.passkey.credential_id.to_base64url(),
        "user_name": candidate.user.name,
        "user_display_name": candidate.user.display_name,
    })
}

fn open(cli: &Cli, folder: &Folder) -> Result<Host, Failure> {
    Ok(Host {
        provider: folder.open_provider()?,
        token: Token::open_or_make().map_err(Failure::token)?,
        model: Model { aaguid: folder::AAGUID, backup_flags: cli.platform.into() },
    })
}

fn mode(ceremony: &Ceremony) -> Mode {
    if ceremony.strict { Mode::Strict } else { Mode::Tolerant }
}

fn verify_caller(ceremony: &Ceremony, requested: Option<&RpId>) -> Result<VerifiedCaller, Failure> {
    let origin = ceremony.origin.as_deref().map(Origin::parse).transpose().map_err(Failure::usage)?;
    let rp_id = ceremony.rp_id.as_deref().map(RpId::parse).transpose().map_err(Failure::usage)?;
    let hash = ceremony.client_data_hash.as_deref().map(parse_hash).transpose()?;
    Ok(match (origin, rp_id, hash) {
        (Some(origin), _, None) => VerifiedCaller::web(&origin, Frame::SameOrigin, requested)?,
        (Some(origin), _, Some(hash)) => VerifiedCaller::platform_with_origin(&origin, requested, hash)?,
        (None, Some(rp_id), Some(hash)) => VerifiedCaller::platform(rp_id, hash)?,
        (None, ..) => return Err(Failure::usage("give --origin, or --rp-id with --client-data-hash")),
    })
}

fn consent(ceremony: &Ceremony) -> Result<Consent, Failure> {
    match (ceremony.decline, ceremony.verified, ceremony.approve) {
        (true, ..) => Ok(Consent::Declined),
        (_, Some(method), _) => Ok(Consent::Stated(method.into())),
        (.., true) => Ok(Consent::Present),
        _ => Err(Failure::consent_required()),
    }
}

fn parse_hash(hex: &str) -> Result<ClientDataHash, Failure> {
    let bytes: Option<Vec<u8>> = (0..hex.len())
        .step_by(2)
        .map(|start| hex.get(start..start + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    bytes
        .and_then(|bytes| ClientDataHash::from_bytes(&bytes).ok())
        .ok_or_else(|| Failure::usage("--client-data-hash is not a SHA-256 hash: give 64 hexadecimal digits"))
}

fn parse_credential_id(text: &str) -> Result<CredentialId, Failure> {
    CredentialId::from_base64url(text)
        .ok_or_else(|| Failure::usage("--credential is not a credential id: give base64url"))
}

fn read_stdin() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes).map_err(Failure::environment)?;
    Ok(bytes)
}

fn print(line: &str) -> Result<(), Failure> {
    writeln!(io::stdout().lock(), "{line}").map_err(Failure::environment)
}

fn fail(failure: &Failure) -> ExitCode {
    // What cannot be shown is in the exit status all the same.
    let _ = writeln!(io::stderr().lock(), "{}", failure.to_json());
    failure.exit_code()
}
