use passkey_provider::caller::VerifiedCaller;
use serde_json::{Value, json};

use super::asked::Asked;
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
pub(crate) fn requests_to_json(requests: &[Asked]) -> Value {
    requests.iter().map(request_to_json).collect()
}

/// A request for programs.
pub(super) fn request_to_json(request: &Asked) -> Value {
    json!({
        "purpose": request.purpose.as_str(),
        "method": request.method,
        "url": request.url,
        "most_bytes": request.limits.most_bytes,
        "timeout_seconds": request.limits.timeout.as_secs_f64(),
        "most_redirects": request.limits.most_redirects,
    })
}
