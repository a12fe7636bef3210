use crate::key::PrivateKey;
use crate::secret::SecretKey;

/// What is sealed of a passkey, opened: one column, so that whoever needs both opens it once. No `Debug`, no
/// `Clone`; wiped on drop.
pub(crate) struct OpenedSecrets {
    /// The seed of its pseudo-random function (WebAuthn L3, section 10.1.4), whoever holds its key.
    pub prf_seed: SecretKey,
    /// Its private key, where the core has the custody of it.
    pub private_key: Option<PrivateKey>,
}
