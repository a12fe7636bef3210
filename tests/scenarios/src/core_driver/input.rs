//! Scenario arguments into the core's types. An argument that is none of its kind is a mistake here;
//! the bindings answer it with an error of their own.

use std::fmt::Display;

use passkey_provider::caller::{AndroidApp, Frame};
use passkey_provider::id::{
    CertificateFingerprint, ClientDataHash, CredentialId, Origin, PackageName, PasskeyRef, RpId, User, UserHandle,
};
use passkey_provider::key::{BackupFlags, KeyHandle, Model};
use passkey_provider::seal::GateSecret;
use passkey_provider::webauthn::attestation::{Attester, Offer};
use passkey_provider::webauthn::extensions::{
    CreationExtensions, CreationPrf, LargeBlob, PrfInputs, PrfSalt, RequestExtensions, RequestLargeBlob, RequestPrf,
};
use passkey_provider::webauthn::options::{
    Algorithms, CreationOptions, Mode, RequestOptions, Understood, UserVerification, parse_creation_options,
    parse_request_options,
};
use passkey_provider::{Consent, Error, VerificationMethod};
use serde_json::{Value, json};

use super::render;
use crate::{AAGUID, Arguments, Call, Document, Mistake, Stop};

/// The value of an argument, where parsing can fail.
pub(super) fn parsed<T, E: Display>(name: &str, result: Result<T, E>) -> Result<T, Mistake> {
    result.map_err(|error| Mistake(format!("`{name}`: {error}")))
}

pub(super) fn rp_id(with: &mut Arguments, name: &str) -> Result<RpId, Mistake> {
    parsed(name, RpId::parse(&with.text(name)?))
}

pub(super) fn origin(with: &mut Arguments) -> Result<Origin, Mistake> {
    parsed("origin", Origin::parse(&with.text("origin")?))
}

/// Whether a page is in a page of another origin: not, where nothing is said.
pub(super) fn frame(with: &mut Arguments) -> Result<Frame, Mistake> {
    let top = with.text_if_any("top_origin")?.map(|top| parsed("top_origin", Origin::parse(&top))).transpose()?;
    Ok(if with.flag("cross_origin")? { Frame::CrossOrigin { top } } else { Frame::SameOrigin })
}

pub(super) fn client_data_hash(with: &mut Arguments) -> Result<ClientDataHash, Mistake> {
    parsed("client_data_hash", ClientDataHash::from_bytes(&with.bytes("client_data_hash")?))
}

pub(super) fn credential_id(with: &mut Arguments) -> Result<CredentialId, Mistake> {
    parsed("credential_id", CredentialId::from_bytes(with.bytes("credential_id")?))
}

/// The passkey that `rp_id` and `credential_id` name.
pub(super) fn passkey(with: &mut Arguments) -> Result<PasskeyRef, Mistake> {
    Ok(PasskeyRef { rp_id: rp_id(with, "rp_id")?, credential_id: credential_id(with)? })
}

pub(super) fn credential_id_if_any(with: &mut Arguments, name: &str) -> Result<Option<CredentialId>, Mistake> {
    with.bytes_if_any(name)?.map(|bytes| parsed(name, CredentialId::from_bytes(bytes))).transpose()
}

pub(super) fn attestation_offer(with: &mut Arguments) -> Result<Offer, Mistake> {
    let Some(mut with) = with.object_if_any("attestation")? else { return Ok(Offer::default()) };
    let attester = match with.text_if_any("attester")?.as_deref() {
        None => None,
        Some("batch") => Some(Attester::Batch),
        Some("one_passkey") => Some(Attester::OnePasskey),
        Some("one_device") => {
            let rp_ids = with.texts("rp_ids")?.iter().map(|rp_id| RpId::parse(rp_id)).collect();
            Some(Attester::OneDevice { rp_ids: parsed("rp_ids", rp_ids)? })
        }
        Some(_) => return Err(with.wrong("attester", "batch, one_passkey or one_device")),
    };
    let android_key = with.flag("android_key")?;
    with.finish()?;
    Ok(Offer { attester, android_key })
}

pub(super) fn credential_ids(with: &mut Arguments, name: &str) -> Result<Vec<CredentialId>, Mistake> {
    let ids = with.list_of_bytes(name)?.into_iter().map(CredentialId::from_bytes);
    parsed(name, ids.collect())
}

pub(super) fn user_handle(with: &mut Arguments) -> Result<UserHandle, Mistake> {
    parsed("user_handle", UserHandle::from_bytes(with.bytes("user_handle")?))
}

pub(super) fn key_handle(with: &mut Arguments) -> Result<KeyHandle, Mistake> {
    parsed("handle", KeyHandle::from_bytes(with.bytes("handle")?))
}

pub(super) fn gate(with: &mut Arguments, name: &str) -> Result<Option<GateSecret>, Mistake> {
    with.bytes_if_any(name)?.map(|bytes| parsed(name, GateSecret::from_bytes(&bytes))).transpose()
}

pub(super) fn android_app(with: &mut Arguments) -> Result<AndroidApp, Mistake> {
    let package = parsed("package", PackageName::parse(&with.text("package")?))?;
    let mut fingerprints = |name| {
        let list = with.list_of_bytes(name)?;
        let fingerprints = list.iter().map(|bytes| CertificateFingerprint::from_bytes(bytes));
        parsed(name, fingerprints.collect::<Result<Vec<_>, _>>())
    };
    let (signers, history) = (fingerprints("signers")?, fingerprints("history")?);
    parsed("signers", AndroidApp::new(package, &signers, &history))
}

/// `declined`, `present`, the word of a verification, or `{"gate": BYTES}`.
pub(super) fn consent(with: &mut Arguments) -> Result<Consent, Mistake> {
    let Ok(word) = with.clone().text("consent") else {
        let mut consent = with.object("consent")?;
        let secret = gate(&mut consent, "gate")?;
        consent.finish()?;
        return Ok(Consent::Gate(secret.ok_or_else(|| with.wrong("consent", "an answer"))?));
    };
    with.take("consent");
    Ok(match word.as_str() {
        "declined" => Consent::Declined,
        "present" => Consent::Present,
        "biometric" => Consent::Stated(VerificationMethod::Biometric),
        "device_credential" => Consent::Stated(VerificationMethod::DeviceCredential),
        "pin" => Consent::Stated(VerificationMethod::Pin),
        _ => return Err(with.wrong("consent", "an answer")),
    })
}

fn user_verification(with: &mut Arguments) -> Result<UserVerification, Mistake> {
    match with.text_if_any("user_verification")?.as_deref() {
        Some("required") => Ok(UserVerification::Required),
        None | Some("preferred") => Ok(UserVerification::Preferred),
        Some("discouraged") => Ok(UserVerification::Discouraged),
        Some(_) => Err(with.wrong("user_verification", "a preference")),
    }
}

fn mode(with: &mut Arguments) -> Result<Mode, Mistake> {
    Ok(if with.flag("strict")? { Mode::Strict } else { Mode::Tolerant })
}

/// What a registration says of its authenticator; where nothing is said, what a key that never leaves the device
/// would say.
pub(super) fn model(with: &mut Arguments) -> Result<Model, Mistake> {
    let Some(mut model) = with.object_if_any("model")? else {
        return Ok(Model::device_bound(parsed("model", AAGUID.parse())?));
    };
    let aaguid = parsed("aaguid", model.text("aaguid")?.parse())?;
    let backup_flags = match model.text("backup_flags")?.as_str() {
        "device_bound" => BackupFlags::DeviceBound,
        "ios" => BackupFlags::Ios,
        _ => return Err(model.wrong("backup_flags", "device_bound or ios")),
    };
    model.finish()?;
    Ok(Model { aaguid, backup_flags })
}

/// `first` and `second`, hashed already; none without a first.
fn salts_if_any(with: &mut Arguments) -> Result<Option<PrfInputs>, Mistake> {
    let mut salt = |name| with.bytes_if_any(name)?.map(|salt| parsed(name, PrfSalt::from_hashed(&salt))).transpose();
    let (first, second) = (salt("first")?, salt("second")?);
    Ok(first.map(|first| PrfInputs { first, second }))
}

/// `large_blob` of the parts of a sign-in: `read` or `write`.
fn large_blob_if_any(with: &mut Arguments) -> Result<Option<RequestLargeBlob>, Mistake> {
    let Some(mut large_blob) = with.object_if_any("large_blob")? else { return Ok(None) };
    let (read, write) = (large_blob.flag("read")?, large_blob.bytes_if_any("write")?);
    let asked = match (read, write) {
        (true, None) => RequestLargeBlob::Read,
        (false, Some(blob)) => RequestLargeBlob::Write(LargeBlob::new(blob)),
        _ => return Err(large_blob.wrong("read", "one of the two")),
    };
    large_blob.finish()?;
    Ok(Some(asked))
}

/// Creation options as JSON or in parts.
pub(super) fn creation_options(with: &mut Arguments) -> Result<Understood<CreationOptions>, Stop> {
    let mode = mode(with)?;
    let mut options = with.object("options")?;
    let Some(mut parts) = options.object_if_any("parts")? else {
        let Document(text) = options.document_here()?;
        options.finish()?;
        return Ok(parse_creation_options(text.as_bytes(), mode).map_err(Error::from)?);
    };
    options.finish()?;
    let user = User {
        handle: user_handle(&mut parts)?,
        name: parts.text("user_name")?,
        display_name: parts.text("user_display_name")?,
    };
    let algorithms = parts.numbers("algorithms")?;
    let exclude = credential_ids(&mut parts, "exclude")?;
    let wanted =
        CreationOptions::from_parts(rp_id(&mut parts, "rp_id")?, user, Algorithms::from_cose(algorithms), exclude);
    let prf = match parts.object_if_any("prf")? {
        None => None,
        Some(mut prf) => {
            let eval = salts_if_any(&mut prf)?;
            prf.finish()?;
            Some(CreationPrf { eval })
        }
    };
    let extensions = CreationExtensions::from_parts(prf, parts.flag("large_blob")?);
    let wanted = CreationOptions { user_verification: user_verification(&mut parts)?, extensions, ..wanted };
    parts.finish()?;
    Ok(Understood { options: wanted, repairs: Vec::new() })
}

/// Call options as JSON or in parts.
pub(super) fn request_options(with: &mut Arguments) -> Result<Understood<RequestOptions>, Stop> {
    let mode = mode(with)?;
    let mut options = with.object("options")?;
    let Some(mut parts) = options.object_if_any("parts")? else {
        let Document(text) = options.document_here()?;
        options.finish()?;
        return Ok(parse_request_options(text.as_bytes(), mode).map_err(Error::from)?);
    };
    options.finish()?;
    let allow = credential_ids(&mut parts, "allow")?;
    let wanted = RequestOptions::from_parts(rp_id(&mut parts, "rp_id")?, allow);
    let prf = match parts.object_if_any("prf")? {
        None => None,
        Some(mut prf) => {
            let eval = salts_if_any(&mut prf)?;
            let mut by_credential = Vec::new();
            for mut entry in prf.objects("by_credential")? {
                let inputs = salts_if_any(&mut entry)?.ok_or_else(|| entry.wrong("first", "a salt"))?;
                by_credential.push((credential_id(&mut entry)?, inputs));
                entry.finish()?;
            }
            prf.finish()?;
            Some(RequestPrf { eval, by_credential })
        }
    };
    let extensions = RequestExtensions::from_parts(prf, large_blob_if_any(&mut parts)?);
    let wanted = RequestOptions { user_verification: user_verification(&mut parts)?, extensions, ..wanted };
    parts.finish()?;
    Ok(Understood { options: wanted, repairs: Vec::new() })
}

pub(super) fn inspect_creation_options(request: Call) -> Result<Value, Stop> {
    let mut with = request.with;
    let Understood { options, repairs } = creation_options(&mut with)?;
    with.finish()?;
    Ok(json!({
        "options": render::parsed_json(&options.to_json()),
        "rp_id": options.rp_id.map(|rp_id| rp_id.to_string()),
        "repairs": render::repairs(&repairs),
    }))
}

pub(super) fn inspect_request_options(request: Call) -> Result<Value, Stop> {
    let mut with = request.with;
    let Understood { options, repairs } = request_options(&mut with)?;
    with.finish()?;
    Ok(json!({
        "options": render::parsed_json(&options.to_json()),
        "rp_id": options.rp_id.map(|rp_id| rp_id.to_string()),
        "repairs": render::repairs(&repairs),
    }))
}
