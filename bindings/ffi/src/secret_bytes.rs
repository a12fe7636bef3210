use passkey_provider::secret::Secret;

/// Secret bytes on their way in: the device key, the gate secret. Wiped on drop.
///
/// A foreign caller sees plain bytes, of which it wipes its own copy. There is no way out: lowered, it
/// is empty.
pub struct SecretBytes(Secret<Vec<u8>>);

uniffi::custom_type!(SecretBytes, Vec<u8>, {
    try_lift: |bytes| Ok(SecretBytes::from(bytes)),
    lower: |_secret| Vec::new(),
});

impl SecretBytes {
    pub(crate) fn expose(&self) -> &[u8] {
        self.0.expose()
    }
}

impl From<Vec<u8>> for SecretBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Secret::new(bytes))
    }
}
