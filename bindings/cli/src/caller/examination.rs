use passkey_provider::caller::{
    AndroidCaller, AndroidTrust, Answered, CallerRefused, Checked, PendingCaller, PrivilegedList, VerifiedCaller,
};
use passkey_provider::clock::Timestamp;
use passkey_provider::exchange::Answer;
use passkey_provider::id::RpId;
use passkey_provider::{Error, Provider};

use super::Claimed;
use super::asked::Asked;
use super::claimed::Speaker;
use crate::failure::Failure;

/// What came of checking a caller.
pub(crate) struct Examined {
    /// The verdict.
    pub(crate) outcome: Outcome,
    /// What the site has to be asked, in order.
    pub(crate) requests: Vec<Asked>,
}

/// The verdict.
pub(crate) enum Outcome {
    /// The caller may use the RP ID.
    Verified(Box<VerifiedCaller>),
    /// It may not.
    Refused(CallerRefused),
    /// It takes the site's answer to this request to say.
    Unanswered(Asked),
}

/// What a check goes by, and what it leaves behind.
#[derive(Clone, Copy)]
pub(crate) enum Knowledge<'a> {
    /// There is no store.
    Nothing,
    /// A store, which stays as it is.
    Read(&'a Provider),
    /// A store, which remembers what the site said.
    Learn(&'a Provider),
}

impl Claimed {
    /// Checks the caller's right to `requested`, the RP ID of the options. An answer of the site came
    /// `now`.
    pub(crate) fn examine(
        &self,
        requested: Option<&RpId>,
        known: Knowledge<'_>,
        now: Timestamp,
    ) -> Result<Examined, Failure> {
        let mut requests = Vec::new();
        let mut checked = self.begin(requested, known, now);
        loop {
            let pending = match checked {
                Ok(Checked::Pending(pending)) => pending,
                Ok(Checked::Verified(caller)) => {
                    return Ok(Examined { outcome: Outcome::Verified(Box::new(caller)), requests });
                }
                Err(Error::CallerRefused(refused)) => {
                    return Ok(Examined { outcome: Outcome::Refused(refused), requests });
                }
                Err(error) => return Err(error.into()),
            };
            let request = Asked::of(pending.purpose(), pending.request());
            let answer = self.answers.to(requests.len());
            requests.push(request.clone());
            checked = match answer {
                Some(answer) => known.answer(pending, &answer, now),
                None => return Ok(Examined { outcome: self.unanswered(request), requests }),
            };
        }
    }

    fn begin(&self, requested: Option<&RpId>, known: Knowledge<'_>, now: Timestamp) -> Result<Checked, Error> {
        Ok(match &self.speaker {
            Speaker::Page(origin, frame) => VerifiedCaller::web_or_related(origin, frame.clone(), requested)?,
            Speaker::PageByBrowser(origin, hash) => {
                Checked::Verified(VerifiedCaller::platform_with_origin(origin, requested, *hash)?)
            }
            Speaker::Platform(rp_id, Some(hash)) => Checked::Verified(VerifiedCaller::platform(rp_id.clone(), *hash)?),
            Speaker::Platform(rp_id, None) => {
                Checked::Verified(VerifiedCaller::platform_without_client_data(rp_id.clone())?)
            }
            Speaker::App(caller, list) => self.begin_app(caller, list.as_ref(), requested, known, now)?,
        })
    }

    fn begin_app(
        &self,
        caller: &AndroidCaller,
        list: Option<&PrivilegedList>,
        requested: Option<&RpId>,
        known: Knowledge<'_>,
        now: Timestamp,
    ) -> Result<Checked, Error> {
        let trust = AndroidTrust { privileged: list, build: self.build, ..AndroidTrust::default() };
        match known.provider() {
            // What the site answers now outweighs what it answered before, however fresh that is.
            Some(provider) if list.is_none() && !self.answers.are_given() => {
                provider.callers().check_android(caller, requested)
            }
            Some(provider) => {
                let trusted = provider.callers().trusted_apps()?;
                Ok(caller.check(requested, &AndroidTrust { trusted: &trusted, ..trust }, now)?)
            }
            None => Ok(caller.check(requested, &trust, now)?),
        }
    }

    /// The verdict where the site was not asked. A page is then foreign to the RP ID, and an app may be
    /// anything.
    fn unanswered(&self, request: Asked) -> Outcome {
        match &self.speaker {
            Speaker::Page(..) => Outcome::Refused(CallerRefused::ForeignRpId),
            Speaker::PageByBrowser(..) | Speaker::Platform(..) | Speaker::App(..) => Outcome::Unanswered(request),
        }
    }
}

impl Knowledge<'_> {
    fn provider(&self) -> Option<&Provider> {
        match self {
            Self::Nothing => None,
            Self::Read(provider) | Self::Learn(provider) => Some(provider),
        }
    }

    fn answer(self, pending: PendingCaller, answer: &Answer, now: Timestamp) -> Result<Checked, Error> {
        match self {
            Self::Learn(provider) => Ok(provider.callers().answer_fetch(pending, answer)?.value?),
            Self::Nothing | Self::Read(_) => match pending.answer(answer, now) {
                Answered::Pending(pending) => Ok(Checked::Pending(pending)),
                Answered::Done { verdict, .. } => Ok(Checked::Verified(verdict?)),
            },
        }
    }
}
