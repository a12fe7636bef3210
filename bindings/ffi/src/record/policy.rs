//! An organisation's policy, what it is asked and what it answers.

use std::time::SystemTime;

use passkey_provider as core;
use passkey_provider::ceremony;
use passkey_provider::policy::{self, Organisation, Person, Provenance};

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror_both_ways;
use crate::boundary::ruling::PolicyRuling;
use crate::boundary::time;
use crate::record::attestation::AttestationFormat;
use crate::record::model::Model;

/// An organisation's passkey policy, in the form in which Microsoft Entra has it, and where it comes from.
#[derive(Clone, uniffi::Record)]
pub struct OrganisationPolicy {
    /// The passkey (FIDO2) method's configuration as Microsoft Graph answers it, or the whole authentication methods
    /// policy: JSON of at most 256 KiB. None where nothing is known of it: then it forbids nothing.
    pub configuration: Option<String>,
    /// Authentication strengths, each JSON of one `authenticationStrengthPolicy` or of a list of them in `value`.
    pub strengths: Vec<String>,
    /// Who handed it over.
    pub source: PolicySource,
    /// When it was read from the organisation's server. One that is more than 30 days old warns and does not refuse.
    pub date: SystemTime,
}

mirror_both_ways! {
    /// Who handed a policy over. A person's own token cannot read the policy of an organisation.
    PolicySource = policy::Source {
        /// A server of the organisation, over a connection that the host trusts.
        Server,
        /// An administrator, as a file or through the device's management.
        Administrator,
        /// The person, who may have it from anywhere: it warns and does not refuse.
        Person,
    }
}

mirror_both_ways! {
    /// When a policy is asked.
    PolicyOccasion = policy::Occasion {
        /// The passkey is about to be made.
        Registration,
        /// The passkey is about to be used.
        SignIn,
    }
}

mirror_both_ways! {
    /// How a person belongs to an organisation.
    PersonKind = policy::PersonKind {
        /// One of its own.
        Member,
        /// A guest with an account of the organisation's own.
        InternalGuest,
        /// A guest with an account elsewhere.
        ExternalGuest,
    }
}

/// Whose passkey it is.
#[derive(Clone, uniffi::Record)]
pub struct PolicyPerson {
    /// The person's object id in the organisation's directory, where it is known.
    pub id: Option<String>,
    /// The ids of every group that the person is in, through other groups too; none where that is not known. Then the
    /// person may be in any of them: what somebody may do is allowed, and no exclusion is assumed.
    pub groups: Option<Vec<String>>,
    /// How the person belongs to the organisation.
    pub kind: PersonKind,
}

/// What a registration is judged by: for relying parties of the person's own organisation.
#[derive(Clone, uniffi::Record)]
pub struct Membership {
    /// The organisation's policy.
    pub policy: OrganisationPolicy,
    /// The person with the device, as far as the host knows them.
    pub person: PolicyPerson,
    /// Whether the device's hardware is to keep the private key: what can be attested depends on it.
    pub in_hardware: bool,
}

/// What an organisation's policy is asked about: one passkey of one person on one occasion.
#[derive(Clone, uniffi::Record)]
pub struct PolicyFacts {
    /// What its registration says of the authenticator.
    pub model: Model,
    /// The format of the attestation that its registration has, or had.
    pub attestation: AttestationFormat,
    /// Whose passkey it is.
    pub person: PolicyPerson,
    /// Whether it is made or used.
    pub occasion: PolicyOccasion,
    /// The authentication strengths that a sign-in has to meet, each by its id or its display name.
    pub strengths: Vec<String>,
}

/// What a policy says to facts.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct PolicyVerdict {
    /// Whether it allows them.
    pub is_allowed: bool,
    /// By which rules. Refused: each that refuses. Allowed by an organisation: each profile that allows it; by a managed
    /// configuration: none.
    pub rulings: Vec<PolicyRuling>,
    /// Why it only warns and does not refuse: empty where it refuses. A managed configuration always does.
    pub doubts: Vec<PolicyDoubt>,
}

/// What an organisation's policy would refuse, if it weighed enough.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct PolicyWarning {
    /// The rules that refuse.
    pub rulings: Vec<PolicyRuling>,
    /// Why the policy only warns.
    pub doubts: Vec<PolicyDoubt>,
}

/// Why a policy does not refuse.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct PolicyDoubt {
    /// Which doubt it is.
    pub kind: PolicyDoubtKind,
    /// Of an old one: how many whole days.
    pub days: Option<u64>,
    /// Where what is missing or unknown stands.
    pub paths: Vec<String>,
    /// The doubt in words: English, without a full stop. Localise from the kind.
    pub sentence: String,
}

/// A kind of doubt in a policy.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, uniffi::Enum)]
pub enum PolicyDoubtKind {
    /// It is more than 30 days old.
    Old,
    /// Its date is more than a day ahead of the device's clock: one of the two is wrong.
    FromTheFuture,
    /// It comes from the person.
    NotTheOrganisation,
    /// It lacks members that decide. What is missing forbids nothing.
    Missing,
    /// It has members or values that this version does not know, and that may forbid or allow something.
    Unknown,
}

/// What was read of an organisation's policy.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct PolicyInspection {
    /// The display names of its authentication strengths, or their ids.
    pub strengths: Vec<String>,
    /// Why it only warns and does not refuse: empty where it refuses.
    pub doubts: Vec<PolicyDoubt>,
}

/// A membership in the core's types, which lends it to a ceremony.
pub(crate) struct Member {
    policy: Organisation,
    provenance: Provenance,
    person: Person,
    pub(crate) in_hardware: bool,
}

impl Member {
    pub(crate) fn membership(&self) -> ceremony::Membership<'_> {
        ceremony::Membership { policy: &self.policy, provenance: self.provenance, person: &self.person }
    }
}

impl Membership {
    pub(crate) fn parse(self) -> Result<Member, FfiError> {
        Ok(Member {
            policy: self.policy.parse()?,
            provenance: self.policy.provenance(),
            person: self.person.into(),
            in_hardware: self.in_hardware,
        })
    }
}

impl OrganisationPolicy {
    pub(crate) fn parse(&self) -> Result<Organisation, FfiError> {
        let whole = match &self.configuration {
            Some(json) => Organisation::parse(json.as_bytes()).map_err(core::Error::from)?,
            None => Organisation::unknown(),
        };
        let joined = self.strengths.iter().try_fold(whole, |policy, json| policy.with_strengths(json.as_bytes()));
        Ok(joined.map_err(core::Error::from)?)
    }

    pub(crate) fn provenance(&self) -> Provenance {
        Provenance { source: self.source.into(), date: time::parse(self.date) }
    }
}

impl From<PolicyPerson> for Person {
    fn from(person: PolicyPerson) -> Self {
        let PolicyPerson { id, groups, kind } = person;
        Self { id, groups, kind: kind.into() }
    }
}

impl PolicyFacts {
    pub(crate) fn parse(self, name: &str) -> Result<policy::Facts, FfiError> {
        let model = self.model.parse(&format!("{name}.model"))?;
        Ok(policy::Facts {
            aaguid: model.aaguid,
            backup_eligible: model.backup_flags.backup_eligible(),
            attestation: self.attestation.into(),
            person: self.person.into(),
            occasion: self.occasion.into(),
            strengths: self.strengths,
        })
    }
}

impl From<AttestationFormat> for policy::AttestationKind {
    fn from(format: AttestationFormat) -> Self {
        match format {
            AttestationFormat::None => Self::None,
            AttestationFormat::PackedSelf => Self::PackedSelf,
            AttestationFormat::Packed => Self::PackedChain,
            AttestationFormat::AndroidKey => Self::AndroidKey,
        }
    }
}

impl From<policy::AttestationKind> for AttestationFormat {
    fn from(kind: policy::AttestationKind) -> Self {
        match kind {
            policy::AttestationKind::None => Self::None,
            policy::AttestationKind::PackedSelf => Self::PackedSelf,
            policy::AttestationKind::PackedChain => Self::Packed,
            policy::AttestationKind::AndroidKey => Self::AndroidKey,
        }
    }
}

impl PolicyVerdict {
    /// A verdict of a policy with these doubts.
    pub(crate) fn render(verdict: policy::Verdict, doubts: &[policy::Doubt]) -> Self {
        let policy::Verdict { is_allowed, rulings } = verdict;
        Self { is_allowed, rulings: rulings.into_iter().map(Into::into).collect(), doubts: render_doubts(doubts) }
    }
}

impl From<&ceremony::PolicyWarning> for PolicyWarning {
    fn from(warning: &ceremony::PolicyWarning) -> Self {
        let ceremony::PolicyWarning { rulings, doubts } = warning;
        Self { rulings: rulings.iter().cloned().map(Into::into).collect(), doubts: render_doubts(doubts) }
    }
}

pub(crate) fn render_doubts(doubts: &[policy::Doubt]) -> Vec<PolicyDoubt> {
    doubts.iter().map(Into::into).collect()
}

impl From<&policy::Doubt> for PolicyDoubt {
    fn from(doubt: &policy::Doubt) -> Self {
        let (kind, days, paths) = match doubt {
            policy::Doubt::Old { days } => (PolicyDoubtKind::Old, Some(*days), Vec::new()),
            policy::Doubt::FromTheFuture => (PolicyDoubtKind::FromTheFuture, None, Vec::new()),
            policy::Doubt::NotTheOrganisation => (PolicyDoubtKind::NotTheOrganisation, None, Vec::new()),
            policy::Doubt::Missing { paths } => (PolicyDoubtKind::Missing, None, paths.clone()),
            policy::Doubt::Unknown { paths } => (PolicyDoubtKind::Unknown, None, paths.clone()),
        };
        Self { kind, days, paths, sentence: doubt.to_string() }
    }
}
