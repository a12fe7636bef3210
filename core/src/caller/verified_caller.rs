use super::pending::{Checked, PendingCaller};
use super::web;
use super::{AndroidApp, CallerRefused};
use crate::clock::Timestamp;
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
}

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
}

impl Basis {
    /// One word for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::RelatedOrigins { .. } => "related_origins",
            Self::PrivilegedList { .. } => "privileged_list",
            Self::TrustedByPerson { .. } => "trusted_by_person",
            Self::AssetLinks { .. } => "asset_links",
            Self::Platform => "platform",
        }
    }

    /// How fresh the evidence is; `None` where it does not age.
    pub const fn time(self) -> Option<Timestamp> {
        match self {
            Self::RelatedOrigins { fetched: time }
            | Self::PrivilegedList { as_of: time }
            | Self::TrustedByPerson { since: time }
            | Self::AssetLinks { fetched: time } => Some(time),
            Self::Domain | Self::Platform => None,
        }
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Speaker {
    /// A web page, and the browser that speaks for it where the system named it.
    Page { origin: Origin, browser: Option<AndroidApp> },
    /// An app for itself, with the origin that client data have for it.
    App { app: AndroidApp, origin: String },
    /// The platform does not say.
    Unnamed,
}

impl VerifiedCaller {
    /// A web page at `origin` that asks for `requested`, the RP ID of the options (WebAuthn L3,
    /// sections 5.1.3 and 5.1.4.1). None asked for: the host of the page.
    pub fn web(origin: &Origin, requested: Option<&RpId>) -> Result<Self, CallerRefused> {
        let rp_id = web::authorise(origin, requested)?;
        Ok(Self::page(rp_id, origin.clone(), None, None, Basis::Domain))
    }

    /// The same; where the RP ID is foreign to the page, its site may name the page's origin among
    /// those related to it (section 5.11).
    pub fn web_or_related(origin: &Origin, requested: Option<&RpId>) -> Result<Checked, CallerRefused> {
        match (Self::web(origin, requested), requested) {
            (Err(CallerRefused::ForeignRpId), Some(rp_id)) => {
                web::refuse_public_suffix(rp_id)?;
                web::refuse_unpublished(rp_id)?;
                Ok(Checked::Pending(PendingCaller::page(origin.clone(), rp_id.clone())))
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
        Ok(Self { rp_id, speaker: Speaker::Unnamed, client_data_hash: None, basis: Basis::Platform })
    }

    /// A caller that the platform has checked, with the web page that it speaks for. The page is
    /// checked as in [`VerifiedCaller::web`] all the same.
    pub fn platform_with_origin(
        origin: &Origin,
        requested: Option<&RpId>,
        hash: ClientDataHash,
    ) -> Result<Self, CallerRefused> {
        let rp_id = web::authorise(origin, requested)?;
        Ok(Self::page(rp_id, origin.clone(), None, Some(hash), Basis::Platform))
    }

    pub(super) const fn page(
        rp_id: RpId,
        origin: Origin,
        browser: Option<AndroidApp>,
        client_data_hash: Option<ClientDataHash>,
        basis: Basis,
    ) -> Self {
        Self { rp_id, speaker: Speaker::Page { origin, browser }, client_data_hash, basis }
    }

    pub(super) const fn app(rp_id: RpId, app: AndroidApp, origin: String, basis: Basis) -> Self {
        Self { rp_id, speaker: Speaker::App { app, origin }, client_data_hash: None, basis }
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
