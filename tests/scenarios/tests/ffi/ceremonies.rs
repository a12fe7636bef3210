//! Registration and sign-in.

use std::collections::HashMap;

use passkey_provider_ffi::{
    AttestationOffer, Attester, BackupFlags, CommittedCreation, Consent, CreateAnswer, CreateRequest, CreateStart,
    CreationInput, CreationPrf, CredentialSalts, Decision, GetAnswer, GetOutcome, GetRequest, HardwareKey,
    HostAttestation, KeyAccess, KeyBytes, Model, PrfSalts, RequestInput, RequestLargeBlob, RequestPrf, Resolution,
    SecretBytes, UserVerification, VerificationMethod,
};
use scenarios::{AAGUID, Arguments, Call, Mistake, Stop};
use serde_json::{Value, json};

use crate::driver::{FfiDriver, failed};
use crate::policy;
use crate::render::{self, word};

/// The algorithm of the keys of the scenarios' hardware.
const ES256: i64 = -7;

impl FfiDriver {
    pub(crate) fn begin_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let creation = self.creation(&mut request.with)?;
        let start = self.ready(request)?.begin_create(creation).map_err(failed)?;
        let reported = started(&start);
        self.registrations.insert(name, start.plan);
        Ok(reported)
    }

    pub(crate) fn finish_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let plan = named(&self.registrations, &mut request.with, "plan")?;
        let answer = create_answer(&mut request.with)?;
        Ok(created(&self.ready(request)?.finish_create(plan, answer).map_err(failed)?))
    }

    pub(crate) fn begin_attested_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let plan = named(&self.registrations, &mut request.with, "plan")?;
        let answer = create_answer(&mut request.with)?;
        let asked = self.ready(request)?.begin_attested_create(plan, answer).map_err(failed)?;
        Ok(json!({ "to_sign": render::bytes(&asked.to_sign), "public_key": render::bytes(&asked.public_key) }))
    }

    pub(crate) fn finish_attested_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let plan = named(&self.registrations, &mut request.with, "plan")?;
        let attestation = host_attestation(request.with.object("attestation")?)?;
        Ok(created(&self.ready(request)?.finish_attested_create(plan, attestation).map_err(failed)?))
    }

    pub(crate) fn create_conditionally(&mut self, mut request: Call) -> Result<Value, Stop> {
        let creation = self.creation(&mut request.with)?;
        Ok(created(&self.ready(request)?.create_conditionally(creation).map_err(failed)?))
    }

    pub(crate) fn intend_hardware_key(&mut self, mut request: Call) -> Result<Value, Stop> {
        let plan = named(&self.registrations, &mut request.with, "plan")?;
        let answer = create_answer(&mut request.with)?;
        let offers = request.with.numbers("offers")?;
        let committed = self.ready(request)?.intend_hardware_key(plan, answer, offers).map_err(failed)?;
        let intent = &committed.value;
        Ok(json!({
            "handle": render::bytes(&intent.handle),
            "algorithm": intent.algorithm,
            "challenge": render::bytes(&intent.challenge),
            "epoch": committed.epoch,
        }))
    }

    pub(crate) fn begin_hardware_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let plan = named(&self.registrations, &mut request.with, "plan")?;
        let mut with = request.with.object("key")?;
        let key = HardwareKey {
            handle: with.bytes("handle")?,
            public_key: match with.bytes_if_any("spki")? {
                Some(der) => KeyBytes::Spki { der },
                None => KeyBytes::Raw { algorithm: ES256, bytes: with.bytes("point")? },
            },
            access: match with.text("access")?.as_str() {
                "verified_use" => KeyAccess::VerifiedUse,
                "unverified" => KeyAccess::Unverified,
                _ => return Err(with.wrong("access", "verified_use or unverified").into()),
            },
        };
        with.finish()?;
        let to_sign = self.ready(request)?.begin_hardware_create(plan, key).map_err(failed)?;
        Ok(json!({ "to_sign": render::bytes(&to_sign) }))
    }

    pub(crate) fn finish_hardware_create(&mut self, mut request: Call) -> Result<Value, Stop> {
        let plan = named(&self.registrations, &mut request.with, "plan")?;
        let signature = request.with.bytes("signature")?;
        let attestation = request.with.object_if_any("attestation")?.map(host_attestation).transpose()?;
        Ok(created(&self.ready(request)?.finish_hardware_create(plan, signature, attestation).map_err(failed)?))
    }

    pub(crate) fn offers(&mut self, mut request: Call) -> Result<Value, Stop> {
        let (strict, input) = (request.with.flag("strict")?, request_input(&mut request.with)?);
        let offered = self.ready(request)?.offers(input, strict).map_err(failed)?;
        Ok(json!({ "candidates": render::all(&offered, render::summary) }))
    }

    pub(crate) fn begin_get(&mut self, mut request: Call) -> Result<Value, Stop> {
        let name = request.name()?;
        let with = &mut request.with;
        let caller = self.caller(with)?;
        let strict = with.flag("strict")?;
        let input = request_input(with)?;
        let picked = with.bytes_if_any("picked")?;
        let provider = self.ready(request)?;
        let start = provider.begin_get(GetRequest { options: input, caller, strict, picked }).map_err(failed)?;
        let reported = json!({
            "rp_id": start.rp_id,
            "origin": start.origin,
            "app": start.app,
            "user_verification": word(&start.user_verification),
            "candidates": render::all(&start.candidates, render::summary),
            "repairs": render::all(&start.repairs, render::repair),
        });
        self.sign_ins.insert(name, start.plan);
        Ok(reported)
    }

    pub(crate) fn finish_get(&mut self, mut request: Call) -> Result<Value, Stop> {
        let plan = named(&self.sign_ins, &mut request.with, "plan")?;
        let credential_id = request.with.bytes("credential_id")?;
        let answer = GetAnswer { credential_id, consent: consent(&mut request.with)? };
        Ok(match self.ready(request)?.finish_get(plan, answer).map_err(failed)? {
            GetOutcome::Done { asserted } => render::asserted(&asserted),
            GetOutcome::ToSign { to_sign, key_handle } => {
                json!({ "to_sign": render::bytes(&to_sign), "key_handle": render::bytes(&key_handle) })
            }
        })
    }

    pub(crate) fn finish_hardware_get(&mut self, mut request: Call) -> Result<Value, Stop> {
        let plan = named(&self.sign_ins, &mut request.with, "plan")?;
        let signature = request.with.bytes("signature")?;
        Ok(render::asserted(&self.ready(request)?.finish_hardware_get(plan, signature).map_err(failed)?))
    }

    fn creation(&self, with: &mut Arguments) -> Result<CreateRequest, Mistake> {
        let (caller, strict) = (self.caller(with)?, with.flag("strict")?);
        let model = model(with)?;
        let attestation = attestation_offer(with)?;
        let membership = policy::membership(with)?;
        let mut options = with.object("options")?;
        let input = match options.object_if_any("parts")? {
            None => CreationInput::Json { text: options.document_here()?.0 },
            Some(mut parts) => {
                let input = CreationInput::Parts {
                    rp_id: parts.text("rp_id")?,
                    user_handle: parts.bytes("user_handle")?,
                    user_name: parts.text("user_name")?,
                    user_display_name: parts.text("user_display_name")?,
                    algorithms: parts.numbers("algorithms")?,
                    exclude: parts.list_of_bytes("exclude")?,
                    user_verification: user_verification(&mut parts)?,
                    prf: creation_prf(&mut parts)?,
                    large_blob: parts.flag("large_blob")?,
                };
                parts.finish()?;
                input
            }
        };
        options.finish()?;
        Ok(CreateRequest { options: input, caller, model, attestation, membership, strict })
    }
}

/// What there is to show of a registration.
pub(crate) fn started(start: &CreateStart) -> Value {
    let (decision, existing) = match &start.decision {
        Decision::Proceed => ("proceed", &[][..]),
        Decision::AlreadyRegistered { existing } => ("already_registered", existing.as_slice()),
        Decision::StaleDuplicate { existing } => ("stale_duplicate", existing.as_slice()),
        Decision::InFlight { existing } => ("duplicate_in_flight", existing.as_slice()),
        Decision::Duplicate { existing } => ("duplicate", existing.as_slice()),
    };
    json!({
        "rp_id": start.rp_id,
        "origin": start.origin,
        "app": start.app,
        "user": render::user(&start.user),
        "user_verification": word(&start.user_verification),
        "algorithms": start.algorithms,
        "sealed_attestation": start.sealed_attestation.as_ref().map(word),
        "hardware_attestation": start.hardware_attestation.as_ref().map(word),
        "policy_warning": start.policy_warning.as_ref().map(policy::warning),
        "decision": decision,
        "existing": render::all(existing, render::summary),
        "leftovers": render::all(&start.leftovers, render::summary),
        "answers": render::all(&start.answers, |answer| json!(word(answer))),
        "repairs": render::all(&start.repairs, render::repair),
    })
}

/// What another step left under the name that an argument has.
pub(crate) fn named<T: Clone>(left: &HashMap<String, T>, with: &mut Arguments, argument: &str) -> Result<T, Mistake> {
    let name = with.text(argument)?;
    left.get(&name).cloned().ok_or_else(|| Mistake(format!("no {argument} is called {name}")))
}

/// What a registration says of its authenticator; where nothing is said, what a key that never leaves the device
/// would say.
pub(crate) fn model(with: &mut Arguments) -> Result<Model, Mistake> {
    let Some(mut model) = with.object_if_any("model")? else {
        return Ok(Model { aaguid: AAGUID.to_owned(), backup_flags: BackupFlags::DeviceBound });
    };
    let backup_flags = match model.text("backup_flags")?.as_str() {
        "device_bound" => BackupFlags::DeviceBound,
        "ios" => BackupFlags::Ios,
        _ => return Err(model.wrong("backup_flags", "device_bound or ios")),
    };
    let aaguid = model.text("aaguid")?;
    model.finish()?;
    Ok(Model { aaguid, backup_flags })
}

fn create_answer(with: &mut Arguments) -> Result<CreateAnswer, Mistake> {
    let resolution = match with.text_if_any("resolution")?.as_deref() {
        None | Some("none") => Resolution::None,
        Some("delete_and_retry") => Resolution::DeleteAndRetry,
        Some("register_another") => Resolution::RegisterAnother,
        Some(_) => return Err(with.wrong("resolution", "a resolution")),
    };
    Ok(CreateAnswer { resolution, consent: consent(with)? })
}

fn consent(with: &mut Arguments) -> Result<Consent, Mistake> {
    if with.clone().text("consent").is_err() {
        let mut consent = with.object("consent")?;
        let secret = SecretBytes::new(&consent.bytes("gate")?).map_err(|_| consent.wrong("gate", "bytes"))?;
        consent.finish()?;
        return Ok(Consent::Gate { secret });
    }
    Ok(match with.text("consent")?.as_str() {
        "declined" => Consent::Declined,
        "present" => Consent::Present,
        "biometric" => Consent::Stated { method: VerificationMethod::Biometric },
        "device_credential" => Consent::Stated { method: VerificationMethod::DeviceCredential },
        "pin" => Consent::Stated { method: VerificationMethod::Pin },
        _ => return Err(with.wrong("consent", "an answer")),
    })
}

fn request_input(with: &mut Arguments) -> Result<RequestInput, Mistake> {
    let mut options = with.object("options")?;
    let input = match options.object_if_any("parts")? {
        None => RequestInput::Json { text: options.document_here()?.0 },
        Some(mut parts) => {
            let input = RequestInput::Parts {
                rp_id: parts.text("rp_id")?,
                allow: parts.list_of_bytes("allow")?,
                user_verification: user_verification(&mut parts)?,
                prf: request_prf(&mut parts)?,
                large_blob: request_large_blob(&mut parts)?,
            };
            parts.finish()?;
            input
        }
    };
    options.finish()?;
    Ok(input)
}

fn creation_prf(with: &mut Arguments) -> Result<Option<CreationPrf>, Mistake> {
    let Some(mut prf) = with.object_if_any("prf")? else { return Ok(None) };
    let salts = salts_if_any(&mut prf)?;
    prf.finish()?;
    Ok(Some(CreationPrf { salts }))
}

fn request_prf(with: &mut Arguments) -> Result<Option<RequestPrf>, Mistake> {
    let Some(mut prf) = with.object_if_any("prf")? else { return Ok(None) };
    let salts = salts_if_any(&mut prf)?;
    let mut by_credential = Vec::new();
    for mut entry in prf.objects("by_credential")? {
        let salts = salts_if_any(&mut entry)?.ok_or_else(|| entry.wrong("first", "a salt"))?;
        by_credential.push(CredentialSalts { credential_id: entry.bytes("credential_id")?, salts });
        entry.finish()?;
    }
    prf.finish()?;
    Ok(Some(RequestPrf { salts, by_credential }))
}

/// `read` or `write`.
fn request_large_blob(with: &mut Arguments) -> Result<Option<RequestLargeBlob>, Mistake> {
    let Some(mut large_blob) = with.object_if_any("large_blob")? else { return Ok(None) };
    let (read, write) = (large_blob.flag("read")?, large_blob.bytes_if_any("write")?);
    let asked = match (read, write) {
        (true, None) => RequestLargeBlob::Read,
        (false, Some(blob)) => RequestLargeBlob::Write { blob },
        _ => return Err(large_blob.wrong("read", "one of the two")),
    };
    large_blob.finish()?;
    Ok(Some(asked))
}

/// `first` and `second`, hashed already; none without a first.
fn salts_if_any(with: &mut Arguments) -> Result<Option<PrfSalts>, Mistake> {
    let (first, second) = (with.bytes_if_any("first")?, with.bytes_if_any("second")?);
    Ok(first.map(|first| PrfSalts { first, second }))
}

fn user_verification(with: &mut Arguments) -> Result<UserVerification, Mistake> {
    match with.text_if_any("user_verification")?.as_deref() {
        Some("required") => Ok(UserVerification::Required),
        None | Some("preferred") => Ok(UserVerification::Preferred),
        Some("discouraged") => Ok(UserVerification::Discouraged),
        Some(_) => Err(with.wrong("user_verification", "a preference")),
    }
}

pub(crate) fn attestation_offer(with: &mut Arguments) -> Result<Option<AttestationOffer>, Mistake> {
    let Some(mut with) = with.object_if_any("attestation")? else { return Ok(None) };
    let attester = match with.text_if_any("attester")?.as_deref() {
        None => None,
        Some("batch") => Some(Attester::Batch),
        Some("one_passkey") => Some(Attester::OnePasskey),
        Some("one_device") => Some(Attester::OneDevice { rp_ids: with.texts("rp_ids")? }),
        Some(_) => return Err(with.wrong("attester", "batch, one_passkey or one_device")),
    };
    let android_key = with.flag("android_key")?;
    with.finish()?;
    Ok(Some(AttestationOffer { attester, android_key }))
}

/// With a signature `packed`, else of Android's key store.
fn host_attestation(mut with: Arguments) -> Result<HostAttestation, Mistake> {
    let (signature, chain) = (with.bytes_if_any("signature")?, with.list_of_bytes("chain")?);
    with.finish()?;
    Ok(match signature {
        Some(signature) => HostAttestation::Packed { signature, chain },
        None => HostAttestation::AndroidKey { chain },
    })
}

fn created(committed: &CommittedCreation) -> Value {
    let created = &committed.value;
    json!({
        "response": render::parsed_json(&created.response_json),
        "attestation_object": render::bytes(&created.attestation_object),
        "client_data_hash": render::bytes(&created.client_data_hash),
        "passkey": render::passkey(&created.passkey),
        "verification": created.verification.as_ref().map(render::verification),
        "attestation": word(&created.attestation),
        "prf": render::prf(created.prf.as_ref()),
        "large_blob": render::large_blob(created.large_blob.as_ref()),
        "epoch": committed.epoch,
    })
}
