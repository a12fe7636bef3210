//! What a device's management and an organisation allow.

use passkey_provider::clock::{Clock as _, SystemClock};
use passkey_provider_ffi::{
    AttestationFormat, ManagedFacts, Membership, OrganisationPolicy, PersonKind, PolicyDoubt, PolicyFacts,
    PolicyOccasion, PolicyPerson, PolicyRuling, PolicySource, PolicyVerdict, PolicyWarning, Verification,
    VerificationFact, VerificationMethod, inspect_policy, judge_by_policy,
};
use scenarios::{Arguments, Call, Mistake, Stop};
use serde_json::{Value, json};

use crate::ceremonies::model;
use crate::driver::{FfiDriver, epoch_alone, failed, time_of};
use crate::render::{self, word};

impl FfiDriver {
    pub(crate) fn configure(&self, mut request: Call) -> Result<Value, Stop> {
        let document = request.with.has("configuration").then(|| request.with.document("configuration")).transpose()?;
        epoch_alone(self.ready(request)?.configure(document.map(|document| document.0)))
    }

    pub(crate) fn configuration(&self, request: Call) -> Result<Value, Stop> {
        let managed = self.ready(request)?.configuration().map_err(failed)?;
        let methods = managed.verification_methods;
        Ok(json!({
            "allowed_rp_ids": managed.allowed_rp_ids,
            "hardware_keys_only": managed.hardware_keys_only,
            "gated_only": managed.gated_only,
            "verification_always": managed.verification_always,
            "verification_methods": methods.map(|methods| render::all(&methods, |way| json!(render::verification(way)))),
            "no_stated_verification": managed.no_stated_verification,
            "attestation_formats": managed.attestation_formats.map(|all| render::all(&all, |one| json!(word(one)))),
        }))
    }

    pub(crate) fn judge_by_configuration(&self, mut request: Call) -> Result<Value, Stop> {
        let mut with = request.with.object("facts")?;
        let facts = ManagedFacts {
            occasion: occasion(&mut with)?,
            rp_id: with.text_if_any("rp_id")?,
            is_hardware: with.has("is_hardware").then(|| with.flag("is_hardware")).transpose()?,
            is_gated: with.has("is_gated").then(|| with.flag("is_gated")).transpose()?,
            verification: verification(&mut with)?,
            attestation: attestation(&mut with)?,
        };
        with.finish()?;
        Ok(verdict(&self.ready(request)?.judge_by_configuration(facts).map_err(failed)?))
    }
}

pub(crate) fn free(operation: &str, mut with: Arguments) -> Result<Value, Stop> {
    let policy = policy(&mut with)?;
    if operation == "inspect_policy" {
        with.finish()?;
        let inspected = inspect_policy(policy).map_err(failed)?;
        return Ok(json!({ "strengths": inspected.strengths, "doubts": render::all(&inspected.doubts, doubt) }));
    }
    let mut facts = with.object("facts")?;
    let asked = PolicyFacts {
        model: model(&mut facts)?,
        attestation: attestation(&mut facts)?.unwrap_or(AttestationFormat::None),
        person: person(&mut facts)?,
        occasion: occasion(&mut facts)?,
        strengths: facts.texts("strengths")?,
    };
    facts.finish()?;
    with.finish()?;
    Ok(verdict(&judge_by_policy(policy, asked).map_err(failed)?))
}

pub(crate) fn membership(with: &mut Arguments) -> Result<Option<Membership>, Mistake> {
    let Some(mut with) = with.object_if_any("membership")? else { return Ok(None) };
    let membership =
        Membership { policy: policy(&mut with)?, person: person(&mut with)?, in_hardware: with.flag("in_hardware")? };
    with.finish()?;
    Ok(Some(membership))
}

/// The policy, and where it comes from: from a server and of today, if nothing is said.
fn policy(with: &mut Arguments) -> Result<OrganisationPolicy, Mistake> {
    let mut with = with.object("policy")?;
    let configuration = with.has("configuration").then(|| with.document("configuration")).transpose()?;
    let strengths = with.objects("strengths")?.into_iter().map(|mut strength| {
        let document = strength.document_here()?;
        strength.finish()?;
        Ok(document.0)
    });
    let policy = OrganisationPolicy {
        configuration: configuration.map(|document| document.0),
        strengths: strengths.collect::<Result<_, Mistake>>()?,
        source: match with.text_if_any("source")?.as_deref() {
            None | Some("server") => PolicySource::Server,
            Some("administrator") => PolicySource::Administrator,
            Some("person") => PolicySource::Person,
            Some(_) => return Err(with.wrong("source", "a source")),
        },
        date: time_of(with.number_if_any("date")?.unwrap_or_else(|| SystemClock.now().as_millis())),
    };
    with.finish()?;
    Ok(policy)
}

fn person(with: &mut Arguments) -> Result<PolicyPerson, Mistake> {
    let Some(mut with) = with.object_if_any("person")? else {
        return Ok(PolicyPerson { id: None, groups: None, kind: PersonKind::Member });
    };
    let person = PolicyPerson {
        id: with.text_if_any("id")?,
        groups: with.has("groups").then(|| with.texts("groups")).transpose()?,
        kind: match with.text_if_any("kind")?.as_deref() {
            None | Some("member") => PersonKind::Member,
            Some("internal_guest") => PersonKind::InternalGuest,
            Some("external_guest") => PersonKind::ExternalGuest,
            Some(_) => return Err(with.wrong("kind", "a kind of person")),
        },
    };
    with.finish()?;
    Ok(person)
}

fn occasion(with: &mut Arguments) -> Result<PolicyOccasion, Mistake> {
    match with.text("occasion")?.as_str() {
        "registration" => Ok(PolicyOccasion::Registration),
        "sign_in" => Ok(PolicyOccasion::SignIn),
        _ => Err(with.wrong("occasion", "an occasion")),
    }
}

fn attestation(with: &mut Arguments) -> Result<Option<AttestationFormat>, Mistake> {
    match with.text_if_any("attestation")?.as_deref() {
        None => Ok(None),
        Some("none") => Ok(Some(AttestationFormat::None)),
        Some("packed_self") => Ok(Some(AttestationFormat::PackedSelf)),
        Some("packed") => Ok(Some(AttestationFormat::Packed)),
        Some("android_key") => Ok(Some(AttestationFormat::AndroidKey)),
        Some(_) => Err(with.wrong("attestation", "a format")),
    }
}

fn verification(with: &mut Arguments) -> Result<VerificationFact, Mistake> {
    let stated = |method| Verification::Statement { method };
    let by = match with.text_if_any("verification")?.as_deref() {
        None => return Ok(VerificationFact::NotKnown),
        Some("none") => return Ok(VerificationFact::NotVerified),
        Some("key_signature") => Verification::KeySignature,
        Some("gate") => Verification::Gate,
        Some("biometric") => stated(VerificationMethod::Biometric),
        Some("device_credential") => stated(VerificationMethod::DeviceCredential),
        Some("pin") => stated(VerificationMethod::Pin),
        Some(_) => return Err(with.wrong("verification", "a verification")),
    };
    Ok(VerificationFact::Verified { by })
}

pub(crate) fn warning(warning: &PolicyWarning) -> Value {
    json!({ "rulings": render::all(&warning.rulings, ruling), "doubts": render::all(&warning.doubts, doubt) })
}

fn verdict(verdict: &PolicyVerdict) -> Value {
    json!({
        "is_allowed": verdict.is_allowed,
        "rulings": render::all(&verdict.rulings, ruling),
        "doubts": render::all(&verdict.doubts, doubt),
    })
}

/// A ruling, also as what an error has of it.
pub(crate) fn ruling(ruling: &PolicyRuling) -> Value {
    json!({
        "rule": word(&ruling.rule),
        "path": ruling.path,
        "sentence": ruling.sentence,
        "changers": render::all(&ruling.changers, |changer| json!(word(changer))),
    })
}

fn doubt(doubt: &PolicyDoubt) -> Value {
    json!({ "kind": word(&doubt.kind), "days": doubt.days, "paths": doubt.paths, "sentence": doubt.sentence })
}
