//! A provider in a temporary folder, with a clock that the test steps: the only fake.

use passkey_provider::key::Model;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use passkey_provider::caller::VerifiedCaller;
use passkey_provider::ceremony::{Asserted, ConsentedGet, CreatePlan, Created};
use passkey_provider::clock::{Clock, SystemClock, Timestamp};
use passkey_provider::id::{Aaguid, ClientDataHash, CredentialId, PasskeyRef, RpId, User, UserHandle};
use passkey_provider::lifecycle::{Answer, VerifiedSignal};
use passkey_provider::seal::{DeviceKey, GateSecret};
use passkey_provider::store::{Epoch, Passkey};
use passkey_provider::webauthn::extensions::{LargeBlob, LargeBlobOutput, RequestExtensions, RequestLargeBlob};
use passkey_provider::webauthn::options::{Algorithms, CreationOptions, RequestOptions};
use passkey_provider::webauthn::signal::Signal;
use passkey_provider::{Consent, Error, OpenOptions, Provider, VerificationMethod};

/// What the authenticator of these tests says of itself.
pub(crate) const MODEL: Model = Model::device_bound(Aaguid::from_bytes([0; 16]));
/// The same, on an iPhone.
const IOS: Model = Model::ios(MODEL.aaguid);

pub(crate) const RP: &str = "example.com";
pub(crate) const OTHER_RP: &str = "example.org";
pub(crate) const MINUTE: Duration = Duration::from_secs(60);
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const START: u64 = 1_900_000_000_000;
const HASH: [u8; 32] = [3; 32];

#[derive(Clone, Debug)]
pub(crate) struct SteppedClock(Arc<AtomicU64>);

impl SteppedClock {
    pub(crate) fn set(&self, now: Timestamp) {
        self.0.store(now.as_millis(), Ordering::SeqCst);
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.set(self.now().saturating_add(time));
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }
}

pub(crate) struct World {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) clock: SteppedClock,
    pub(crate) provider: Provider,
    gated: bool,
    model: Model,
}

/// Every passkey, deleted or not. They compare as equal only if no sealed column was written anew.
pub(crate) type Everything = BTreeMap<CredentialId, Passkey>;

impl World {
    pub(crate) fn new() -> Self {
        Self::with(false, |options| options)
    }

    /// One whose passkeys iOS lists.
    pub(crate) fn ios() -> Self {
        Self { model: IOS, ..Self::new() }
    }

    pub(crate) fn gated() -> Self {
        Self::with(true, |options| options)
    }

    pub(crate) fn with(gated: bool, more: impl Fn(OpenOptions) -> OpenOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = SteppedClock(Arc::new(AtomicU64::new(START)));
        let options = more(options(folder.path().join("passkeys.db"), &clock));
        let options = if gated { options.gate(gate()) } else { options };
        Self { provider: Provider::open(options).unwrap(), folder, clock, gated, model: MODEL }
    }

    /// Another provider on the same file.
    pub(crate) fn open(&self) -> Provider {
        self.open_with(|options| options)
    }

    pub(crate) fn open_with(&self, more: impl Fn(OpenOptions) -> OpenOptions) -> Provider {
        Provider::open(more(options(self.folder.path().join("passkeys.db"), &self.clock))).unwrap()
    }

    /// The process ends, and another one begins.
    pub(crate) fn restart(&mut self) {
        self.provider = self.open();
    }

    pub(crate) fn consent(&self) -> Consent {
        if self.gated { Consent::Gate(gate()) } else { Consent::Present }
    }

    pub(crate) fn begin(&self, rp: &str, user: &str, exclude: &[CredentialId]) -> CreatePlan {
        self.provider.begin_create(&creation(rp, user, exclude), &caller(rp), self.model).unwrap()
    }

    pub(crate) fn finish(&self, plan: CreatePlan) -> Result<Created, Error> {
        let committed = self.provider.finish_create(plan.consent(self.consent())?)?;
        assert_eq!(committed.epoch, self.provider.epoch().unwrap(), "the answer has the epoch to keep");
        Ok(committed.value)
    }

    /// A registration beside whatever there is.
    pub(crate) fn try_register(&self, rp: &str, user: &str, exclude: &[CredentialId]) -> Result<Created, Error> {
        self.finish(beside(self.begin(rp, user, exclude)))
    }

    pub(crate) fn register(&self, rp: &str, user: &str) -> CredentialId {
        id_of(&self.try_register(rp, user, &[]).unwrap().passkey)
    }

    /// A registration that the server accepted.
    pub(crate) fn accepted(&self, rp: &str, user: &str) -> CredentialId {
        let id = self.register(rp, user);
        let _ = self.provider.server().confirm(&reference_to(&self.provider, &id)).unwrap();
        id
    }

    /// Signs in with `id`; the signature is the passkey's. No ids in `allow` is no allow list.
    pub(crate) fn sign_in(&self, rp: &str, id: &CredentialId, allow: &[CredentialId]) -> Result<Asserted, Error> {
        let plan = self.provider.begin_get(&request(rp, allow), &caller(rp))?;
        let ConsentedGet::Sealed(plan) = plan.choose(id)?.consent(self.consent())? else {
            panic!("a sealed passkey was expected")
        };
        let asserted = self.provider.finish_get(plan)?.value;
        let signed = [asserted.response.authenticator_data.as_bytes(), HASH.as_slice()].concat();
        asserted.passkey.metadata.public_key.verify(&signed, &asserted.response.signature).unwrap();
        assert_eq!(asserted.response.credential_id, *id);
        Ok(asserted)
    }

    /// A sign-in that keeps `blob` with the passkey.
    pub(crate) fn keep(&self, rp: &str, id: &CredentialId, blob: &[u8]) {
        let write = RequestLargeBlob::Write(LargeBlob::new(blob.to_vec()));
        let extensions = RequestExtensions::from_parts(None, Some(write));
        let options = RequestOptions { extensions, ..request(rp, std::slice::from_ref(id)) };
        let plan = self.provider.begin_get(&options, &caller(rp)).unwrap().choose(id).unwrap();
        // Nothing is written for somebody who was not verified.
        let consent = match self.consent() {
            Consent::Present => Consent::Stated(VerificationMethod::Pin),
            verified => verified,
        };
        let ConsentedGet::Sealed(plan) = plan.consent(consent).unwrap() else {
            panic!("a sealed passkey was expected")
        };
        let asserted = self.provider.finish_get(plan).unwrap().value;
        assert!(matches!(asserted.response.extensions.large_blob, Some(LargeBlobOutput::Written(true))));
    }

    /// What a request of `rp` is offered. Autofill and a request agree on it, and on an iPhone the system's own list;
    /// there is no such list of what iOS does not take.
    pub(crate) fn offered(&self, rp: &str, allow: &[CredentialId]) -> Vec<CredentialId> {
        let mut offered: Vec<_> = match self.provider.begin_get(&request(rp, allow), &caller(rp)) {
            Ok(plan) => plan.candidates().iter().map(|candidate| candidate.passkey.credential_id.clone()).collect(),
            Err(Error::NoPasskey) => Vec::new(),
            Err(error) => panic!("{error}"),
        };
        offered.sort();
        if allow.is_empty() {
            let mut candidates: Vec<_> = self.provider.candidates(&rp_id(rp)).unwrap();
            candidates.sort_by(|a, b| a.passkey.credential_id.cmp(&b.passkey.credential_id));
            assert!(candidates.iter().map(|candidate| &candidate.passkey.credential_id).eq(&offered));
            let mut identities = self.provider.passkeys().identities().unwrap();
            identities.retain(|identity| identity.passkey.rp_id == rp_id(rp));
            identities.sort();
            let listed = if self.model == IOS { &offered[..] } else { &[] };
            assert!(identities.iter().map(|identity| &identity.passkey.credential_id).eq(listed));
        }
        offered
    }

    pub(crate) fn everything(&self) -> Everything {
        let mut all = self.provider.passkeys().all().unwrap().passkeys;
        all.extend(self.provider.passkeys().deleted().unwrap().passkeys);
        all.into_iter().map(|passkey| (id_of(&passkey), passkey)).collect()
    }

    /// The ids of an account, deleted ones left out.
    pub(crate) fn of(&self, rp: &str, user: &str) -> Vec<CredentialId> {
        let of_account = |passkey: &Passkey| {
            passkey.metadata.rp_id == rp_id(rp) && passkey.metadata.user.handle.as_bytes() == user.as_bytes()
        };
        self.provider
            .passkeys()
            .all()
            .unwrap()
            .passkeys
            .iter()
            .filter(|passkey| of_account(passkey))
            .map(id_of)
            .collect()
    }

    /// How a passkey is: standing, reason and visibility.
    pub(crate) fn words(&self, id: &CredentialId) -> String {
        let state = self.provider.passkeys().get(&reference_to(&self.provider, id)).unwrap().state;
        format!("{} {} {}", state.standing.as_str(), state.standing.reason(), state.visibility.as_str())
    }

    /// What happened to a passkey, a word each.
    pub(crate) fn events(&self, id: &CredentialId) -> Vec<&'static str> {
        self.provider
            .passkeys()
            .history(&reference_to(&self.provider, id))
            .unwrap()
            .events
            .iter()
            .map(|event| event.kind.as_str())
            .collect()
    }

    pub(crate) fn signal(&self, signal: &Signal) -> Epoch {
        let signal = VerifiedSignal::new(signal.clone(), &caller(signal.rp_id().as_str())).unwrap();
        self.provider.server().apply_signal(&signal).unwrap().epoch
    }

    /// The database, its log and the log's index, as they are on disk.
    pub(crate) fn files(&self) -> [Vec<u8>; 3] {
        ["passkeys.db", "passkeys.db-wal", "passkeys.db-shm"]
            .map(|name| fs::read(self.folder.path().join(name)).unwrap_or_default())
    }

    /// The bytes that must not change where nothing is written.
    pub(crate) fn bytes_on_disk(&self) -> Vec<u8> {
        let [database, log, _] = self.files();
        [database, log].concat()
    }
}

/// The passkeys of `before` that are not as they were.
pub(crate) fn changed(before: &Everything, after: &Everything) -> Vec<CredentialId> {
    before.iter().filter(|(id, was)| after.get(id) != Some(was)).map(|(id, _)| id.clone()).collect()
}

/// The person wants a passkey beside those that are there.
pub(crate) fn beside(plan: CreatePlan) -> CreatePlan {
    if plan.decision().answers().contains(&Answer::RegisterAnother) { plan.register_another().unwrap() } else { plan }
}

pub(crate) fn creation(rp: &str, user: &str, exclude: &[CredentialId]) -> CreationOptions {
    let name = format!("{user}@{rp}");
    let user = User { handle: handle(user), name, display_name: user.to_owned() };
    CreationOptions::from_parts(rp_id(rp), user, Algorithms::Default, exclude.to_vec())
}

pub(crate) fn request(rp: &str, allow: &[CredentialId]) -> RequestOptions {
    RequestOptions::from_parts(rp_id(rp), allow.to_vec())
}

pub(crate) fn id_of(passkey: &Passkey) -> CredentialId {
    passkey.metadata.credential_id.clone()
}

/// Ids that nobody has, all different.
pub(crate) fn strangers(count: u32) -> Vec<CredentialId> {
    (0..count)
        .map(|number| CredentialId::from_bytes([[0xfe; 28].as_slice(), &number.to_be_bytes()].concat()).unwrap())
        .collect()
}

pub(crate) fn rp_id(rp: &str) -> RpId {
    RpId::parse(rp).unwrap()
}

pub(crate) fn handle(user: &str) -> UserHandle {
    UserHandle::from_bytes(user).unwrap()
}

pub(crate) fn caller(rp: &str) -> VerifiedCaller {
    VerifiedCaller::platform(rp_id(rp), ClientDataHash::from_bytes(&HASH).unwrap()).unwrap()
}

pub(crate) fn unknown(rp: &str, id: &CredentialId) -> Signal {
    Signal::UnknownCredential { rp_id: rp_id(rp), credential_id: id.clone() }
}

pub(crate) fn all_accepted(rp: &str, user: &str, ids: &[CredentialId]) -> Signal {
    Signal::AllAcceptedCredentials { rp_id: rp_id(rp), user_handle: handle(user), credential_ids: ids.to_vec() }
}

pub(crate) fn user_details(rp: &str, user: &str, name: &str, display_name: &str) -> Signal {
    let (name, display_name) = (name.to_owned(), display_name.to_owned());
    Signal::CurrentUserDetails { rp_id: rp_id(rp), user_handle: handle(user), name, display_name }
}

fn options(path: PathBuf, clock: &SteppedClock) -> OpenOptions {
    OpenOptions::new(path, DeviceKey::from_bytes(&[7; 32]).unwrap()).clock(clock.clone())
}

fn gate() -> GateSecret {
    GateSecret::from_bytes(&[9; 32]).unwrap()
}

/// The passkey of an id, whatever its relying party.
pub(crate) fn reference_to(provider: &Provider, id: &CredentialId) -> PasskeyRef {
    let (shown, deleted) = (provider.passkeys().all().unwrap(), provider.passkeys().deleted().unwrap());
    let mut known = shown.passkeys.iter().chain(&deleted.passkeys).map(Passkey::reference);
    known
        .find(|passkey| passkey.credential_id == *id)
        .unwrap_or_else(|| PasskeyRef { rp_id: RpId::parse("unknown.example").unwrap(), credential_id: id.clone() })
}

pub(crate) fn ids(passkeys: &[PasskeyRef]) -> Vec<&CredentialId> {
    passkeys.iter().map(|passkey| &passkey.credential_id).collect()
}
