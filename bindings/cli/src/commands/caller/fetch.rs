use passkey_provider::caller::FetchPurpose;

use crate::caller::{Asked, parse_rp_id, requests_to_json};
use crate::failure::Failure;
use crate::output::Output;
use crate::table;

/// `caller fetch`: what an app around the core asks a site, as this command does not.
pub(super) fn run(rp_id: &str, output: Output) -> Result<(), Failure> {
    let rp_id = parse_rp_id(rp_id)?;
    let requests = [FetchPurpose::AssetLinks, FetchPurpose::RelatedOrigins]
        .map(|purpose| Asked::of(purpose, &purpose.request(&rp_id)));
    let row = |request: &Asked| {
        [
            request.purpose.as_str().to_owned(),
            format!("{} {}", request.method, request.url),
            request.limits.most_bytes.to_string(),
            format!("{} s", request.limits.timeout.as_secs()),
            request.limits.most_redirects.to_string(),
        ]
    };
    let text = table::render(["FOR", "REQUEST", "MOST BYTES", "TIME", "REDIRECTS"], &requests.each_ref().map(row));
    output.answer(&requests_to_json(&requests), &text)
}
