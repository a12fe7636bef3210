use std::time::Duration;

use super::pending::{Checked, PendingCaller};
use super::web::{self, Frame};
use super::{AndroidApp, CallerRefused};
use crate::clock::{Moment, Timestamp};
use crate::id::{ClientDataHash, Origin, RpId};

/// A caller that may use the RP ID in here: the only thing a ceremony takes.
///
/// It also says what the signature is over: client data that the core renders from the origin, or
/// the client data hash that somebody entitled to it handed over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VerifiedCaller {
    rp_id: RpId,
    speaker: Speaker,
    client_data_hash: Option<ClientDataHash>,
    basis: Basis,
    /// When it was checked, where what was found then may stop being true.
    checked: Option<Moment>,
}

/// How long the check of a caller holds.
const HOLDS_FOR: Duration = Duration::from_secs(10 * 60);

/// By what evidence a caller was verified, and how fresh that is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Basis {
    /// The page's own domain is the RP ID or below it.
    Domain,
    /// The RP ID's site names the page's origin among those related to it.
    RelatedOrigins {
        /// When it said so, by the device's clock.
        fetched: Timestamp,
    },
    /// A browser of the privileged list speaks for the page.
    PrivilegedList {
        /// What the list's publisher says of its age.
        as_of: Timestamp,
    },
    /// A browser that the person trusts speaks for the page.
    TrustedByPerson {
        /// Since when, by the device's clock.
        since: Timestamp,
    },
    /// The RP ID's site names the app in its asset links.
    AssetLinks {
        /// When it said so, by the device's clock.
        fetched: Timestamp,
    },
    /// The operating system checked the caller before it asked.
    Platform,
    /// This app, for the server that it enrols an account with.
    Enrolment,
}

impl Basis {
    /// Stable machine-readable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::RelatedOrigins { .. } => "related_origins",
            Self::PrivilegedList { .. } => "privileged_list",
            Self::TrustedByPerson { .. } => "trusted_by_person",
            Self::AssetLinks { .. } => "asset_links",
            Self::Platform => "platform",
            Self::Enrolment => "enrolment",
        }
    }

    /// How fresh the evidence is; `None` where it does not age.
    pub const fn time(self) -> Option<Timestamp> {
        match self {
            Self::RelatedOrigins { fetched: time }
            | Self::PrivilegedList { as_of: time }
            | Self::TrustedByPerson { since: time }
            | Self::AssetLinks { fetched: time } => Some(time),
            Self::Domain | Self::Platform | Self::Enrolment => None,
        }
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Speaker {
    /// A web page, and the browser that speaks for it where the system named it.
    Page { origin: Origin, frame: Frame, browser: Option<AndroidApp> },
    /// An app for itself, with the origin that client data have for it.
    App { app: AndroidApp, origin: String },
    /// The platform does not say.
    Unnamed,
}

impl VerifiedCaller {
    /// A web page at `origin` that asks for `requested`, the RP ID of the options (WebAuthn L3,
    /// sections 5.1.3 and 5.1.4.1). None asked for: the host of the page.
    ///
    /// `frame`: whether the page is in a page of another origin. The relying party relies on that word, so a
    /// host that cannot tell serves no frames. A host that hands over a client data hash says nothing:
    /// whoever made the client data has said it there.
    pub fn web(origin: &Origin, frame: Frame, requested: Option<&RpId>) -> Result<Self, CallerRefused> {
        let rp_id = web::authorise(origin, requested)?;
        Ok(Self::page(rp_id, origin.clone(), frame, Basis::Domain))
    }

    /// The same; where the RP ID is foreign to the page, its site may name the page's origin among
    /// those related to it (section 5.11).
    pub fn web_or_related(origin: &Origin, frame: Frame, requested: Option<&RpId>) -> Result<Checked, CallerRefused> {
        match (Self::web(origin, frame.clone(), requested), requested) {
            (Err(CallerRefused::ForeignRpId), Some(rp_id)) => {
                web::refuse_public_suffix(rp_id)?;
                web::refuse_unpublished(rp_id)?;
                Ok(Checked::Pending(PendingCaller::page(origin.clone(), frame, rp_id.clone())))
            }
            (checked, _) => checked.map(Checked::Verified),
        }
    }

    /// A caller that the platform has checked and does not name: iOS checks web pages and
    /// associated domains before it asks a provider. The platform renders the client data and
    /// gives their hash.
    ///
    /// With no host to compare `rp_id` with, an ICANN public suffix (`com`, `co.uk`) is refused: no
    /// platform that checked its caller hands one over.
    pub fn platform(rp_id: RpId, hash: ClientDataHash) -> Result<Self, CallerRefused> {
        Ok(Self { client_data_hash: Some(hash), ..Self::platform_without_client_data(rp_id)? })
    }

    /// A caller that the platform has checked, and that brings no client data: it may send signals.
    /// Ceremonies refuse it, having nothing to sign.
    pub fn platform_without_client_data(rp_id: RpId) -> Result<Self, CallerRefused> {
        web::refuse_icann_suffix(&rp_id)?;
        Ok(Self::new(rp_id, Speaker::Unnamed, Basis::Platform))
    }

    /// A caller that the platform has checked, with the web page that it speaks for. The page is
    /// checked as in [`VerifiedCaller::web`] all the same.
    pub fn platform_with_origin(
        origin: &Origin,
        requested: Option<&RpId>,
        hash: ClientDataHash,
    ) -> Result<Self, CallerRefused> {
        let rp_id = web::authorise(origin, requested)?;
        // What the client data say of frames is the platform's word, in the hash.
        let page = Self::page(rp_id, origin.clone(), Frame::SameOrigin, Basis::Platform);
        Ok(Self { client_data_hash: Some(hash), ..page })
    }

    /// This app, for the server whose pages stand at `page`: an RP ID of its own domain.
    pub(crate) fn enrolling(page: &Origin, requested: Option<&RpId>) -> Result<Self, CallerRefused> {
        let rp_id = web::authorise(page, requested)?;
        Ok(Self::page(rp_id, page.clone(), Frame::SameOrigin, Basis::Enrolment))
    }

    pub(super) const fn page(rp_id: RpId, origin: Origin, frame: Frame, basis: Basis) -> Self {
        Self::new(rp_id, Speaker::Page { origin, frame, browser: None }, basis)
    }

    /// A page that `browser` speaks for, which says in client data of its own whether it is a frame.
    pub(super) const fn page_of(
        rp_id: RpId,
        origin: Origin,
        browser: AndroidApp,
        client_data_hash: Option<ClientDataHash>,
        basis: Basis,
    ) -> Self {
        let speaker = Speaker::Page { origin, frame: Frame::SameOrigin, browser: Some(browser) };
        Self { rp_id, speaker, client_data_hash, basis, checked: None }
    }

    pub(super) const fn app(rp_id: RpId, app: AndroidApp, origin: String, basis: Basis) -> Self {
        Self::new(rp_id, Speaker::App { app, origin }, basis)
    }

    const fn new(rp_id: RpId, speaker: Speaker, basis: Basis) -> Self {
        Self { rp_id, speaker, client_data_hash: None, basis, checked: None }
    }

    /// The same, checked at that moment: it holds for ten minutes from then.
    pub(crate) fn checked_at(self, moment: Moment) -> Self {
        Self { checked: Some(moment), ..self }
    }

    /// The same, checked at that moment if it has no date yet.
    pub(crate) fn or_checked_at(self, moment: Moment) -> Self {
        let checked = self.checked.or(Some(moment));
        Self { checked, ..self }
    }

    /// Whether the check holds still. A browser may lose the person's trust, a site may disown an app: what
    /// was found then is asked for again after ten minutes. What rests on the caller's domain or the
    /// platform's word alone does not change, and ages where it is kept only.
    pub(crate) fn holds(&self, now: Moment) -> bool {
        self.checked.is_none_or(|checked| checked.is_within(HOLDS_FOR, now))
    }

    /// The RP ID that the caller may use; passkeys of no other one are for it.
    pub const fn rp_id(&self) -> &RpId {
        &self.rp_id
    }

    /// The web page that asks, where there is one and it is known. Shown to the person where its
    /// host differs from the RP ID.
    pub const fn origin(&self) -> Option<&Origin> {
        match &self.speaker {
            Speaker::Page { origin, .. } => Some(origin),
            Speaker::App { .. } | Speaker::Unnamed => None,
        }
    }

    /// Whether the page that asks is in a page of another origin, as its host says;
    /// [`Frame::SameOrigin`] of all that is no page, and of pages whose client data are not the core's.
    pub const fn frame(&self) -> &Frame {
        match &self.speaker {
            Speaker::Page { frame, .. } => frame,
            Speaker::App { .. } | Speaker::Unnamed => &Frame::SameOrigin,
        }
    }

    /// The Android app that asks: a browser for a page, or for itself. Shown to the person in the
    /// latter case.
    pub const fn android_app(&self) -> Option<&AndroidApp> {
        match &self.speaker {
            Speaker::Page { browser, .. } => browser.as_ref(),
            Speaker::App { app, .. } => Some(app),
            Speaker::Unnamed => None,
        }
    }

    /// The `origin` of the client data that the core renders: the page's, or
    /// `android:apk-key-hash:…` of an app.
    pub fn client_data_origin(&self) -> Option<&str> {
        match &self.speaker {
            Speaker::Page { origin, .. } => Some(origin.as_str()),
            Speaker::App { origin, .. } => Some(origin),
            Speaker::Unnamed => None,
        }
    }

    /// The app that speaks for itself.
    pub const fn speaking_app(&self) -> Option<&AndroidApp> {
        match &self.speaker {
            Speaker::App { app, .. } => Some(app),
            Speaker::Page { .. } | Speaker::Unnamed => None,
        }
    }

    /// The hash to sign over, if whoever made the client data keeps them to itself.
    pub const fn client_data_hash(&self) -> Option<&ClientDataHash> {
        self.client_data_hash.as_ref()
    }

    /// By what evidence the caller was verified.
    pub const fn basis(&self) -> Basis {
        self.basis
    }
}
