use std::sync::Arc;

use passkey_provider::secret::Secret;

use crate::boundary::error::FfiError;

/// Secret bytes on their way in: the device key, the gate secret, a token. Wiped when the last reference goes.
/// There is no way out.
///
/// An object, made from bytes that the host lends: inside a record, the generated code would copy them
/// through buffers of its own language, which nobody wipes.
#[derive(uniffi::Object)]
pub struct SecretBytes(Secret<Vec<u8>>);

#[uniffi::export]
impl SecretBytes {
    /// Copies the bytes; the host wipes its own. Whether they are as many as they have to be shows where
    /// they are used. Does not fail.
    #[uniffi::constructor]
    pub fn new(bytes: &[u8]) -> Result<Arc<Self>, FfiError> {
        Ok(Arc::new(Self(Secret::new(bytes.to_vec()))))
    }
}

impl SecretBytes {
    pub(crate) fn expose(&self) -> &[u8] {
        self.0.expose()
    }

    /// A copy for whoever keeps it; wiped as this one.
    pub(crate) fn copy(&self) -> Secret<Vec<u8>> {
        Secret::new(self.0.expose().clone())
    }
}
