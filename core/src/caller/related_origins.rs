//! Origins that may use the passkeys of a site that is not above them (WebAuthn L3, section 5.11).

use std::collections::HashSet;

use serde_json::Value;

use super::CallerRefused;
use super::web::registrable_label;
use crate::document::Unambiguous;
use crate::id::{Origin, RpId};

/// How many labels of other sites count; clients have at least this many (section 5.11.1, step 5).
const MOST_LABELS: usize = 5;

/// Where a site names its related origins.
pub(super) fn url_of(rp_id: &RpId) -> String {
    format!("https://{rp_id}/.well-known/webauthn")
}

/// The related origins validation procedure on a document that was fetched (section 5.11.1).
pub(super) fn validate(document: &[u8], caller: &Origin) -> Result<(), CallerRefused> {
    let Unambiguous(document) = serde_json::from_slice(document).map_err(|_| CallerRefused::Unreadable)?;
    let origins = document.get("origins").and_then(Value::as_array).ok_or(CallerRefused::Unreadable)?;
    let origins: Vec<&str> =
        origins.iter().map(Value::as_str).collect::<Option<_>>().ok_or(CallerRefused::Unreadable)?;
    let mut labels: HashSet<String> = HashSet::new();
    for text in origins {
        let Ok(url) = url::Url::parse(text) else { continue };
        let Some(label) = url.domain().and_then(registrable_label) else { continue };
        if labels.len() >= MOST_LABELS && !labels.contains(label) {
            continue;
        }
        if url.origin().ascii_serialization() == caller.as_str() {
            return Ok(());
        }
        labels.insert(label.to_owned());
    }
    Err(CallerRefused::NotRelated)
}
