//! Who asks, and what is known of who may.

use passkey_provider::caller::{
    AndroidCaller, CallerRefused, Checked, Frame, LinkRelation, LinkedApp, TrustedApp, VerifiedCaller,
};
use passkey_provider::clock::Timestamp;
use passkey_provider::exchange::{Answer, Response, ResponseHeaders};
use passkey_provider::id::{CertificateFingerprint, ClientDataHash, Origin, PackageName, RpId};
use passkey_provider::store::Committed;
use passkey_provider::{Error, Provider};
use serde_json::{Value, json};

use super::input::{self, parsed};
use super::{CoreDriver, epoch_alone, render, with_epoch};
use crate::{Arguments, Call, Document, Mistake, Stop};

/// A caller before the options are known, or one that another step verified.
pub(super) enum Claimed {
    Web(Origin, Frame),
    WebOrRelated(Origin, Frame),
    Android(Box<AndroidCaller>),
    Platform(RpId, ClientDataHash),
    PlatformPage(Origin, ClientDataHash),
    PlatformSender(RpId),
    Verified(Box<VerifiedCaller>),
}

impl Claimed {
    fn check(self, provider: &Provider, requested: Option<&RpId>) -> Result<Checked, Error> {
        let verified = match self {
            Self::Web(origin, frame) => VerifiedCaller::web(&origin, frame, requested)?,
            Self::WebOrRelated(origin, frame) => {
                return Ok(VerifiedCaller::web_or_related(&origin, frame, requested)?);
            }
            Self::Android(caller) => return provider.callers().check_android(&caller, requested),
            Self::Platform(rp_id, hash) => VerifiedCaller::platform(rp_id, hash)?,
            Self::PlatformPage(origin, hash) => VerifiedCaller::platform_with_origin(&origin, requested, hash)?,
            Self::PlatformSender(rp_id) => VerifiedCaller::platform_without_client_data(rp_id)?,
            Self::Verified(caller) => *caller,
        };
        Ok(Checked::Verified(verified))
    }

    pub(super) fn verify(self, provider: &Provider, requested: Option<&RpId>) -> Result<VerifiedCaller, Stop> {
        match self.check(provider, requested)? {
            Checked::Verified(caller) => Ok(caller),
            // The bindings have an error for it; in Rust the type says so.
            Checked::Pending(_) => Err(Mistake::new("the site has to be asked first").into()),
        }
    }
}

impl CoreDriver {
    /// The name of a verified caller, or an object with one member that says what kind it is.
    pub(super) fn claimed_caller(&self, with: &mut Arguments) -> Result<Claimed, Mistake> {
        if let Ok(name) = with.clone().text("caller") {
            with.take("caller");
            let verified = self.callers.get(&name).cloned();
            let verified = verified.ok_or_else(|| Mistake(format!("no verified caller is called {name}")))?;
            return Ok(Claimed::Verified(Box::new(verified)));
        }
        let (kind, mut caller) = with.object("caller")?.only_object()?;
        let caller = &mut caller;
        let claimed = match kind.as_str() {
            "web" => Claimed::Web(input::origin(caller)?, input::frame(caller)?),
            "web_or_related" => Claimed::WebOrRelated(input::origin(caller)?, input::frame(caller)?),
            "android" => Claimed::Android(Box::new(AndroidCaller {
                app: input::android_app(caller)?,
                origin: caller.text_if_any("origin")?,
                client_data_hash: if caller.has("client_data_hash") {
                    Some(input::client_data_hash(caller)?)
                } else {
                    None
                },
            })),
            "platform" => Claimed::Platform(input::rp_id(caller, "rp_id")?, input::client_data_hash(caller)?),
            "platform_page" => Claimed::PlatformPage(input::origin(caller)?, input::client_data_hash(caller)?),
            "platform_sender" => Claimed::PlatformSender(input::rp_id(caller, "rp_id")?),
            _ => return Err(with.wrong("caller", "a caller")),
        };
        caller.clone().finish()?;
        Ok(claimed)
    }

    pub(super) fn check_caller(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let caller = self.claimed_caller(&mut request.with)?;
        let with = &mut request.with;
        let rp_id = if with.has("rp_id") { Some(input::rp_id(with, "rp_id")?) } else { None };
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let checked = caller.check(provider, rp_id.as_ref())?;
        Ok(self.keep(name, checked))
    }

    pub(super) fn answer_fetch(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let pending = request.with.text("pending")?;
        let answer = match request.with.object_if_any("response")? {
            Some(response) => Answer::Response(fetch_response(response)?),
            None => Answer::Unreachable,
        };
        let pending =
            self.pending.remove(&pending).ok_or_else(|| Mistake(format!("nothing pending is called {pending}")))?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let Committed { value: checked, epoch } = provider.callers().answer_fetch(pending, &answer)?;
        match checked {
            Ok(checked) => Ok(with_epoch(self.keep(name, checked), epoch)),
            Err(refused) => Err(Stop::Failed(with_epoch(render::error(&Error::from(refused)), epoch))),
        }
    }

    pub(super) fn linked_apps(&mut self, request: Call) -> Result<Value, Stop> {
        let apps = self.provider(&request)?.callers().linked_apps()?;
        request.with.finish()?;
        Ok(json!({ "apps": apps.iter().map(linked_app).collect::<Vec<_>>() }))
    }

    pub(super) fn note_refused(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (reason, who) = (request.with.text("reason")?, request.with.text("who")?);
        let refused = CallerRefused::ALL.into_iter().find(|refused| refused.reason() == reason);
        let refused = refused.ok_or_else(|| request.with.wrong("reason", "a reason"))?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.callers().note_refused(refused, &who)?))
    }

    pub(super) fn update_privileged_list(&mut self, mut request: Call) -> Result<Value, Stop> {
        let Document(document) = request.with.document("document")?;
        let as_of = Timestamp::from_millis(request.with.number("as_of")?);
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.callers().update_privileged_list(document.as_bytes(), as_of)?))
    }

    pub(super) fn privileged_list(&mut self, request: Call) -> Result<Value, Stop> {
        let list = self.provider(&request)?.callers().privileged_list()?;
        request.with.finish()?;
        Ok(match list {
            None => json!({ "packages": null, "as_of": null }),
            Some(list) => json!({
                "packages": list.packages().iter().map(|package| package.as_str()).collect::<Vec<_>>(),
                "as_of": list.as_of().as_millis(),
            }),
        })
    }

    pub(super) fn trust_app(&mut self, mut request: Call) -> Result<Value, Stop> {
        let app = input::android_app(&mut request.with)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.callers().trust_app(&app)?))
    }

    pub(super) fn trusted_apps(&mut self, request: Call) -> Result<Value, Stop> {
        let apps = self.provider(&request)?.callers().trusted_apps()?;
        request.with.finish()?;
        let render = |trusted: &TrustedApp| {
            let fingerprints = |fingerprints: &[CertificateFingerprint]| {
                fingerprints.iter().map(|fingerprint| render::bytes(fingerprint.as_bytes())).collect::<Vec<_>>()
            };
            json!({
                "package": trusted.app.package().as_str(),
                "signers": fingerprints(trusted.app.signers()),
                "history": fingerprints(trusted.app.earlier_signers()),
                "since": render::time(trusted.since),
            })
        };
        Ok(json!({ "apps": apps.iter().map(render).collect::<Vec<_>>() }))
    }

    pub(super) fn revoke_app(&mut self, mut request: Call) -> Result<Value, Stop> {
        let package = parsed("package", PackageName::parse(&request.with.text("package")?))?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(epoch_alone(provider.callers().revoke_app(&package)?))
    }

    fn keep(&mut self, name: String, checked: Checked) -> Value {
        match checked {
            Checked::Verified(caller) => {
                let reported = json!({
                    "state": "verified",
                    "rp_id": caller.rp_id().as_str(),
                    "basis": caller.basis().as_str(),
                    "basis_time": caller.basis().time().map(Timestamp::as_millis),
                });
                self.callers.insert(name, caller);
                reported
            }
            Checked::Pending(pending) => {
                let request = pending.request();
                let reported = json!({
                    "state": "pending",
                    "purpose": pending.purpose().as_str(),
                    "url": request.url,
                    "most_bytes": request.limits.most_bytes,
                    "timeout_seconds": request.limits.timeout.as_secs(),
                    "most_redirects": request.limits.most_redirects,
                });
                self.pending.insert(name, pending);
                reported
            }
        }
    }
}

fn fetch_response(mut with: Arguments) -> Result<Response, Mistake> {
    let status = u16::try_from(with.number("status")?).map_err(|_| with.wrong("status", "a status"))?;
    let (content_type, redirects) = (with.text_if_any("content_type")?, with.texts("redirects")?);
    let body = if with.has("body") { with.document("body")?.0.into_bytes() } else { Vec::new() };
    with.finish()?;
    Ok(Response { status, content_type, redirects, headers: ResponseHeaders::default(), body })
}

fn linked_app(app: &LinkedApp) -> Value {
    json!({
        "rp_id": app.rp_id.as_str(),
        "package": app.package.as_str(),
        "certificate": render::bytes(app.certificate.as_bytes()),
        "relation": match app.relation {
            LinkRelation::LoginCredentials => "login_credentials",
            LinkRelation::LoginCredentialsOrUrls => "login_credentials_or_urls",
        },
        "fetched": render::time(app.fetched),
    })
}
