//! What the server says of a registration, through the host.

use crate::boundary::error::FfiError;
use crate::call::provider::Provider;
use crate::record::committed::committed;
use crate::record::passkey::{self, Passkey, PasskeyRef};

committed! {
    /// Passkeys that are probably or certainly on this device only.
    CommittedPasskeys(Vec<Passkey>);
}

#[uniffi::export]
impl Provider {
    /// The server accepted the registration of this passkey. Returns the store's epoch.
    pub fn confirm(&self, passkey: PasskeyRef) -> Result<u64, FfiError> {
        let core = self.core()?;
        Ok(core.server().confirm(&passkey.parse("passkey")?)?.epoch.number())
    }

    /// The server refused the registration of this passkey; `reason` is kept in its history.
    pub fn reject(&self, passkey: PasskeyRef, reason: Option<String>) -> Result<u64, FfiError> {
        let core = self.core()?;
        Ok(core.server().reject(&passkey.parse("passkey")?, reason.as_deref())?.epoch.number())
    }

    /// The server gave no answer to the registration of this passkey: nothing is known then.
    pub fn note_no_answer(&self, passkey: PasskeyRef, reason: Option<String>) -> Result<u64, FfiError> {
        let core = self.core()?;
        Ok(core.server().note_no_answer(&passkey.parse("passkey")?, reason.as_deref())?.epoch.number())
    }

    /// The account's sign-in name changed where the server cannot follow: the person should register
    /// again.
    pub fn note_account_moved(&self, passkey: PasskeyRef) -> Result<u64, FfiError> {
        let core = self.core()?;
        Ok(core.server().note_account_moved(&passkey.parse("passkey")?)?.epoch.number())
    }

    /// Writes down which registrations have waited too long for the server's word, and gives every
    /// passkey that is probably or certainly on this device only.
    pub fn stale(&self) -> Result<CommittedPasskeys, FfiError> {
        CommittedPasskeys::render(self.core()?.server().doubtful()?, passkey::render_all)
    }
}
