//! Callers whose site has to be asked: what to fetch, and what came of it.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use passkey_provider::caller as core;
use passkey_provider::caller::Checked;
use passkey_provider::exchange;

use crate::boundary::caller_refused::CallerRefused;
use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror;
use crate::boundary::step::Step;
use crate::boundary::{parse, time};
use crate::call::provider::Provider;
use crate::record::caller::{Caller, VerifiedCaller};
use crate::record::committed::committed;

committed! {
    /// What came of a request.
    CommittedCheck(CallerCheck);
}

/// A caller whose site has to be asked. Each answer is taken once.
#[derive(uniffi::Object)]
pub struct PendingCaller(Step<core::PendingCaller>);

/// Where the check of a caller stands.
#[derive(Clone, uniffi::Enum)]
pub enum CallerCheck {
    /// At its end: the caller may use the RP ID.
    Verified {
        /// For [`Caller::Verified`].
        caller: Arc<VerifiedCaller>,
        /// The RP ID that it may use.
        rp_id: String,
        /// By what evidence.
        basis: Basis,
    },
    /// The site has to be asked: [`Provider::answer_fetch`].
    ToFetch {
        /// Goes on with it.
        pending: Arc<PendingCaller>,
        /// What to fetch.
        request: FetchRequest,
    },
}

/// By what evidence a caller was verified, and how fresh that is.
#[derive(Clone, Debug, PartialEq, uniffi::Enum)]
pub enum Basis {
    /// The page's own domain is the RP ID or below it.
    Domain,
    /// The RP ID's site names the page's origin among those related to it.
    RelatedOrigins {
        /// When it said so.
        fetched: SystemTime,
    },
    /// A browser of the privileged list speaks for the page.
    PrivilegedList {
        /// What the list's publisher says of its age.
        as_of: SystemTime,
    },
    /// A browser that the person trusts speaks for the page.
    TrustedByPerson {
        /// Since when.
        since: SystemTime,
    },
    /// The RP ID's site names the app in its asset links.
    AssetLinks {
        /// When it said so.
        fetched: SystemTime,
    },
    /// The operating system checked the caller before it asked.
    Platform,
    /// The app itself asks, at the server that it enrols with.
    Enrolment,
}

/// A request that the host makes: `GET`, over TLS that it verifies, without cookies, credentials or
/// referrer.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct FetchRequest {
    /// What is fetched.
    pub purpose: FetchPurpose,
    /// The URL; `https`.
    pub url: String,
    /// The most bytes of body to read; stop after one more.
    pub most_bytes: u64,
    /// How long to wait for all of it.
    pub timeout: Duration,
    /// How many redirects to follow, to `https` only.
    pub most_redirects: u64,
}

mirror! {
    /// What is fetched.
    FetchPurpose = core::FetchPurpose {
        /// The statements of a site about its apps (Digital Asset Links).
        AssetLinks,
        /// The origins that may use a site's passkeys (WebAuthn L3, section 5.11).
        RelatedOrigins,
    }
}

/// What came of a request.
#[derive(Clone, uniffi::Enum)]
pub enum FetchAnswer {
    /// The site answered.
    Response {
        /// The status code.
        status: u16,
        /// The header `Content-Type`, as it came.
        content_type: Option<String>,
        /// The URLs that redirects led to, in their order.
        redirects: Vec<String>,
        /// The body.
        body: Vec<u8>,
    },
    /// Nobody answered: no network, a timeout, a certificate that does not verify.
    Unreachable,
}

#[uniffi::export]
impl Provider {
    /// Checks who asks for an RP ID, ahead of the request itself: only needed where that is
    /// `fetch_required`, whose detail has the RP ID. Writes nothing.
    pub fn check_caller(&self, caller: Caller, rp_id: Option<String>) -> Result<CallerCheck, FfiError> {
        let core = self.core()?;
        let rp_id = rp_id.map(|text| parse::rp_id("rp_id", &text)).transpose()?;
        Ok(match caller.check(&core, rp_id.as_ref())? {
            // Whoever keeps it keeps it for ten minutes.
            Checked::Verified(caller) => Checked::Verified(core.callers().keep(caller)),
            pending @ Checked::Pending(_) => pending,
        }
        .into())
    }

    /// Takes what came of a request, and remembers what the site said of an app.
    pub fn answer_fetch(&self, pending: Arc<PendingCaller>, answer: FetchAnswer) -> Result<CommittedCheck, FfiError> {
        let core = self.core()?;
        let pending = pending.0.take(Ok)?;
        let committed = core.callers().answer_fetch(pending, &answer.into())?;
        let epoch = committed.epoch;
        CommittedCheck::render(committed, |checked| match checked {
            Ok(checked) => Ok(checked.into()),
            Err(refused) => Err(FfiError::from(refused).after(epoch)),
        })
    }

    /// Keeps in the journal that a caller was refused, and why. `who`: what the host knows of it, as its
    /// package or origin, and the RP ID. Returns the store's epoch.
    pub fn note_refused(&self, reason: CallerRefused, who: String) -> Result<u64, FfiError> {
        Ok(self.core()?.callers().note_refused(reason.into(), &who)?.epoch.number())
    }
}

impl From<Checked> for CallerCheck {
    fn from(checked: Checked) -> Self {
        match checked {
            Checked::Verified(caller) => Self::Verified {
                rp_id: caller.rp_id().to_string(),
                basis: caller.basis().into(),
                caller: Arc::new(VerifiedCaller::new(caller)),
            },
            Checked::Pending(pending) => {
                Self::ToFetch { request: (&pending).into(), pending: Arc::new(PendingCaller(Step::new(pending))) }
            }
        }
    }
}

impl From<core::Basis> for Basis {
    fn from(basis: core::Basis) -> Self {
        match basis {
            core::Basis::Domain => Self::Domain,
            core::Basis::RelatedOrigins { fetched } => Self::RelatedOrigins { fetched: time::render(fetched) },
            core::Basis::PrivilegedList { as_of } => Self::PrivilegedList { as_of: time::render(as_of) },
            core::Basis::TrustedByPerson { since } => Self::TrustedByPerson { since: time::render(since) },
            core::Basis::AssetLinks { fetched } => Self::AssetLinks { fetched: time::render(fetched) },
            core::Basis::Platform => Self::Platform,
            core::Basis::Enrolment => Self::Enrolment,
        }
    }
}

impl From<&core::PendingCaller> for FetchRequest {
    fn from(pending: &core::PendingCaller) -> Self {
        let request = pending.request();
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Self {
            purpose: pending.purpose().into(),
            url: request.url.clone(),
            most_bytes: number(request.limits.most_bytes),
            timeout: request.limits.timeout,
            most_redirects: number(request.limits.most_redirects),
        }
    }
}

impl From<FetchAnswer> for exchange::Answer {
    fn from(answer: FetchAnswer) -> Self {
        match answer {
            FetchAnswer::Response { status, content_type, redirects, body } => {
                let headers = exchange::ResponseHeaders::default();
                Self::Response(exchange::Response { status, content_type, redirects, headers, body })
            }
            FetchAnswer::Unreachable => Self::Unreachable,
        }
    }
}
