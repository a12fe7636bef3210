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
use crate::key::{Algorithm, BackupFlags, Custody, KeyAccess, KeyHandle, PrivateKey};
use crate::seal::{DeviceKey, GateSecret};
use crate::secret::SecretKey;
use crate::standing::{Event, EventKind, Standing};
use crate::store::{
    Epoch, Metadata, Names, Passkey, PasskeySecrets, State, Store, StoreError, StoreSettings, Transaction,
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

/// A new passkey of `user` at `site`, counting, its key in the core's custody.
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
        created: Timestamp::from_millis(1_780_000_000_000),
        created_epoch: Epoch::from_number(1),
        label: None,
    }
}

pub(in crate::store) fn hardware(metadata: Metadata) -> Metadata {
    let handle = KeyHandle::from_bytes(*b"a handle of the host's").unwrap();
    Metadata { custody: Custody::Hardware { handle, access: KeyAccess::VerifiedUse }, ..metadata }
}

/// Secrets that a test can recognise; real ones are random.
pub(in crate::store) fn secrets(byte: u8) -> PasskeySecrets {
    PasskeySecrets {
        private_key: Some(crate::secret::Secret::new(vec![byte; 32])),
        prf_seed: SecretKey::copy_from(&[byte.wrapping_add(1); 32]).unwrap(),
    }
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
    transaction.insert(metadata.clone(), state, made(), &secrets(secret), None).unwrap();
    let _ = transaction.commit().unwrap();
    find(store, metadata)
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
