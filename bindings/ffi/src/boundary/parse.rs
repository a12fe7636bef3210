//! Foreign values into the core's types. An invalid one is `bad_argument`, with the name of
//! the argument as the foreign side writes it.

use passkey_provider::id::{ClientDataHash, CredentialId, Origin, RpId, UserHandle};
use passkey_provider::key::KeyHandle;
use passkey_provider::seal::{DeviceKey, GateSecret};

use crate::boundary::error::FfiError;
use crate::boundary::secret_bytes::SecretBytes;

pub(crate) fn rp_id(name: &str, text: &str) -> Result<RpId, FfiError> {
    RpId::parse(text).map_err(|error| FfiError::argument(name, error))
}

pub(crate) fn origin(name: &str, text: &str) -> Result<Origin, FfiError> {
    Origin::parse(text).map_err(|error| FfiError::argument(name, error))
}

pub(crate) fn client_data_hash(name: &str, bytes: &[u8]) -> Result<ClientDataHash, FfiError> {
    ClientDataHash::from_bytes(bytes).map_err(|error| FfiError::argument(name, error))
}

pub(crate) fn credential_id(name: &str, bytes: Vec<u8>) -> Result<CredentialId, FfiError> {
    CredentialId::from_bytes(bytes).map_err(|error| FfiError::argument(name, error))
}

pub(crate) fn credential_ids(name: &str, ids: Vec<Vec<u8>>) -> Result<Vec<CredentialId>, FfiError> {
    ids.into_iter().map(|bytes| credential_id(name, bytes)).collect()
}

pub(crate) fn user_handle(name: &str, bytes: Vec<u8>) -> Result<UserHandle, FfiError> {
    UserHandle::from_bytes(bytes).map_err(|error| FfiError::argument(name, error))
}

pub(crate) fn key_handle(name: &str, bytes: Vec<u8>) -> Result<KeyHandle, FfiError> {
    KeyHandle::from_bytes(bytes).map_err(|error| FfiError::argument(name, error))
}

pub(crate) fn device_key(name: &str, bytes: &SecretBytes) -> Result<DeviceKey, FfiError> {
    DeviceKey::from_bytes(bytes.expose()).map_err(|error| FfiError::argument(name, error))
}

pub(crate) fn gate_secret(name: &str, bytes: &SecretBytes) -> Result<GateSecret, FfiError> {
    GateSecret::from_bytes(bytes.expose()).map_err(|error| FfiError::argument(name, error))
}
