//! What the server thinks of the passkeys, as far as the host learns it.

use super::Provider;
use crate::error::Error;
use crate::id::{PasskeyRef, RpId, UserHandle};
use crate::lifecycle::{self, AsOf, Reconciliation, StandingEvidence, VerifiedSignal};
use crate::standing::{Event, EventKind, Standing};
use crate::store::{Committed, Passkey, State};
use crate::webauthn::server_list::ServerList;

/// The server's word on passkeys that are here: [`Provider::server`].
///
/// WebAuthn has no acknowledgement of a registration, so what the app learns from its server is said here: after
/// each registration, when the server signals, and whenever its list of an account is at hand.
///
/// ```
/// # use passkey_provider::{Provider, Error, store::{Committed, Epoch}, id::PasskeyRef};
/// # fn keep(_: Epoch) {}
/// # fn example(provider: &Provider, passkey: &PasskeyRef, accepted: bool) -> Result<(), Error> {
/// let Committed { epoch, .. } = if accepted {
///     provider.server().confirm(passkey)?
/// } else {
///     provider.server().reject(passkey, Some("this organisation permits other providers only"))?
/// };
/// keep(epoch);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ServerWord<'a> {
    pub(super) provider: &'a Provider,
}

impl ServerWord<'_> {
    /// The server accepted the registration of this passkey. Older ones of the account give way.
    pub fn confirm(self, passkey: &PasskeyRef) -> Result<Committed<()>, Error> {
        self.provider
            .change(passkey, |transaction, mut passkey, now| lifecycle::note_accepted(transaction, &mut passkey, now))
    }

    /// The server refused the registration of this passkey; `reason` is kept in its history. A
    /// passkey that the server is known to hold stays confirmed.
    pub fn reject(self, passkey: &PasskeyRef, reason: Option<&str>) -> Result<Committed<()>, Error> {
        self.provider.change(passkey, |transaction, mut passkey, now| {
            lifecycle::weigh_in(transaction, &mut passkey, StandingEvidence::Refused, reason, now).map(drop)
        })
    }

    /// The server gave no answer to the registration of this passkey: a timeout, a lost connection.
    /// Nothing is known then; `reason` is kept in its history.
    pub fn note_no_answer(self, passkey: &PasskeyRef, reason: Option<&str>) -> Result<Committed<()>, Error> {
        self.provider.change(passkey, |transaction, mut passkey, now| {
            lifecycle::weigh_in(transaction, &mut passkey, StandingEvidence::NoAnswer, reason, now).map(drop)
        })
    }

    /// The account's sign-in name changed, or it moved, where the server cannot follow: the person
    /// should register again. The passkey's standing stays.
    pub fn note_account_moved(self, passkey: &PasskeyRef) -> Result<Committed<()>, Error> {
        self.provider.change(passkey, |transaction, mut passkey, now| {
            if passkey.state.needs_reregistration {
                return Ok(());
            }
            let state = State { needs_reregistration: true, ..passkey.state };
            Ok(transaction.update(&mut passkey, state, [Event::new(now, EventKind::AccountMoved)])?)
        })
    }

    /// Applies a signal to the passkeys of its RP ID. Answer the sender before, as soon as there is a
    /// [`VerifiedSignal`]: what this returns, and how long it takes, is not for it.
    pub fn apply_signal(self, signal: &VerifiedSignal) -> Result<Committed<()>, Error> {
        self.provider.authenticator.require_held(signal.sender())?;
        self.provider.write(|transaction, now| lifecycle::apply(transaction, signal, now))
    }

    /// Compares the passkeys of an account with the server's own list, which was asked for `as_of`.
    /// Passkeys that were made later are left alone. A list that names another relying party or account
    /// is [`Error::InvalidServerList`], and changes nothing.
    pub fn reconcile(
        self,
        rp_id: &RpId,
        user_handle: &UserHandle,
        list: &ServerList,
        as_of: AsOf,
    ) -> Result<Committed<Reconciliation>, Error> {
        self.provider.write(|transaction, now| lifecycle::reconcile(transaction, rp_id, user_handle, list, as_of, now))
    }

    /// Writes down which registrations have waited too long for the server's word, and gives every
    /// passkey that is probably or certainly on this device only.
    pub fn doubtful(self) -> Result<Committed<Vec<Passkey>>, Error> {
        let settled = self.provider.write(lifecycle::settle)?;
        let is_doubtful = |passkey: &Passkey| {
            !passkey.state.visibility.is_deleted()
                && matches!(passkey.state.standing, Standing::Suspect(_) | Standing::Stale(_))
        };
        let doubtful = self.provider.list_where(is_doubtful)?.passkeys;
        Ok(settled.map(|()| doubtful))
    }
}
