//! What needs no store: what a refusal means, what is missing, and what a code says.

use passkey_provider_ffi::{
    BiometricsFact, BluetoothFact, DevicePlatform, FidoCodeChannel, FidoCodeContinuation, ManagementFact, MissingStep,
    ReadinessFacts, Refusal, RefusalFamily, RefusalOccasion, ScannedCode, SignInFact, WorkProfileFact, explain_refusal,
    judge_readiness, read_scanned_code,
};
use scenarios::{Arguments, Call, Mistake, Stop};
use serde_json::{Value, json};

use crate::driver::{failed, time_of};
use crate::enrolment::dialects;
use crate::render::{self, word};

pub(crate) fn free(operation: &str, request: Call) -> Result<Value, Stop> {
    match operation {
        "shipped_dialects" => dialects(request),
        "explain_refusal" => explained(request.with),
        "judge_readiness" => judged(request.with),
        _ => scanned(request.with),
    }
}

fn explained(mut with: Arguments) -> Result<Value, Stop> {
    use RefusalFamily as F;
    use RefusalOccasion as O;
    let families = [
        F::Named,
        F::Policy,
        F::Entra,
        F::Graph,
        F::Keycloak,
        F::Allauth,
        F::Privacyidea,
        F::SpringSecurity,
        F::BetterAuth,
        F::FlaskSecurity,
        F::Okta,
        F::Auth0,
        F::Zitadel,
        F::Oauth,
        F::Http,
    ];
    let occasions = [O::SignIn, O::Options, O::Register, O::List, O::Delete, O::Name];
    let status = with.number_if_any("status")?.map(u16::try_from).transpose();
    let refusal = Refusal {
        family: one_of(&mut with, "family", &families)?.ok_or_else(|| with.wrong("family", "a family"))?,
        status: status.map_err(|_| with.wrong("status", "a status"))?,
        code: with.text_if_any("code")?,
        occasion: one_of(&mut with, "occasion", &occasions)?,
        aaguid: with.text_if_any("aaguid")?,
    };
    with.finish()?;
    let explained = explain_refusal(refusal).map_err(failed)?;
    Ok(json!({
        "cause": word(&explained.cause), "actor": explained.actor.as_ref().map(word), "person": explained.person,
        "other": explained.other, "link": explained.link, "code": explained.code, "status": explained.status,
        "source": explained.source,
    }))
}

fn judged(mut with: Arguments) -> Result<Value, Stop> {
    use {BiometricsFact as B, BluetoothFact as T, ManagementFact as M, SignInFact as S, WorkProfileFact as W};
    let mut given = with.object("facts")?;
    let flag = |given: &mut Arguments, name| given.has(name).then(|| given.flag(name)).transpose();
    let platform = one_of(&mut given, "platform", &[DevicePlatform::Ios, DevicePlatform::Android])?;
    let facts = ReadinessFacts {
        platform: platform.ok_or_else(|| given.wrong("platform", "a platform"))?,
        system: given.text("system")?,
        credential_manager: flag(&mut given, "credential_manager")?,
        provider_enabled: flag(&mut given, "provider_enabled")?,
        provider_preferred: flag(&mut given, "provider_preferred")?,
        screen_lock: flag(&mut given, "screen_lock")?,
        biometrics: one_of(&mut given, "biometrics", &[B::Enrolled, B::NotEnrolled, B::NoSensor, B::Denied])?,
        biometrics_required: flag(&mut given, "biometrics_required")?,
        network: flag(&mut given, "network")?,
        cross_device: flag(&mut given, "cross_device")?,
        bluetooth: one_of(&mut given, "bluetooth", &[T::On, T::Off, T::Absent])?,
        work_profile: one_of(&mut given, "work_profile", &[W::None, W::Inside, W::Outside])?,
        managed_configuration: one_of(&mut given, "managed_configuration", &[M::Absent, M::Read, M::Unreadable])?,
        sign_in: one_of(&mut given, "sign_in", &[S::Fresh, S::Old, S::NoSecondFactor])?,
    };
    given.finish()?;
    with.finish()?;
    let readiness = judge_readiness(facts).map_err(failed)?;
    Ok(json!({
        "is_ready": readiness.is_ready, "steps": render::all(&readiness.steps, missing),
        "unknown": render::all(&readiness.unknown, |fact| json!(word(fact))),
    }))
}

fn missing(missing: &MissingStep) -> Value {
    let action = missing.action.as_ref().map(|action| {
        json!({
            "kind": word(&action.kind), "name": action.name, "data": action.data, "extra": action.extra,
            "extra_value": action.extra.as_ref().map(|_| action.extra_value), "source": action.source,
        })
    });
    json!({
        "step": word(&missing.step), "blocks": missing.blocks, "actor": word(&missing.actor), "text": missing.text,
        "action": action,
    })
}

fn scanned(mut with: Arguments) -> Result<Value, Stop> {
    let platform = one_of(&mut with, "platform", &[DevicePlatform::Ios, DevicePlatform::Android])?;
    let platform = platform.ok_or_else(|| with.wrong("platform", "a platform"))?;
    let (text, now) = (with.text("text")?, time_of(with.number("now")?));
    with.finish()?;
    Ok(match read_scanned_code(text, platform, now).map_err(failed)? {
        ScannedCode::Refused { reason, message } => json!({ "refused": reason, "message": message }),
        ScannedCode::Fido { code } => json!({
            "refused": null, "asks": word(&code.asks), "made": code.made.map(render::time),
            "age_seconds": code.age.map(|age| age.as_secs()), "ahead_seconds": code.ahead.map(|time| time.as_secs()),
            "is_old": code.is_old, "is_linking": code.is_linking, "known_servers": code.known_servers,
            "channels": render::all(&code.channels, channel), "is_non_discoverable": code.is_non_discoverable,
            "continuation": word(&code.continuation), "sentence": code.sentence, "uri": code.uri,
            "class_name": match &code.continuation {
                FidoCodeContinuation::Component { class_name, .. } => Some(class_name),
                FidoCodeContinuation::SystemCamera => None,
            },
        }),
    })
}

fn channel(channel: &FidoCodeChannel) -> Value {
    match channel {
        FidoCodeChannel::Other { number } => json!(number),
        known => json!(word(known)),
    }
}

/// One of these, by its word.
fn one_of<T: Copy + std::fmt::Debug>(with: &mut Arguments, name: &str, all: &[T]) -> Result<Option<T>, Mistake> {
    let Some(text) = with.text_if_any(name)? else { return Ok(None) };
    let found = all.iter().copied().find(|value| word(value) == text);
    found.map(Some).ok_or_else(|| with.wrong(name, "one of its words"))
}
