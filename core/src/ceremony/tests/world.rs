//! A provider in a temporary folder, with a clock that the test steps and a generator that the
//! test can break: the only fakes, both at the edge.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::caller::{Frame, VerifiedCaller};
use crate::ceremony::{Asserted, Consent, ConsentedGet, CreatePlan, Created};
use crate::clock::{Clock, Timestamp};
use crate::entropy::{Entropy, EntropyFailed, SystemEntropy};
use crate::error::Error;
use crate::id::{Aaguid, CredentialId, Origin, PasskeyRef, RpId};
use crate::key::{BackupFlags, Model};
use crate::lifecycle::Answer;
use crate::provider::{OpenOptions, Provider};
use crate::seal::{DeviceKey, GateSecret};
use crate::standing::VerificationMethod;
use crate::store::Passkey;
use crate::webauthn::options::{CreationOptions, Mode, RequestOptions, parse_creation_options, parse_request_options};

pub(super) const GATE: [u8; 32] = [9; 32];

/// Both readings of a clock, in milliseconds.
#[derive(Clone, Debug, Default)]
pub(super) struct SteppedClock {
    wall: Arc<AtomicU64>,
    elapsed: Arc<AtomicU64>,
}

impl SteppedClock {
    pub(super) fn set(&self, millis: u64) {
        self.wall.store(millis, Ordering::SeqCst);
    }

    pub(super) fn elapse(&self, millis: u64) {
        self.elapsed.store(millis, Ordering::SeqCst);
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.wall.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.elapsed.load(Ordering::SeqCst))
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct BreakableEntropy {
    pub(super) broken: Arc<AtomicBool>,
}

impl Entropy for BreakableEntropy {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        if self.broken.load(Ordering::SeqCst) { Err(EntropyFailed) } else { SystemEntropy.fill(bytes) }
    }
}

pub(super) struct World {
    pub(super) folder: TempDir,
    pub(super) clock: SteppedClock,
    pub(super) entropy: BreakableEntropy,
    pub(super) provider: Provider,
    pub(super) model: Model,
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(BackupFlags::DeviceBound, false)
    }

    pub(super) fn gated() -> Self {
        Self::with(BackupFlags::DeviceBound, true)
    }

    pub(super) fn with(backup_flags: BackupFlags, gated: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = SteppedClock::default();
        let entropy = BreakableEntropy::default();
        let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
        let mut options =
            OpenOptions::new(folder.path().join("passkeys.db"), key).clock(clock.clone()).entropy(entropy.clone());
        if gated {
            options = options.gate(gate());
        }
        let provider = Provider::open(options).unwrap();
        Self { folder, clock, entropy, provider, model: Model { aaguid: aaguid(), backup_flags } }
    }

    pub(super) fn reopened(&self) -> Provider {
        let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
        Provider::open(OpenOptions::new(self.folder.path().join("passkeys.db"), key)).unwrap()
    }

    pub(super) fn create(&self, options: &str, consent: Consent) -> Result<Created, Error> {
        let options = creation(options);
        let plan = self.provider.begin_create(&options, &caller(), self.model)?;
        Ok(self.provider.finish_create(beside(plan)?.consent(consent)?)?.value)
    }

    pub(super) fn get(&self, options: &str, consent: Consent) -> Result<Asserted, Error> {
        let plan = self.provider.begin_get(&request(options), &caller())?;
        let first = plan.candidates()[0].passkey.credential_id.clone();
        match plan.choose(&first)?.consent(consent)? {
            ConsentedGet::Sealed(plan) => Ok(self.provider.finish_get(plan)?.value),
            ConsentedGet::Hardware(_) => panic!("a sealed passkey was expected"),
        }
    }

    /// A digest over the bytes of the database and its write-ahead log.
    pub(super) fn bytes_on_disk(&self) -> Vec<u8> {
        let mut digest = Sha256::new();
        for name in ["passkeys.db", "passkeys.db-wal"] {
            digest.update(fs::read(self.folder.path().join(name)).unwrap_or_default());
        }
        digest.finalize().to_vec()
    }
}

/// The person wants a passkey beside those that are there.
pub(super) fn beside(plan: CreatePlan) -> Result<CreatePlan, Error> {
    if plan.decision().answers().contains(&Answer::RegisterAnother) { plan.register_another() } else { Ok(plan) }
}

pub(super) fn aaguid() -> Aaguid {
    "0f0e0d0c-0b0a-0908-0706-050403020100".parse().unwrap()
}

pub(super) fn gate() -> GateSecret {
    GateSecret::from_bytes(&GATE).unwrap()
}

pub(super) fn caller() -> VerifiedCaller {
    VerifiedCaller::web(
        &Origin::parse("https://login.example.com").unwrap(),
        Frame::SameOrigin,
        Some(&RpId::parse("example.com").unwrap()),
    )
    .unwrap()
}

pub(super) fn verified() -> Consent {
    Consent::Stated(VerificationMethod::Biometric)
}

pub(super) fn creation(json: &str) -> CreationOptions {
    parse_creation_options(json.as_bytes(), Mode::Tolerant).unwrap().options
}

pub(super) fn request(json: &str) -> RequestOptions {
    parse_request_options(json.as_bytes(), Mode::Tolerant).unwrap().options
}

/// Creation options of `example.com`, with `more` members (each followed by a comma) in front.
pub(super) fn creation_json(user: &str, more: &str) -> String {
    format!(
        r#"{{{more}"rp":{{"id":"example.com","name":"Example"}},
        "user":{{"id":"{user}","name":"ada@example.com","displayName":"Ada"}},
        "challenge":"AAECAwQFBgcICQoLDA0ODw","pubKeyCredParams":[{{"type":"public-key","alg":-7}}]}}"#
    )
}

/// Request options of `example.com`, with `more` members (each followed by a comma) in front.
pub(super) fn request_json(more: &str) -> String {
    format!(r#"{{{more}"rpId":"example.com","challenge":"Dw4NDAsKCQgHBgUEAwIBAA"}}"#)
}

pub(super) fn listed(ids: &[&CredentialId]) -> String {
    let entries: Vec<String> =
        ids.iter().map(|id| format!(r#"{{"type":"public-key","id":"{}"}}"#, id.to_base64url())).collect();
    format!("[{}]", entries.join(","))
}

/// The flags byte and the counter of authenticator data (WebAuthn L3, section 6.1).
pub(super) fn flags_and_count(authenticator_data: &[u8]) -> (u8, u32) {
    (authenticator_data[32], u32::from_be_bytes(authenticator_data[33..37].try_into().unwrap()))
}

/// The passkey of an id, whatever its relying party.
pub(crate) fn reference_to(provider: &Provider, id: &CredentialId) -> PasskeyRef {
    let (shown, deleted) = (provider.passkeys().all().unwrap(), provider.passkeys().deleted().unwrap());
    let mut known = shown.passkeys.iter().chain(&deleted.passkeys).map(Passkey::reference);
    known
        .find(|passkey| passkey.credential_id == *id)
        .unwrap_or_else(|| PasskeyRef { rp_id: RpId::parse("unknown.example").unwrap(), credential_id: id.clone() })
}
