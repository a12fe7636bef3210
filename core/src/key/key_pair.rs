use super::{PrivateKey, PublicKey};

/// A private key in the core's custody with its public half, which costs half as much to compute as a signature, and
/// is computed once. No `Debug`, no `Clone`; wiped on drop.
pub(crate) struct KeyPair {
    private_key: PrivateKey,
    public_key: PublicKey,
}

impl KeyPair {
    /// The pair of a private key.
    pub(crate) fn of(private_key: PrivateKey) -> Self {
        Self { public_key: private_key.public_key(), private_key }
    }

    /// What signs.
    pub(crate) const fn private_key(&self) -> &PrivateKey {
        &self.private_key
    }

    /// What verifies.
    pub(crate) const fn public_key(&self) -> &PublicKey {
        &self.public_key
    }
}
