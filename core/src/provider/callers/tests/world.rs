//! A provider with one passkey of `example.com`, a clock that the test sets, and the documents of
//! `tests/callers`. The clock and the site's answers are the only fakes, both at the edge.

use crate::key::Model;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::caller::{AndroidApp, Checked, FetchPurpose, Frame, VerifiedCaller};
use crate::ceremony::{Asserted, Consent, ConsentedGet};
use crate::clock::{Clock, SystemClock, Timestamp};
use crate::error::Error;
use crate::exchange::{Answer, Response, ResponseHeaders};
use crate::id::{Aaguid, CertificateFingerprint, ClientDataHash, Origin, PackageName, RpId};
use crate::provider::{OpenOptions, Provider};
use crate::seal::DeviceKey;
use crate::webauthn::options::{Mode, parse_creation_options, parse_request_options};

/// What the authenticator of these tests says of itself.
const MODEL: Model = Model::device_bound(Aaguid::from_bytes([0; 16]));

/// The certificates of apps that tests make up, `x1` to `xF`: 32 times the byte.
const DIGITS: &str = "0123456789ABCDEF";

pub(super) const RP_ID: &str = "example.com";
pub(super) const HASH: [u8; 32] = [0xab; 32];
pub(super) const NOW: u64 = 1_795_000_000_000;

#[derive(Clone, Debug)]
pub(super) struct SetClock(Arc<AtomicU64>);

impl SetClock {
    pub(super) fn set(&self, millis: u64) {
        self.0.store(millis, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }

    fn elapsed(&self) -> Duration {
        SystemClock.elapsed()
    }
}

pub(super) struct World {
    pub(super) folder: TempDir,
    pub(super) clock: SetClock,
    pub(super) provider: Provider,
}

/// What a refused caller must leave alone.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Footprint {
    files: Vec<u8>,
    opened_secrets: usize,
}

impl World {
    pub(super) fn new(configure: impl FnOnce(OpenOptions) -> OpenOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = SetClock(Arc::new(AtomicU64::new(NOW)));
        let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
        let options = OpenOptions::new(folder.path().join("passkeys.db"), key).clock(clock.clone());
        let provider = Provider::open(configure(options)).unwrap();
        let world = Self { folder, clock, provider };
        let creation = r#"{"rp":{"id":"example.com","name":"x"},"user":{"id":"AQ","name":"ada","displayName":"Ada"},
            "challenge":"AAECAwQFBgcICQoLDA0ODw","pubKeyCredParams":[]}"#;
        let options = parse_creation_options(creation.as_bytes(), Mode::Strict).unwrap().options;
        let page =
            VerifiedCaller::web(&Origin::parse("https://example.com").unwrap(), Frame::SameOrigin, None).unwrap();
        let plan = world.provider.begin_create(&options, &page, MODEL).unwrap();
        let _ = world.provider.finish_create(plan.consent(Consent::Present).unwrap()).unwrap();
        world
    }

    /// Signs in, with a challenge in the options or without.
    pub(super) fn sign(&self, caller: &VerifiedCaller, has_challenge: bool) -> Result<Asserted, Error> {
        let challenge = if has_challenge { r#","challenge":"AAECAwQFBgcICQoLDA0ODw""# } else { "" };
        let json = format!(r#"{{"rpId":"{RP_ID}"{challenge}}}"#);
        let options = parse_request_options(json.as_bytes(), Mode::Tolerant).unwrap().options;
        let plan = self.provider.begin_get(&options, caller)?;
        let first = plan.candidates()[0].passkey.credential_id.clone();
        match plan.choose(&first)?.consent(Consent::Present)? {
            ConsentedGet::Sealed(plan) => Ok(self.provider.finish_get(plan)?.value),
            ConsentedGet::Hardware(_) => panic!("a sealed passkey was expected"),
        }
    }

    pub(super) fn footprint(&self) -> Footprint {
        let mut digest = Sha256::new();
        for name in ["passkeys.db", "passkeys.db-wal"] {
            digest.update(fs::read(self.folder.path().join(name)).unwrap_or_default());
        }
        let opened_secrets = self.provider.authenticator.store.opened_secrets.load(Ordering::SeqCst);
        Footprint { files: digest.finalize().to_vec(), opened_secrets }
    }

    /// Signs in with a verified caller, and finds that one key was opened and what the signature is
    /// over: `theirs`, or the client data that the response carries.
    pub(super) fn signs_over(&self, caller: &VerifiedCaller, has_challenge: bool) -> Result<String, Error> {
        let before = self.footprint().opened_secrets;
        let asserted = self.sign(caller, has_challenge)?;
        assert_eq!(self.footprint().opened_secrets, before + 1);
        let response = &asserted.response;
        let verifies = |hash: &[u8]| {
            let signed = [response.authenticator_data.as_bytes(), hash].concat();
            asserted.passkey.metadata.public_key.verify(&signed, &response.signature).is_ok()
        };
        if verifies(&HASH) {
            return Ok("theirs".to_owned());
        }
        assert!(verifies(&Sha256::digest(response.client_data.json())));
        Ok(String::from_utf8(response.client_data.json().to_vec()).unwrap())
    }

    /// The verdict on a caller, and that a refused one gets the same error as every other, opens no
    /// key and changes nothing: neither by asking nor by the ceremony that it does not get.
    pub(super) fn verdict(
        &self,
        check: impl FnOnce(&Provider) -> Result<Checked, Error>,
        why: &str,
    ) -> Result<VerifiedCaller, &'static str> {
        let before = self.footprint();
        match check(&self.provider) {
            Ok(Checked::Verified(caller)) => Ok(caller),
            Ok(Checked::Pending(pending)) => panic!("{why}: asks for {}", pending.request().url),
            Err(error) => {
                assert_eq!(self.footprint(), before, "{why}");
                Err(reason(&error, why))
            }
        }
    }
}

/// The reason in the host's own error. Towards the caller every refusal is the same.
pub(super) fn reason(error: &Error, why: &str) -> &'static str {
    assert_eq!((error.code(), error.dom_exception().as_str()), ("caller_refused", "SecurityError"), "{why}");
    let Error::CallerRefused(refused) = error else { panic!("{why}: {error}") };
    refused.reason()
}

/// The rows of a table: its lines without those that begin with `# `.
pub(super) fn rows<const COLUMNS: usize>(table: &'static str, least: usize) -> Vec<[&'static str; COLUMNS]> {
    let rows: Vec<_> = table
        .lines()
        .filter(|line| !line.starts_with("# "))
        .map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{line}")))
        .collect();
    assert!(rows.len() >= least, "{} rows", rows.len());
    rows
}

pub(super) fn privileged_list() -> Vec<u8> {
    document("privileged/google_format.json")
}

pub(super) fn document(name: &str) -> Vec<u8> {
    fs::read(format!("{}/tests/callers/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// An app by the table's names of its certificates; `-` is none.
pub(super) fn app(package: &str, signers: &str, history: &str) -> AndroidApp {
    AndroidApp::new(PackageName::parse(package).unwrap(), &certificates(signers), &certificates(history)).unwrap()
}

/// `xN`, or the first bytes of the one certificate in the list that begins like that.
fn certificates(names: &str) -> Vec<CertificateFingerprint> {
    let list = String::from_utf8(privileged_list()).unwrap();
    let named = |name: &str| match name.strip_prefix('x') {
        Some(digit) => {
            CertificateFingerprint::from_bytes(&[u8::try_from(DIGITS.find(digit).unwrap()).unwrap() * 17; 32])
        }
        None => {
            let start = list.find(&format!("\"{name}:")).unwrap_or_else(|| panic!("{name}")) + 1;
            CertificateFingerprint::parse(&list[start..start + 95])
        }
    };
    names.split(',').filter(|name| *name != "-").map(|name| named(name).unwrap()).collect()
}

pub(super) fn rp_id(name: &str) -> Option<RpId> {
    (name != "-").then(|| RpId::parse(name).unwrap())
}

pub(super) fn hash() -> ClientDataHash {
    ClientDataHash::from(HASH)
}

/// A site's answer as the tables name it.
pub(super) fn answer(name: &str, purpose: FetchPurpose) -> Answer {
    let folder = match purpose {
        FetchPurpose::AssetLinks => "asset_links",
        FetchPurpose::RelatedOrigins => "related_origins",
    };
    let (redirects, name) = name.rsplit_once('>').unwrap_or(("", name));
    let redirects = redirects.split(' ').filter(|url| !url.is_empty()).map(str::to_owned).collect();
    let (content_type, name) = name.rsplit_once(':').unwrap_or(("application/json", name));
    let (status, body) = match name {
        "offline" => return Answer::Unreachable,
        "1MB" => (200, vec![b' '; 1024 * 1024]),
        name => match name.parse() {
            Ok(status) => (status, Vec::new()),
            Err(_) => (200, document(&format!("{folder}/{name}.json"))),
        },
    };
    let content_type = (content_type != "none").then(|| content_type.to_owned());
    Answer::Response(Response { status, content_type, redirects, headers: ResponseHeaders::default(), body })
}
