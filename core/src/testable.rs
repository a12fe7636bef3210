//! For this project's own benchmarks: what no host may do, behind a feature that no host turns on.

use std::path::Path;
use std::sync::Arc;

use crate::clock::Timestamp;
use crate::entropy::SystemEntropy;
use crate::error::Error;
use crate::id::{CredentialId, RpId, User};
use crate::key::{Algorithm, BackupFlags, CredentialProtection, KeyPair, PrivateKey};
use crate::seal::DeviceKey;
use crate::secret::SecretKey;
use crate::standing::{Event, EventKind, Standing};
use crate::store::{NewKey, NewPasskey, State, Store, StoreSettings};

/// Bytes of stack that are wiped after a computation of ML-DSA-44, -65 and -87: `tests/memory` compares them with those
/// that it uses.
#[cfg(feature = "ml-dsa")]
pub const DEEP_STACKS: [usize; 3] = [crate::stack::ML_DSA_44, crate::stack::ML_DSA_65, crate::stack::ML_DSA_87];

/// Puts a passkey for each account into the store at `path` in one commit, as no ceremony does, with keys of these
/// algorithms in turn: a store of a hundred thousand passkeys is made in seconds.
pub fn fill(
    path: &Path,
    device_key: &DeviceKey,
    accounts: impl IntoIterator<Item = (RpId, User)>,
    algorithms: &[Algorithm],
    standing: Standing,
) -> Result<(), Error> {
    let store = Store::open(path, device_key, StoreSettings::default(), Arc::new(SystemEntropy))?;
    let created = Timestamp::from_millis(1_750_000_000_000);
    let mut transaction = store.begin()?;
    for ((rp_id, user), algorithm) in accounts.into_iter().zip(algorithms.iter().cycle()) {
        let new = NewPasskey {
            credential_id: CredentialId::make(&SystemEntropy)?,
            rp_id,
            user,
            backup_flags: BackupFlags::DeviceBound,
            protection: CredentialProtection::Optional,
            created,
            prf_seed: SecretKey::make(&SystemEntropy)?,
            key: NewKey::Sealed(KeyPair::of(PrivateKey::make(*algorithm, &SystemEntropy)?)),
        };
        let state = State::new(1, standing, created);
        transaction.insert(new, state, Event::new(created, EventKind::Created(None)), None)?;
    }
    let _ = transaction.commit()?;
    Ok(())
}
