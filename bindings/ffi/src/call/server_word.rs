//! What the server says of a registration, through the host.

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::call::provider::Provider;
use crate::record::passkey::{self, Passkey};

#[uniffi::export]
impl Provider {
    /// The server accepted the registration of this passkey. Returns the store's epoch.
    pub fn confirm(&self, credential_id: Vec<u8>) -> Result<u64, FfiError> {
        let core = self.core()?;
        Ok(core.confirm(&parse::credential_id("credential_id", credential_id)?)?.number())
    }

    /// The server refused the registration of this passkey; `reason` is kept in its history.
    pub fn reject(&self, credential_id: Vec<u8>, reason: Option<String>) -> Result<u64, FfiError> {
        let core = self.core()?;
        Ok(core.reject(&parse::credential_id("credential_id", credential_id)?, reason.as_deref())?.number())
    }

    /// The server gave no answer to the registration of this passkey: nothing is known then.
    pub fn note_no_answer(&self, credential_id: Vec<u8>, reason: Option<String>) -> Result<u64, FfiError> {
        let core = self.core()?;
        Ok(core.note_no_answer(&parse::credential_id("credential_id", credential_id)?, reason.as_deref())?.number())
    }

    /// The account's sign-in name changed where the server cannot follow: the person should register
    /// again.
    pub fn note_account_moved(&self, credential_id: Vec<u8>) -> Result<u64, FfiError> {
        let core = self.core()?;
        Ok(core.note_account_moved(&parse::credential_id("credential_id", credential_id)?)?.number())
    }

    /// Writes down which registrations have waited too long for the server's word, and gives every
    /// passkey that is probably or certainly on this device only.
    pub fn stale(&self) -> Result<Vec<Passkey>, FfiError> {
        passkey::render_all(self.core()?.stale()?)
    }
}
