use std::fs;
use std::sync::Arc;

use super::world::*;
use crate::clock::Timestamp;
use crate::entropy::SystemEntropy;
use crate::id::{CredentialId, User, UserHandle};
use crate::key::{Algorithm, BackupFlags, CredentialProtection, Custody, KeyAccess, KeyHandle, KeyPair, PrivateKey};
use crate::standing::{Age, Event, EventKind, Staleness, Standing, Verification, Visibility};
use crate::store::{
    DocumentKind, Epoch, LooseKey, LooseReason, Metadata, NewKey, NewPasskey, Presence, State, Store, StoreError,
    StoreSettings,
};

/// A store of schema version 1 as this crate wrote it when the version was released. It opens for
/// ever: device key `11` x 32, gate secret `22` x 32. Until then [`write_version_1`] makes it anew.
const VERSION_1: &[u8] = include_bytes!("../fixtures/version_1.db");

#[test]
fn a_store_of_version_1_opens_for_ever() {
    let world = World::new();
    fs::write(world.path(), VERSION_1).unwrap();
    let store = open_with(&world.path(), &device_key(0x11)).unwrap();
    assert!(store.is_gated());
    assert_eq!(store.epoch(), Ok(Epoch::from_number(3)));
    let (alice, bob) = version_1();
    let (found_alice, found_bob) = (find(&store, &alice), find(&store, &bob));
    assert_eq!((&found_alice.metadata, &found_bob.metadata), (&alice, &bob));
    assert_eq!((found_alice.state, found_bob.state), (version_1_state(), state(0, 2)));
    let refused = Event::new(Timestamp::from_millis(1_785_000_000_000), EventKind::Refused);
    let events = [made(), refused.with_note(Some("not allowed here"))];
    assert_eq!(store.history(&found_alice).unwrap().events, events);
    let loose = store.loose_keys().unwrap();
    assert_eq!(
        loose.iter().map(|key| (key.handle.as_bytes(), key.reason)).collect::<Vec<_>>(),
        [(b"a loose key".as_slice(), LooseReason::Purged)]
    );
    assert_eq!(store.journal().unwrap().events.iter().map(|event| event.kind).collect::<Vec<_>>(), [EventKind::Purged]);
    let trusted = store.document(DocumentKind::TrustedApp, b"com.example.browser").unwrap().unwrap();
    assert_eq!((trusted.number, trusted.bytes.as_slice()), (2, b"a record of trust".as_slice()));
    assert_eq!(store.documents(DocumentKind::LinkedApp).unwrap().len(), 1);
    let mut transaction = store.begin().unwrap();
    // The record of the store's age opens too.
    transaction.observe(Timestamp::from_millis(1_800_000_000_000)).unwrap();
    let private_key = transaction.open_secrets(&found_alice, Some(&gate(0x22))).unwrap().private_key.unwrap();
    assert_eq!(private_key.to_secret().expose(), &[7; 32]);
    let kept = transaction.large_blob(&found_bob, Some(&gate(0x22))).unwrap().unwrap();
    assert_eq!(kept.expose(), b"what a site keeps");
    drop(transaction);
    carol_is_of_an_algorithm_that_a_build_may_leave_out(&store);
    let secrets = |passkey| plain_secrets(&store, passkey, Some(&gate(0x22)));
    assert_eq!(secrets(&found_alice), [[1].as_slice(), &[8; 32], &[7; 32]].concat());
    assert_eq!(secrets(&found_bob), [[1].as_slice(), &[9; 32]].concat());
}

/// A passkey whose algorithm this build has no keys of is listed, and no damage.
fn carol_is_of_an_algorithm_that_a_build_may_leave_out(store: &Store) {
    let carol = store.find(&rp("carol.example"), &CredentialId::from_bytes([0xca; 16]).unwrap()).unwrap().unwrap();
    assert_eq!(carol.metadata.public_key.algorithm(), Algorithm::MlDsa44);
    assert_eq!(carol.metadata.public_key.to_spki().len(), 1334);
    let secrets = store.begin().unwrap().open_secrets(&carol, Some(&gate(0x22)));
    if Algorithm::MlDsa44.is_available() {
        let private_key = secrets.unwrap().private_key.unwrap();
        assert_eq!(
            (private_key.to_secret().expose(), private_key.public_key()),
            (&vec![5; 32], carol.metadata.public_key)
        );
    } else {
        assert_eq!(secrets.err(), Some(StoreError::AlgorithmUnavailable));
    }
    assert_eq!(store.check().unwrap().damaged, []);
}

/// Makes the fixture. Not to be run once the version is released.
#[test]
#[ignore = "writes a file of the source"]
fn write_version_1() {
    let world = World::new();
    let path = world.path();
    let settings = StoreSettings { gate: Some(&gate(0x22)), ..StoreSettings::default() };
    let store = Store::open(&path, &device_key(0x11), settings, Arc::new(SystemEntropy)).unwrap();
    let (alice, bob) = version_1();
    let mut transaction = store.begin().unwrap();
    let mut stored = transaction.insert(new_passkey(&alice, 7), state(0, 1), made(), Some(&gate(0x22))).unwrap();
    // A name that no event says.
    transaction.writer().update_metadata(&mut stored, alice).unwrap();
    let stored = transaction.insert(new_passkey(&bob, 8), state(0, 2), made(), Some(&gate(0x22))).unwrap();
    assert!(transaction.write_large_blob(&stored, b"what a site keeps", Some(&gate(0x22))).unwrap());
    let key = PrivateKey::from_secret(Algorithm::MlDsa44, &[5; 32]).unwrap();
    let carol = NewPasskey {
        credential_id: CredentialId::from_bytes([0xca; 16]).unwrap(),
        rp_id: rp("carol.example"),
        key: NewKey::Sealed(KeyPair::of(key)),
        ..new_passkey(&version_1().1, 4)
    };
    transaction.insert(carol, state(0, 3), made(), Some(&gate(0x22))).unwrap();
    let _ = transaction.commit().unwrap();
    let mut transaction = store.begin().unwrap();
    let mut stored = transaction.find(&version_1().0.rp_id, &version_1().0.credential_id).unwrap().unwrap();
    let refused = Event::new(Timestamp::from_millis(1_785_000_000_000), EventKind::Refused);
    transaction.update(&mut stored, version_1_state(), [refused.with_note(Some("not allowed here"))]).unwrap();
    let _ = transaction.commit().unwrap();
    let mut transaction = store.begin().unwrap();
    let loose = LooseKey {
        handle: KeyHandle::from_bytes(*b"a loose key").unwrap(),
        reason: LooseReason::Purged,
        since: Timestamp::from_millis(1_785_000_000_000),
    };
    transaction.write_loose_key(&loose).unwrap();
    transaction.note(&Event::new(Timestamp::from_millis(1_785_000_000_000), EventKind::Purged)).unwrap();
    transaction.write_document(DocumentKind::LinkedApp, b"login.example.com\0com.example.app", b"a link").unwrap();
    transaction.write_document(DocumentKind::TrustedApp, b"com.example.browser", b"a record of trust").unwrap();
    let _ = transaction.commit().unwrap();
    drop(store);
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/src/store/fixtures/version_1.db");
    fs::copy(path, fixture).unwrap();
}

/// How the first passkey of the store of version 1 stands.
fn version_1_state() -> State {
    State {
        last_used: Some(Timestamp::from_millis(1_790_000_000_000)),
        last_verification: Some(Verification::Gate),
        standing: Standing::Stale(Staleness::NotAccepted),
        since: Timestamp::from_millis(1_785_000_000_000),
        visibility: Visibility::Deleted {
            at: Timestamp::from_millis(1_795_000_000_000),
            age: Age::from_millis(86_400_000),
        },
        key_missing: true,
        needs_reregistration: true,
        ..state(41, 3)
    }
}

/// What the store of version 1 holds.
fn version_1() -> (Metadata, Metadata) {
    let alice = Metadata {
        credential_id: CredentialId::from_bytes([0xa1; 32]).unwrap(),
        rp_id: rp(RP),
        user: User {
            handle: UserHandle::from_bytes(*b"alice's handle").unwrap(),
            name: "alice@example.com".into(),
            display_name: "Alice \u{1f511}".into(),
        },
        public_key: PrivateKey::from_secret(Algorithm::Es256, &[7; 32]).unwrap().public_key(),
        custody: Custody::Sealed,
        backup_flags: BackupFlags::DeviceBound,
        protection: CredentialProtection::Optional,
        created: Timestamp::from_millis(1_780_000_000_000),
        created_epoch: Epoch::from_number(1),
        label: Some("Work".into()),
    };
    let handle = KeyHandle::from_bytes(*b"keystore alias").unwrap();
    let bob = Metadata {
        credential_id: CredentialId::from_bytes([0xb0; 16]).unwrap(),
        user: User {
            handle: UserHandle::from_bytes([0xbb; 64]).unwrap(),
            name: String::new(),
            display_name: String::new(),
        },
        public_key: PrivateKey::from_secret(Algorithm::Es256, &[6; 32]).unwrap().public_key(),
        custody: Custody::Hardware { handle, access: KeyAccess::VerifiedUse },
        backup_flags: BackupFlags::Ios,
        label: None,
        ..alice.clone()
    };
    (alice, bob)
}

#[test]
fn a_newer_store_is_refused_and_untouched() {
    let world = World::new();
    insert(&world.open(), &metadata(RP, "alice"), 1);
    rusqlite::Connection::open(world.path()).unwrap().pragma_update(None, "user_version", 2).unwrap();
    let before = world.files();
    let too_new = StoreError::TooNew { found: 2, known: 1 };
    assert_eq!(open(&world.path()).err(), Some(too_new));
    assert_eq!(Store::look(&world.path()), Ok(Presence::TooNew { found: 2, known: 1 }));
    assert_eq!(world.files(), before);
}

#[test]
fn a_store_whose_newer_version_is_still_in_the_log_is_refused_and_untouched() {
    let world = World::new();
    let store = world.open();
    insert(&store, &metadata(RP, "alice"), 1);
    store.lock().pragma_update(None, "user_version", 7).unwrap();
    let copy = World::new();
    for name in ["passkeys.db", "passkeys.db-wal"] {
        fs::copy(world.folder.path().join(name), copy.folder.path().join(name)).unwrap();
    }
    let before = copy.files();
    assert_eq!(open(&copy.path()).err(), Some(StoreError::TooNew { found: 7, known: 1 }));
    assert_eq!(copy.files(), before);
}
