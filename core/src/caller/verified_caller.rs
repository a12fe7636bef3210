use super::web::{self, CallerRefused};
use crate::id::{ClientDataHash, Origin, RpId};

/// A caller that may use the RP ID in here: the only thing a ceremony takes.
///
/// It also says what the signature is over: client data that the core renders from the origin, or
/// the client data hash that the platform handed over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct VerifiedCaller {
    rp_id: RpId,
    origin: Option<Origin>,
    client_data_hash: Option<ClientDataHash>,
}

impl VerifiedCaller {
    /// A web page at `origin` that asks for `requested`, the RP ID of the options (WebAuthn L3,
    /// sections 5.1.3 and 5.1.4.1). None asked for: the host of the page.
    pub fn web(origin: &Origin, requested: Option<&RpId>) -> Result<Self, CallerRefused> {
        let rp_id = web::authorise(origin, requested)?;
        Ok(Self { rp_id, origin: Some(origin.clone()), client_data_hash: None })
    }

    /// A caller that the platform has checked and does not name: iOS checks web pages and
    /// associated domains before it asks a provider. The platform renders the client data and
    /// gives their hash.
    ///
    /// With no host to compare `rp_id` with, an ICANN public suffix (`com`, `co.uk`) is refused: no
    /// platform that checked its caller hands one over.
    pub fn platform(rp_id: RpId, hash: ClientDataHash) -> Result<Self, CallerRefused> {
        web::refuse_icann_suffix(&rp_id)?;
        Ok(Self { rp_id, origin: None, client_data_hash: Some(hash) })
    }

    /// A caller that the platform has checked, and that brings no client data: it may send signals.
    /// Ceremonies refuse it, having nothing to sign.
    pub fn platform_without_client_data(rp_id: RpId) -> Result<Self, CallerRefused> {
        web::refuse_icann_suffix(&rp_id)?;
        Ok(Self { rp_id, origin: None, client_data_hash: None })
    }

    /// A caller that the platform has checked, with the web page that it speaks for. The page is
    /// checked as in [`VerifiedCaller::web`] all the same.
    pub fn platform_with_origin(
        origin: &Origin,
        requested: Option<&RpId>,
        hash: ClientDataHash,
    ) -> Result<Self, CallerRefused> {
        Ok(Self { client_data_hash: Some(hash), ..Self::web(origin, requested)? })
    }

    /// The RP ID that the caller may use; passkeys of no other one are for it.
    pub const fn rp_id(&self) -> &RpId {
        &self.rp_id
    }

    /// The web page that asks, where there is one and it is known. Shown to the person where its
    /// host differs from the RP ID.
    pub const fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// The hash to sign over, if the platform keeps the client data to itself.
    pub const fn client_data_hash(&self) -> Option<&ClientDataHash> {
        self.client_data_hash.as_ref()
    }
}
