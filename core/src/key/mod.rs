//! Keys that sign: algorithms, public keys, private keys in the core's custody, and handles of
//! keys that live in hardware. What is of one algorithm only is in a file of its own.

mod algorithm;
mod backup_flags;
mod credential_protection;
mod ed25519;
mod es256;
mod family;
mod hardware_key;
mod key_pair;
mod ml_dsa;
mod model;
mod p256_engine;
mod private_key;
mod public_key;

pub use algorithm::Algorithm;
pub use backup_flags::BackupFlags;
pub use credential_protection::CredentialProtection;
pub use hardware_key::{HardwareKey, InvalidKeyHandle, KeyAccess, KeyHandle};
pub(crate) use key_pair::KeyPair;
pub use model::Model;
pub use private_key::{AlgorithmUnavailable, InvalidPrivateKey, KeyNotMade, PrivateKey};
pub use public_key::{InvalidPublicKey, PublicKey, SignatureRejected};

/// Who holds the private key of a passkey.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Custody {
    /// The core: sealed in the store, opened inside `finish` only.
    Sealed,
    /// The device's hardware: the core knows the key by its handle and hands out bytes to sign.
    Hardware {
        /// The host's name for the key.
        handle: KeyHandle,
        /// What the hardware demands before it signs.
        access: KeyAccess,
    },
}

#[cfg(test)]
mod tests;
