//! What the operating system's autofill should list, as iOS's identity store.

use passkey_provider::lifecycle as core;

use crate::boundary::error::FfiError;
use crate::boundary::parse;
use crate::call::provider::Provider;
use crate::record::passkey::PasskeyRef;

/// One entry of the operating system's list: what `ASPasskeyCredentialIdentity` holds.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct Identity {
    /// The passkey.
    pub passkey: PasskeyRef,
    /// The account. PII.
    pub user_handle: Vec<u8>,
    /// What the person sees: the account's name; where it has none, its display name, the person's own name
    /// for the passkey, or else the beginning of the handle in hexadecimal. Never blank. PII.
    pub user_name: String,
}

/// What brings the operating system's list up to date.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct IdentityDelta {
    /// Entries that are missing there.
    pub add: Vec<Identity>,
    /// Entries that should not be there.
    pub remove: Vec<Identity>,
}

#[uniffi::export]
impl Provider {
    /// What the operating system's autofill should list; the entries of one relying party stand most
    /// recently used first.
    pub fn identities(&self) -> Result<Vec<Identity>, FfiError> {
        Ok(render(self.core()?.passkeys().identities()?))
    }

    /// What to add to the operating system's list, and what to remove, where it lists `listed`.
    pub fn identity_delta(&self, listed: Vec<Identity>) -> Result<IdentityDelta, FfiError> {
        let core = self.core()?;
        let listed = listed.into_iter().map(Identity::parse).collect::<Result<Vec<_>, _>>()?;
        let core::IdentityDelta { add, remove } = core.passkeys().identity_delta(&listed)?;
        Ok(IdentityDelta { add: render(add), remove: render(remove) })
    }
}

impl Identity {
    fn parse(self) -> Result<core::Identity, FfiError> {
        Ok(core::Identity {
            passkey: self.passkey.parse("listed.passkey")?,
            user_handle: parse::user_handle("listed.user_handle", self.user_handle)?,
            user_name: self.user_name,
        })
    }
}

fn render(identities: Vec<core::Identity>) -> Vec<Identity> {
    let render = |core::Identity { passkey, user_handle, user_name }| Identity {
        passkey: passkey.into(),
        user_handle: user_handle.as_bytes().to_vec(),
        user_name,
    };
    identities.into_iter().map(render).collect()
}
