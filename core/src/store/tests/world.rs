//! A folder with a store in it, and passkeys to put there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::clock::Timestamp;
use crate::entropy::{Entropy, EntropyFailed, SystemEntropy};
use crate::id::{CredentialId, RpId, User, UserHandle};
use crate::key::{
    Algorithm, BackupFlags, CredentialProtection, Custody, HardwareKey, KeyAccess, KeyHandle, KeyPair, PrivateKey,
};
use crate::seal::{self, DeviceKey, GateSecret};
use crate::secret::SecretKey;
use crate::standing::{Event, EventKind, Standing};
use crate::store::{
    Committed, Epoch, Metadata, Names, NewKey, NewPasskey, Passkey, State, Store, StoreError, StoreSettings,
    Transaction,
};

pub(in crate::store) const RP: &str = "login.example.com";

/// A folder for one store; removed when dropped.
pub(in crate::store) struct World {
    pub(super) folder: TempDir,
}

/// A generator that never gives anything.
#[derive(Debug)]
pub(in crate::store) struct Broken;

impl Entropy for Broken {
    fn fill(&self, _bytes: &mut [u8]) -> Result<(), EntropyFailed> {
        Err(EntropyFailed)
    }
}

impl World {
    pub(super) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.path().join("passkeys.db")
    }

    pub(super) fn open(&self) -> Store {
        open(&self.path()).unwrap()
    }

    pub(super) fn open_gated(&self, gate: Option<&GateSecret>) -> Result<Store, StoreError> {
        let settings = StoreSettings { gate, ..StoreSettings::default() };
        Store::open(&self.path(), &device_key(1), settings, Arc::new(SystemEntropy))
    }

    pub(super) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.folder.path())
    }
}

pub(in crate::store) fn open(path: &Path) -> Result<Store, StoreError> {
    open_with(path, &device_key(1))
}

pub(in crate::store) fn open_with(path: &Path, key: &DeviceKey) -> Result<Store, StoreError> {
    Store::open(path, key, StoreSettings::default(), Arc::new(SystemEntropy))
}

/// Every file of a folder, by name, as SHA-256 of its bytes. Without SQLite's `-shm`, which holds
/// locks and a copy of what the log says, and no data.
pub(in crate::store) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_str().unwrap().ends_with("-shm"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, Sha256::digest(fs::read(path).unwrap()).to_vec())
        })
        .collect()
}

/// Every byte that the store has on disk, all files one after the other.
pub(in crate::store) fn raw(folder: &Path) -> Vec<u8> {
    fs::read_dir(folder).unwrap().flat_map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

pub(in crate::store) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

pub(in crate::store) fn device_key(byte: u8) -> DeviceKey {
    DeviceKey::from_bytes(&[byte; 32]).unwrap()
}

pub(in crate::store) fn gate(byte: u8) -> GateSecret {
    GateSecret::from_bytes(&[byte; 32]).unwrap()
}

pub(in crate::store) fn rp(text: &str) -> RpId {
    RpId::parse(text).unwrap()
}

/// What a new passkey of `user` at `site` is to be: counting, its key in the core's custody. Which public key and
/// which epoch it has once it is stored, [`stored_as`] says.
pub(in crate::store) fn metadata(site: &str, user: &str) -> Metadata {
    Metadata {
        credential_id: CredentialId::make(&SystemEntropy).unwrap(),
        rp_id: rp(site),
        user: User {
            handle: UserHandle::from_bytes(user.as_bytes()).unwrap(),
            name: format!("{user}@mail.example"),
            display_name: format!("The person {user}"),
        },
        public_key: PrivateKey::make(Algorithm::Es256, &SystemEntropy).unwrap().public_key(),
        custody: Custody::Sealed,
        backup_flags: BackupFlags::DeviceBound,
        protection: CredentialProtection::Optional,
        created: Timestamp::from_millis(1_780_000_000_000),
        created_epoch: Epoch::from_number(1),
        label: None,
    }
}

pub(in crate::store) fn hardware(metadata: Metadata) -> Metadata {
    let handle = KeyHandle::from_bytes(*b"a handle of the host's").unwrap();
    Metadata { custody: Custody::Hardware { handle, access: KeyAccess::VerifiedUse }, ..metadata }
}

/// A private key that a test can recognise; real ones are random.
pub(in crate::store) fn private_key(byte: u8) -> PrivateKey {
    PrivateKey::from_secret(Algorithm::Es256, &[byte; 32]).unwrap()
}

/// What to store so that it becomes `metadata`, with secrets that a test can recognise: each byte of the seed is one
/// more than that of the private key.
pub(in crate::store) fn new_passkey(metadata: &Metadata, secret: u8) -> NewPasskey {
    let Metadata { credential_id, rp_id, user, public_key, custody, backup_flags, protection, created, .. } =
        metadata.clone();
    let key = match custody {
        Custody::Sealed => NewKey::Sealed(KeyPair::of(private_key(secret))),
        Custody::Hardware { handle, access } => NewKey::Hardware(HardwareKey { handle, public_key, access }),
    };
    let prf_seed = SecretKey::copy_from(&[secret.wrapping_add(1); 32]).unwrap();
    NewPasskey { credential_id, rp_id, user, backup_flags, protection, created, prf_seed, key }
}

/// What [`new_passkey`] is once it is stored by the commit of that epoch.
pub(in crate::store) fn stored_as(metadata: &Metadata, secret: u8, created_epoch: Epoch) -> Metadata {
    let public_key = match metadata.custody {
        Custody::Sealed => private_key(secret).public_key(),
        Custody::Hardware { .. } => metadata.public_key.clone(),
    };
    Metadata { public_key, created_epoch, ..metadata.clone() }
}

/// The secrets of a passkey as they are under their seal.
pub(in crate::store) fn plain_secrets(store: &Store, passkey: &Passkey, gate: Option<&GateSecret>) -> Vec<u8> {
    let sealed: Vec<u8> = {
        let (number, connection) = (passkey.row.number, store.lock());
        connection.query_row("SELECT secrets FROM passkey WHERE number = ?1", [number], |row| row.get(0)).unwrap()
    };
    let key = store.keys.secrets(gate).unwrap();
    passkey.row.sealed("secrets", |place| seal::open(&*key, place, &sealed)).unwrap().expose().clone()
}

/// Seals other secrets into the row of a passkey of an ungated store.
pub(in crate::store) fn seal_secrets(store: &Store, passkey: &Passkey, plain: &[u8]) {
    let key = store.keys.secrets(None).unwrap();
    let sealed = passkey.row.sealed("secrets", |place| seal::seal(&*key, place, plain, &SystemEntropy)).unwrap();
    let connection = store.lock();
    connection.execute("UPDATE passkey SET secrets = ?1 WHERE number = ?2", (sealed, passkey.row.number)).unwrap();
}

pub(in crate::store) fn state(sign_count: u32, use_sequence: u64) -> State {
    let deadline = Timestamp::from_millis(1_780_000_600_000);
    let born = Timestamp::from_millis(1_780_000_000_000);
    State { sign_count, ..State::new(use_sequence, Standing::Unconfirmed { deadline }, born) }
}

/// How every passkey of these tests came to be.
pub(in crate::store) fn made() -> Event {
    Event::new(Timestamp::from_millis(1_780_000_000_000), EventKind::Created(None))
}

/// Gives a passkey the person's own name, or takes it away.
pub(in crate::store) fn rename(
    transaction: &mut Transaction<'_>,
    passkey: &Passkey,
    label: Option<&str>,
) -> Result<(), StoreError> {
    let names = Names { label: label.map(str::to_owned), ..passkey.metadata.names() };
    let event = Event::new(Timestamp::from_millis(1_780_000_100_000), EventKind::Renamed);
    transaction.update_names(&mut passkey.clone(), names, event)
}

/// Stores a passkey in a transaction of its own, and gives it as it was stored.
pub(in crate::store) fn insert(store: &Store, metadata: &Metadata, secret: u8) -> Passkey {
    let mut transaction = store.begin().unwrap();
    let state = state(0, transaction.use_sequence());
    let stored = transaction.insert(new_passkey(metadata, secret), state, made(), None).unwrap();
    let Committed { epoch, .. } = transaction.commit().unwrap();
    assert_eq!(stored.metadata, stored_as(metadata, secret, epoch));
    assert_eq!(find(store, metadata), stored);
    stored
}

pub(in crate::store) fn find(store: &Store, metadata: &Metadata) -> Passkey {
    store.find(&metadata.rp_id, &metadata.credential_id).unwrap().unwrap()
}

/// Raises the counter of a passkey in a transaction of its own.
pub(in crate::store) fn count_up(store: &Store, metadata: &Metadata) -> Result<u32, StoreError> {
    let mut transaction = store.begin()?;
    let mut passkey = transaction.find(&metadata.rp_id, &metadata.credential_id)?.unwrap();
    let sign_count = passkey.state.sign_count + 1;
    let state = State { sign_count, use_sequence: transaction.use_sequence(), ..passkey.state };
    transaction.update(&mut passkey, state, [])?;
    let _ = transaction.commit()?;
    Ok(sign_count)
}
