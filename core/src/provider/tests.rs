use crate::key::Model;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{OpenOptions, Opening, Provider};
use crate::caller::{Frame, VerifiedCaller};
use crate::ceremony::{Consent, ConsentedGet};
use crate::error::Error;
use crate::id::{Aaguid, CredentialId, Origin, PasskeyRef, RpId};
use crate::seal::{DeviceKey, GateSecret};
use crate::standing::EventKind;
use crate::store::{Epoch, Freshness, IfMissing, Passkey, Presence};
use crate::webauthn::options::{Mode, parse_creation_options, parse_request_options};

/// What the authenticator of these tests says of itself.
const MODEL: Model = Model::device_bound(Aaguid::from_bytes([0; 16]));

const CREATE: &str = r#"{"rp":{"id":"example.com","name":"Example"},"user":{"id":"AQ","name":"ada","displayName":"Ada"},
    "challenge":"AAECAwQFBgcICQoLDA0ODw","pubKeyCredParams":[]}"#;
const GET: &str = r#"{"rpId":"example.com","challenge":"AAECAwQFBgcICQoLDA0ODw"}"#;

fn options(folder: &TempDir, key: u8) -> OpenOptions {
    let key = DeviceKey::from_bytes(&[key; 32]).unwrap();
    OpenOptions::new(folder.path().join("passkeys.db"), key)
}

fn open(folder: &TempDir, last_epoch: Epoch) -> Provider {
    Provider::open(options(folder, 7).last_epoch(last_epoch)).unwrap()
}

fn caller() -> VerifiedCaller {
    VerifiedCaller::web(&Origin::parse("https://example.com").unwrap(), Frame::SameOrigin, None).unwrap()
}

fn create(provider: &Provider) -> Result<CredentialId, Error> {
    let options = parse_creation_options(CREATE.as_bytes(), Mode::Tolerant).unwrap().options;
    let plan = provider.begin_create(&options, &caller(), MODEL)?;
    let plan = if plan.decision().existing().is_empty() { plan } else { plan.register_another()? };
    Ok(provider.finish_create(plan.consent(Consent::Present)?)?.value.passkey.metadata.credential_id)
}

/// Signs in and tells the count.
fn get(provider: &Provider, id: &CredentialId) -> Result<u32, Error> {
    let options = parse_request_options(GET.as_bytes(), Mode::Tolerant).unwrap().options;
    match provider.begin_get(&options, &caller())?.choose(id)?.consent(Consent::Present)? {
        ConsentedGet::Sealed(plan) => Ok(provider.finish_get(plan)?.value.passkey.state.sign_count),
        ConsentedGet::Hardware(_) => panic!("a sealed passkey was expected"),
    }
}

fn copy(from: &Path, to: &Path) {
    for name in ["passkeys.db", "passkeys.db-wal", "passkeys.db-shm"] {
        let _ = fs::remove_file(to.join(name));
        if from.join(name).exists() {
            fs::copy(from.join(name), to.join(name)).unwrap();
        }
    }
}

impl Provider {
    /// For the tests of the ceremonies, which look at what they leave in the store.
    pub(crate) const fn store(&self) -> &crate::store::Store {
        &self.authenticator.store
    }
}

#[test]
fn a_copy_from_an_earlier_day_lists_and_does_not_sign_until_accepted() {
    let (folder, backup) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let provider = open(&folder, Epoch::default());
    let id = create(&provider).unwrap();
    assert_eq!(get(&provider, &id).unwrap(), 1);
    drop(provider);
    copy(folder.path(), backup.path());
    let provider = open(&folder, Epoch::default());
    assert_eq!(get(&provider, &id).unwrap(), 2);
    assert_eq!(get(&provider, &id).unwrap(), 3);
    let last_epoch = provider.epoch().unwrap();
    drop(provider);

    copy(backup.path(), folder.path());
    let provider = open(&folder, last_epoch);
    assert_eq!(provider.freshness().unwrap(), Freshness::RolledBack { missing: 2 });
    assert_eq!(provider.passkeys().all().unwrap().passkeys.len(), 1);
    assert_eq!(provider.candidates(&RpId::parse("example.com").unwrap()).unwrap().len(), 1);
    assert!(matches!(get(&provider, &id), Err(Error::RolledBack { missing: 2 })));
    assert!(matches!(create(&provider), Err(Error::RolledBack { missing: 2 })));

    let accepted = provider.accept_rollback().unwrap().epoch;
    assert!(accepted > last_epoch);
    // The relying party has seen 3, or a few more if the host died before it kept an epoch.
    assert!(get(&provider, &id).unwrap() > 3 + 1);
    drop(provider);
    assert_eq!(open(&folder, accepted).freshness().unwrap(), Freshness::Current);
}

#[test]
fn a_store_under_another_key_is_stranded_with_its_count_and_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let provider = open(&folder, Epoch::default());
    create(&provider).unwrap();
    create(&provider).unwrap();
    drop(provider);
    let before = fs::read(folder.path().join("passkeys.db")).unwrap();
    assert!(matches!(Provider::open(options(&folder, 8)), Err(Error::Stranded { passkeys: 2 })));
    assert_eq!(fs::read(folder.path().join("passkeys.db")).unwrap(), before);
    assert_eq!(open(&folder, Epoch::default()).passkeys().all().unwrap().passkeys.len(), 2);
}

#[test]
fn an_unknown_id_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let provider = open(&folder, Epoch::default());
    let epoch = provider.epoch().unwrap();
    let stranger = CredentialId::from_bytes([1; 16]).unwrap();
    assert!(matches!(provider.passkeys().get(&reference_to(&provider, &stranger)), Err(Error::UnknownPasskey)));
    assert!(matches!(provider.passkeys().rename(&reference_to(&provider, &stranger), "x"), Err(Error::UnknownPasskey)));
    assert!(matches!(provider.passkeys().delete(&reference_to(&provider, &stranger)), Err(Error::UnknownPasskey)));
    assert_eq!(provider.epoch().unwrap(), epoch);
}

#[test]
fn a_provider_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Provider>();
}

#[test]
fn a_copy_from_an_earlier_day_is_not_changed_until_accepted() {
    let (folder, backup) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let provider = open(&folder, Epoch::default());
    let id = create(&provider).unwrap();
    drop(provider);
    copy(folder.path(), backup.path());
    let provider = open(&folder, Epoch::default());
    get(&provider, &id).unwrap();
    let last_epoch = provider.epoch().unwrap();
    drop(provider);
    copy(backup.path(), folder.path());
    let provider = open(&folder, last_epoch);
    // Each change raises the epoch: a few of them, and the copy would pass for the newest.
    for _ in 0..3 {
        assert!(matches!(
            provider.passkeys().rename(&reference_to(&provider, &id), "x"),
            Err(Error::RolledBack { missing: 1 })
        ));
        assert!(matches!(
            provider.server().confirm(&reference_to(&provider, &id)),
            Err(Error::RolledBack { missing: 1 })
        ));
        assert!(matches!(
            provider.passkeys().delete(&reference_to(&provider, &id)),
            Err(Error::RolledBack { missing: 1 })
        ));
        assert!(matches!(provider.server().doubtful(), Err(Error::RolledBack { missing: 1 })));
    }
    let _ = provider.accept_rollback().unwrap();
    let _ = provider.passkeys().rename(&reference_to(&provider, &id), "x").unwrap();
    assert_eq!(provider.journal().unwrap().events.back().unwrap().kind, EventKind::RollbackAccepted);
}

#[test]
fn opening_says_what_it_found_and_a_store_is_set_aside_with_a_count() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("passkeys.db");
    let gate = || GateSecret::from_bytes(&[5; 32]).unwrap();
    let fail = || options(&folder, 7).if_missing(IfMissing::Fail);
    assert!(matches!(Provider::look(&path), Ok(Presence::Nothing)));
    assert!(matches!(Provider::open(fail()), Err(Error::NoStore)));
    assert!(matches!(Provider::set_aside(&path), Err(Error::NoStore)));
    assert!(!path.exists());

    let made = Provider::open(options(&folder, 7).gate(gate())).unwrap();
    assert_eq!(made.opening(), Opening { made: true, is_gated: true });
    assert_eq!(made.freshness().unwrap(), Provider::open(fail()).unwrap().freshness().unwrap());
    assert_eq!(Provider::open(fail()).unwrap().opening(), Opening { made: false, is_gated: true });
    assert!(matches!(Provider::set_aside(&path), Err(Error::StoreBusy)), "it is open");
    drop(made);

    // The gate is gone for good: the store lists, and makes room.
    let other = GateSecret::from_bytes(&[6; 32]).unwrap();
    assert!(matches!(Provider::open(options(&folder, 7).gate(other)), Err(Error::WrongGate)));
    assert_eq!(Provider::set_aside(&path).unwrap().passkeys, Some(0));
    let provider = Provider::open(options(&folder, 7)).unwrap();
    assert_eq!(provider.opening(), Opening { made: true, is_gated: false });
    create(&provider).unwrap();
    drop(provider);
    assert!(matches!(Provider::look(&path), Ok(Presence::Store { passkeys: 1 })));
}

/// The passkey of an id, whatever its relying party.
fn reference_to(provider: &Provider, id: &CredentialId) -> PasskeyRef {
    let (shown, deleted) = (provider.passkeys().all().unwrap(), provider.passkeys().deleted().unwrap());
    let mut known = shown.passkeys.iter().chain(&deleted.passkeys).map(Passkey::reference);
    known
        .find(|passkey| passkey.credential_id == *id)
        .unwrap_or_else(|| PasskeyRef { rp_id: RpId::parse("unknown.example").unwrap(), credential_id: id.clone() })
}
