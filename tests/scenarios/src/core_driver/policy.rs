//! What a device's management and an organisation allow.

use passkey_provider::Error;
use passkey_provider::ceremony::{Membership, PolicyWarning};
use passkey_provider::clock::{Clock as _, SystemClock, Timestamp};
use passkey_provider::id::RpId;
use passkey_provider::policy::{
    AttestationKind, Doubt, Facts, ManagedFacts, Occasion, Organisation, Person, PersonKind, Provenance, Ruling,
    Source, Verdict,
};
use passkey_provider::standing::{Verification, VerificationMethod};
use serde_json::{Value, json};

use super::input::{self, parsed};
use super::{CoreDriver, with_epoch};
use crate::{Arguments, Call, Mistake, Stop};

impl CoreDriver {
    pub(super) fn configure(&mut self, mut request: Call) -> Result<Value, Stop> {
        let document = request.with.has("configuration").then(|| request.with.document("configuration")).transpose()?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let committed = provider.configure(document.as_ref().map(|document| document.0.as_bytes()))?;
        match committed.value {
            Ok(()) => Ok(with_epoch(json!({}), committed.epoch)),
            // The bindings' one error: with the epoch, for that it does not read was written.
            Err(refused) => {
                let error = super::render::error(&Error::from(refused));
                Err(Stop::Failed(with_epoch(error, committed.epoch)))
            }
        }
    }

    pub(super) fn configuration(&mut self, request: Call) -> Result<Value, Stop> {
        let provider = self.provider(&request)?;
        request.with.finish()?;
        let managed = provider.configuration()?;
        let rp_ids = managed.allowed_rp_ids().map(|rp_ids| rp_ids.map(ToString::to_string).collect::<Vec<_>>());
        let methods = managed.verification_methods();
        let formats = managed.attestation_formats();
        Ok(json!({
            "allowed_rp_ids": rp_ids,
            "hardware_keys_only": managed.is_hardware_only(),
            "gated_only": managed.is_gated_only(),
            "verification_always": managed.requires_verification(),
            "verification_methods": methods.map(|methods| methods.map(Verification::as_str).collect::<Vec<_>>()),
            "no_stated_verification": managed.is_proof_required(),
            "attestation_formats": formats.map(|formats| formats.map(word_of_format).collect::<Vec<_>>()),
        }))
    }

    pub(super) fn judge_by_configuration(&mut self, mut request: Call) -> Result<Value, Stop> {
        let facts = managed_facts(request.with.object("facts")?)?;
        let provider = self.provider(&request)?;
        request.with.finish()?;
        Ok(verdict(&provider.judge_by_configuration(&facts)?, &[]))
    }
}

pub(super) fn judge_by_policy(mut request: Call) -> Result<Value, Stop> {
    let (organisation, provenance) = policy(&mut request.with)?;
    let facts = facts(request.with.object("facts")?)?;
    request.with.finish()?;
    let organisation = organisation?;
    let weight = organisation.weight(provenance, SystemClock.now());
    Ok(verdict(&organisation.judge(&facts), weight.doubts()))
}

pub(super) fn inspect_policy(mut request: Call) -> Result<Value, Stop> {
    let (organisation, provenance) = policy(&mut request.with)?;
    request.with.finish()?;
    let organisation = organisation?;
    let weight = organisation.weight(provenance, SystemClock.now());
    let strengths: Vec<&str> = organisation.strengths().collect();
    Ok(json!({ "strengths": strengths, "doubts": doubts(weight.doubts()) }))
}

/// What a registration is judged by.
pub(super) struct Member {
    policy: Organisation,
    provenance: Provenance,
    person: Person,
    pub(super) in_hardware: bool,
}

impl Member {
    pub(super) fn membership(&self) -> Membership<'_> {
        Membership { policy: &self.policy, provenance: self.provenance, person: &self.person }
    }
}

pub(super) fn member(with: &mut Arguments) -> Result<Result<Option<Member>, Error>, Mistake> {
    let Some(mut with) = with.object_if_any("membership")? else { return Ok(Ok(None)) };
    let (policy, provenance) = policy(&mut with)?;
    let (person, in_hardware) = (person(&mut with)?, with.flag("in_hardware")?);
    with.finish()?;
    Ok(policy.map(|policy| Some(Member { policy, provenance, person, in_hardware })))
}

/// The policy, and where it comes from: from a server and of today, if nothing is said.
fn policy(with: &mut Arguments) -> Result<(Result<Organisation, Error>, Provenance), Mistake> {
    let mut with = with.object("policy")?;
    let document = with.has("configuration").then(|| with.document("configuration")).transpose()?;
    let strengths = with.objects("strengths")?.into_iter().map(|mut strength| {
        let document = strength.document_here()?;
        strength.finish()?;
        Ok(document)
    });
    let strengths = strengths.collect::<Result<Vec<_>, Mistake>>()?;
    let source = match with.text_if_any("source")?.as_deref() {
        None | Some("server") => Source::Server,
        Some("administrator") => Source::Administrator,
        Some("person") => Source::Person,
        Some(_) => return Err(with.wrong("source", "a source")),
    };
    let date = with.number_if_any("date")?.map_or_else(|| SystemClock.now(), Timestamp::from_millis);
    with.finish()?;
    let whole = document.map_or_else(|| Ok(Organisation::unknown()), |json| Organisation::parse(json.0.as_bytes()));
    let joined = strengths.iter().try_fold(whole, |policy, json| Ok(policy?.with_strengths(json.0.as_bytes())));
    let organisation = joined.and_then(|policy| policy).map_err(Error::from);
    Ok((organisation, Provenance { source, date }))
}

fn person(with: &mut Arguments) -> Result<Person, Mistake> {
    let Some(mut with) = with.object_if_any("person")? else { return Ok(Person::default()) };
    let id = with.text_if_any("id")?;
    let groups = with.has("groups").then(|| with.texts("groups")).transpose()?;
    let kinds = [PersonKind::Member, PersonKind::InternalGuest, PersonKind::ExternalGuest];
    let kind = word_if_any(&mut with, "kind", &kinds, PersonKind::as_str)?.unwrap_or_default();
    with.finish()?;
    Ok(Person { id, groups, kind })
}

fn facts(mut with: Arguments) -> Result<Facts, Mistake> {
    let model = input::model(&mut with)?;
    let facts = Facts {
        aaguid: model.aaguid,
        backup_eligible: model.backup_flags.backup_eligible(),
        attestation: attestation(&mut with)?.unwrap_or(AttestationKind::None),
        person: person(&mut with)?,
        occasion: occasion(&mut with)?,
        strengths: with.texts("strengths")?,
    };
    with.finish()?;
    Ok(facts)
}

fn managed_facts(mut with: Arguments) -> Result<ManagedFacts, Mistake> {
    const WAYS: [Verification; 5] = [
        Verification::KeySignature,
        Verification::Gate,
        Verification::Statement(VerificationMethod::Biometric),
        Verification::Statement(VerificationMethod::DeviceCredential),
        Verification::Statement(VerificationMethod::Pin),
    ];
    let is_known = |with: &mut Arguments, name| with.has(name).then(|| with.flag(name)).transpose();
    let is_unverified = with.clone().text_if_any("verification")?.as_deref() == Some("none");
    let verification = if is_unverified {
        with.take("verification");
        Some(None)
    } else {
        word_if_any(&mut with, "verification", &WAYS, Verification::as_str)?.map(Some)
    };
    let facts = ManagedFacts {
        occasion: occasion(&mut with)?,
        rp_id: with.text_if_any("rp_id")?.map(|text| parsed("rp_id", RpId::parse(&text))).transpose()?,
        is_hardware: is_known(&mut with, "is_hardware")?,
        is_gated: is_known(&mut with, "is_gated")?,
        verification,
        attestation: attestation(&mut with)?,
    };
    with.finish()?;
    Ok(facts)
}

fn occasion(with: &mut Arguments) -> Result<Occasion, Mistake> {
    let found = word_if_any(with, "occasion", &Occasion::ALL, Occasion::as_str)?;
    found.ok_or_else(|| with.wrong("occasion", "an occasion"))
}

fn attestation(with: &mut Arguments) -> Result<Option<AttestationKind>, Mistake> {
    word_if_any(with, "attestation", &AttestationKind::ALL, word_of_format)
}

/// The word of the bindings' format.
const fn word_of_format(kind: AttestationKind) -> &'static str {
    match kind {
        AttestationKind::PackedChain => "packed",
        AttestationKind::None | AttestationKind::PackedSelf | AttestationKind::AndroidKey => kind.as_str(),
    }
}

pub(super) fn word_if_any<T: Copy>(
    with: &mut Arguments,
    name: &str,
    all: &[T],
    word: fn(T) -> &'static str,
) -> Result<Option<T>, Mistake> {
    let Some(text) = with.text_if_any(name)? else { return Ok(None) };
    let found = all.iter().copied().find(|value| word(*value) == text);
    found.map(Some).ok_or_else(|| with.wrong(name, "one of its words"))
}

pub(super) fn warning(warning: &PolicyWarning) -> Value {
    json!({ "rulings": rulings(&warning.rulings), "doubts": doubts(&warning.doubts) })
}

fn verdict(verdict: &Verdict, reasons: &[Doubt]) -> Value {
    json!({ "is_allowed": verdict.is_allowed, "rulings": rulings(&verdict.rulings), "doubts": doubts(reasons) })
}

fn rulings(rulings: &[Ruling]) -> Value {
    rulings.iter().map(ruling).collect()
}

/// A ruling, also as what an error has of it.
pub(super) fn ruling(ruling: &Ruling) -> Value {
    let changers: Vec<&str> = ruling.rule.changers().iter().map(|changer| changer.as_str()).collect();
    json!({
        "rule": ruling.rule.as_str(),
        "path": ruling.path,
        "sentence": ruling.rule.sentence(),
        "changers": changers,
    })
}

fn doubts(doubts: &[Doubt]) -> Value {
    let render = |doubt: &Doubt| {
        let (days, paths) = match doubt {
            Doubt::Old { days } => (Some(*days), [].as_slice()),
            Doubt::Missing { paths } | Doubt::Unknown { paths } => (None, paths.as_slice()),
            Doubt::FromTheFuture | Doubt::NotTheOrganisation => (None, [].as_slice()),
        };
        json!({ "kind": doubt.as_str(), "days": days, "paths": paths, "sentence": doubt.to_string() })
    };
    doubts.iter().map(render).collect()
}
