//! Our provider, on stores of its own: JSON in to JSON out.

use std::cell::{Cell, OnceCell};
use std::path::PathBuf;

use passkey_provider::caller::{Frame, VerifiedCaller};
use passkey_provider::ceremony::{ConsentedGet, CreatePlan, SealedGet};
use passkey_provider::clock::Timestamp;
use passkey_provider::entropy::SystemEntropy;
use passkey_provider::id::{Aaguid, CredentialId, Origin, PasskeyRef, RpId, User, UserHandle};
use passkey_provider::key::{Algorithm, BackupFlags, Model};
use passkey_provider::lifecycle::{PasskeySummary, VerifiedSignal};
use passkey_provider::seal::DeviceKey;
use passkey_provider::standing::{Confirmation, Standing};
use passkey_provider::testable;
use passkey_provider::webauthn::options::{
    CreationOptions, Mode, Understood, parse_creation_options, parse_request_options,
};
use passkey_provider::webauthn::signal::{Signal, SignalKind};
use passkey_provider::{Consent, OpenOptions, Provider, VerificationMethod};
use tempfile::TempDir;

const FILE: &str = "passkeys.db";

/// A provider on a store of its own.
pub struct Ours {
    folder: TempDir,
    pub(crate) provider: Provider,
    request: String,
    created: Cell<u64>,
    one: OnceCell<PasskeyRef>,
    pub(crate) model: Model,
}

impl Ours {
    /// With an empty store.
    pub fn new(backup_flags: BackupFlags) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let provider = open(&folder);
        let model = Model { aaguid: Aaguid::default(), backup_flags };
        Self { folder, provider, request: String::new(), created: Cell::new(0), one: OnceCell::new(), model }
    }

    /// With one passkey, which the request of [`Ours::get`] names.
    pub fn with_one(backup_flags: BackupFlags) -> Self {
        Self::of(Algorithm::Es256, backup_flags)
    }

    /// With one passkey, whose request asks for the PRF of two inputs.
    pub fn with_prf(backup_flags: BackupFlags) -> Self {
        let ours = Self::with_one(backup_flags);
        let inputs = r#""extensions":{"prf":{"eval":{"first":"AQIDBA","second":"BQYHCA"}}},"rpId""#;
        Self { request: ours.request.replacen(r#""rpId""#, inputs, 1), ..ours }
    }

    /// With one passkey of an algorithm, which the request names.
    pub fn of(algorithm: Algorithm, backup_flags: BackupFlags) -> Self {
        let mut ours = Self::new(backup_flags);
        ours.create_for("example.com", 0, algorithm);
        let passkey = ours.provider.passkeys().all().unwrap().passkeys.remove(0);
        assert_eq!(passkey.metadata.public_key.algorithm(), algorithm);
        ours.request = request_json(&passkey.metadata.credential_id.to_base64url());
        ours
    }

    /// With three passkeys of `example.com` among those of `strangers` other relying parties.
    pub fn with_strangers(strangers: u32) -> Self {
        Self::with_strangers_of(strangers, &[Algorithm::Es256])
    }

    /// As [`Ours::with_strangers`], with keys of these algorithms in turn.
    pub fn with_strangers_of(strangers: u32, algorithms: &[Algorithm]) -> Self {
        let ours = Self::new(BackupFlags::DeviceBound);
        let sites = (0..strangers).map(|number| (format!("site-{number}.example"), number));
        ours.store_all(sites, algorithms, Standing::Confirmed(Confirmation::Accepted));
        for (user, algorithm) in (0..3).zip(algorithms.iter().cycle()) {
            ours.create_for("example.com", user, *algorithm);
        }
        ours
    }

    /// With so many accounts of `example.com`, of which its server has not been heard. [`Ours::learn`] names them all.
    pub fn with_unconfirmed(accounts: u32) -> Self {
        let ours = Self::new(BackupFlags::DeviceBound);
        let sites = (0..accounts).map(|number| ("example.com".to_owned(), number));
        ours.store_all(
            sites,
            &[Algorithm::Es256],
            Standing::Unconfirmed { deadline: Timestamp::from_millis(u64::MAX) },
        );
        let ids =
            ours.provider.passkeys().all().unwrap().passkeys.into_iter().map(|passkey| passkey.metadata.credential_id);
        let entries = ids.map(|id| format!(r#"{{"type":"public-key","id":"{}"}}"#, id.to_base64url()));
        Self { request: request_json_of(&entries.collect::<Vec<_>>().join(",")), ..ours }
    }

    fn store_all(&self, sites: impl Iterator<Item = (String, u32)>, algorithms: &[Algorithm], standing: Standing) {
        let accounts = sites.map(|(rp_id, number)| {
            let handle = UserHandle::from_bytes(number.to_be_bytes()).unwrap();
            let name = format!("person-{number}@example.com");
            (RpId::parse(&rp_id).unwrap(), User { handle, name, display_name: format!("Person {number}") })
        });
        testable::fill(&self.path(), &device_key(), accounts, algorithms, standing).unwrap();
    }

    /// The first account at a relying party, a new one each time: nobody has two at one.
    pub fn create(&self) -> String {
        self.created.set(self.created.get() + 1);
        self.create_for(&format!("site-{}.example.com", self.created.get()), 0, Algorithm::Es256)
    }

    fn create_for(&self, rp_id: &str, user: u8, algorithm: Algorithm) -> String {
        self.created_for(rp_id, user, algorithm).1
    }

    pub(crate) fn created_for(&self, rp_id: &str, user: u8, algorithm: Algorithm) -> (PasskeyRef, String) {
        let options = parse(&creation_json(rp_id, user, algorithm)).options;
        let plan = self.begin_create_of(&options);
        let created = self.provider.finish_create(plan.consent(consent()).unwrap()).unwrap().value;
        (created.passkey.reference(), created.response.to_json().unwrap())
    }

    /// The duplicate check of a registration of `example.com`, where three accounts are.
    pub fn begin_create(&self) -> CreatePlan {
        self.begin_create_of(&parse(&creation_json("example.com", 9, Algorithm::Es256)).options)
    }

    fn begin_create_of(&self, options: &CreationOptions) -> CreatePlan {
        let rp_id = options.rp_id.as_ref().unwrap();
        let origin = Origin::parse(&format!("https://login.{rp_id}")).unwrap();
        self.provider
            .begin_create(options, &VerifiedCaller::web(&origin, Frame::SameOrigin, Some(rp_id)).unwrap(), self.model)
            .unwrap()
    }

    /// A passkey of which its server says that it does not know it: that it accepts it is news then.
    pub fn doubt(&self) -> PasskeyRef {
        let passkey = self.any();
        let id = passkey.credential_id.to_base64url();
        self.apply(SignalKind::UnknownCredential, &format!(r#"{{"rpId":"example.com","credentialId":"{id}"}}"#));
        passkey
    }

    /// The server knows it: news, after [`Ours::doubt`].
    pub fn confirm(&self, passkey: &PasskeyRef) {
        let before = self.provider.epoch().unwrap();
        let confirmed = self.provider.server().confirm(passkey).unwrap();
        assert!(confirmed.epoch > before, "what is no news writes nothing");
    }

    /// A passkey of `example.com` that is not deleted.
    pub fn restore(&self) -> PasskeyRef {
        let passkey = self.any();
        let _ = self.provider.passkeys().restore(&passkey).unwrap();
        passkey
    }

    /// The person deletes it.
    pub fn delete(&self, passkey: &PasskeyRef) {
        let _ = self.provider.passkeys().delete(passkey).unwrap();
    }

    /// Always the same passkey of `example.com`.
    fn any(&self) -> PasskeyRef {
        self.one.get_or_init(|| self.candidates().remove(0).passkey).clone()
    }

    /// A signal of the first account of `example.com` that lists so many passkeys, its own among them.
    pub fn signal_json(&self, ids: usize) -> String {
        let own = self.candidates().remove(0).passkey.credential_id;
        let strangers = (1..ids).map(|_| CredentialId::make(&SystemEntropy).unwrap());
        let listed: Vec<String> = strangers.chain([own]).map(|id| format!("\"{}\"", id.to_base64url())).collect();
        let listed = listed.join(",");
        format!(r#"{{"rpId":"example.com","userId":"0002","allAcceptedCredentialIds":[{listed}]}}"#)
    }

    /// Applies an all-accepted signal.
    pub fn signal(&self, json: &str) {
        self.apply(SignalKind::AllAcceptedCredentials, json);
    }

    fn apply(&self, kind: SignalKind, json: &str) {
        let signal = Signal::parse(kind, json.as_bytes()).unwrap();
        let caller = caller(Some(signal.rp_id()));
        let _ = self.provider.server().apply_signal(&VerifiedSignal::new(signal, &caller).unwrap()).unwrap();
    }

    /// The store's file.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(FILE)
    }

    /// A sign-in, JSON in to JSON out.
    pub fn get(&self) -> String {
        let options = parse_request_options(self.request.as_bytes(), Mode::Tolerant).unwrap().options;
        let plan = self.provider.begin_get(&options, &caller(options.rp_id.as_ref())).unwrap();
        let id = plan.candidates().first().unwrap().passkey.credential_id.clone();
        let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(consent()).unwrap() else {
            panic!("a sealed passkey was made")
        };
        self.provider.finish_get(plan).unwrap().value.response.to_json().unwrap()
    }

    /// A sign-in on a copy of the store, ready to be finished: it brings news of every passkey that is here.
    pub fn learn(&self) -> Learning {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(self.path(), folder.path().join(FILE)).unwrap();
        let provider = open(&folder);
        let options = parse_request_options(self.request.as_bytes(), Mode::Tolerant).unwrap().options;
        let plan = provider.begin_get(&options, &caller(options.rp_id.as_ref())).unwrap();
        let id = plan.candidates().first().unwrap().passkey.credential_id.clone();
        let ConsentedGet::Sealed(plan) = plan.choose(&id).unwrap().consent(consent()).unwrap() else {
            panic!("a sealed passkey was made")
        };
        Learning { provider, plan, folder }
    }

    /// The passkeys of `example.com`.
    pub fn candidates(&self) -> Vec<PasskeySummary> {
        let candidates = self.provider.candidates(&RpId::parse("example.com").unwrap()).unwrap();
        assert_eq!(candidates.len(), 3);
        candidates
    }

    /// Opens the store once more, and counts the passkeys of `example.com`.
    pub fn open_and_list(&self) -> usize {
        let provider = open(&self.folder);
        provider.candidates(&RpId::parse("example.com").unwrap()).unwrap().len()
    }
}

/// See [`Ours::learn`].
pub struct Learning {
    provider: Provider,
    plan: SealedGet,
    folder: TempDir,
}

impl Learning {
    /// What is dropped is given back, so that its cost is not measured.
    pub fn finish(self) -> (Provider, TempDir) {
        let _ = self.provider.finish_get(self.plan).unwrap();
        (self.provider, self.folder)
    }
}

pub(crate) fn creation_json(rp_id: &str, user: u8, algorithm: Algorithm) -> String {
    let alg = algorithm.cose();
    format!(
        r#"{{"rp":{{"id":"{rp_id}","name":"Example"}},
            "user":{{"id":"{user:04}","name":"ada@example.com","displayName":"Ada"}},
            "challenge":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
            "pubKeyCredParams":[{{"type":"public-key","alg":{alg}}}]}}"#
    )
}

/// What both are asked: request options that name one passkey of 32 or fewer bytes.
pub fn request_json(id: &str) -> String {
    request_json_of(&format!(r#"{{"type":"public-key","id":"{id}"}}"#))
}

fn request_json_of(entries: &str) -> String {
    format!(
        r#"{{"rpId":"example.com","challenge":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8","timeout":60000,
            "userVerification":"required","allowCredentials":[{entries}]}}"#
    )
}

/// Reads creation options.
pub fn parse(json: &str) -> Understood<CreationOptions> {
    parse_creation_options(json.as_bytes(), Mode::Tolerant).unwrap()
}

fn open(folder: &TempDir) -> Provider {
    let path = folder.path().join(FILE);
    Provider::open(OpenOptions::new(path, device_key())).unwrap()
}

fn device_key() -> DeviceKey {
    DeviceKey::from_bytes(&[7; 32]).unwrap()
}

fn caller(rp_id: Option<&RpId>) -> VerifiedCaller {
    VerifiedCaller::web(&Origin::parse("https://login.example.com").unwrap(), Frame::SameOrigin, rp_id).unwrap()
}

pub(crate) fn consent() -> Consent {
    Consent::Stated(VerificationMethod::Biometric)
}
