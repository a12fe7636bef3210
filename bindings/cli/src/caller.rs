//! Who asks, as the command line says it, and whether they may.

mod admission;
mod answers;
mod asked;
mod claimed;
mod examination;
mod render;

pub(crate) use asked::Asked;
pub(crate) use claimed::{Claimed, parse_app};
pub(crate) use examination::{Examined, Knowledge, Outcome};
use passkey_provider::id::RpId;
pub(crate) use render::{requests_to_json, to_json};

use crate::failure::Failure;

/// The RP ID of the command line.
pub(crate) fn parse_rp_id(text: &str) -> Result<RpId, Failure> {
    RpId::parse(text).map_err(|error| Failure::usage(format!("{text}: {error}"), "Give a domain, as example.com."))
}

/// The failure of a command that cannot go on without a site's answer.
pub(crate) fn unanswered(request: &Asked) -> Failure {
    Failure::site_not_asked(&request.url, render::request_to_json(request))
}
