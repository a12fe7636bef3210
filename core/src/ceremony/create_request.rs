//! What a registration was begun for, as it goes from the beginning over the plan and the consent to its end.

use std::time::Duration;

use super::authenticator::Origination;
use super::consent::Given;
use super::obeyed::Obeyed;
use crate::error::Error;
use crate::id::{CredentialId, RpId, User};
use crate::key::{Algorithm, Model};
use crate::policy::{Rule, Ruling};
use crate::store::DocumentKind;
use crate::webauthn::attestation::{Circumstances, Format, Offer, Route, Wanted};
use crate::webauthn::client_data::ClientData;
use crate::webauthn::extensions::CreationExtensions;
use crate::webauthn::options::{Descriptor, UserVerification};

/// A registration that the person agreed to.
pub struct ConsentedCreate {
    pub(super) request: Request,
    pub(super) given: Given,
}

/// What `begin` made of the options.
pub(super) struct Request {
    pub(super) origination: Origination,
    pub(super) model: Model,
    pub(super) rp_id: RpId,
    pub(super) user: User,
    /// Those that the relying party accepts, best first.
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) user_verification: UserVerification,
    pub(super) client_data: ClientData,
    /// What the relying party wants to know about the authenticator.
    pub(super) attestation: Wanted,
    /// What the host can bring for that.
    pub(super) offer: Offer,
    pub(super) route: Route,
    pub(super) obeyed: Obeyed,
    pub(super) extensions: CreationExtensions,
    pub(super) timeout: Option<Duration>,
    pub(super) exclude: Vec<Descriptor>,
    pub(super) is_excluded: bool,
    /// Whether nobody is asked.
    pub(super) is_conditional: bool,
    /// The account's passkeys at the beginning.
    pub(super) same_account: Vec<CredentialId>,
    /// Those of them that the person deletes by this registration.
    pub(super) replaced: Vec<CredentialId>,
    pub(super) along: Option<Along>,
}

/// A document that is written together with the passkey, or not at all. It has to be as it was: where it is gone,
/// whoever began the registration gave it up; where it is another, somebody else went on with it.
pub(crate) struct Along {
    pub(crate) kind: DocumentKind,
    pub(crate) name: Vec<u8>,
    /// The number that it has.
    pub(crate) number: i64,
    /// What it says, for the new passkey's id.
    pub(crate) render: RenderAlong,
}

type RenderAlong = Box<dyn Fn(&CredentialId) -> Vec<u8> + Send + Sync>;

impl Request {
    /// The first algorithm in the relying party's order that whoever will hold the key `offers` (section 6.3.2,
    /// steps 2 and 7).
    pub(super) fn choose_algorithm(&self, offers: &[Algorithm]) -> Result<Algorithm, Error> {
        let mut acceptable = self.algorithms.iter().copied();
        acceptable.find(|algorithm| offers.contains(algorithm)).ok_or(Error::UnsupportedAlgorithm)
    }

    /// The format of the answer (section 6.3.2, step 12).
    pub(super) fn attestation_format(&self, in_hardware: bool) -> Result<Format, Error> {
        let Self { rp_id, route, offer, obeyed, .. } = self;
        let allows = &|format| obeyed.allows_format(format);
        self.attestation
            .format(&Circumstances { rp_id, route: *route, offer, in_hardware, allows })
            .ok_or_else(|| Error::PolicyRefused { ruling: Ruling::of_managed(Rule::AttestationFormats) })
    }

    /// Whether a certificate may name this device.
    pub(super) fn names_device(&self) -> bool {
        self.attestation.names_device(&self.rp_id, &self.offer)
    }
}
