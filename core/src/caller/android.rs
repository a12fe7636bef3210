//! Who asks on Android: a browser that speaks for a page, or an app that speaks for itself.

use super::asset_links::{LinkPolicy, LinkedApp};
use super::pending::{Checked, PendingCaller};
use super::privileged::{self, BuildType, PrivilegedList, TrustedApp};
use super::{AndroidApp, Basis, CallerRefused, VerifiedCaller, web};
use crate::clock::{Moment, Timestamp};
use crate::id::{ClientDataHash, Origin, RpId};

/// An app that asks, with what it states: `CallingAppInfo` and the request's client data hash.
#[derive(Clone, Debug)]
pub struct AndroidCaller {
    /// The app, as the system names it.
    pub app: AndroidApp,
    /// The origin that it states (`CallingAppInfo.getOrigin`), unchecked: any app can state one.
    pub origin: Option<String>,
    /// The hash of client data that it made itself. A browser that hands in none is taken for one whose page
    /// is no frame: the core's client data say so, for Android has no word of it.
    pub client_data_hash: Option<ClientDataHash>,
}

/// What is known about apps.
#[derive(Clone, Copy, Debug, Default)]
pub struct AndroidTrust<'a> {
    /// The browsers that may state an origin.
    pub privileged: Option<&'a PrivilegedList>,
    /// Those that the person trusts beside them.
    pub trusted: &'a [TrustedApp],
    /// What the site said of this app, if it was asked before.
    pub link: Option<&'a LinkedApp>,
    /// How far that is believed.
    pub policy: LinkPolicy,
    /// Whether the system is one for developers.
    pub build: BuildType,
}

impl AndroidCaller {
    /// Checks the caller's right to `requested`, the RP ID of the options.
    ///
    /// An app that states an origin speaks for a web page: only one of the list, or one that the
    /// person trusts, may. Such a browser has itself compared page and RP ID, related origins
    /// among it, and is believed. An app that states none speaks for itself: the site must name it in
    /// its asset links, and the client data are the core's own.
    pub fn check(
        &self,
        requested: Option<&RpId>,
        trust: &AndroidTrust<'_>,
        now: Timestamp,
    ) -> Result<Checked, CallerRefused> {
        match &self.origin {
            Some(origin) => {
                let caller = self.check_browser(origin, requested, trust)?;
                Ok(Checked::Verified(caller.checked_at(Moment::at(now))))
            }
            None => self.check_app(requested, trust, now),
        }
    }

    fn check_browser(
        &self,
        origin: &str,
        requested: Option<&RpId>,
        trust: &AndroidTrust<'_>,
    ) -> Result<VerifiedCaller, CallerRefused> {
        let basis = privileged::vouch(&self.app, trust.privileged, trust.trusted, trust.build)?;
        let origin = Origin::parse(origin).map_err(|_| CallerRefused::UnusableOrigin)?;
        let host = origin.effective_domain().ok_or(CallerRefused::NotADomain)?;
        let rp_id = requested.unwrap_or(host).clone();
        web::refuse_icann_suffix(&rp_id)?;
        Ok(VerifiedCaller::page_of(rp_id, origin, self.app.clone(), self.client_data_hash, basis))
    }

    fn check_app(
        &self,
        requested: Option<&RpId>,
        trust: &AndroidTrust<'_>,
        now: Timestamp,
    ) -> Result<Checked, CallerRefused> {
        if self.client_data_hash.is_some() {
            return Err(CallerRefused::HashWithoutOrigin);
        }
        let rp_id = requested.ok_or(CallerRefused::NoRpId)?;
        web::refuse_icann_suffix(rp_id)?;
        web::refuse_unpublished(rp_id)?;
        // AOSP links an app all of whose signers a site lists, for opening its pages. Signing in takes an
        // origin too, and Android has one for a single certificate only: whichever of several we chose,
        // the server could not know which to expect.
        let origin = self.app.apk_key_hash().ok_or(CallerRefused::SeveralSigners)?;
        let known = trust.link.filter(|link| link.is_for(rp_id, &self.app, &trust.policy));
        match known {
            Some(link) if link.is_within(trust.policy.fresh_for, now) => {
                let basis = Basis::AssetLinks { fetched: link.fetched };
                let caller = VerifiedCaller::app(rp_id.clone(), self.app.clone(), origin, basis);
                Ok(Checked::Verified(caller.checked_at(Moment::at(now))))
            }
            known => {
                let app = self.app.clone();
                Ok(Checked::Pending(PendingCaller::app(app, origin, rp_id.clone(), trust.policy, known.cloned())))
            }
        }
    }
}
