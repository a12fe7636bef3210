use passkey_provider::caller::FetchRequest;

use crate::caller::{parse_rp_id, requests_to_json};
use crate::failure::Failure;
use crate::output::Output;
use crate::table;

/// `caller fetch`: what an app around the core asks a site, as this command does not.
pub(super) fn run(rp_id: &str, output: Output) -> Result<(), Failure> {
    let rp_id = parse_rp_id(rp_id)?;
    let requests = [FetchRequest::asset_links(&rp_id), FetchRequest::related_origins(&rp_id)];
    let row = |request: &FetchRequest| {
        [
            request.purpose.as_str().to_owned(),
            format!("GET {}", request.url),
            request.most_bytes.to_string(),
            format!("{} s", request.timeout.as_secs()),
            request.most_redirects.to_string(),
        ]
    };
    let text = table::render(["FOR", "REQUEST", "MOST BYTES", "TIME", "REDIRECTS"], &requests.each_ref().map(row));
    output.answer(&requests_to_json(&requests), &text)
}
