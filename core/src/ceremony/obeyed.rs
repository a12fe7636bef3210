//! The managed configuration that a ceremony obeys, as the store keeps it; and what the organisation's policy says to
//! a registration.

use super::authenticator::Authenticator;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::RpId;
use crate::key::Model;
use crate::policy::{
    AttestationKind, Doubt, Facts, InvalidPolicy, Managed, ManagedFacts, Occasion, Organisation, Person, Provenance,
    Ruling, Verdict, Weight,
};
use crate::standing::Verification;
use crate::store::{DocumentKind, Store, StoreError, Transaction};
use crate::webauthn::attestation::Format;

/// Before a configuration that reads.
const READABLE: u8 = 0;
/// Before the last one that reads, where one came after it that does not.
const SUPERSEDED: u8 = 1;

/// What an organisation's policy is judged by: pass it for the organisation's own relying parties.
#[derive(Clone, Copy, Debug)]
pub struct Membership<'a> {
    /// The policy.
    pub policy: &'a Organisation,
    /// Where it comes from, and of when it is: an old one warns and does not refuse.
    pub provenance: Provenance,
    /// The person with the device, as far as the host knows them.
    pub person: &'a Person,
}

/// What an organisation's policy would refuse, if it weighed enough.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PolicyWarning {
    /// The rules that refuse.
    pub rulings: Vec<Ruling>,
    /// Why the policy only warns.
    pub doubts: Vec<Doubt>,
}

/// What the store keeps of a managed configuration.
pub(crate) enum Kept {
    /// The one that counts; the default where none was given.
    Readable(Managed),
    /// The newest does not read. What came before it and did.
    Unreadable(Managed),
}

impl Kept {
    /// The configuration that sign-ins obey.
    pub(crate) fn managed(self) -> Managed {
        match self {
            Self::Readable(managed) | Self::Unreadable(managed) => managed,
        }
    }
}

/// The configuration that counts now. One row of the store.
pub(crate) fn kept(store: &Store) -> Result<Kept, StoreError> {
    if store.document_number(DocumentKind::ManagedConfiguration, &[])?.is_none() {
        return Ok(Kept::Readable(Managed::default()));
    }
    let document = store.document(DocumentKind::ManagedConfiguration, &[])?;
    // A row that does not open is not one that is not there.
    Ok(document.map_or(Kept::Unreadable(Managed::default()), |document| read(&document.bytes)))
}

/// Keeps a configuration, or that it does not read; `None`: there is none any more.
pub(crate) fn keep(transaction: &mut Transaction<'_>, json: Option<&[u8]>) -> Result<Result<(), InvalidPolicy>, Error> {
    let kind = DocumentKind::ManagedConfiguration;
    let Some(json) = json else {
        transaction.remove_document(kind, &[])?;
        return Ok(Ok(()));
    };
    let read = Managed::parse(json).map(drop);
    let before = transaction.document(kind, &[])?.map(|document| document.bytes);
    let record = match &read {
        Ok(()) => [&[READABLE], json].concat(),
        Err(_) => [&[SUPERSEDED], before.as_deref().and_then(|record| record.get(1..)).unwrap_or_default()].concat(),
    };
    if before.as_ref() != Some(&record) {
        transaction.write_document(kind, &[], &record)?;
    }
    Ok(read)
}

fn read(record: &[u8]) -> Kept {
    match record.split_first() {
        Some((&READABLE, json)) => match Managed::parse(json) {
            Ok(managed) => Kept::Readable(managed),
            // Another build took it for readable.
            Err(_) => Kept::Unreadable(Managed::default()),
        },
        Some((_, json)) => Kept::Unreadable(Managed::parse(json).unwrap_or_default()),
        None => Kept::Unreadable(Managed::default()),
    }
}

impl Authenticator {
    /// Whether the configuration lets the passkeys of a relying party sign in.
    pub(crate) fn allows_sign_in(&self, rp_id: &RpId) -> Result<bool, Error> {
        Ok(self.obeyed(Occasion::SignIn)?.managed.allows_rp_id(rp_id))
    }

    /// What the configuration that a ceremony would obey says to these facts.
    pub(crate) fn judge_by_configuration(&self, facts: &ManagedFacts) -> Result<Verdict, Error> {
        Ok(self.obeyed(facts.occasion)?.managed.judge(facts))
    }

    /// What a ceremony obeys. Nothing is registered under a configuration that does not read; a sign-in goes on under
    /// the last one that did.
    pub(super) fn obeyed(&self, occasion: Occasion) -> Result<Obeyed, Error> {
        match (kept(&self.store)?, occasion) {
            (Kept::Unreadable(_), Occasion::Registration) => Err(Error::ConfigurationUnreadable),
            (Kept::Readable(managed) | Kept::Unreadable(managed), _) => Ok(Obeyed { managed, occasion }),
        }
    }
}

/// What the organisation's policy says to a registration with this model and attestation.
pub(super) fn heeded(
    membership: Membership<'_>,
    model: Model,
    format: Format,
    now: Timestamp,
) -> Result<Option<PolicyWarning>, Error> {
    let Membership { policy, provenance, person } = membership;
    let verdict = policy.judge(&Facts {
        aaguid: model.aaguid,
        backup_eligible: model.backup_flags.backup_eligible(),
        attestation: kind_of(format),
        person: person.clone(),
        occasion: Occasion::Registration,
        strengths: Vec::new(),
    });
    let Some(refusal) = verdict.refusal() else { return Ok(None) };
    match policy.weight(provenance, now) {
        Weight::Enforced => Err(Error::PolicyRefused { ruling: refusal.clone() }),
        Weight::Advisory(doubts) => Ok(Some(PolicyWarning { rulings: verdict.rulings, doubts })),
    }
}

/// A managed configuration, for one ceremony: read once, at its beginning.
pub(super) struct Obeyed {
    managed: Managed,
    occasion: Occasion,
}

impl Obeyed {
    pub(super) fn require_rp_id(&self, rp_id: &RpId) -> Result<(), Error> {
        self.require(ManagedFacts { rp_id: Some(rp_id.clone()), ..ManagedFacts::of(self.occasion) })
    }

    /// Of a key that is about to be made, or that the hardware made.
    pub(super) fn require_custody(&self, is_hardware: bool, is_gated: bool) -> Result<(), Error> {
        let (is_hardware, is_gated) = (Some(is_hardware), Some(is_gated));
        self.require(ManagedFacts { is_hardware, is_gated, ..ManagedFacts::of(self.occasion) })
    }

    pub(super) fn require_verification(&self, verification: Option<Verification>) -> Result<(), Error> {
        self.require(ManagedFacts { verification: Some(verification), ..ManagedFacts::of(self.occasion) })
    }

    /// Whether the person has to be verified whatever the relying party asks.
    pub(super) const fn wants_verification(&self) -> bool {
        self.managed.requires_verification()
    }

    pub(super) fn allows_format(&self, format: Format) -> bool {
        self.managed.allows_attestation(kind_of(format))
    }

    fn require(&self, facts: ManagedFacts) -> Result<(), Error> {
        match self.managed.judge(&facts).refusal() {
            Some(ruling) => Err(Error::PolicyRefused { ruling: ruling.clone() }),
            None => Ok(()),
        }
    }
}

/// What a policy calls a format.
const fn kind_of(format: Format) -> AttestationKind {
    match format {
        Format::None => AttestationKind::None,
        Format::PackedSelf => AttestationKind::PackedSelf,
        Format::Packed => AttestationKind::PackedChain,
        Format::AndroidKey => AttestationKind::AndroidKey,
    }
}
