use crate::cbor::NotCanonical;

/// The core could not write down what it made itself: a defect of the core, not of the request.
#[derive(Debug, thiserror::Error)]
#[error("the response could not be written down: a defect of this provider, please report it")]
pub enum RenderFailed {
    /// A structure that canonical CBOR cannot say.
    Cbor(#[from] NotCanonical),
    /// A response without a JSON form.
    Json(#[from] serde_json::Error),
}
