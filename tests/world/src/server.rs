//! What servers hold. They say what they hold, unless the history makes them lie.

use std::collections::{BTreeMap, BTreeSet};

use passkey_provider::id::{CredentialId, RpId, UserHandle};

/// How many relying parties there are.
pub(crate) const SITES: usize = 2;

/// How many accounts each has. The handles are the same everywhere, as a hostile site would have them.
pub(crate) const ACCOUNTS: usize = 2;

/// One account at one relying party.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Account {
    /// Which relying party.
    pub site: usize,
    /// Which of its accounts.
    pub user: usize,
}

impl Account {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..SITES).flat_map(|site| (0..ACCOUNTS).map(move |user| Self { site, user }))
    }

    pub(crate) fn rp_id(self) -> RpId {
        RpId::parse(&format!("site-{}.example", self.site)).expect("a domain")
    }

    pub(crate) fn user_handle(self) -> UserHandle {
        UserHandle::from_bytes([u8::try_from(self.user).expect("few")]).expect("a handle")
    }
}

/// Every server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Servers {
    held: BTreeMap<Account, BTreeSet<CredentialId>>,
    /// Passkeys of which the server's last word was false.
    pub(crate) lied_about: BTreeSet<CredentialId>,
}

impl Servers {
    pub(crate) fn held(&self, account: Account) -> Vec<CredentialId> {
        self.held.get(&account).into_iter().flatten().cloned().collect()
    }

    pub(crate) fn holds(&self, id: &CredentialId) -> bool {
        self.held.values().any(|ids| ids.contains(id))
    }

    pub(crate) fn accept(&mut self, account: Account, id: CredentialId) {
        self.held.entry(account).or_default().insert(id);
    }

    /// The person or an administrator removes a passkey from the account.
    pub(crate) fn remove(&mut self, account: Account, id: &CredentialId) {
        self.held.entry(account).or_default().remove(id);
    }
}
