//! Who asks, and what is known of who may.

use passkey_provider_ffi::{AndroidApp, Caller, CallerCheck, FetchAnswer, Frame};
use scenarios::{Arguments, Call, Mistake, Stop};
use serde_json::{Value, json};

use crate::ceremonies::named;
use crate::driver::{FfiDriver, epoch_alone, failed, time_of};
use crate::render::{self, word};

impl FfiDriver {
    pub(crate) fn check_caller(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let caller = self.caller(&mut request.with)?;
        let rp_id = request.with.text_if_any("rp_id")?;
        let check = self.ready(request)?.check_caller(caller, rp_id).map_err(failed)?;
        Ok(self.keep(name, check))
    }

    pub(crate) fn answer_fetch(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let pending = named(&self.pending, &mut request.with, "pending")?;
        let answer = match request.with.object_if_any("response")? {
            None => FetchAnswer::Unreachable,
            Some(mut response) => {
                let status = response.number("status")?;
                let answer = FetchAnswer::Response {
                    status: u16::try_from(status).map_err(|_| response.wrong("status", "a status"))?,
                    content_type: response.text_if_any("content_type")?,
                    redirects: response.texts("redirects")?,
                    body: match response.has("body") {
                        true => response.document("body")?.0.into_bytes(),
                        false => Vec::new(),
                    },
                };
                response.finish()?;
                answer
            }
        };
        let committed = self.ready(request)?.answer_fetch(pending, answer).map_err(failed)?;
        let mut check = self.keep(name, committed.value);
        check["epoch"] = json!(committed.epoch);
        Ok(check)
    }

    pub(crate) fn update_privileged_list(&mut self, mut request: Call) -> Result<Value, Stop> {
        let document = request.with.document("document")?.0.into_bytes();
        let as_of = time_of(request.with.number("as_of")?);
        epoch_alone(self.ready(request)?.update_privileged_list(document, as_of))
    }

    pub(crate) fn trust_app(&mut self, mut request: Call) -> Result<Value, Stop> {
        let app = android_app(&mut request.with)?;
        epoch_alone(self.ready(request)?.trust_app(app))
    }

    pub(crate) fn caller(&self, with: &mut Arguments) -> Result<Caller, Mistake> {
        if with.clone().text("caller").is_ok() {
            return Ok(Caller::Verified { caller: named(&self.callers, with, "caller")? });
        }
        let (kind, mut inner) = with.object("caller")?.only_object()?;
        let caller = match kind.as_str() {
            "web" => Caller::Web { origin: inner.text("origin")?, frame: frame(&mut inner)? },
            "web_or_related" => Caller::WebOrRelated { origin: inner.text("origin")?, frame: frame(&mut inner)? },
            "android" => Caller::Android {
                app: android_app(&mut inner)?,
                origin: inner.text_if_any("origin")?,
                client_data_hash: inner.bytes_if_any("client_data_hash")?,
            },
            "platform" => Caller::TrustedPlatform {
                rp_id: inner.text("rp_id")?,
                client_data_hash: inner.bytes("client_data_hash")?,
            },
            "platform_page" => Caller::TrustedPlatformPage {
                origin: inner.text("origin")?,
                client_data_hash: inner.bytes("client_data_hash")?,
            },
            "platform_sender" => Caller::TrustedPlatformSender { rp_id: inner.text("rp_id")? },
            _ => return Err(with.wrong("caller", "a caller")),
        };
        inner.finish()?;
        Ok(caller)
    }

    fn keep(&mut self, name: String, check: CallerCheck) -> Value {
        match check {
            CallerCheck::Verified { caller, rp_id, basis } => {
                self.callers.insert(name, caller);
                json!({
                    "state": "verified",
                    "rp_id": rp_id,
                    "basis": word(&basis),
                    "basis_time": render::basis_time(&basis),
                })
            }
            CallerCheck::ToFetch { pending, request } => {
                self.pending.insert(name, pending);
                json!({
                    "state": "pending",
                    "purpose": word(&request.purpose),
                    "url": request.url,
                    "most_bytes": request.most_bytes,
                    "timeout_seconds": request.timeout.as_secs(),
                    "most_redirects": request.most_redirects,
                })
            }
        }
    }
}

/// Whether a page is in a page of another origin: not, where nothing is said.
fn frame(with: &mut Arguments) -> Result<Frame, Mistake> {
    let top_origin = with.text_if_any("top_origin")?;
    Ok(if with.flag("cross_origin")? { Frame::CrossOrigin { top_origin } } else { Frame::SameOrigin })
}

fn android_app(with: &mut Arguments) -> Result<AndroidApp, Mistake> {
    Ok(AndroidApp {
        package: with.text("package")?,
        signers: with.list_of_bytes("signers")?,
        history: with.list_of_bytes("history")?,
    })
}
