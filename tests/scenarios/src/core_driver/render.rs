//! The core's values as a scenario expects them.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use passkey_provider::Error;
use passkey_provider::clock::Timestamp;
use passkey_provider::error::{EntryPoint, ErrorCode};
use passkey_provider::id::{PasskeyRef, User};
use passkey_provider::key::{CredentialProtection, Custody, KeyAccess};
use passkey_provider::lifecycle::{PasskeySummary, Purged, is_offered};
use passkey_provider::standing::{EventKind, Standing, Visibility};
use passkey_provider::store::{DamagedPart, Epoch, History, Listing, Passkey};
use passkey_provider::webauthn::extensions::{LargeBlobOutput, PrfOutput};
use passkey_provider::webauthn::options::{Repair, UserVerification};
use serde_json::{Value, json};

use crate::Stop;

pub(super) fn bytes(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn time(time: Timestamp) -> u64 {
    time.as_millis()
}

pub(super) fn reference(passkey: &PasskeyRef) -> Value {
    json!({ "rp_id": passkey.rp_id.as_str(), "credential_id": passkey.credential_id.to_base64url() })
}

pub(super) fn references(passkeys: &[PasskeyRef]) -> Vec<Value> {
    passkeys.iter().map(reference).collect()
}

/// What `prf` answers; nothing where it was not asked for.
pub(super) fn prf(output: Option<&PrfOutput>) -> Value {
    let Some(PrfOutput { enabled, results }) = output else { return Value::Null };
    let first = results.as_ref().map(|results| bytes(results.first.expose()));
    let second = results.as_ref().and_then(|results| results.second.as_ref()).map(|second| bytes(second.expose()));
    json!({ "enabled": enabled, "first": first, "second": second })
}

/// What `largeBlob` answers; nothing where it was not asked for.
pub(super) fn large_blob(output: Option<&LargeBlobOutput>) -> Value {
    let (supported, blob, written) = match output {
        None => return Value::Null,
        Some(LargeBlobOutput::Supported) => (Some(true), None, None),
        Some(LargeBlobOutput::Read(blob)) => (None, blob.as_ref().map(|blob| bytes(blob.expose())), None),
        Some(LargeBlobOutput::Written(written)) => (None, None, Some(*written)),
    };
    json!({ "supported": supported, "blob": blob, "written": written })
}

/// JSON that the provider wrote. What is none stays a text, which matches nothing.
pub(super) fn parsed_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

pub(super) fn user(user: &User) -> Value {
    json!({ "handle": bytes(user.handle.as_bytes()), "name": user.name, "display_name": user.display_name })
}

pub(super) const fn user_verification(preference: UserVerification) -> &'static str {
    match preference {
        UserVerification::Required => "required",
        UserVerification::Preferred => "preferred",
        UserVerification::Discouraged => "discouraged",
    }
}

pub(super) fn repairs(repairs: &[Repair]) -> Value {
    repairs.iter().map(|repair| json!({ "path": repair.path, "found": repair.found, "used": repair.used })).collect()
}

pub(super) fn summary(summary: &PasskeySummary) -> Value {
    let (custody, key_handle, key_access) = custody(&summary.custody);
    json!({
        "rp_id": summary.passkey.rp_id.as_str(),
        "credential_id": summary.passkey.credential_id.to_base64url(),
        "title": summary.title,
        "user": user(&summary.user),
        "label": summary.label,
        "custody": custody,
        "backup_flags": summary.backup_flags.as_str(),
        "key_handle": key_handle,
        "key_access": key_access,
        "created": time(summary.created),
        "last_used": summary.last_used.map(time),
        "standing": summary.standing.as_str(),
        "reason": summary.standing.reason(),
        "why": summary.standing.sentence(),
        "since": time(summary.since),
    })
}

pub(super) fn passkey(passkey: &Passkey) -> Result<Value, Stop> {
    let Passkey { metadata, state, .. } = passkey;
    let spki = metadata.public_key.to_spki();
    let (custody, key_handle, key_access) = custody(&metadata.custody);
    let deadline = match state.standing {
        Standing::Unconfirmed { deadline } => Some(time(deadline)),
        _ => None,
    };
    let deleted_at = match state.visibility {
        Visibility::Deleted { at, .. } => Some(time(at)),
        _ => None,
    };
    Ok(json!({
        "credential_id": metadata.credential_id.to_base64url(),
        "rp_id": metadata.rp_id.as_str(),
        "user": user(&metadata.user),
        "label": metadata.label,
        "public_key": bytes(&spki),
        "algorithm": metadata.public_key.algorithm().cose(),
        "custody": custody,
        "key_handle": key_handle,
        "key_access": key_access,
        "backup_flags": metadata.backup_flags.as_str(),
        "protection": match metadata.protection {
            CredentialProtection::Optional => "optional",
            CredentialProtection::OptionalWithList => "optional_with_list",
            CredentialProtection::Required => "required",
        },
        "created": time(metadata.created),
        "created_epoch": metadata.created_epoch.number(),
        "sign_count": state.sign_count,
        "last_used": state.last_used.map(time),
        "last_verification": state.last_verification.map(|verification| verification.as_str()),
        "standing": state.standing.as_str(),
        "reason": state.standing.reason(),
        "why": state.standing.sentence(),
        "deadline": deadline,
        "since": time(state.since),
        "visibility": state.visibility.as_str(),
        "is_offered": is_offered(state),
        "deleted_at": deleted_at,
        "key_missing": state.key_missing,
        "needs_reregistration": state.needs_reregistration,
    }))
}

pub(super) fn listing(listing: &Listing) -> Result<Value, Stop> {
    Ok(json!({
        "passkeys": listing.passkeys.iter().map(passkey).collect::<Result<Vec<_>, _>>()?,
        "damaged": listing.damaged.iter().map(|damaged| damaged.row).collect::<Vec<_>>(),
    }))
}

pub(super) fn history(history: &History) -> Value {
    let events = history.events.iter().map(|event| {
        let verification = match event.kind {
            EventKind::Created(verification) => verification.map(|verification| verification.as_str()),
            _ => None,
        };
        json!({
            "at": time(event.at),
            "kind": event.kind.as_str(),
            "verification": verification,
            "sentence": event.kind.sentence(),
            "note": event.note,
        })
    });
    json!({
        "events": events.collect::<Vec<_>>(),
        "folded": history.folded,
        "folded_until": history.folded_until.map(time),
    })
}

/// What is fixed about an error.
pub(super) fn error_row(code: ErrorCode) -> Value {
    json!({
        "code": code.as_str(),
        "fault": code.fault().as_str(),
        "next": code.next(),
        "dom_exception": code.dom_exception().as_str(),
        "android_create_type": code.android_create_type(),
        "android_get_type": code.android_get_type(),
        "asks_for_view": code.asks_for_view(),
        "ios_codes": ios_codes(code),
    })
}

/// What iOS is told, by where it asked.
fn ios_codes(code: ErrorCode) -> Value {
    EntryPoint::ALL.iter().map(|entry| (entry.as_str().to_owned(), json!(code.ios_code(*entry).number()))).collect()
}

/// The members of an error.
pub(super) fn error(error: &Error) -> Value {
    let mut members = json!({
        "code": error.code(),
        "fault": error.fault().as_str(),
        "message": error.to_string(),
        "next": error.next(),
        "dom_exception": error.dom_exception().as_str(),
        "android_create_type": error.android_create_type(),
        "android_get_type": error.android_get_type(),
        "asks_for_view": error.asks_for_view(),
        "ios_codes": ios_codes(error.error_code()),
        "epoch": error.epoch().map(Epoch::number),
    });
    let detail = match error {
        Error::InvalidOptions(error) => json!({ "member": error.path() }),
        Error::CallerRefused(refused) => json!({ "reason": refused.reason() }),
        Error::InvalidServerList(refused) => json!({ "reason": refused.as_str() }),
        Error::AttestationRefused(refused) => json!({ "requirement": refused.as_str() }),
        Error::PolicyRefused { ruling } => super::policy::ruling(ruling),
        Error::InvalidPolicy(refused) => {
            let path = refused.path().filter(|path| !path.is_empty());
            json!({ "problem": refused.as_str(), "path": path })
        }
        Error::Stranded { passkeys } => json!({ "passkeys": passkeys }),
        Error::RolledBack { missing } => json!({ "missing": missing }),
        Error::StoreTooNew { found, known } => json!({ "found": found, "known": known }),
        Error::StoreSetAside { kept_as } => {
            json!({ "kept_as": kept_as.to_string() })
        }
        _ => error.cause().map_or_else(|| json!({}), |cause| json!({ "cause": cause.to_string() })),
    };
    if let (Some(members), Value::Object(detail)) = (members.as_object_mut(), detail) {
        members.extend(detail);
    }
    members
}

/// Its word, and of a key in hardware the handle and what it demands.
fn custody(custody: &Custody) -> (&'static str, Option<String>, Option<&'static str>) {
    match custody {
        Custody::Sealed => ("sealed", None, None),
        Custody::Hardware { handle, access } => ("hardware", Some(bytes(handle.as_bytes())), Some(key_access(*access))),
    }
}

const fn key_access(access: KeyAccess) -> &'static str {
    match access {
        KeyAccess::VerifiedUse => "verified_use",
        KeyAccess::Unverified => "unverified",
    }
}

pub(super) fn purged(purged: &Purged) -> Value {
    json!({ "count": purged.count, "left_in_log": purged.left_in_log })
}

pub(super) fn damaged_part(damaged: &DamagedPart) -> Value {
    json!({ "part": damaged.part.as_str(), "row": damaged.row })
}
