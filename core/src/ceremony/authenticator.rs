use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::consent::Given;
use crate::caller::VerifiedCaller;
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::error::Error;
use crate::id::{Aaguid, Origin, PackageName, RpId};
use crate::key::Profile;
use crate::standing::Evidence;
use crate::store::{Epoch, Freshness, Store};
use crate::webauthn::authenticator_data::Flags;
use crate::webauthn::client_data::{CeremonyType, ClientData};
use crate::webauthn::options::Challenge;

/// What every ceremony needs: the store, time, randomness, and what new passkeys say of
/// themselves.
#[derive(Debug)]
pub(crate) struct Authenticator {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) aaguid: Aaguid,
    pub(crate) profile: Profile,
    pub(crate) instance: Instance,
    /// The epoch that the host kept; the first one if it keeps none.
    pub(crate) last_epoch: Epoch,
    /// Whether the store was found current once. Its epoch only rises, so that it stays so.
    pub(crate) is_current: AtomicBool,
}

/// Names one opened provider, so that a plan of another one does not fit. Random.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Instance(pub(crate) [u8; 16]);

impl Authenticator {
    /// Refuses a plan of another provider.
    pub(super) fn require_own(&self, instance: Instance) -> Result<(), Error> {
        if instance == self.instance { Ok(()) } else { Err(Error::WrongProvider) }
    }

    /// Refuses to sign from a store that was put back from an older day, or to change it.
    pub(crate) fn require_fresh(&self) -> Result<(), Error> {
        if self.is_current.load(Ordering::Relaxed) {
            return Ok(());
        }
        match self.freshness()? {
            Freshness::Current | Freshness::Made => {
                self.is_current.store(true, Ordering::Relaxed);
                Ok(())
            }
            Freshness::RolledBack { missing } => Err(Error::RolledBack { missing }),
        }
    }

    /// How the store compares with the epoch that the host kept.
    pub(crate) fn freshness(&self) -> Result<Freshness, Error> {
        Ok(self.store.compare_epoch(self.last_epoch)?)
    }

    /// The evidence of a consent, once a gate secret among it has proved to be the store's.
    /// `opens_secrets`: whether the ceremony reads or writes what a gated store seals.
    pub(super) fn proved(&self, given: &Given, opens_secrets: bool) -> Result<Option<Evidence>, Error> {
        match (given.gate(), self.store.is_gated()) {
            (Some(gate), true) => self.store.check_gate(gate)?,
            (Some(_), false) => return Err(Error::GateUnexpected),
            (None, true) if opens_secrets => return Err(Error::GateRequired),
            (None, _) => {}
        }
        Ok(given.evidence())
    }
}

/// The RP ID of a ceremony: the caller's, which must be the one that the request names.
pub(super) fn verified_rp_id(requested: Option<&RpId>, caller: &VerifiedCaller) -> Result<RpId, Error> {
    match requested {
        Some(requested) if requested != caller.rp_id() => Err(Error::RpIdNotVerified),
        _ => Ok(caller.rp_id().clone()),
    }
}

/// The client data of a ceremony: over the caller's hash where it gave one, else our own.
pub(super) fn client_data(
    ceremony: CeremonyType,
    caller: &VerifiedCaller,
    challenge: Option<&Challenge>,
) -> Result<ClientData, Error> {
    match (caller.client_data_hash(), caller.client_data_origin(), challenge) {
        (Some(hash), ..) => Ok(ClientData::from_hash(*hash)),
        (None, Some(origin), Some(challenge)) => Ok(match caller.speaking_app() {
            Some(app) => ClientData::render_for_app(ceremony, challenge.as_bytes(), origin, app.package()),
            None => ClientData::render(ceremony, challenge.as_bytes(), origin, false, None),
        }),
        (None, ..) => Err(Error::ChallengeMissing),
    }
}

/// The flags of an answer that the person consented to.
pub(super) fn flags(profile: Profile, evidence: Option<Evidence>) -> Flags {
    Flags::of(profile).user_present(true).user_verified(evidence.is_some())
}

/// The app that asks for itself: the person should see its name.
pub(super) fn app_to_show(caller: &VerifiedCaller) -> Option<PackageName> {
    caller.speaking_app().map(|app| app.package().clone())
}

/// The caller's origin, where its host is not the RP ID: the person should see both (WebAuthn L3,
/// section 5.11).
pub(super) fn origin_to_show(caller: &VerifiedCaller) -> Option<Origin> {
    caller.origin().filter(|origin| origin.effective_domain() != Some(caller.rp_id())).cloned()
}
