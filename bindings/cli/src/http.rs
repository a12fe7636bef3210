//! The command's HTTP client: what an app brings of its own.

use std::io::Read;
use std::sync::Arc;

use passkey_provider::exchange::{Answer, Request, Response, ResponseHeaders};
use ureq::Agent;
use ureq::http;
use ureq::tls::{RootCerts, TlsConfig};

/// Sends what an enrolment says. It follows no redirect, keeps no cookie, and trusts the roots that the system trusts.
pub(crate) struct Client(Agent);

impl Client {
    pub(crate) fn new() -> Self {
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .build();
        Self(Agent::new_with_config(config))
    }

    /// The server's answer; whatever fails before it is one is [`Answer::Unreachable`].
    pub(crate) fn send(&self, request: &Request) -> Answer {
        self.try_send(request).map_or(Answer::Unreachable, Answer::Response)
    }

    fn try_send(&self, request: &Request) -> Option<Response> {
        let mut building = http::Request::builder().method(request.method.as_str()).uri(&request.url);
        for header in &request.headers {
            building = building.header(header.name.as_ref(), header.value.expose().as_slice());
        }
        let body = request.body.as_ref().map(|body| body.expose().clone()).unwrap_or_default();
        let building = building.body(body).ok()?;
        let configured = self.0.configure_request(building).timeout_global(Some(request.limits.timeout));
        // Plain HTTP is for this machine: a proxy would read the token, and TLS goes through one unread.
        let is_plain = request.url.starts_with("http:");
        let configured = if is_plain { configured.proxy(None) } else { configured };
        let answer = self.0.run(configured.build()).ok()?;
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let set_cookie = answer.headers().get_all(http::header::SET_COOKIE).iter();
        let headers = ResponseHeaders {
            location: header(http::header::LOCATION),
            retry_after: header(http::header::RETRY_AFTER),
            set_cookie: set_cookie.filter_map(|value| value.to_str().ok()).map(str::to_owned).collect(),
        };
        let (status, content_type) = (answer.status().as_u16(), header(http::header::CONTENT_TYPE));
        // One more than is to be read tells that there is too much.
        let most = u64::try_from(request.limits.most_bytes).unwrap_or(u64::MAX).saturating_add(1);
        let mut body = Vec::new();
        answer.into_body().into_reader().take(most).read_to_end(&mut body).ok()?;
        Some(Response { status, content_type, redirects: Vec::new(), headers, body })
    }
}
