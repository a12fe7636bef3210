//! A generator that does not give random bytes any more makes no passkey: nothing is written, and no key,
//! id or nonce is given twice, in one process or over several.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use super::world::aaguid;
use crate::caller::VerifiedCaller;
use crate::ceremony::{Consent, ConsentedGet};
use crate::entropy::{Entropy, EntropyFailed, SystemEntropy};
use crate::error::Error;
use crate::id::{ClientDataHash, RpId, User, UserHandle};
use crate::key::Model;
use crate::provider::{OpenOptions, Provider};
use crate::seal::DeviceKey;
use crate::webauthn::options::{Algorithms, Attestation, CreationOptions, RequestOptions};

/// What a broken generator gives at its n-th draw.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// One byte, always.
    Constant(u8),
    /// So many draws, over and over.
    Period(usize),
    /// So many good draws, and the last of them from then on.
    StuckAfter(usize),
    /// The same draws from the beginning in each process.
    Restarting,
}

#[derive(Clone, Debug)]
struct Generator {
    kind: Kind,
    drawn: Arc<AtomicUsize>,
    key: [u8; 16],
}

impl Generator {
    fn new(kind: Kind) -> Self {
        Self { kind, drawn: Arc::default(), key: crate::entropy::make_bytes(&SystemEntropy).unwrap() }
    }

    /// The same one, in another process.
    fn restarted(&self) -> Self {
        Self { drawn: Arc::default(), ..self.clone() }
    }
}

impl Entropy for Generator {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        let number = self.drawn.fetch_add(1, Ordering::SeqCst);
        let number = match self.kind {
            Kind::Constant(byte) => {
                bytes.fill(byte);
                return Ok(());
            }
            Kind::Period(period) => number % period,
            Kind::StuckAfter(good) => number.min(good),
            Kind::Restarting => number,
        };
        let digest = Sha256::new().chain_update(self.key).chain_update(number.to_be_bytes()).finalize();
        bytes.copy_from_slice(&digest[..bytes.len()]);
        Ok(())
    }
}

#[test]
fn a_constant_generator_writes_nothing_at_all() {
    for byte in [0, 0x42, 0xff] {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(open(folder.path(), &Generator::new(Kind::Constant(byte))), Err(Error::EntropyFailed)));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        // In a store that is there already, it makes and signs nothing either.
        let provider = open_good(folder.path());
        create(&provider, 0).unwrap();
        drop(provider);
        assert!(matches!(open(folder.path(), &Generator::new(Kind::Constant(byte))), Err(Error::EntropyFailed)));
        assert_eq!(written(folder.path()).passkeys, 1);
    }
}

#[test]
fn a_repeating_generator_gives_no_key_id_or_nonce_twice() {
    for period in 1..=40 {
        breaks_down(Kind::Period(period));
    }
    breaks_down(Kind::Period(200));
}

#[test]
fn a_generator_that_gets_stuck_gives_no_key_id_or_nonce_twice() {
    for good in 0..40 {
        breaks_down(Kind::StuckAfter(good));
    }
}

#[test]
fn a_generator_that_begins_anew_with_each_process_gives_no_key_id_or_nonce_twice() {
    let folder = tempfile::tempdir().unwrap();
    let generator = Generator::new(Kind::Restarting);
    let provider = open(folder.path(), &generator).unwrap();
    create(&provider, 0).unwrap();
    drop(provider);
    let mut made = 1;
    for site in 1..5 {
        let before = written(folder.path());
        let provider = open(folder.path(), &generator.restarted()).unwrap();
        match create(&provider, site) {
            Ok(()) => made += 1,
            Err(error) => {
                assert!(matches!(error, Error::EntropyFailed));
                drop(provider);
                assert_eq!(written(folder.path()), before);
            }
        }
    }
    assert!(made < 5, "each process got its passkey");
    assert_eq!(written(folder.path()).passkeys, made);
}

/// Registers and signs in until the generator is found out, and looks at what was written.
fn breaks_down(kind: Kind) {
    let folder = tempfile::tempdir().unwrap();
    let provider = match open(folder.path(), &Generator::new(kind)) {
        Ok(provider) => provider,
        Err(error) => {
            assert!(matches!(error, Error::EntropyFailed), "{kind:?}: {error}");
            assert!(open_good(folder.path()).passkeys().all().unwrap().passkeys.is_empty(), "{kind:?}");
            return;
        }
    };
    for site in 0..80 {
        let before = written(folder.path());
        if let Err(error) = create(&provider, site) {
            assert!(matches!(error, Error::EntropyFailed), "{kind:?}: {error}");
            assert_eq!(written(folder.path()), before, "{kind:?}: a failed registration wrote");
            if site > 0 {
                assert!(matches!(sign_in(&provider, 0), Err(Error::EntropyFailed)), "{kind:?}");
                assert_eq!(written(folder.path()), before, "{kind:?}: a failed sign-in wrote");
            }
            return;
        }
    }
    panic!("{kind:?}: eighty passkeys were made");
}

fn open(folder: &Path, generator: &Generator) -> Result<Provider, Error> {
    let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
    Provider::open(OpenOptions::new(folder.join("passkeys.db"), key).entropy(generator.clone()))
}

fn open_good(folder: &Path) -> Provider {
    let key = DeviceKey::from_bytes(&[7; 32]).unwrap();
    Provider::open(OpenOptions::new(folder.join("passkeys.db"), key)).unwrap()
}

fn create(provider: &Provider, site: usize) -> Result<(), Error> {
    let (rp_id, caller) = asking(site);
    let user = User { handle: UserHandle::from_bytes([1]).unwrap(), name: String::new(), display_name: String::new() };
    let mut options = CreationOptions::from_parts(rp_id, user, Algorithms::Default, Vec::new());
    options.attestation = Attestation::Direct;
    let plan = provider.begin_create(&options, &caller, Model::device_bound(aaguid()))?;
    provider.finish_create(plan.consent(Consent::Present)?).map(drop)
}

fn sign_in(provider: &Provider, site: usize) -> Result<(), Error> {
    let (rp_id, caller) = asking(site);
    let plan = provider.begin_get(&RequestOptions::from_parts(rp_id, Vec::new()), &caller)?;
    let id = plan.candidates()[0].passkey.credential_id.clone();
    let ConsentedGet::Sealed(plan) = plan.choose(&id)?.consent(Consent::Present)? else { panic!("a sealed passkey") };
    provider.finish_get(plan).map(drop)
}

fn asking(site: usize) -> (RpId, VerifiedCaller) {
    let rp_id = RpId::parse(&format!("site{site}.example")).unwrap();
    let hash = ClientDataHash::from_bytes(&[3; 32]).unwrap();
    (rp_id.clone(), VerifiedCaller::platform(rp_id, hash).unwrap())
}

/// What stands in the file.
#[derive(Debug, Eq, PartialEq)]
struct Written {
    passkeys: usize,
    envelopes: BTreeSet<Vec<u8>>,
}

/// Reads it all, and fails where a key, an id or a nonce is there twice.
fn written(folder: &Path) -> Written {
    let connection = rusqlite::Connection::open(folder.join("passkeys.db")).unwrap();
    let mut statement = connection
        .prepare(
            "SELECT metadata FROM passkey UNION ALL SELECT state FROM passkey UNION ALL SELECT history FROM passkey
             UNION ALL SELECT secrets FROM passkey UNION ALL SELECT canary FROM store UNION ALL SELECT age FROM store",
        )
        .unwrap();
    let envelopes = statement.query_map((), |row| row.get(0)).unwrap().collect::<Result<Vec<Vec<u8>>, _>>().unwrap();
    let nonces: HashSet<_> = envelopes.iter().map(|envelope| envelope[1..25].to_vec()).collect();
    assert_eq!(nonces.len(), envelopes.len(), "two envelopes of one nonce");
    let passkeys = open_good(folder).passkeys().all().unwrap().passkeys;
    let ids: HashSet<_> = passkeys.iter().map(|passkey| passkey.metadata.credential_id.clone()).collect();
    let keys: HashSet<_> = passkeys.iter().map(|passkey| passkey.metadata.public_key.to_spki()).collect();
    assert_eq!((ids.len(), keys.len()), (passkeys.len(), passkeys.len()), "two passkeys of one id or key");
    Written { passkeys: passkeys.len(), envelopes: envelopes.into_iter().collect() }
}
