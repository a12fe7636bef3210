use passkey_provider::caller::{FetchRequest, VerifiedCaller};
use serde_json::{Value, json};

use crate::time;

/// A verified caller for programs: what was verified, by what evidence, and how fresh that is.
pub(crate) fn to_json(caller: &VerifiedCaller) -> Value {
    let basis = caller.basis();
    json!({
        "rp_id": caller.rp_id().as_str(),
        "basis": basis.as_str(),
        "time": basis.time().map(time::render),
        "origin": caller.client_data_origin(),
        "package": caller.android_app().map(|app| app.package().as_str()),
        "client_data": if caller.client_data_hash().is_some() { "hash_of_caller" } else { "own" },
    })
}

/// Requests for programs.
pub(crate) fn requests_to_json(requests: &[FetchRequest]) -> Value {
    requests.iter().map(request_to_json).collect()
}

/// A request for programs.
pub(super) fn request_to_json(request: &FetchRequest) -> Value {
    json!({
        "purpose": request.purpose.as_str(),
        "method": "GET",
        "url": request.url,
        "most_bytes": request.most_bytes,
        "timeout_seconds": request.timeout.as_secs_f64(),
        "most_redirects": request.most_redirects,
    })
}
