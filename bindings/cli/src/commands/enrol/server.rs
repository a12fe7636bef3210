//! The server that the command line names.

use std::path::Path;

use passkey_provider::enrolment::{Dialect, Server, Setup};
use passkey_provider::id::Origin;

use crate::args::AtServer;
use crate::failure::Failure;
use crate::input::read_file;

/// As large as a dialect may be, in bytes.
const DIALECT: u64 = 64 * 1024;

/// What the command line says of it; none is an error.
pub(super) fn setup(at: &AtServer) -> Result<Setup, Failure> {
    named(at)?.ok_or_else(|| Failure::usage("no server is named", "Give --server and --url."))
}

/// What the command line says of it, if it names one.
pub(super) fn named(at: &AtServer) -> Result<Option<Setup>, Failure> {
    let (Some(server), Some(url)) = (&at.server, &at.url) else { return Ok(None) };
    let dialect = dialect(server)?;
    let server = Server::parse(url).map_err(|error| Failure::usage(error.to_string(), "Correct --url."))?;
    let parameters: Vec<(&str, &str)> = at.set.iter().map(|set| parameter(set)).collect::<Result<_, _>>()?;
    let setup = Setup::new(dialect, server, &parameters)
        .map_err(|error| Failure::usage(error.to_string(), "Give them by --set NAME=VALUE."))?;
    match &at.page {
        None => Ok(Some(setup)),
        Some(page) => {
            let page = Origin::parse(page)
                .map_err(|error| Failure::usage(error.to_string(), "Give --page an origin, as https://example.com."))?;
            Ok(Some(setup.at_page(page)))
        }
    }
}

/// One that the library brings, or one in a file.
fn dialect(named: &str) -> Result<Dialect, Failure> {
    if let Some(dialect) = Dialect::shipped(named) {
        return Ok(dialect);
    }
    let path = Path::new(named);
    if !path.exists() {
        let names: Vec<&str> = Dialect::names().collect();
        return Err(Failure::usage(
            format!("{named} is neither a dialect that is known here nor a file"),
            format!("Those that are known: {}.", names.join(", ")),
        ));
    }
    Dialect::parse(&read_file(path, DIALECT)?).map_err(|error| Failure::invalid_dialect(path, &error))
}

fn parameter(set: &str) -> Result<(&str, &str), Failure> {
    set.split_once('=')
        .ok_or_else(|| Failure::usage(format!("--set {set} gives no value"), "Write it as --set NAME=VALUE."))
}
