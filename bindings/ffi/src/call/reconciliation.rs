//! The server's own list, fetched by the host, beside what is here.

use std::time::SystemTime;

use passkey_provider::lifecycle;
use passkey_provider::store::Epoch;
use passkey_provider::webauthn::server_list as core;
use passkey_provider::webauthn::server_list::ServerList;

use crate::boundary::error::FfiError;
use crate::boundary::{parse, time};
use crate::call::provider::Provider;
use crate::record::committed::committed;
use crate::record::passkey::{PasskeyRef, render_refs};

committed! {
    /// What became of an account's passkeys.
    CommittedReconciliation(Reconciliation);
}

/// A server's list of an account's passkeys.
#[derive(Clone, uniffi::Record)]
pub struct ReconcileRequest {
    /// The relying party.
    pub rp_id: String,
    /// The account: 1 to 64 bytes.
    pub user_handle: Vec<u8>,
    /// What the server says that it has.
    pub list: AccountList,
    /// When it was asked.
    pub as_of: AsOf,
}

/// What a server says that it has of an account.
#[derive(Clone, uniffi::Enum)]
pub enum AccountList {
    /// The list as the server sent it: ids, or objects with an id, in any dialect, whatever is around it.
    Json {
        /// The text, of at most 4 MiB.
        text: String,
    },
    /// Ids whose bytes are known.
    Ids {
        /// The ids.
        ids: Vec<Vec<u8>>,
    },
}

/// When the server's list was asked for.
#[derive(Clone, uniffi::Enum)]
pub enum AsOf {
    /// By the store's epoch, read before the server was asked: exact, whatever the clock does.
    Epoch {
        /// The epoch.
        epoch: u64,
    },
    /// By the device's clock.
    Time {
        /// The time.
        at: SystemTime,
    },
}

/// What became of the account's passkeys.
#[derive(Clone, uniffi::Record)]
pub struct Reconciliation {
    /// The server has these.
    pub confirmed: Vec<PasskeyRef>,
    /// The server does not have these: they are hidden now.
    pub stale: Vec<PasskeyRef>,
    /// Nothing is known of these.
    pub untouched: Vec<PasskeyRef>,
    /// How many entries of the list could not be read; if any, nothing is said to be missing on it.
    pub unreadable: u64,
    /// Whether the list said what the server does not have.
    pub coverage: ListCoverage,
}

/// Whether a list says what the server does not have.
#[derive(Clone, Copy, Debug, Eq, PartialEq, uniffi::Enum)]
pub enum ListCoverage {
    /// It does.
    Complete,
    /// It is one page of several, or has an entry that cannot be read: of what it does not name nothing is
    /// known.
    Incomplete,
}

impl From<core::ListCoverage> for ListCoverage {
    fn from(coverage: core::ListCoverage) -> Self {
        match coverage {
            core::ListCoverage::Complete => Self::Complete,
            core::ListCoverage::Incomplete => Self::Incomplete,
        }
    }
}

#[uniffi::export]
impl Provider {
    /// Compares the passkeys of an account with the server's own list. `invalid_server_list`, with a
    /// detail that says why, where the answer is no list or is about another account; nothing changes then.
    pub fn reconcile(&self, request: ReconcileRequest) -> Result<CommittedReconciliation, FfiError> {
        let provider = self.core()?;
        let rp_id = parse::rp_id("request.rp_id", &request.rp_id)?;
        let user_handle = parse::user_handle("request.user_handle", request.user_handle)?;
        let list = match request.list {
            AccountList::Json { text } => ServerList::parse(text.as_bytes())?,
            AccountList::Ids { ids } => ServerList::from_ids(parse::credential_ids("request.list.ids", ids)?),
        };
        let as_of = match request.as_of {
            AsOf::Epoch { epoch } => lifecycle::AsOf::Epoch(Epoch::from_number(epoch)),
            AsOf::Time { at } => lifecycle::AsOf::Time(time::parse(at)),
        };
        let unreadable = u64::try_from(list.unreadable()).unwrap_or(u64::MAX);
        let committed = provider.server().reconcile(&rp_id, &user_handle, &list, as_of)?;
        CommittedReconciliation::render(committed, |outcome| {
            Ok(Reconciliation {
                confirmed: render_refs(outcome.confirmed),
                stale: render_refs(outcome.stale),
                untouched: render_refs(outcome.untouched),
                unreadable,
                coverage: outcome.coverage.into(),
            })
        })
    }
}
