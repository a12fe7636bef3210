use super::Epoch;
use super::passkey::Metadata;
use crate::clock::Timestamp;
use crate::id::{CredentialId, RpId, User};
use crate::key::{BackupFlags, CredentialProtection, Custody, HardwareKey, KeyPair};
use crate::secret::SecretKey;

/// A passkey to store: all that its making decides. Who holds the private key, what is listed of it and
/// what is sealed come of one value, so that they cannot disagree. No `Debug`, no `Clone`; wiped on drop.
pub(crate) struct NewPasskey {
    /// As [`Metadata::credential_id`].
    pub credential_id: CredentialId,
    /// As [`Metadata::rp_id`].
    pub rp_id: RpId,
    /// As [`Metadata::user`].
    pub user: User,
    /// As [`Metadata::backup_flags`].
    pub backup_flags: BackupFlags,
    /// As [`Metadata::protection`].
    pub protection: CredentialProtection,
    /// As [`Metadata::created`].
    pub created: Timestamp,
    /// The seed of the PRF extension: random, independent of the key, made with the passkey.
    pub prf_seed: SecretKey,
    /// Its key pair.
    pub key: NewKey,
}

/// The key pair of a new passkey, by who holds the private key.
pub(crate) enum NewKey {
    /// The core: the private key is sealed in the store.
    Sealed(KeyPair),
    /// The hardware: no private key comes into the store.
    Hardware(HardwareKey),
}

impl NewPasskey {
    /// What is listed of it. The secrets end here: seal them before.
    pub(super) fn into_metadata(self, created_epoch: Epoch) -> Metadata {
        let (public_key, custody) = match self.key {
            NewKey::Sealed(pair) => (pair.public_key().clone(), Custody::Sealed),
            NewKey::Hardware(HardwareKey { handle, public_key, access }) => {
                (public_key, Custody::Hardware { handle, access })
            }
        };
        Metadata {
            credential_id: self.credential_id,
            rp_id: self.rp_id,
            user: self.user,
            public_key,
            custody,
            backup_flags: self.backup_flags,
            protection: self.protection,
            created: self.created,
            created_epoch,
            label: None,
        }
    }
}
