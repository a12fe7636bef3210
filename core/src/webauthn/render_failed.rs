use crate::cbor::NotCanonical;

/// The core could not write down what it made itself: a defect of the core, not of the request.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the response could not be written down: a defect of this provider, please report it")]
#[non_exhaustive]
pub enum RenderFailed {
    /// A structure that canonical CBOR cannot say.
    Cbor,
    /// A response without a JSON form.
    Json,
}

impl From<NotCanonical> for RenderFailed {
    fn from(_: NotCanonical) -> Self {
        Self::Cbor
    }
}
