//! What a registration finds on the device: nothing, or passkeys of the same account.

use std::collections::{HashMap, HashSet};

use super::deadline::as_it_stands;
use super::evidence::{Newly, weigh};
use super::summary::PasskeySummary;
use super::transition::StandingEvidence;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::{CredentialId, User, UserHandle, cut_name};
use crate::key::Algorithm;
use crate::standing::{Standing, Visibility};
use crate::store::{Passkey, Transaction};
use crate::webauthn::options::{Descriptor, DescriptorKind};

/// What a registration finds of the same account, or excluded by the relying party.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Decision {
    /// Nothing: register.
    Proceed,
    /// The exclude list names these. With the person's gesture ([`Answer::TellSite`]) the ceremony ends
    /// with [`Error::AlreadyRegistered`](crate::Error::AlreadyRegistered), which the page and the platform
    /// are answered (WebAuthn L3, section 6.3.2, step 3); without it the site learns nothing.
    AlreadyRegistered(Vec<PasskeySummary>),
    /// These are probably or certainly on this device only: the person replaces them, or
    /// registers another.
    StaleDuplicate(Vec<PasskeySummary>),
    /// A registration of these is under way: wait for the server's word, or give it up and register
    /// anew.
    InFlight(Vec<PasskeySummary>),
    /// The server knows these, of the algorithm that the new one would have, and does not exclude them: register
    /// another. When the new one is confirmed it takes their place.
    ///
    /// An account may hold a passkey of each algorithm, so that a confirmed one of another is no duplicate. At its
    /// beginning a registration does not know who will hold the key: the algorithm is the first of the relying
    /// party's that the core itself makes keys of. Hardware may make one of another, which then takes the place of
    /// those of its own algorithm.
    Duplicate(Vec<PasskeySummary>),
}

/// What the person can answer.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Answer {
    /// Go on: [`CreatePlan::consent`](crate::ceremony::CreatePlan::consent).
    Register,
    /// Leave it, and sign in with the passkey that is there, or wait. The site learns nothing:
    /// [`Consent::Declined`](crate::Consent::Declined).
    Leave,
    /// [`CreatePlan::delete_and_retry`](crate::ceremony::CreatePlan::delete_and_retry).
    DeleteAndRetry,
    /// [`CreatePlan::register_another`](crate::ceremony::CreatePlan::register_another).
    RegisterAnother,
    /// Tell the site that a passkey is here, and make none: the gesture is the consent
    /// ([`Consent::Present`](crate::Consent::Present)), and the plan, finished, is
    /// [`Error::AlreadyRegistered`](crate::Error::AlreadyRegistered). No gate and no verification is
    /// needed for it (WebAuthn L3, section 6.3.2, step 3).
    TellSite,
}

/// What a registration found, and what its exclude list proves.
pub(crate) struct Findings {
    pub(crate) decision: Decision,
    /// The account's passkeys that are not deleted: if this changes, the plan is outdated.
    pub(crate) same_account: Vec<CredentialId>,
    /// Evidence that the exclude list gives of passkeys of the account.
    pub(crate) evidence: Vec<(CredentialId, StandingEvidence)>,
}

impl Decision {
    /// What the person can answer.
    pub const fn answers(&self) -> &'static [Answer] {
        match self {
            Self::Proceed | Self::Duplicate(_) => &[Answer::Register, Answer::Leave],
            Self::AlreadyRegistered(_) => &[Answer::TellSite, Answer::Leave],
            Self::StaleDuplicate(_) | Self::InFlight(_) => {
                &[Answer::DeleteAndRetry, Answer::RegisterAnother, Answer::Leave]
            }
        }
    }

    /// The passkeys that it is about, the last used first.
    pub fn existing(&self) -> &[PasskeySummary] {
        match self {
            Self::Proceed => &[],
            Self::AlreadyRegistered(existing)
            | Self::StaleDuplicate(existing)
            | Self::InFlight(existing)
            | Self::Duplicate(existing) => existing,
        }
    }

    /// Stable machine-readable name: `proceed`, `already_registered`, `stale_duplicate`,
    /// `duplicate_in_flight`, `duplicate`. Never changes.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Proceed => "proceed",
            Self::AlreadyRegistered(_) => "already_registered",
            Self::StaleDuplicate(_) => "stale_duplicate",
            Self::InFlight(_) => "duplicate_in_flight",
            Self::Duplicate(_) => "duplicate",
        }
    }
}

/// Whom a registration is for, and what it would make.
#[derive(Clone, Copy)]
pub(crate) struct Account<'a> {
    pub(crate) user_handle: &'a UserHandle,
    pub(crate) algorithm: Algorithm,
}

/// Looks at the passkeys of a relying party with the eyes of a registration of `account` that
/// excludes `exclude`. What is not confirmed is found whatever its algorithm: a retry that picks another must not
/// hide it.
pub(crate) fn find_duplicates(
    passkeys: &[Passkey],
    account: Account<'_>,
    exclude: &[Descriptor],
    now: Timestamp,
) -> Findings {
    let listed: Vec<&Descriptor> = exclude.iter().filter(|entry| entry.kind == DescriptorKind::PublicKey).collect();
    // Such an entry may name any passkey of the account: a check that lost one would be none.
    let unreadable = listed.iter().any(|entry| entry.readings.is_empty());
    let named: HashSet<&CredentialId> = listed.iter().flat_map(|entry| &entry.readings).collect();
    let mut findings = Findings { decision: Decision::Proceed, same_account: Vec::new(), evidence: Vec::new() };
    let (mut excluded, mut stale, mut in_flight, mut known) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for passkey in passkeys {
        let id = &passkey.metadata.credential_id;
        let is_named = named.contains(id);
        let same_account = passkey.metadata.user.handle == *account.user_handle;
        let is_deleted = passkey.state.visibility.is_deleted();
        let evidence = match (same_account, is_named) {
            (false, _) => None,
            (true, true) => Some(StandingEvidence::Listed),
            (true, false) if listed.is_empty() || unreadable || is_deleted => None,
            (true, false) => Some(StandingEvidence::OmittedFromExcludeList),
        };
        let mut state = as_it_stands(passkey.state, now);
        if let Some(evidence) = evidence {
            state = weigh(passkey.state, evidence, None, now).map_or(state, |(after, _)| after);
            findings.evidence.push((id.clone(), evidence));
        }
        // What the person deleted, and what cannot sign any more, stands in nobody's way.
        if is_deleted || passkey.state.key_missing {
            continue;
        }
        if same_account {
            findings.same_account.push(id.clone());
        }
        if is_named || (same_account && unreadable) {
            excluded.push(PasskeySummary::in_state(passkey, state));
        } else if same_account && state.visibility != Visibility::Superseded {
            let list = match state.standing {
                Standing::Suspect(_) | Standing::Stale(_) => &mut stale,
                Standing::Unconfirmed { .. } => &mut in_flight,
                Standing::Confirmed(_) if passkey.metadata.public_key.algorithm() == account.algorithm => &mut known,
                Standing::Confirmed(_) => continue,
            };
            list.push(PasskeySummary::in_state(passkey, state));
        }
    }
    findings.same_account.sort_unstable();
    findings.decision = if !excluded.is_empty() {
        Decision::AlreadyRegistered(excluded)
    } else if !stale.is_empty() {
        Decision::StaleDuplicate(stale)
    } else if !in_flight.is_empty() {
        Decision::InFlight(in_flight)
    } else if !known.is_empty() {
        Decision::Duplicate(known)
    } else {
        Decision::Proceed
    };
    findings
}

/// Finds what registrations of the same person left behind under other user handles: passkeys that the server
/// probably or certainly does not have, of accounts of the same name.
///
/// Names are compared as they are kept, without the spaces around them and without regard to case: a person
/// who tries again types their address as the keyboard likes it. Nothing follows from a name that is alike but
/// that the person is shown the passkey. A server that makes a new handle at each try leaves one for each.
pub(crate) fn find_leftovers(
    passkeys: &[Passkey],
    user: &User,
    exclude: &[Descriptor],
    now: Timestamp,
) -> Vec<PasskeySummary> {
    let plain = |name: &str| cut_name(name).trim().to_lowercase();
    let name = plain(&user.name);
    let is_leftover = |passkey: &&Passkey| {
        let metadata = &passkey.metadata;
        !name.is_empty()
            && metadata.user.handle != user.handle
            && plain(&metadata.user.name) == name
            && !passkey.state.visibility.is_deleted()
            && matches!(as_it_stands(passkey.state, now).standing, Standing::Suspect(_) | Standing::Stale(_))
            // What the server names it has.
            && !exclude.iter().any(|entry| entry.names(&metadata.credential_id))
    };
    passkeys.iter().filter(is_leftover).map(|passkey| PasskeySummary::of(passkey, now)).collect()
}

/// Writes down what the exclude list of a registration proved.
pub(crate) fn note_findings(
    transaction: &mut Transaction<'_>,
    passkeys: Vec<Passkey>,
    findings: &Findings,
    now: Timestamp,
) -> Result<(), Error> {
    let evidence: HashMap<&CredentialId, StandingEvidence> =
        findings.evidence.iter().map(|(id, evidence)| (id, *evidence)).collect();
    let mut newly = Newly::default();
    let mut of_party = None;
    for mut passkey in passkeys {
        if let Some(evidence) = evidence.get(&passkey.metadata.credential_id) {
            newly.weigh_in(transaction, &mut passkey, *evidence, now)?;
            of_party = Some(passkey.metadata.rp_id);
        }
    }
    let is_omitted = |id: &CredentialId| evidence.get(id) == Some(&StandingEvidence::OmittedFromExcludeList);
    match of_party {
        Some(rp_id) => newly.supersede(transaction, &rp_id, |id| !is_omitted(id), now),
        None => Ok(()),
    }
}
