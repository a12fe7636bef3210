//! The passkeys that may answer a request to sign in, before the person chooses.

use std::fmt;

use super::authenticator::Authenticator;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{CredentialId, User};
use crate::key::Custody;
use crate::lifecycle;
use crate::standing::Standing;
use crate::store::Passkey;
use crate::webauthn::options::{AllowList, DescriptorKind, OptionsError, RequestOptions};

/// A passkey that may answer. Made without opening any private key.
///
/// `Debug` shows neither account nor label.
#[derive(Clone)]
pub struct Candidate {
    /// Names the passkey.
    pub credential_id: CredentialId,
    /// What to call the account where there is room for one line, and never blank: its name, else its
    /// display name, else the person's own name for the passkey, else the beginning of the handle in
    /// hexadecimal. Android's selector leaves out an entry without a name. PII.
    pub title: String,
    /// The account. PII.
    pub user: User,
    /// The name that the person gave the passkey.
    pub label: Option<String>,
    /// Who holds the private key: a key that the hardware verifies the person for at each use needs no
    /// other prompt before it.
    pub custody: Custody,
    /// When the passkey was made.
    pub created: Timestamp,
    /// When it signed in last.
    pub last_used: Option<Timestamp>,
    /// What the server is known to think of it.
    pub standing: Standing,
}

impl Candidate {
    pub(crate) fn of(passkey: &Passkey, now: Timestamp) -> Self {
        let metadata = &passkey.metadata;
        Self {
            credential_id: metadata.credential_id.clone(),
            title: lifecycle::title(metadata),
            user: metadata.user.clone(),
            label: metadata.label.clone(),
            custody: metadata.custody.clone(),
            created: metadata.created,
            last_used: passkey.state.last_used,
            standing: lifecycle::as_it_stands(passkey.state, now).standing,
        }
    }
}

impl fmt::Debug for Candidate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Candidate")
            .field("custody", &self.custody)
            .field("created", &self.created)
            .field("last_used", &self.last_used)
            .field("standing", &self.standing)
            .finish_non_exhaustive()
    }
}

impl Authenticator {
    /// The passkeys that a request could be answered with, if its caller turns out to be one that may
    /// ask. Writes nothing and proves nothing.
    pub(crate) fn offers(&self, options: &RequestOptions) -> Result<Vec<Candidate>, Error> {
        self.require_fresh()?;
        let Some(rp_id) = &options.rp_id else {
            return Err(OptionsError::Missing { path: "$.rpId".to_owned(), expected: "the RP ID" }.into());
        };
        let mut passkeys = self.store.passkeys(rp_id)?.passkeys;
        let listed = match keep_allowed(&mut passkeys, &options.allow) {
            // Nothing fits, as below: no reason to end a query with an error.
            Err(Error::UnknownAllowList) => return Ok(Vec::new()),
            listed => listed?,
        };
        let now = self.clock.now();
        let answering = passkeys.iter().filter(|passkey| may_answer(passkey, listed.is_some()));
        Ok(answering.map(|passkey| Candidate::of(passkey, now)).collect())
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
