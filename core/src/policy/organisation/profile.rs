use std::collections::BTreeSet;

use super::{Notes, required, value_of};
use crate::id::Aaguid;
use crate::policy::fact::{Facts, Occasion, PasskeyType};
use crate::policy::read::{Members, Node};
use crate::policy::refused::InvalidPolicy;
use crate::policy::rule::Rule;
use crate::policy::verdict::Ruling;

/// A set of demands on passkeys. A passkey is allowed where one profile of a person's is met in full
/// (entra-docs, `how-to-authentication-passkey-profiles.md`, "Apply a passkey profile to a targeted group").
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Profile {
    /// `None`: what a policy has instead, that is older than profiles.
    pub(super) id: Option<String>,
    pub(super) name: String,
    /// Where it stands; empty for what is older than profiles.
    pub(super) path: String,
    types: Types,
    attestation: Attestation,
    restrictions: Option<KeyRestrictions>,
}

/// Which passkey types it takes.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Types {
    path: String,
    device_bound: bool,
    synced: bool,
}

/// Whether registrations are attested.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Attestation {
    path: String,
    is_enforced: bool,
}

/// Which models it takes.
#[derive(Clone, Debug, Eq, PartialEq)]
struct KeyRestrictions {
    path: String,
    /// Otherwise it blocks those that it lists.
    is_allow_list: bool,
    aaguids: BTreeSet<Aaguid>,
}

impl Profile {
    /// What refuses the facts, if anything does: types, attestation, models, in this order.
    pub(super) fn refusal(&self, facts: &Facts) -> Option<Ruling> {
        let takes_type = match facts.passkey_type() {
            PasskeyType::DeviceBound => self.types.device_bound,
            PasskeyType::Synced => self.types.synced,
        };
        if !takes_type {
            return Some(Ruling::new(Rule::PasskeyTypes, &self.types.path));
        }
        // "Attestation enforcement governs whether a passkey is allowed only during registration."
        let is_unattested = !facts.attestation.is_attested();
        if facts.occasion == Occasion::Registration && self.attestation.is_enforced && is_unattested {
            return Some(Ruling::new(Rule::Attestation, &self.attestation.path));
        }
        self.restrictions.as_ref()?.refusal(facts.aaguid)
    }

    pub(super) fn aaguids(&self) -> impl Iterator<Item = Aaguid> {
        self.restrictions.iter().flat_map(|restrictions| restrictions.aaguids.iter().copied())
    }
}

impl KeyRestrictions {
    /// At registration and sign-in.
    fn refusal(&self, aaguid: Aaguid) -> Option<Ruling> {
        let is_listed = self.aaguids.contains(&aaguid);
        match (self.is_allow_list, is_listed) {
            (true, false) => Some(Ruling::new(Rule::AllowedAaguids, &self.path)),
            (false, true) => Some(Ruling::new(Rule::BlockedAaguids, &self.path)),
            (true, true) | (false, false) => None,
        }
    }
}

/// The profiles; or what is older than them, as one.
pub(super) fn read(members: &mut Members<'_>, notes: &mut Notes) -> Result<Vec<Profile>, InvalidPolicy> {
    let old = read_old(members, notes)?;
    let listed = members.take("passkeyProfiles").map(|node| node.list()).transpose()?.unwrap_or_default();
    if !listed.is_empty() {
        return listed.iter().map(|node| read_one(node, notes)).collect();
    }
    let Some((profile, missing)) = old else {
        notes.missing.push(members.path_of("passkeyProfiles"));
        return Ok(vec![anything_goes(members.path_of("passkeyProfiles"))]);
    };
    notes.missing.extend(missing);
    Ok(vec![profile])
}

/// What a document that says nothing of it forbids.
pub(super) fn anything_goes(path: String) -> Profile {
    Profile {
        id: None,
        name: String::new(),
        path: path.clone(),
        types: Types { path: path.clone(), device_bound: true, synced: true },
        attestation: Attestation { path, is_enforced: false },
        restrictions: None,
    }
}

/// The members that are older than profiles, and which of them are missing. They are read, and wrong ones reported,
/// where profiles count too.
fn read_old(members: &mut Members<'_>, notes: &mut Notes) -> Result<Option<(Profile, Vec<String>)>, InvalidPolicy> {
    let path = members.path_of("isAttestationEnforced");
    let attestation = members.take("isAttestationEnforced").map(|node| node.flag()).transpose()?;
    let restrictions = members.take("keyRestrictions").map(|node| read_restrictions(&node, notes)).transpose()?;
    if attestation.is_none() && restrictions.is_none() {
        return Ok(None);
    }
    let mut missing = Vec::new();
    if attestation.is_none() {
        missing.push(path.clone());
    }
    if restrictions.is_none() {
        missing.push(members.path_of("keyRestrictions"));
    }
    let is_enforced = attestation.unwrap_or(false);
    let profile = Profile {
        id: None,
        name: String::new(),
        path: path.clone(),
        // `service::TYPES_WITHOUT_PROFILES`
        types: Types { path: path.clone(), device_bound: true, synced: !is_enforced },
        attestation: Attestation { path, is_enforced },
        restrictions: restrictions.flatten(),
    };
    Ok(Some((profile, missing)))
}

fn read_one(node: &Node<'_>, notes: &mut Notes) -> Result<Profile, InvalidPolicy> {
    let mut members = node.members()?;
    let id = required(&mut members, "id")?.text()?.to_owned();
    let name = members.take("name").map(|node| node.text()).transpose()?.unwrap_or(&id).to_owned();
    let types = read_types(&mut members, notes)?;
    let attestation = read_attestation(&mut members, notes)?;
    let restrictions = match members.take("keyRestrictions") {
        Some(node) => read_restrictions(&node, notes)?,
        None => {
            notes.missing.push(members.path_of("keyRestrictions"));
            None
        }
    };
    notes.unknown_members(&members);
    Ok(Profile { id: Some(id), name, path: node.path.clone(), types, attestation, restrictions })
}

/// Flags, as Graph writes them: names with commas between. Some tools write a list.
fn read_types(members: &mut Members<'_>, notes: &mut Notes) -> Result<Types, InvalidPolicy> {
    let path = members.path_of("passkeyTypes");
    let Some(node) = members.take("passkeyTypes") else {
        notes.missing.push(path.clone());
        return Ok(Types { path, device_bound: true, synced: true });
    };
    let texts = if node.is_list() { node.list_of(|entry| entry.text())? } else { node.text()?.split(',').collect() };
    let mut types = Types { path, device_bound: false, synced: false };
    for text in texts.into_iter().map(str::trim).filter(|text| !text.is_empty()) {
        if text.eq_ignore_ascii_case("deviceBound") {
            types.device_bound = true;
        } else if text.eq_ignore_ascii_case("synced") {
            types.synced = true;
        } else {
            notes.unknown.push(node.path.clone());
        }
    }
    Ok(types)
}

/// Graph has a flag of the older name beside the enumeration in some versions.
fn read_attestation(members: &mut Members<'_>, notes: &mut Notes) -> Result<Attestation, InvalidPolicy> {
    let old_path = members.path_of("isAttestationEnforced");
    let old = members.take("isAttestationEnforced").map(|node| node.flag()).transpose()?;
    let path = members.path_of("attestationEnforcement");
    let Some(node) = members.take("attestationEnforcement") else {
        if let Some(is_enforced) = old {
            return Ok(Attestation { path: old_path, is_enforced });
        }
        notes.missing.push(path.clone());
        return Ok(Attestation { path, is_enforced: false });
    };
    let is_enforced = value_of(&node, &[("disabled", false), ("registrationOnly", true)])?;
    if is_enforced.is_none() {
        notes.unknown.push(node.path);
    }
    Ok(Attestation { path, is_enforced: is_enforced.unwrap_or(false) })
}

/// `None` where they are not enforced.
fn read_restrictions(node: &Node<'_>, notes: &mut Notes) -> Result<Option<KeyRestrictions>, InvalidPolicy> {
    let mut members = node.members()?;
    let is_enforced = members.take("isEnforced").map(|node| node.flag()).transpose()?;
    let kind = members.take("enforcementType");
    let is_allow_list = match &kind {
        Some(kind) => value_of(kind, &[("allow", true), ("block", false)])?,
        None => None,
    };
    let list = members.take("aaGuids");
    let aaguids = list.as_ref().map(|node| node.list_of(Node::aaguid)).transpose()?.unwrap_or_default();
    notes.unknown_members(&members);
    if is_enforced == Some(false) {
        return Ok(None);
    }
    if is_enforced.is_none() {
        notes.missing.push(members.path_of("isEnforced"));
        return Ok(None);
    }
    match (is_allow_list, &kind) {
        (Some(is_allow_list), _) if list.is_some() => {
            Ok(Some(KeyRestrictions { path: node.path.clone(), is_allow_list, aaguids: aaguids.into_iter().collect() }))
        }
        (Some(_), _) => {
            notes.missing.push(members.path_of("aaGuids"));
            Ok(None)
        }
        (None, Some(kind)) => {
            notes.unknown.push(kind.path.clone());
            Ok(None)
        }
        (None, None) => {
            notes.missing.push(members.path_of("enforcementType"));
            Ok(None)
        }
    }
}
