//! The walk over the members of the options, the same in both modes.

mod creation;
mod descriptor;
mod extensions;
mod request;

use std::time::Duration;

pub(super) use creation::creation;
pub(super) use request::request;

use crate::id::RpId;
use crate::webauthn::options::coercion::{AS_IF_ABSENT, BASE64URL, Coercion, Dictionary, Member};
use crate::webauthn::options::names;
use crate::webauthn::options::preference::Preference;
use crate::webauthn::options::{Challenge, OptionsError};

/// `challenge`. Whether a client data hash stands in for one that is absent is the caller's affair, and is looked
/// at when the ceremony begins.
fn challenge<C: Coercion>(coercion: &mut C, options: &Dictionary<'_>) -> Result<Option<Challenge>, OptionsError> {
    let member = coercion.find(options, names::CHALLENGE)?;
    match coercion.bytes(&member)? {
        None => coercion.excuse(member.missing(BASE64URL), "no challenge").map(|()| None),
        Some(bytes) => match Challenge::from_bytes(bytes) {
            Ok(challenge) => Ok(Some(challenge)),
            Err(_) => Err(OptionsError::EmptyChallenge { path: member.path.written() }),
        },
    }
}

/// An RP ID. One that is not a domain is refused, for it decides whose passkeys are used. A browser
/// compares the text with the caller's host as it stands, so strict mode takes the canonical form
/// only.
fn rp_id<C: Coercion>(coercion: &mut C, member: &Member<'_>) -> Result<Option<RpId>, OptionsError> {
    let Some(text) = coercion.text(member)? else { return Ok(None) };
    match RpId::parse(&text) {
        Ok(rp_id) => {
            if rp_id.as_str() != text {
                if !C::REPAIRS {
                    return Err(OptionsError::RpIdNotCanonical { path: member.path.written() });
                }
                coercion.note(member.path, "a domain with upper case or letters beyond ASCII", "its canonical form");
            }
            Ok(Some(rp_id))
        }
        Err(reason) => {
            let error = OptionsError::InvalidRpId { path: member.path.written(), reason };
            if text.is_empty() { coercion.excuse(error, AS_IF_ABSENT).map(|()| None) } else { Err(error) }
        }
    }
}

/// `timeout`: a hint, so it never makes a request fail in tolerant mode.
fn timeout<C: Coercion>(coercion: &mut C, options: &Dictionary<'_>) -> Result<Option<Duration>, OptionsError> {
    let member = coercion.find(options, names::TIMEOUT)?;
    let timeout = coercion.unsigned_long(&member);
    Ok(coercion.or_absent(timeout)?.map(|milliseconds| Duration::from_millis(milliseconds.into())))
}

/// A member with a fixed set of values; an unknown one is as if absent.
fn preference<C: Coercion, P: Preference>(coercion: &mut C, member: &Member<'_>) -> Result<Option<P>, OptionsError> {
    let known: Vec<&'static str> = P::NAMES.iter().map(|(_, name)| *name).collect();
    let text = coercion.choice(member, &known, P::ODD);
    let Some(text) = coercion.or_absent(text)? else { return Ok(None) };
    let known = P::from_name(&text);
    if known.is_none() {
        coercion.note(member.path, "an unknown value", AS_IF_ABSENT);
    }
    Ok(known)
}

/// A list of strings.
fn texts<C: Coercion>(coercion: &mut C, member: &Member<'_>) -> Result<Vec<String>, OptionsError> {
    let mut texts = Vec::new();
    for entry in coercion.sequence(member)?.unwrap_or_default() {
        let text = coercion.text(&entry);
        texts.extend(coercion.or_absent(text)?.map(String::from));
    }
    Ok(texts)
}
