//! A host with a store in a temporary folder and the token of this process. Nothing is faked.

use std::fs;

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::ceremony::{Asserted, ConsentedGet, Created, HardwareCreate, HardwareGet};
use passkey_provider::id::{Aaguid, Origin, RpId};
use passkey_provider::key::{Algorithm, BackupFlags, HardwareKey, KeyAccess, Model};
use passkey_provider::seal::DeviceKey;
use passkey_provider::webauthn::options::{
    CreationOptions, Mode, RequestOptions, parse_creation_options, parse_request_options,
};
use passkey_provider::{Consent, Error, OpenOptions, Provider, VerificationMethod};
use tempfile::TempDir;
use token::{Host, HostError, PIN, Token, Unlocked};

pub(crate) struct World {
    pub(crate) host: Host,
    folder: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::of(BackupFlags::DeviceBound)
    }

    pub(crate) fn of(backup_flags: BackupFlags) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
        let aaguid: Aaguid = "0f0e0d0c-0b0a-0908-0706-050403020100".parse().unwrap();
        let options = OpenOptions::new(folder.path().join("passkeys.db"), key);
        let host = Host {
            provider: Provider::open(options).unwrap(),
            token: Token::open_or_make().unwrap(),
            model: Model { aaguid, backup_flags },
        };
        Self { host, folder }
    }

    pub(crate) fn create(&self, options: &str, consent: Consent, access: KeyAccess) -> Result<Created, HostError> {
        self.host.create(&creation(options), &caller(), consent, access)
    }

    pub(crate) fn get(&self, consent: Consent) -> Result<Asserted, HostError> {
        self.host.get(&request(), &caller(), consent, |offered| {
            offered.first().map(|first| first.passkey.credential_id.clone())
        })
    }

    pub(crate) fn unlock(&self) -> Unlocked {
        self.host.token.unlock(PIN).unwrap()
    }

    /// A registration as far as its signature.
    pub(crate) fn begin_create(&self, options: &str, key: HardwareKey) -> HardwareCreate {
        let plan = self.host.provider.begin_create(&creation(options), &caller(), self.host.model).unwrap();
        let intent = self
            .host
            .provider
            .intend_hardware_key(plan.consent(Consent::Present).unwrap(), &[Algorithm::Es256])
            .unwrap()
            .value;
        self.host.provider.begin_hardware_create(intent, key).unwrap()
    }

    /// A sign-in as far as its signature.
    pub(crate) fn begin_get(&self, consent: Consent) -> HardwareGet {
        let plan = self.host.provider.begin_get(&request(), &caller()).unwrap();
        let only = plan.candidates()[0].passkey.credential_id.clone();
        match plan.choose(&only).unwrap().consent(consent).unwrap() {
            ConsentedGet::Hardware(plan) => self.host.provider.begin_hardware_get(plan).unwrap(),
            ConsentedGet::Sealed(_) => panic!("a passkey of the token was expected"),
        }
    }

    /// The bytes of the database and of its write-ahead log.
    pub(crate) fn bytes_on_disk(&self) -> [Vec<u8>; 2] {
        ["passkeys.db", "passkeys.db-wal"].map(|name| fs::read(self.folder.path().join(name)).unwrap_or_default())
    }

    /// How many passkeys there are, and how often they signed.
    pub(crate) fn counts(&self) -> Vec<u32> {
        self.host.provider.passkeys().all().unwrap().passkeys.iter().map(|passkey| passkey.state.sign_count).collect()
    }
}

pub(crate) fn verified() -> Consent {
    Consent::Stated(VerificationMethod::Biometric)
}

pub(crate) fn core_error<T>(result: Result<T, HostError>) -> Error {
    match result {
        Err(HostError::Core(error)) => error,
        Err(error) => panic!("the core should have refused, but: {error}"),
        Ok(_) => panic!("the core should have refused"),
    }
}

/// Creation options of `example.com`, with `more` members, each followed by a comma.
pub(crate) fn creation_json(user: &str, more: &str) -> String {
    format!(
        r#"{{{more}"rp":{{"id":"example.com","name":"Example"}},
        "user":{{"id":"{user}","name":"ada@example.com","displayName":"Ada"}},
        "challenge":"AAECAwQFBgcICQoLDA0ODw","pubKeyCredParams":[{{"type":"public-key","alg":-7}}]}}"#
    )
}

pub(crate) fn request_json() -> &'static str {
    r#"{"rpId":"example.com","challenge":"Dw4NDAsKCQgHBgUEAwIBAA"}"#
}

fn creation(json: &str) -> CreationOptions {
    parse_creation_options(json.as_bytes(), Mode::Tolerant).unwrap().options
}

fn request() -> RequestOptions {
    parse_request_options(request_json().as_bytes(), Mode::Tolerant).unwrap().options
}

fn caller() -> VerifiedCaller {
    let origin = Origin::parse("https://login.example.com").unwrap();
    VerifiedCaller::web(&origin, Frame::SameOrigin, Some(&RpId::parse("example.com").unwrap())).unwrap()
}
