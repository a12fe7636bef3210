use std::time::Duration;

use passkey_provider::webauthn::options::{
    AllowList, Challenge, CreationOptions, Descriptor, DescriptorKind, RequestOptions, parse_creation_options,
    parse_request_options,
};
use serde_json::{Value, json};

use crate::args::{Inspect, OptionsKind, mode};
use crate::bytes::to_base64url;
use crate::failure::Failure;
use crate::input::read_options;
use crate::output::Output;
use crate::report::render_repairs;

/// `inspect`: what was understood. JSON either way, on one line for programs.
pub(super) fn run(args: &Inspect, output: Output) -> Result<(), Failure> {
    let bytes = read_options()?;
    let (mut understood, repairs) = match args.kind {
        OptionsKind::Create => {
            let understood = parse_creation_options(&bytes, mode(args.strict))?;
            (creation(&understood.options), understood.repairs)
        }
        OptionsKind::Get => {
            let understood = parse_request_options(&bytes, mode(args.strict))?;
            (request(&understood.options), understood.repairs)
        }
    };
    if let Some(members) = understood.as_object_mut() {
        members.insert("repairs".to_owned(), render_repairs(&repairs));
    }
    output.answer(&understood, &format!("{understood:#}"))
}

fn creation(options: &CreationOptions) -> Value {
    json!({
        "kind": "create",
        "rp_id": options.rp_id.as_ref().map(ToString::to_string),
        "user": {
            "id": to_base64url(options.user.handle.as_bytes()),
            "name": options.user.name,
            "display_name": options.user.display_name,
        },
        "challenge": challenge(options.challenge.as_ref()),
        "algorithms": options.algorithms.cose(),
        "exclude": descriptors(&options.exclude),
        "allow": null,
        "timeout_ms": milliseconds(options.timeout),
        "resident_key": options.resident_key.as_str(),
        "user_verification": options.user_verification.as_str(),
        "attestation": options.attestation.as_str(),
        "authenticator_attachment": options.authenticator_attachment.map(|attachment| attachment.as_str()),
        "extensions": options.extensions.requested,
    })
}

/// What only creation options have is null.
fn request(options: &RequestOptions) -> Value {
    let allow = match &options.allow {
        AllowList::Empty => Vec::new(),
        AllowList::Listed(listed) => listed.clone(),
    };
    json!({
        "kind": "get",
        "rp_id": options.rp_id.as_ref().map(ToString::to_string),
        "user": null,
        "challenge": challenge(options.challenge.as_ref()),
        "algorithms": null,
        "exclude": null,
        "allow": descriptors(&allow),
        "timeout_ms": milliseconds(options.timeout),
        "resident_key": null,
        "user_verification": options.user_verification.as_str(),
        "attestation": null,
        "authenticator_attachment": null,
        "extensions": options.extensions.requested,
    })
}

fn challenge(challenge: Option<&Challenge>) -> Option<String> {
    challenge.map(|challenge| to_base64url(challenge.as_bytes()))
}

fn descriptors(descriptors: &[Descriptor]) -> Value {
    descriptors
        .iter()
        .map(|descriptor| {
            let readings: Vec<String> = descriptor.readings.iter().map(|id| id.to_base64url()).collect();
            let kind = match descriptor.kind {
                DescriptorKind::PublicKey => "public-key",
                DescriptorKind::Unknown => "unknown",
            };
            json!({ "type": kind, "readings": readings, "transports": descriptor.transports })
        })
        .collect()
}

fn milliseconds(timeout: Option<Duration>) -> Option<u64> {
    timeout.map(|timeout| u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX))
}
