//! What the person is asked before a registration.

use super::consent::Consent;
use super::create_request::{Along, ConsentedCreate, Request};
use super::obeyed::{Membership, PolicyWarning, heeded};
use crate::error::Error;
use crate::id::{Origin, PackageName, RpId, User};
use crate::key::Algorithm;
use crate::lifecycle::{Answer, Decision, PasskeySummary};
use crate::webauthn::attestation::{Format, Offer, Wanted};
use crate::webauthn::options::UserVerification;

/// A registration that was understood and checked, and waits for the person.
pub struct CreatePlan {
    pub(super) request: Request,
    pub(super) prompt: CreatePrompt,
    pub(super) decision: Decision,
    pub(super) leftovers: Vec<PasskeySummary>,
    pub(super) policy_warning: Option<PolicyWarning>,
    pub(super) is_resolved: bool,
}

/// What to show the person before they answer. The RP ID was verified; the names were not.
#[derive(Clone, Debug)]
pub struct CreatePrompt {
    /// The verified RP ID. Show this, not the name that the relying party gives itself.
    pub rp_id: RpId,
    /// The calling page, where its host is not the RP ID: show it beside the RP ID.
    pub origin: Option<Origin>,
    /// The Android app that asks for itself: show it beside the RP ID.
    pub app: Option<PackageName>,
    /// The account that the passkey is for.
    pub user: User,
    /// Whether the relying party asks for user verification, or an extension does: a pseudo-random function (`prf`)
    /// answers to nobody else.
    pub user_verification: UserVerification,
}

impl CreatePlan {
    /// What to show the person.
    pub fn prompt(&self) -> &CreatePrompt {
        &self.prompt
    }

    /// The algorithms that the relying party accepts and the core knows, best first. Whoever will hold the key
    /// takes the first that it can make a key of.
    pub fn algorithms(&self) -> &[Algorithm] {
        &self.request.algorithms
    }

    /// How much the relying party wants to know about the authenticator, and in which formats.
    pub fn attestation(&self) -> &Wanted {
        &self.request.attestation
    }

    /// Says what the host can bring as an attestation. Before this nothing: the core then answers with what it makes
    /// by itself.
    pub fn offer_attestation(mut self, offer: Offer) -> Self {
        self.request.offer = offer;
        self
    }

    /// The format of the attestation that the answer has if the core keeps the private key, or if it is
    /// `in_hardware`. One with certificates needs [`Provider::begin_attested_create`], or the chain at
    /// [`HardwareCreate::with_attestation`](super::HardwareCreate::with_attestation).
    ///
    /// [`Provider::begin_attested_create`]: crate::provider::Provider::begin_attested_create
    ///
    /// [`Error::PolicyRefused`]: the managed configuration allows none of those that can be had.
    pub fn attestation_format(&self, in_hardware: bool) -> Result<Format, Error> {
        self.request.attestation_format(in_hardware)
    }

    /// Judges the registration by the policy of the relying party's organisation, with the attestation that was
    /// offered, of a key that the core keeps or that is `in_hardware`. What the policy would refuse is
    /// [`Error::PolicyRefused`], before a key exists; one that only warns does so in [`CreatePlan::policy_warning`].
    pub fn as_member(mut self, membership: Membership<'_>, in_hardware: bool) -> Result<Self, Error> {
        let format = self.request.attestation_format(in_hardware)?;
        self.policy_warning = heeded(membership, self.request.model, format, self.request.origination.now())?;
        Ok(self)
    }

    /// What the organisation's policy would refuse, if it were newer, whole and the organisation's own: show it to
    /// the person before a key is made that the server may not take.
    pub fn policy_warning(&self) -> Option<&PolicyWarning> {
        self.policy_warning.as_ref()
    }

    /// What is on the device for this account already, for the person to see. The caller learns of
    /// it after the gesture only.
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// What earlier registrations left behind: passkeys of the same relying party and account name, with another
    /// user handle, that the server probably or certainly does not have; the last used first. They stand in
    /// nobody's way. Show them to the person, and offer to delete them with
    /// [`Passkeys::delete`](crate::provider::Passkeys::delete). The caller learns nothing of them.
    pub fn leftovers(&self) -> &[PasskeySummary] {
        &self.leftovers
    }

    /// The person gives up the passkeys of [`Decision::StaleDuplicate`] or [`Decision::InFlight`]: the
    /// same request goes on, and when it is finished the new passkey is in and the old ones are
    /// deleted, or neither. They stay restorable.
    pub fn delete_and_retry(mut self) -> Result<Self, Error> {
        self.require_open(Answer::DeleteAndRetry)?;
        self.request.replaced =
            self.decision.existing().iter().map(|existing| existing.passkey.credential_id.clone()).collect();
        self.is_resolved = true;
        Ok(self)
    }

    /// The person wants another passkey beside those of [`Decision::StaleDuplicate`] or
    /// [`Decision::InFlight`].
    pub fn register_another(mut self) -> Result<Self, Error> {
        self.require_open(Answer::RegisterAnother)?;
        self.request.replaced.clear();
        self.is_resolved = true;
        Ok(self)
    }

    /// Writes a document together with the passkey.
    pub(crate) fn along(mut self, along: Along) -> Self {
        self.request.along = Some(along);
        self
    }

    fn require_open(&self, answer: Answer) -> Result<(), Error> {
        if self.decision.answers().contains(&answer) { Ok(()) } else { Err(Error::NotOffered) }
    }

    /// Takes the person's answer. Whether the relying party excludes a passkey of this device
    /// shows after the gesture only, when the plan is finished (section 6.3.2, step 3).
    pub fn consent(self, consent: Consent) -> Result<ConsentedCreate, Error> {
        let given = self.request.origination.take(consent)?;
        match self.decision {
            Decision::StaleDuplicate(_) if !self.is_resolved => Err(Error::StaleDuplicate),
            Decision::InFlight(_) if !self.is_resolved => Err(Error::DuplicateInFlight),
            _ => Ok(ConsentedCreate { request: self.request, given }),
        }
    }
}
