//! The one error that crosses the boundary, with all that a host needs to answer a platform.

use passkey_provider as core;
use passkey_provider::error::EntryPoint;
use passkey_provider::id::RpId;
use passkey_provider::store::Epoch;

use crate::boundary::caller_refused::CallerRefused;
use crate::boundary::error_code::{BoundaryError, DomException, ErrorCode, Fault};
use crate::boundary::ruling::PolicyRuling;
use crate::boundary::server_list_refused::ServerListRefused;

/// Why a call failed. Nothing in it is a secret, a handle, a user name, a challenge or a signature.
#[derive(Clone, Debug, PartialEq, thiserror::Error, uniffi::Error)]
pub enum FfiError {
    /// All there is to say of it.
    #[error("{}", .failure.message)]
    Failed {
        /// What happened.
        failure: Box<Failure>,
    },
}

/// What happened, who can fix it, what to do next, and what the platforms see.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Failure {
    /// Which error it is, and what is fixed about it; for options that cannot be used, what a page and
    /// Android see is finer than in [`error_table`].
    pub kind: ErrorRow,
    /// What happened, as half a sentence: lower case, no full stop.
    pub message: String,
    /// What is known beside the code.
    pub detail: Option<ErrorDetail>,
    /// The store's epoch, where the call committed something before it failed: keep it outside the store.
    pub epoch: Option<u64>,
}

/// What is fixed about an error.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct ErrorRow {
    /// Which error it is.
    pub code: ErrorCode,
    /// The code as a word for programs: `no_passkey`. Never changes once released.
    pub name: String,
    /// Who can fix it.
    pub fault: Fault,
    /// What to do next, as a sentence.
    pub next: String,
    /// What a page sees.
    pub dom_exception: DomException,
    /// The `name` of that exception: `NotAllowedError`.
    pub dom_exception_name: String,
    /// The `type` of Android's `CreateCredentialException`.
    pub android_create_type: String,
    /// The `type` of Android's `GetCredentialException`.
    pub android_get_type: String,
    /// Whether a person in front of the app's own view can fix it, or should at least read there what to do:
    /// met without a view, it asks for one. In Android's query phase: answer with an authentication action.
    pub asks_for_view: bool,
    /// What iOS sees.
    pub ios_codes: IosCodes,
}

/// The raw value of iOS's `ASExtensionError.Code`, by where iOS asked.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct IosCodes {
    /// Without a view, where the system can come back with one.
    pub silent: i32,
    /// With the app's view on the screen.
    pub with_view: i32,
    /// In a conditional create, where nothing may be asked or shown.
    pub conditional: i32,
}

/// What is known beside the code.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum ErrorDetail {
    /// Of `bad_argument`: which one, such as `request.model.aaguid`.
    Argument {
        /// Its name.
        name: String,
    },
    /// Of `caller_refused`: why, for the host and its history. Not for the caller.
    Refused {
        /// Why.
        reason: CallerRefused,
    },
    /// Of `invalid_server_list`: why the answer says nothing.
    ServerList {
        /// Why.
        reason: ServerListRefused,
    },
    /// Of `fetch_required`: the RP ID whose site has to be asked.
    Site {
        /// The RP ID.
        rp_id: String,
    },
    /// Of `invalid_options`: the member at fault, as a JSONPath.
    Member {
        /// Where it is.
        path: String,
    },
    /// Of `stranded`: how many passkeys wait for their key.
    Passkeys {
        /// How many.
        count: u64,
    },
    /// Of `rolled_back`: how many commits the copy lacks.
    Missing {
        /// How many.
        commits: u64,
    },
    /// Of `store_too_new`: the store's schema version, and the newest one that is known here.
    Versions {
        /// The store's.
        found: i64,
        /// The newest known.
        known: i64,
    },
    /// Of `store_damaged`, `store_unavailable`, `device_key_damaged`, `key_store_failed` and `internal`: what it
    /// came from, in numbers and words that hold no personal data. The message ends with it.
    Cause {
        /// SQLite's or the system's number, or what was found.
        text: String,
    },
    /// Of `attestation_refused`: which requirement is not met.
    Attestation {
        /// One word, which never changes: `basic_constraints`.
        requirement: String,
    },
    /// Of `policy_refused`: by which rule.
    Ruling {
        /// The rule, where it stands, and who can change it.
        ruling: PolicyRuling,
    },
    /// Of `invalid_policy`: what is wrong with the document.
    Policy {
        /// One word, which never changes: `unknown_member`.
        problem: String,
        /// Where the wrong member stands; none where the document as a whole is wrong.
        path: Option<String>,
    },
    /// Of `store_set_aside`: where the file is now.
    KeptAs {
        /// Its path.
        path: String,
    },
}

/// Every error that a call can fail with, and what is fixed about it. Does not fail.
#[uniffi::export]
pub fn error_table() -> Result<Vec<ErrorRow>, FfiError> {
    let of_core = core::ErrorCode::ALL.iter().map(|code| {
        let images = Images {
            page: code.dom_exception(),
            android: (code.android_create_type(), code.android_get_type()),
            asks_for_view: code.asks_for_view(),
            ios: EntryPoint::ALL.map(|entry| code.ios_code(entry).number()),
        };
        row((*code).into(), code.fault().into(), code.next(), &images)
    });
    Ok(of_core.chain(BoundaryError::ALL.iter().copied().map(boundary_row)).collect())
}

impl FfiError {
    /// An error of the boundary.
    pub(crate) fn boundary(error: BoundaryError, message: impl Into<String>) -> Self {
        Self::new(boundary_row(error), message.into(), None)
    }

    /// An argument that is not valid.
    pub(crate) fn argument(name: &str, why: impl std::fmt::Display) -> Self {
        let detail = ErrorDetail::Argument { name: name.to_owned() };
        Self::new(boundary_row(BoundaryError::BadArgument), format!("`{name}`: {why}"), Some(detail))
    }

    /// A caller whose site has to be asked.
    pub(crate) fn fetch_required(rp_id: &RpId) -> Self {
        let detail = ErrorDetail::Site { rp_id: rp_id.to_string() };
        let message = "the site must first confirm that the caller is one of its own";
        Self::new(boundary_row(BoundaryError::FetchRequired), message.to_owned(), Some(detail))
    }

    fn new(kind: ErrorRow, message: String, detail: Option<ErrorDetail>) -> Self {
        Self::Failed { failure: Box::new(Failure { kind, message, detail, epoch: None }) }
    }

    /// The same, of a call that committed something before it failed.
    pub(crate) fn after(self, epoch: Epoch) -> Self {
        let Self::Failed { mut failure } = self;
        failure.epoch = Some(epoch.number());
        Self::Failed { failure }
    }
}

impl<E: Into<core::Error>> From<E> for FfiError {
    fn from(error: E) -> Self {
        let error: core::Error = error.into();
        let code = error.error_code().into();
        let images = Images {
            page: error.dom_exception(),
            android: (error.android_create_type(), error.android_get_type()),
            asks_for_view: error.asks_for_view(),
            ios: EntryPoint::ALL.map(|entry| error.ios_code(entry).number()),
        };
        let detail = match &error {
            core::Error::InvalidOptions(error) => Some(ErrorDetail::Member { path: error.path().to_owned() }),
            core::Error::CallerRefused(reason) => Some(ErrorDetail::Refused { reason: (*reason).into() }),
            core::Error::InvalidServerList(reason) => Some(ErrorDetail::ServerList { reason: (*reason).into() }),
            core::Error::AttestationRefused(refused) => {
                Some(ErrorDetail::Attestation { requirement: refused.as_str().to_owned() })
            }
            core::Error::PolicyRefused { ruling } => Some(ErrorDetail::Ruling { ruling: ruling.clone().into() }),
            core::Error::InvalidPolicy(refused) => {
                let path = refused.path().filter(|path| !path.is_empty()).map(str::to_owned);
                Some(ErrorDetail::Policy { problem: refused.as_str().to_owned(), path })
            }
            core::Error::Stranded { passkeys } => Some(ErrorDetail::Passkeys { count: *passkeys }),
            core::Error::RolledBack { missing } => Some(ErrorDetail::Missing { commits: *missing }),
            core::Error::StoreTooNew { found, known } => Some(ErrorDetail::Versions { found: *found, known: *known }),
            core::Error::StoreSetAside { kept_as } => {
                Some(ErrorDetail::KeptAs { path: kept_as.path().display().to_string() })
            }
            _ => error.cause().map(|cause| ErrorDetail::Cause { text: cause.to_string() }),
        };
        let failure = Self::new(row(code, error.fault().into(), error.next(), &images), error.to_string(), detail);
        match error.epoch() {
            Some(epoch) => failure.after(epoch),
            None => failure,
        }
    }
}

/// What the platforms see of an error.
struct Images {
    page: core::DomException,
    /// Of a create, and of a get.
    android: (&'static str, &'static str),
    asks_for_view: bool,
    /// By [`EntryPoint::ALL`].
    ios: [i32; 3],
}

fn row(code: ErrorCode, fault: Fault, next: &str, images: &Images) -> ErrorRow {
    let Images { page, android: (create, get), asks_for_view, ios: [silent, with_view, conditional] } = *images;
    ErrorRow {
        code,
        name: code.as_str().to_owned(),
        fault,
        next: next.to_owned(),
        dom_exception: page.into(),
        dom_exception_name: page.as_str().to_owned(),
        android_create_type: create.to_owned(),
        android_get_type: get.to_owned(),
        asks_for_view,
        ios_codes: IosCodes { silent, with_view, conditional },
    }
}

/// The app is at fault in every error of the boundary, and the page learns nothing of it.
fn boundary_row(error: BoundaryError) -> ErrorRow {
    let page = core::DomException::Unknown;
    let android = (page.android_create_type(), page.android_get_type());
    let images = Images { page, android, asks_for_view: false, ios: [0; 3] };
    row(error.code(), Fault::Host, error.next(), &images)
}
