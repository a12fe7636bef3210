use passkey_provider::caller::FetchPurpose;
use passkey_provider::exchange::{Limits, Request};

/// What a site is asked: a request without what may be secret in it.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) purpose: FetchPurpose,
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) limits: Limits,
}

impl Asked {
    pub(crate) fn of(purpose: FetchPurpose, request: &Request) -> Self {
        Self { purpose, method: request.method.as_str(), url: request.url.clone(), limits: request.limits }
    }
}
