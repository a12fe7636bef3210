//! The passkeys that may answer a request to sign in, before the person chooses.

use super::authenticator::Authenticator;
use crate::error::Error;
use crate::id::CredentialId;
use crate::lifecycle::{self, PasskeySummary};
use crate::store::Passkey;
use crate::webauthn::options::{AllowList, DescriptorKind, OptionsError, RequestOptions};

impl Authenticator {
    /// The passkeys that a request could be answered with, if its caller turns out to be one that may
    /// ask. Writes nothing and proves nothing.
    pub(crate) fn offers(&self, options: &RequestOptions) -> Result<Vec<PasskeySummary>, Error> {
        self.require_fresh()?;
        let Some(rp_id) = &options.rp_id else {
            return Err(OptionsError::Missing { path: "$.rpId".to_owned(), expected: "the RP ID" }.into());
        };
        if !self.allows_sign_in(rp_id)? {
            return Ok(Vec::new());
        }
        let mut passkeys = self.store.passkeys(rp_id)?.passkeys;
        let listed = match keep_allowed(&mut passkeys, &options.allow) {
            // Nothing fits, as below: no reason to end a query with an error.
            Err(Error::UnknownAllowList) => return Ok(Vec::new()),
            listed => listed?,
        };
        let now = self.clock.now();
        let answering = passkeys.iter().filter(|passkey| may_answer(passkey, listed.is_some()));
        Ok(answering.map(|passkey| PasskeySummary::of(passkey, now)).collect())
    }
}

/// Keeps the passkeys that the allow list names, and gives their ids; `None` without a list, which keeps
/// all (section 6.3.3, steps 3 to 5).
pub(super) fn keep_allowed(passkeys: &mut Vec<Passkey>, allow: &AllowList) -> Result<Option<Vec<CredentialId>>, Error> {
    let AllowList::Listed(allowed) = allow else { return Ok(None) };
    // A list of nothing but unknown types is no empty list (section 5.1.4.2).
    if allowed.iter().all(|entry| entry.kind == DescriptorKind::Unknown) {
        return Err(Error::UnknownAllowList);
    }
    passkeys.retain(|passkey| allowed.iter().any(|entry| entry.names(&passkey.metadata.credential_id)));
    Ok(Some(passkeys.iter().map(|passkey| passkey.metadata.credential_id.clone()).collect()))
}

/// Whether a passkey may answer a request: what is hidden does where the server itself names it.
pub(super) fn may_answer(passkey: &Passkey, is_listed: bool) -> bool {
    if is_listed {
        !passkey.state.visibility.is_deleted() && !passkey.state.key_missing
    } else {
        lifecycle::is_offered(&passkey.state)
    }
}
