use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::consent::{Consent, Given, is_recent};
use crate::caller::VerifiedCaller;
use crate::clock::{Clock, Moment, Timestamp};
use crate::entropy::Entropy;
use crate::error::{Aged, Error};
use crate::id::{Origin, PackageName, RpId};
use crate::key::BackupFlags;
use crate::standing::Verification;
use crate::store::{Epoch, Freshness, Store};
use crate::webauthn::authenticator_data::Flags;
use crate::webauthn::client_data::{CeremonyType, ClientData};
use crate::webauthn::options::Challenge;

/// What every ceremony needs: the store, time, randomness.
#[derive(Debug)]
pub(crate) struct Authenticator {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
    pub(crate) instance: Instance,
    /// The epoch that the host kept; the first one if it keeps none.
    pub(crate) last_epoch: Epoch,
    /// Whether the store was found current once. Its epoch only rises, so that it stays so.
    pub(crate) is_current: AtomicBool,
}

/// Names one opened provider, so that a plan of another one does not fit. Random.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Instance(pub(crate) [u8; 16]);

/// Which provider a plan is of, and since when.
#[derive(Clone, Debug)]
pub(super) struct Origination {
    instance: Instance,
    clock: Arc<dyn Clock>,
    begun: Moment,
}

impl Origination {
    /// The present time.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Takes the person's answer, who has ten minutes for it: after that it is not known any more that
    /// whoever asked still may.
    pub(super) fn take(&self, consent: Consent) -> Result<Given, Error> {
        let now = Moment::of(&*self.clock);
        let given = Given::from_consent(consent, now).ok_or(Error::Declined)?;
        if is_recent(self.begun, now) { Ok(given) } else { Err(Error::TooOld { what: Aged::Caller }) }
    }
}

impl Authenticator {
    /// The present moment.
    pub(crate) fn moment(&self) -> Moment {
        Moment::of(&*self.clock)
    }

    /// Marks a plan as this provider's, of a caller that may ask now.
    pub(super) fn begin(&self, caller: &VerifiedCaller) -> Result<Origination, Error> {
        self.require_fresh()?;
        self.require_held(caller)?;
        Ok(Origination { instance: self.instance, clock: Arc::clone(&self.clock), begun: self.moment() })
    }

    /// Refuses a caller that was checked too long ago.
    pub(crate) fn require_held(&self, caller: &VerifiedCaller) -> Result<(), Error> {
        if caller.holds(self.moment()) { Ok(()) } else { Err(Error::TooOld { what: Aged::Caller }) }
    }

    /// Refuses a plan of another provider, one that was agreed to too long ago, and to sign from a store of
    /// an older day.
    pub(super) fn require_agreed(&self, plan: &Origination, given: &Given) -> Result<(), Error> {
        if plan.instance != self.instance {
            return Err(Error::WrongProvider);
        }
        self.require_fresh()?;
        if given.holds(self.moment()) { Ok(()) } else { Err(Error::TooOld { what: Aged::Consent }) }
    }

    /// Refuses to sign from an older copy of the store, or to change it.
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

    /// The verification that a consent proves, once a gate secret among it has proved to be the store's.
    ///
    /// In a gated store nothing signs on the host's word, so that the gate is needed, but for a key that
    /// the hardware itself gates (`is_gated_key`), where no secret of the store is read or written.
    pub(super) fn proved(&self, given: &Given, is_gated_key: bool) -> Result<Option<Verification>, Error> {
        match (given.gate(), self.store.is_gated()) {
            (Some(gate), true) => self.store.check_gate(gate)?,
            (Some(_), false) => return Err(Error::GateUnexpected),
            (None, true) if !is_gated_key => return Err(Error::GateRequired),
            (None, _) => {}
        }
        Ok(given.verification())
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
            None => {
                let frame = caller.frame();
                let top = frame.top_origin().map(Origin::as_str);
                ClientData::render(ceremony, challenge.as_bytes(), origin, frame.is_cross_origin(), top)
            }
        }),
        (None, ..) => Err(Error::ChallengeMissing),
    }
}

/// The flags of an answer that the person consented to.
pub(super) fn flags(backup_flags: BackupFlags, verification: Option<Verification>) -> Flags {
    Flags::of(backup_flags).user_present(true).user_verified(verification.is_some())
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
