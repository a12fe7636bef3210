//! Records of the bindings as a scenario expects them.

use std::fmt::Debug;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use passkey_provider_ffi::{
    Basis, CommittedAssertion, CommittedPurge, Custody, DamagedPart, ErrorDetail, ErrorRow, FfiError, History,
    Identity, LargeBlobOutput, LinkedApp, Listing, LooseKey, Passkey, PasskeyRef, PasskeySummary, PrfOutput, Repair,
    Standing, TrustedApp, User, Verification, Visibility,
};
use serde_json::{Value, json};

use crate::policy;

/// The word of an enumeration's variant: its name in snake case, without what belongs to it.
pub(crate) fn word(variant: &impl Debug) -> String {
    let debug = format!("{variant:?}");
    let name = debug.chars().take_while(|letter| letter.is_ascii_alphanumeric());
    name.fold(String::new(), |mut word, letter| {
        if letter.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(letter.to_ascii_lowercase());
        word
    })
}

pub(crate) fn all<T>(list: &[T], render: impl Fn(&T) -> Value) -> Value {
    list.iter().map(render).collect()
}

pub(crate) fn bytes(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn list_of_bytes(list: &[Vec<u8>]) -> Value {
    all(list, |entry| json!(bytes(entry)))
}

pub(crate) fn time(time: SystemTime) -> u64 {
    u64::try_from(time.duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

pub(crate) fn parsed_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

pub(crate) fn user(user: &User) -> Value {
    json!({ "handle": bytes(&user.handle), "name": user.name, "display_name": user.display_name })
}

pub(crate) fn repair(repair: &Repair) -> Value {
    json!({ "path": repair.path, "found": repair.found, "used": repair.used })
}

pub(crate) fn verification(verification: &Verification) -> String {
    match verification {
        Verification::Statement { method } => word(method),
        other => word(other),
    }
}

fn reason(standing: &Standing) -> String {
    match standing {
        Standing::Unconfirmed { .. } => "no_word_yet".to_owned(),
        Standing::Confirmed { by } => word(by),
        Standing::Suspect { by } => word(by),
        Standing::Stale { by } => word(by),
    }
}

/// Its word, and of a key in hardware the handle and what it demands.
fn custody(custody: &Custody) -> (&'static str, Option<String>, Option<String>) {
    match custody {
        Custody::Sealed => ("sealed", None, None),
        Custody::Hardware { handle, access } => ("hardware", Some(bytes(handle)), Some(word(access))),
    }
}

pub(crate) fn reference(passkey: &PasskeyRef) -> Value {
    json!({ "rp_id": passkey.rp_id, "credential_id": bytes(&passkey.credential_id) })
}

pub(crate) fn references(passkeys: &[PasskeyRef]) -> Value {
    all(passkeys, |passkey| json!({ "rp_id": passkey.rp_id, "credential_id": bytes(&passkey.credential_id) }))
}

pub(crate) fn summary(summary: &PasskeySummary) -> Value {
    let (custody, key_handle, key_access) = custody(&summary.custody);
    json!({
        "rp_id": summary.passkey.rp_id,
        "credential_id": bytes(&summary.passkey.credential_id),
        "title": summary.title,
        "user": user(&summary.user),
        "label": summary.label,
        "custody": custody,
        "backup_flags": word(&summary.backup_flags),
        "key_handle": key_handle,
        "key_access": key_access,
        "created": time(summary.created),
        "last_used": summary.last_used.map(time),
        "standing": word(&summary.standing),
        "reason": reason(&summary.standing),
        "why": summary.why,
        "since": time(summary.since),
    })
}

pub(crate) fn passkey(passkey: &Passkey) -> Value {
    let (custody, key_handle, key_access) = custody(&passkey.custody);
    let deadline = match passkey.standing {
        Standing::Unconfirmed { deadline } => Some(time(deadline)),
        _ => None,
    };
    let deleted_at = match passkey.visibility {
        Visibility::Deleted { at } => Some(time(at)),
        _ => None,
    };
    json!({
        "credential_id": bytes(&passkey.credential_id),
        "rp_id": passkey.rp_id,
        "user": user(&passkey.user),
        "label": passkey.label,
        "public_key": bytes(&passkey.public_key),
        "algorithm": passkey.algorithm,
        "custody": custody,
        "key_handle": key_handle,
        "key_access": key_access,
        "backup_flags": word(&passkey.backup_flags),
        "protection": word(&passkey.protection),
        "created": time(passkey.created),
        "created_epoch": passkey.created_epoch,
        "sign_count": passkey.sign_count,
        "last_used": passkey.last_used.map(time),
        "last_verification": passkey.last_verification.as_ref().map(verification),
        "standing": word(&passkey.standing),
        "reason": reason(&passkey.standing),
        "why": passkey.why,
        "deadline": deadline,
        "since": time(passkey.since),
        "visibility": word(&passkey.visibility),
        "is_offered": passkey.is_offered,
        "deleted_at": deleted_at,
        "key_missing": passkey.key_missing,
        "needs_reregistration": passkey.needs_reregistration,
    })
}

/// What `prf` answers; nothing where it was not asked for.
pub(crate) fn prf(output: Option<&PrfOutput>) -> Value {
    let Some(PrfOutput { enabled, results }) = output else { return Value::Null };
    let first = results.as_ref().and_then(|results| results.first().ok()).map(|first| bytes(&first));
    let second = results.as_ref().and_then(|results| results.second().ok().flatten()).map(|second| bytes(&second));
    json!({ "enabled": enabled, "first": first, "second": second })
}

/// What `largeBlob` answers; nothing where it was not asked for.
pub(crate) fn large_blob(output: Option<&LargeBlobOutput>) -> Value {
    let Some(LargeBlobOutput { supported, blob, written }) = output else { return Value::Null };
    let blob = blob.as_ref().and_then(|blob| blob.bytes().ok()).map(|blob| bytes(&blob));
    json!({ "supported": supported, "blob": blob, "written": written })
}

pub(crate) fn asserted(committed: &CommittedAssertion) -> Value {
    let asserted = &committed.value;
    json!({
        "response": parsed_json(&asserted.response_json),
        "client_data_hash": bytes(&asserted.client_data_hash),
        "authenticator_data": bytes(&asserted.authenticator_data),
        "signature": bytes(&asserted.signature),
        "passkey": passkey(&asserted.passkey),
        "verification": asserted.verification.as_ref().map(verification),
        "prf": prf(asserted.prf.as_ref()),
        "large_blob": large_blob(asserted.large_blob.as_ref()),
        "epoch": committed.epoch,
    })
}

pub(crate) fn listing(listing: &Listing) -> Value {
    json!({ "passkeys": all(&listing.passkeys, passkey), "damaged": listing.damaged })
}

pub(crate) fn history(history: &History) -> Value {
    let events = all(&history.events, |event| {
        json!({
            "at": time(event.at),
            "kind": word(&event.kind),
            "verification": event.verification.as_ref().map(verification),
            "sentence": event.sentence,
            "note": event.note,
        })
    });
    json!({ "events": events, "folded": history.folded, "folded_until": history.folded_until.map(time) })
}

pub(crate) fn identity(identity: &Identity) -> Value {
    json!({
        "rp_id": identity.passkey.rp_id,
        "credential_id": bytes(&identity.passkey.credential_id),
        "user_handle": bytes(&identity.user_handle),
        "user_name": identity.user_name,
    })
}

pub(crate) fn purged(committed: &CommittedPurge) -> Value {
    let purged = &committed.value;
    json!({ "count": purged.count, "left_in_log": purged.left_in_log, "epoch": committed.epoch })
}

pub(crate) fn damaged_part(damaged: &DamagedPart) -> Value {
    json!({ "part": word(&damaged.part), "row": damaged.row })
}

pub(crate) fn loose_key(key: &LooseKey) -> Value {
    json!({ "handle": bytes(&key.handle), "reason": word(&key.reason), "since": time(key.since) })
}

pub(crate) fn linked_app(app: &LinkedApp) -> Value {
    json!({
        "rp_id": app.rp_id,
        "package": app.package,
        "certificate": bytes(&app.certificate),
        "relation": word(&app.relation),
        "fetched": time(app.fetched),
    })
}

pub(crate) fn trusted_app(trusted: &TrustedApp) -> Value {
    json!({
        "package": trusted.app.package,
        "signers": list_of_bytes(&trusted.app.signers),
        "history": list_of_bytes(&trusted.app.history),
        "since": time(trusted.since),
    })
}

pub(crate) fn basis_time(basis: &Basis) -> Option<u64> {
    match basis {
        Basis::RelatedOrigins { fetched: at }
        | Basis::PrivilegedList { as_of: at }
        | Basis::TrustedByPerson { since: at }
        | Basis::AssetLinks { fetched: at } => Some(time(*at)),
        Basis::Domain | Basis::Platform | Basis::Enrolment => None,
    }
}

pub(crate) fn error_row(row: &ErrorRow) -> Value {
    json!({
        "code": row.name,
        "fault": word(&row.fault),
        "next": row.next,
        "dom_exception": row.dom_exception_name,
        "android_create_type": row.android_create_type,
        "android_get_type": row.android_get_type,
        "asks_for_view": row.asks_for_view,
        "ios_codes": {
            "silent": row.ios_codes.silent,
            "with_view": row.ios_codes.with_view,
            "conditional": row.ios_codes.conditional,
        },
    })
}

pub(crate) fn failure(error: &FfiError) -> Value {
    let FfiError::Failed { failure } = error;
    let mut members = error_row(&failure.kind);
    members["message"] = json!(failure.message);
    members["epoch"] = json!(failure.epoch);
    match &failure.detail {
        None => {}
        Some(ErrorDetail::Argument { name }) => members["argument"] = json!(name),
        Some(ErrorDetail::Refused { reason }) => members["reason"] = json!(word(reason)),
        Some(ErrorDetail::ServerList { reason }) => members["reason"] = json!(word(reason)),
        Some(ErrorDetail::Site { rp_id }) => members["site"] = json!(rp_id),
        Some(ErrorDetail::Member { path }) => members["member"] = json!(path),
        Some(ErrorDetail::Passkeys { count }) => members["passkeys"] = json!(count),
        Some(ErrorDetail::Missing { commits }) => members["missing"] = json!(commits),
        Some(ErrorDetail::Versions { found, known }) => {
            members["found"] = json!(found);
            members["known"] = json!(known);
        }
        Some(ErrorDetail::Attestation { requirement }) => members["requirement"] = json!(requirement),
        Some(ErrorDetail::Cause { text }) => members["cause"] = json!(text),
        Some(ErrorDetail::Ruling { ruling }) => {
            if let (Some(members), Value::Object(detail)) = (members.as_object_mut(), policy::ruling(ruling)) {
                members.extend(detail);
            }
        }
        Some(ErrorDetail::Policy { problem, path }) => {
            members["problem"] = json!(problem);
            members["path"] = json!(path);
        }
        Some(ErrorDetail::KeptAs { path }) => {
            let name = std::path::Path::new(path).file_name();
            members["kept_as"] = json!(name.map(|name| name.to_string_lossy()));
        }
    }
    members
}
