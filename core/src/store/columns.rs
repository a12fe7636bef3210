//! What the sealed columns hold, behind a byte that says in which format. Metadata and history are canonical CBOR with integer keys; state,
//! which every use writes, has a fixed layout; secrets are plain bytes, so that no parser leaves a
//! copy of them behind.

mod history;
mod state;

pub use history::History;
pub(super) use history::{parse_event, parse_history, render_event, render_history};
pub(super) use state::{covered, parse_state, render_state};

use ciborium::Value;

use super::Epoch;
use super::new_passkey::NewKey;
use super::passkey::Metadata;
use crate::cbor::{self, NotCanonical};
use crate::clock::Timestamp;
use crate::id::{CredentialId, RpId, User, UserHandle};
use crate::key::{Algorithm, BackupFlags, CredentialProtection, Custody, KeyAccess, KeyHandle, PublicKey};
use crate::secret::{Secret, SecretBytes, SecretKey};

/// The first byte under each seal of a row: the format of what follows. What has another does not open. A column
/// whose format changes gets a number of its own, and keeps reading the old one where a step of the schema cannot
/// seal it anew: without the gate secret nobody opens the secrets of a gated store.
pub(super) const FORMAT: u8 = 1;

// Keys of the metadata map. A key is never given another meaning.
const CREDENTIAL_ID: i64 = 1;
const RP_ID: i64 = 2;
const USER_HANDLE: i64 = 3;
const USER_NAME: i64 = 4;
const USER_DISPLAY_NAME: i64 = 5;
/// SubjectPublicKeyInfo. Two identifiers have the same for one key, as -7 and -9: [`ALGORITHM`] says which it is of.
const PUBLIC_KEY: i64 = 6;
/// Present for keys in hardware only.
const KEY_HANDLE: i64 = 7;
const KEY_ACCESS: i64 = 8;
const BACKUP_FLAGS: i64 = 9;
const CREATED: i64 = 10;
const LABEL: i64 = 11;
const CREATED_EPOCH: i64 = 12;
/// The COSE identifier.
const ALGORITHM: i64 = 13;
/// Present above the lowest level only.
const PROTECTION: i64 = 14;

pub(super) fn render_metadata(metadata: &Metadata) -> Result<Vec<u8>, NotCanonical> {
    let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
    let mut entries = vec![
        (CREDENTIAL_ID, bytes(metadata.credential_id.as_bytes())),
        (RP_ID, Value::from(metadata.rp_id.as_str())),
        (USER_HANDLE, bytes(metadata.user.handle.as_bytes())),
        (USER_NAME, Value::from(metadata.user.name.as_str())),
        (USER_DISPLAY_NAME, Value::from(metadata.user.display_name.as_str())),
        (PUBLIC_KEY, Value::Bytes(metadata.public_key.to_spki())),
        (BACKUP_FLAGS, Value::from(metadata.backup_flags.number())),
        (CREATED, Value::from(metadata.created.as_millis())),
        (CREATED_EPOCH, Value::from(metadata.created_epoch.number())),
        (ALGORITHM, Value::from(metadata.public_key.algorithm().cose())),
    ];
    if let Custody::Hardware { handle, access } = &metadata.custody {
        entries.push((KEY_HANDLE, bytes(handle.as_bytes())));
        entries.push((KEY_ACCESS, Value::from(access.number())));
    }
    if metadata.protection != CredentialProtection::Optional {
        entries.push((PROTECTION, Value::from(metadata.protection.number())));
    }
    if let Some(label) = &metadata.label {
        entries.push((LABEL, Value::from(label.as_str())));
    }
    render(entries)
}

pub(super) fn parse_metadata(bytes: &[u8]) -> Option<Metadata> {
    let map = parse(bytes)?;
    let bytes_of = |key| cbor::member(&map, key).and_then(Value::as_bytes);
    let text_of = |key| cbor::member(&map, key).and_then(Value::as_text);
    let custody = match (bytes_of(KEY_HANDLE), small_number_of(&map, KEY_ACCESS)) {
        (None, None) => Custody::Sealed,
        (Some(handle), Some(access)) => Custody::Hardware {
            handle: KeyHandle::from_bytes(handle.as_slice()).ok()?,
            access: KeyAccess::from_number(access)?,
        },
        _ => return None,
    };
    let algorithm = cbor::member(&map, ALGORITHM)?.as_integer()?.try_into().ok()?;
    let algorithm = Algorithm::from_cose(algorithm)?;
    let protection = match cbor::member(&map, PROTECTION) {
        None => CredentialProtection::Optional,
        Some(_) => CredentialProtection::from_number(small_number_of(&map, PROTECTION)?)?,
    };
    Some(Metadata {
        credential_id: CredentialId::from_bytes(bytes_of(CREDENTIAL_ID)?.as_slice()).ok()?,
        rp_id: RpId::parse(text_of(RP_ID)?).ok()?,
        user: User {
            handle: UserHandle::from_bytes(bytes_of(USER_HANDLE)?.as_slice()).ok()?,
            name: text_of(USER_NAME)?.to_owned(),
            display_name: text_of(USER_DISPLAY_NAME)?.to_owned(),
        },
        public_key: PublicKey::from_stored_spki(algorithm, bytes_of(PUBLIC_KEY)?).ok()?,
        custody,
        backup_flags: BackupFlags::from_number(small_number_of(&map, BACKUP_FLAGS)?)?,
        protection,
        created: Timestamp::from_millis(number_of(&map, CREATED)?),
        created_epoch: Epoch::from_number(number_of(&map, CREATED_EPOCH)?),
        label: text_of(LABEL).map(str::to_owned),
    })
}

/// `format (1) | seed (32) | private key (nothing for a key in hardware)`, in one buffer that never grows: a
/// buffer that moves leaves its bytes behind.
pub(super) fn render_secrets(prf_seed: &SecretKey, key: &NewKey) -> SecretBytes {
    let private_key = match key {
        NewKey::Sealed(pair) => Some(pair.private_key().to_secret()),
        NewKey::Hardware(_) => None,
    };
    let private_key = private_key.as_ref().map(|key| key.expose().as_slice()).unwrap_or_default();
    Secret::new([[FORMAT].as_slice(), prf_seed.expose().as_slice(), private_key].concat())
}

/// The seed, and the bytes of the private key, where they are: nothing is copied.
pub(super) fn parse_secrets(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    bytes.strip_prefix(&[FORMAT])?.split_at_checked(32)
}

pub(super) fn render(entries: Vec<(i64, Value)>) -> Result<Vec<u8>, NotCanonical> {
    render_item(&Value::Map(entries.into_iter().map(|(key, value)| (Value::from(key), value)).collect()))
}

fn render_item(item: &Value) -> Result<Vec<u8>, NotCanonical> {
    Ok(with_format(&cbor::render(item)?))
}

pub(super) fn parse(bytes: &[u8]) -> Option<Value> {
    cbor::parse_rendered(bytes.strip_prefix(&[FORMAT])?).ok()
}

pub(super) fn with_format(bytes: &[u8]) -> Vec<u8> {
    [&[FORMAT], bytes].concat()
}

pub(super) fn number_of(map: &Value, key: i64) -> Option<u64> {
    cbor::member(map, key)?.as_integer()?.try_into().ok()
}

/// The number of an enumeration.
pub(super) fn small_number_of(map: &Value, key: i64) -> Option<u8> {
    number_of(map, key)?.try_into().ok()
}

#[cfg(test)]
mod tests;
