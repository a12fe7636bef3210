use passkey_provider::caller::{CallerRefused, VerifiedCaller};
use passkey_provider::id::RpId;

use super::Claimed;
use super::claimed::Speaker;
use super::examination::{Knowledge, Outcome};
use super::unanswered;
use crate::args::Global;
use crate::failure::Failure;
use crate::host::Host;
use crate::output::Output;
use crate::time;

/// A caller that may ask.
pub(crate) struct Admitted<'a> {
    /// The caller.
    pub(crate) caller: VerifiedCaller,
    claimed: Claimed,
    /// The store, if it had to be looked into.
    host: Option<Host>,
    global: &'a Global,
    output: Output,
}

impl Claimed {
    /// Lets the caller in that may use `requested`, the RP ID of the options. For one that may not
    /// no store is made; where there is one, its history tells of the refusal.
    pub(crate) fn admit<'a>(
        self,
        requested: Option<&RpId>,
        global: &'a Global,
        output: Output,
    ) -> Result<Admitted<'a>, Failure> {
        let host = self.open_known(global, output)?;
        let known = host.as_ref().map_or(Knowledge::Nothing, |host| Knowledge::Learn(&host.provider));
        match self.examine(requested, known, time::now(global))?.outcome {
            Outcome::Verified(caller) => Ok(Admitted { caller: *caller, claimed: self, host, global, output }),
            Outcome::Refused(refused) => {
                if let Err(failure) = self.note(refused, requested, host, global, output) {
                    // The refusal is what the caller hears, whatever the store is like.
                    output.note(&format!("warning: the refusal could not be recorded. {}", failure.to_sentences()));
                }
                Err(refused.into())
            }
            Outcome::Unanswered(request) => Err(unanswered(&request)),
        }
    }

    /// The store, if there is one and it knows something of the caller: of apps it does, pages are
    /// judged without.
    pub(crate) fn open_known(&self, global: &Global, output: Output) -> Result<Option<Host>, Failure> {
        match &self.speaker {
            Speaker::App(..) => Host::open_existing(global, self.build, output),
            Speaker::Page(..) | Speaker::PageByBrowser(..) | Speaker::Platform(..) => Ok(None),
        }
    }

    fn note(
        &self,
        refused: CallerRefused,
        requested: Option<&RpId>,
        host: Option<Host>,
        global: &Global,
        output: Output,
    ) -> Result<(), Failure> {
        let host = match host {
            Some(host) => Some(host),
            None => Host::open_existing(global, self.build, output)?,
        };
        host.map_or(Ok(()), |host| host.remember(host.provider.callers().note_refused(refused, &self.name(requested))?))
    }
}

impl Admitted<'_> {
    /// The store to serve the caller from, made if there is none.
    pub(crate) fn open(self) -> Result<(Host, VerifiedCaller), Failure> {
        let Self { caller, claimed, host, global, output } = self;
        let is_learner = claimed.answers.are_given();
        let host = match host {
            Some(host) => host,
            None => {
                let host = Host::open(global, output)?;
                if is_learner {
                    // Once more, so that a new store remembers what the site said.
                    claimed.examine(Some(caller.rp_id()), Knowledge::Learn(&host.provider), time::now(global))?;
                }
                host
            }
        };
        if is_learner {
            // The site was asked before there was a host, or by the store without one.
            host.remember_epoch(host.provider.epoch()?)?;
        }
        Ok((host, caller))
    }
}
