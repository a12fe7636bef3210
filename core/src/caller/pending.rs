//! Callers that a site has to vouch for: what to fetch, and what its answer means.

use std::collections::VecDeque;

use super::android_app::AndroidApp;
use super::asset_links::{self, LinkPolicy, LinkedApp, Offline, Reading};
use super::fetch::{FetchPurpose, published};
use super::{Basis, CallerRefused, Frame, VerifiedCaller, related_origins};
use crate::clock::{Moment, Timestamp};
use crate::exchange::{Answer, Request};
use crate::id::{Origin, RpId};

/// Where the check of a caller stands.
#[derive(Debug)]
pub enum Checked {
    /// The caller may use the RP ID.
    Verified(VerifiedCaller),
    /// The site has to be asked.
    Pending(PendingCaller),
}

/// A caller that the site has to vouch for.
#[derive(Debug)]
pub struct PendingCaller {
    rp_id: RpId,
    request: Request,
    asking: Asking,
}

#[derive(Debug)]
enum Asking {
    Page(Origin, Frame),
    App(Box<AskingApp>),
}

#[derive(Debug)]
struct AskingApp {
    app: AndroidApp,
    /// As client data have it.
    origin: String,
    policy: LinkPolicy,
    /// What the site said before.
    known: Option<LinkedApp>,
    /// Documents that are still to be fetched.
    includes: VecDeque<String>,
    /// How many were, or are being.
    asked: usize,
}

/// What came of a site's answer.
#[derive(Debug)]
pub enum Answered {
    /// The check is at its end.
    Done {
        /// The caller, or why it is refused.
        verdict: Result<VerifiedCaller, CallerRefused>,
        /// What to remember.
        learned: Learned,
    },
    /// Another document belongs to the first.
    Pending(PendingCaller),
}

/// What a site's answer says about an app, to remember.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Learned {
    /// Nothing.
    Nothing,
    /// The app may use the site's sign-in.
    Linked(LinkedApp),
    /// The site does not say so, or no longer.
    NotLinked,
}

/// How many documents are fetched for one app, the first among them.
const MOST_DOCUMENTS: usize = 10;

impl PendingCaller {
    pub(super) fn page(origin: Origin, frame: Frame, rp_id: RpId) -> Self {
        let request = FetchPurpose::RelatedOrigins.request(&rp_id);
        Self { rp_id, request, asking: Asking::Page(origin, frame) }
    }

    pub(super) fn app(
        app: AndroidApp,
        origin: String,
        rp_id: RpId,
        policy: LinkPolicy,
        known: Option<LinkedApp>,
    ) -> Self {
        let request = FetchPurpose::AssetLinks.request(&rp_id);
        let asking = AskingApp { app, origin, policy, known, includes: VecDeque::new(), asked: 1 };
        Self { rp_id, request, asking: Asking::App(Box::new(asking)) }
    }

    /// What to fetch.
    pub const fn request(&self) -> &Request {
        &self.request
    }

    /// What it is for.
    pub const fn purpose(&self) -> FetchPurpose {
        match self.asking {
            Asking::Page(..) => FetchPurpose::RelatedOrigins,
            Asking::App(_) => FetchPurpose::AssetLinks,
        }
    }

    /// The RP ID that the caller asks for.
    pub const fn rp_id(&self) -> &RpId {
        &self.rp_id
    }

    /// The app that asks, if it is one.
    pub const fn android_app(&self) -> Option<&AndroidApp> {
        match &self.asking {
            Asking::Page(..) => None,
            Asking::App(asking) => Some(&asking.app),
        }
    }

    /// Takes the site's answer. `now`: when it came, by the device's clock.
    pub fn answer(self, answer: &Answer, now: Timestamp) -> Answered {
        let Self { rp_id, request, asking } = self;
        let document = published(&request, answer);
        match asking {
            Asking::Page(origin, frame) => {
                let verdict = document.and_then(|document| related_origins::validate(document, &origin));
                let basis = Basis::RelatedOrigins { fetched: now };
                let caller = |()| VerifiedCaller::page(rp_id, origin, frame, basis).checked_at(Moment::at(now));
                Answered::Done { verdict: verdict.map(caller), learned: Learned::Nothing }
            }
            Asking::App(asking) => match document.and_then(|document| asset_links::read(document, &asking.app)) {
                Ok(reading) => asking.read(reading, rp_id, now),
                Err(refused) => asking.got_no_document(refused, answer, rp_id, now),
            },
        }
    }
}

impl AskingApp {
    fn read(mut self: Box<Self>, reading: Reading, rp_id: RpId, now: Timestamp) -> Answered {
        let linked = reading.link.map(|(relation, certificate)| LinkedApp {
            rp_id: rp_id.clone(),
            package: self.app.package().clone(),
            certificate,
            relation,
            fetched: now,
        });
        if let Some(linked) = linked.filter(|linked| linked.is_for(&rp_id, &self.app, &self.policy)) {
            return Answered::Done { verdict: Ok(self.caller(rp_id, now, now)), learned: Learned::Linked(linked) };
        }
        self.includes.extend(reading.includes);
        match self.includes.pop_front().filter(|_| self.asked < MOST_DOCUMENTS) {
            Some(url) => {
                self.asked = self.asked.saturating_add(1);
                let request = FetchPurpose::AssetLinks.request_to(url);
                Answered::Pending(PendingCaller { rp_id, request, asking: Asking::App(self) })
            }
            None => Answered::Done { verdict: Err(CallerRefused::NotLinked), learned: Learned::NotLinked },
        }
    }

    /// The site gave no document to read. One that has nothing there any more (404, 410) says so; where
    /// it could not say anything, the policy decides whether its last word counts.
    fn got_no_document(
        self: Box<Self>,
        refused: CallerRefused,
        answer: &Answer,
        rp_id: RpId,
        now: Timestamp,
    ) -> Answered {
        let status = match answer {
            Answer::Response(response) => Some(response.status),
            Answer::Unreachable => None,
        };
        // Of an included document it says nothing of the site's own.
        let is_gone = matches!(status, Some(404 | 410)) && self.asked == 1;
        let is_silent = status.is_none_or(|status| (500..600).contains(&status));
        let verdict = match (self.policy.offline, &self.known) {
            (Offline::Accept(age), Some(known)) if is_silent && known.is_within(age, now) => {
                let fetched = known.fetched;
                Ok(self.caller(rp_id, fetched, now))
            }
            _ => Err(refused),
        };
        Answered::Done { verdict, learned: if is_gone { Learned::NotLinked } else { Learned::Nothing } }
    }

    fn caller(self: Box<Self>, rp_id: RpId, fetched: Timestamp, now: Timestamp) -> VerifiedCaller {
        let basis = Basis::AssetLinks { fetched };
        VerifiedCaller::app(rp_id, self.app, self.origin, basis).checked_at(Moment::at(now))
    }
}
