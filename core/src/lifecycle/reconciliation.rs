//! The server's own list, fetched by the host, beside what is here.

use super::evidence::weigh_in;
use super::transition::StandingEvidence;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{CredentialId, PasskeyRef, RpId, UserHandle};
use crate::store::{Epoch, Passkey, Transaction};
use crate::webauthn::server_list::{ListCoverage, ServerList};

/// When the server's list was asked for. A passkey made later may be missing on it and yet be known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AsOf {
    /// By the store's epoch, which the host read before it asked: exact, whatever the clock does.
    Epoch(Epoch),
    /// By the device's clock.
    Time(Timestamp),
}

/// What became of the account's passkeys.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reconciliation {
    /// The server has these.
    pub confirmed: Vec<PasskeyRef>,
    /// The server does not have these: they are hidden now.
    pub stale: Vec<PasskeyRef>,
    /// Nothing is known of these: they were made after the list was asked for, or the list is incomplete.
    pub untouched: Vec<PasskeyRef>,
    /// Whether the list said what the server does not have.
    pub coverage: ListCoverage,
}

impl AsOf {
    fn is_before(self, passkey: &Passkey) -> bool {
        match self {
            Self::Epoch(asked) => passkey.metadata.created_epoch > asked,
            Self::Time(asked) => passkey.metadata.created >= asked,
        }
    }
}

pub(crate) fn reconcile(
    transaction: &mut Transaction<'_>,
    rp_id: &RpId,
    user_handle: &UserHandle,
    list: &ServerList,
    as_of: AsOf,
    now: Timestamp,
) -> Result<Reconciliation, Error> {
    let passkeys = transaction.passkeys(rp_id)?.passkeys.into_iter();
    let passkeys: Vec<Passkey> = passkeys.filter(|passkey| passkey.metadata.user.handle == *user_handle).collect();
    let ids: Vec<CredentialId> = passkeys.iter().map(|passkey| passkey.metadata.credential_id.clone()).collect();
    let names = passkeys.iter().map(|passkey| passkey.metadata.user.name.clone()).collect::<Vec<_>>();
    let known: Vec<_> = ids.iter().zip(names.iter().map(String::as_str)).collect();
    let list = list.of_account(rp_id, user_handle, &known)?;
    let coverage = list.coverage();
    let mut outcome = Reconciliation { coverage, ..Reconciliation::default() };
    for (mut passkey, id) in passkeys.into_iter().zip(&ids) {
        if list.names(id) {
            // Of the older ones of the account the list itself says whether they are gone.
            weigh_in(transaction, &mut passkey, StandingEvidence::FoundOnServer, None, now)?;
            outcome.confirmed.push(passkey.reference());
        } else if coverage == ListCoverage::Complete && !as_of.is_before(&passkey) {
            weigh_in(transaction, &mut passkey, StandingEvidence::MissingOnServer, None, now)?;
            outcome.stale.push(passkey.reference());
        } else {
            outcome.untouched.push(passkey.reference());
        }
    }
    Ok(outcome)
}
