//! What needs no store: what a refusal means, what is missing, and what a code says.

use passkey_provider::clock::Timestamp;
use passkey_provider::enrolment::Platform;
use passkey_provider::enrolment::qr::{Age, Channel, Code, Continuation};
use passkey_provider::enrolment::readiness::{Facts, MissingStep};
use passkey_provider::enrolment::refusal::{During, Family, Refusal};
use serde_json::{Value, json};

use super::input::parsed;
use super::policy::word_if_any;
use super::render;
use crate::{Call, Stop};

pub(super) fn explain_refusal(mut request: Call) -> Result<Value, Stop> {
    let with = &mut request.with;
    let family = word_if_any(with, "family", &Family::ALL, Family::as_str)?;
    let status = with.number_if_any("status")?.map(u16::try_from).transpose();
    let (code, aaguid) = (with.text_if_any("code")?, with.text_if_any("aaguid")?);
    let refusal = Refusal {
        family: family.ok_or_else(|| with.wrong("family", "a family"))?,
        status: status.map_err(|_| with.wrong("status", "a status"))?,
        code: code.as_deref(),
        during: word_if_any(with, "occasion", &During::ALL, During::as_str)?,
        aaguid: aaguid.map(|text| parsed("aaguid", text.parse())).transpose()?,
    };
    request.with.finish()?;
    let explained = refusal.explain();
    Ok(json!({
        "cause": explained.cause.as_str(), "actor": explained.actor.map(|actor| actor.as_str()),
        "person": explained.person, "other": explained.other, "link": explained.link, "code": explained.code,
        "status": explained.status, "source": explained.source,
    }))
}

/// The core reads the facts as JSON; the bindings take them one by one.
pub(super) fn judge_readiness(mut request: Call) -> Result<Value, Stop> {
    let mut facts = request.with.need("facts")?;
    request.with.finish()?;
    if let Some(members) = facts.as_object_mut() {
        members.retain(|_, value| !value.is_null());
        members.insert("version".to_owned(), json!(1));
    }
    let readiness = parsed("facts", Facts::parse(facts.to_string().as_bytes()))?.judge();
    Ok(json!({
        "is_ready": readiness.is_ready(), "steps": readiness.steps.iter().map(missing).collect::<Vec<_>>(),
        "unknown": readiness.unknown.iter().map(|fact| fact.as_str()).collect::<Vec<_>>(),
    }))
}

fn missing(missing: &MissingStep) -> Value {
    let action = missing.action.map(|action| {
        json!({
            "kind": action.kind.as_str(), "name": action.name, "data": action.data,
            "extra": action.extra.map(|(name, _)| name), "extra_value": action.extra.map(|(_, value)| value),
            "source": action.source,
        })
    });
    json!({
        "step": missing.step.as_str(), "blocks": missing.blocks, "actor": missing.step.actor().as_str(),
        "text": missing.text, "action": action,
    })
}

pub(super) fn read_scanned_code(mut request: Call) -> Result<Value, Stop> {
    let with = &mut request.with;
    let platform = word_if_any(with, "platform", &Platform::ALL, Platform::as_str)?;
    let platform = platform.ok_or_else(|| with.wrong("platform", "a platform"))?;
    let (text, now) = (with.text("text")?, Timestamp::from_millis(with.number("now")?));
    request.with.finish()?;
    let code = match Code::parse(&text) {
        Ok(code) => code,
        Err(refused) => return Ok(json!({ "refused": refused.as_str(), "message": refused.to_string() })),
    };
    let (age, continuation) = (code.age(now), Continuation::on(platform));
    let (past, ahead) = match age {
        Age::Unknown => (None, None),
        Age::Past(past) => (Some(past.as_secs()), None),
        Age::Ahead(ahead) => (None, Some(ahead.as_secs())),
    };
    Ok(json!({
        "refused": null, "asks": code.asks().as_str(), "made": code.made().map(render::time), "age_seconds": past,
        "ahead_seconds": ahead, "is_old": age.is_old(), "is_linking": code.is_linking(),
        "known_servers": code.known_servers(), "channels": code.channels().iter().map(channel).collect::<Vec<_>>(),
        "is_non_discoverable": code.is_non_discoverable(), "continuation": continuation.as_str(),
        "sentence": continuation.sentence(), "uri": code.expose_uri(),
        "class_name": match continuation {
            Continuation::Component(component) => Some(component.class),
            Continuation::SystemCamera => None,
        },
    }))
}

fn channel(channel: &Channel) -> Value {
    match channel {
        Channel::Other(number) => json!(number),
        known => json!(known.as_str()),
    }
}
