//! A host, as an app is one: a folder, a device key, and requests of a relying party.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use passkey_provider_ffi::{
    Asserted, BackupFlags, Caller, Consent, CreateAnswer, CreateRequest, CreateStart, Created, CreationInput,
    ErrorCode, Failure, FfiError, GetAnswer, GetOutcome, GetRequest, GetStart, IfMissing, KeySource, Model,
    OpenRequest, Passkey, PasskeyRef, Provider, RequestInput, Resolution, SecretBytes, UserVerification,
    VerificationMethod,
};
use tempfile::TempDir;

pub(crate) const RP: &str = "example.com";
pub(crate) const ORIGIN: &str = "https://login.example.com";

pub(crate) struct World {
    pub(crate) provider: Arc<Provider>,
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { provider: Provider::open(open_request(folder.path())).unwrap(), folder }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A second provider on the same store, as an extension beside its app.
    pub(crate) fn beside(&self) -> Arc<Provider> {
        Provider::open(open_request(self.folder.path())).unwrap()
    }

    pub(crate) fn begin(&self, user: &str, exclude: &[Vec<u8>]) -> CreateStart {
        self.provider.begin_create(create_request(user, exclude)).unwrap()
    }

    pub(crate) fn register(&self, user: &str) -> Created {
        register(&self.provider, user).unwrap()
    }

    pub(crate) fn sign_in(&self, allow: &[Vec<u8>]) -> Result<Asserted, FfiError> {
        sign_in(&self.provider, allow)
    }
}

pub(crate) fn open_request(folder: &Path) -> OpenRequest {
    OpenRequest {
        path: folder.join("passkeys.db").display().to_string(),
        device_key: KeySource::Bytes { device_key: SecretBytes::new(&[7; 32]).unwrap() },
        gate_secret: None,
        if_missing: IfMissing::Make,
        last_epoch: None,
        retention: None,
        manage_urls: HashMap::from([(RP.to_owned(), "https://example.com/passkeys".to_owned())]),
        link_policy: None,
        is_developer_build: false,
    }
}

/// As iOS hands it over.
pub(crate) fn create_request(user: &str, exclude: &[Vec<u8>]) -> CreateRequest {
    CreateRequest {
        options: CreationInput::Parts {
            rp_id: RP.to_owned(),
            user_handle: user.as_bytes().to_vec(),
            user_name: format!("{user}@example.com"),
            user_display_name: user.to_owned(),
            algorithms: vec![-7],
            exclude: exclude.to_vec(),
            user_verification: UserVerification::Required,
            prf: None,
            large_blob: false,
        },
        caller: platform(),
        model: model(BackupFlags::DeviceBound),
        attestation: None,
        membership: None,
        strict: false,
    }
}

/// What a registration says of its authenticator.
pub(crate) fn model(backup_flags: BackupFlags) -> Model {
    Model { aaguid: "5f3e3b6e-0b0f-4f0e-9d43-5d0f3a1f2c77".to_owned(), backup_flags }
}

pub(crate) fn get_request(allow: &[Vec<u8>]) -> GetRequest {
    GetRequest {
        options: RequestInput::Parts {
            rp_id: RP.to_owned(),
            allow: allow.to_vec(),
            user_verification: UserVerification::Preferred,
            prf: None,
            large_blob: None,
        },
        caller: platform(),
        strict: false,
        picked: None,
    }
}

pub(crate) fn platform() -> Caller {
    Caller::TrustedPlatform { rp_id: RP.to_owned(), client_data_hash: vec![0xab; 32] }
}

pub(crate) fn yes() -> Consent {
    Consent::Stated { method: VerificationMethod::Biometric }
}

pub(crate) fn agree(resolution: Resolution) -> CreateAnswer {
    CreateAnswer { resolution, consent: yes() }
}

pub(crate) fn register(provider: &Arc<Provider>, user: &str) -> Result<Created, FfiError> {
    let start = provider.begin_create(create_request(user, &[]))?;
    Ok(provider.finish_create(start.plan, agree(Resolution::None))?.value)
}

/// Names a passkey.
pub(crate) fn reference(passkey: &Passkey) -> PasskeyRef {
    PasskeyRef { rp_id: passkey.rp_id.clone(), credential_id: passkey.credential_id.clone() }
}

pub(crate) fn sign_in(provider: &Arc<Provider>, allow: &[Vec<u8>]) -> Result<Asserted, FfiError> {
    let start = provider.begin_get(get_request(allow))?;
    let answer = choose(&start);
    match provider.finish_get(start.plan, answer)? {
        GetOutcome::Done { asserted } => Ok(asserted.value),
        GetOutcome::ToSign { .. } => panic!("a sealed key was expected"),
    }
}

/// The candidate that was used last.
pub(crate) fn choose(start: &GetStart) -> GetAnswer {
    GetAnswer { credential_id: start.candidates[0].passkey.credential_id.clone(), consent: yes() }
}

pub(crate) fn failure<T>(outcome: Result<T, FfiError>) -> Failure {
    match outcome {
        Ok(_) => panic!("an error was expected"),
        Err(FfiError::Failed { failure }) => *failure,
    }
}

pub(crate) fn code<T>(outcome: Result<T, FfiError>) -> ErrorCode {
    failure(outcome).kind.code
}
