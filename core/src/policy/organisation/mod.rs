//! An organisation's passkey policy, as Microsoft Entra has it (Microsoft Graph v1.0,
//! `fido2AuthenticationMethodConfiguration` and `authenticationStrengthPolicy`).

mod change;
mod judge;
mod profile;
mod scope;
mod strength;
mod target;

pub use change::{Audience, Authenticators, Change, Effect, Kind, diff};

use profile::Profile;
use strength::Strength;
use target::Target;

use super::doubt::{Doubt, Provenance, Weight};
use super::read::{Members, Node, parse};
use super::refused::{InvalidPolicy, Problem};
use crate::clock::Timestamp;

/// An organisation's passkey policy: who may register and use which passkeys.
///
/// What a document lacks forbids nothing, and what this version does not know is left out; both make the policy
/// [partial](Self::doubts), so that it warns and does not refuse.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Organisation {
    /// Whether passkeys are turned on.
    is_enabled: Option<bool>,
    /// Whether people may register by themselves.
    is_self_service: Option<bool>,
    profiles: Vec<Profile>,
    /// The id of the profile of a target that lists none.
    default_profile: Option<String>,
    include: Option<Vec<Target>>,
    exclude: Vec<Target>,
    strengths: Vec<Strength>,
    /// Where the configuration stands in the document; empty if it is the document.
    prefix: String,
    notes: Notes,
}

/// What was met while reading.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Notes {
    /// Paths of what decides and is not there.
    missing: Vec<String>,
    /// Paths of what is not known.
    unknown: Vec<String>,
}

impl Notes {
    fn unknown_members(&mut self, members: &Members<'_>) {
        self.unknown.extend(members.unknown_to_graph());
    }
}

impl Organisation {
    /// Reads the passkey (FIDO2) method's configuration, as `GET
    /// /policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2` answers it, or the whole
    /// authentication methods policy, which holds it: the old members `isAttestationEnforced` and `keyRestrictions`,
    /// and `passkeyProfiles` with targets and exclusions. At most 256 KiB.
    ///
    /// # Errors
    ///
    /// [`InvalidPolicy`], with the path of the member that is wrong.
    pub fn parse(json: &[u8]) -> Result<Self, InvalidPolicy> {
        let document = parse(json)?;
        let root = Node::new("", &document);
        let mut members = root.members().map_err(|_| InvalidPolicy::NotAPolicy)?;
        let Some(configurations) = members.take("authenticationMethodConfigurations") else {
            return Self::of_configuration(members);
        };
        for node in configurations.list()? {
            let mut members = node.members()?;
            if is_passkeys(&mut members)? {
                return Self::of_configuration(members);
            }
        }
        Err(InvalidPolicy::NotAPolicy)
    }

    /// A policy of which nothing is known: it forbids nothing, and is partial. What strengths are added to where
    /// there is nothing else.
    pub fn unknown() -> Self {
        let missing = ["state", "passkeyProfiles", "includeTargets"].map(str::to_owned).to_vec();
        Self {
            is_enabled: None,
            is_self_service: None,
            profiles: vec![profile::anything_goes("passkeyProfiles".to_owned())],
            default_profile: None,
            include: None,
            exclude: Vec::new(),
            strengths: Vec::new(),
            prefix: String::new(),
            notes: Notes { missing, unknown: Vec::new() },
        }
    }

    /// Adds authentication strengths: one `authenticationStrengthPolicy`, or a list of them as Graph answers it, in
    /// `value`. At most 256 KiB.
    ///
    /// # Errors
    ///
    /// [`InvalidPolicy`], with the path of the member that is wrong.
    pub fn with_strengths(mut self, json: &[u8]) -> Result<Self, InvalidPolicy> {
        let document = parse(json)?;
        let strengths = strength::read(&Node::new("", &document), &mut self.notes)?;
        self.strengths.extend(strengths);
        Ok(self)
    }

    /// The display names of the strengths that were read, or their ids.
    pub fn strengths(&self) -> impl Iterator<Item = &str> {
        self.strengths.iter().map(Strength::label)
    }

    /// How much it weighs at this time.
    pub fn weight(&self, provenance: Provenance, now: Timestamp) -> Weight {
        let mut doubts = provenance.doubts(now);
        doubts.extend(self.doubts());
        Weight::of(doubts)
    }

    /// Why it is partial, whatever its source and date: empty if it is whole.
    pub fn doubts(&self) -> Vec<Doubt> {
        let mut doubts = Vec::new();
        if !self.notes.missing.is_empty() {
            doubts.push(Doubt::Missing { paths: self.notes.missing.clone() });
        }
        if !self.notes.unknown.is_empty() {
            doubts.push(Doubt::Unknown { paths: self.notes.unknown.clone() });
        }
        doubts
    }

    fn of_configuration(mut members: Members<'_>) -> Result<Self, InvalidPolicy> {
        const DECIDING: [&str; 6] = [
            "state",
            "isAttestationEnforced",
            "keyRestrictions",
            "passkeyProfiles",
            "includeTargets",
            "excludeTargets",
        ];
        if !DECIDING.iter().any(|name| members.has(name)) {
            return Err(InvalidPolicy::NotAPolicy);
        }
        members.pass_over(&["id", "displayName"]);
        let mut notes = Notes::default();
        let is_enabled = read_state(&mut members, &mut notes)?;
        let is_self_service = read_flag(&mut members, "isSelfServiceRegistrationAllowed", &mut notes)?;
        let profiles = profile::read(&mut members, &mut notes)?;
        let default_profile = members.take("defaultPasskeyProfile").map(|node| node.text()).transpose()?;
        let include = target::read(&mut members, "includeTargets", &mut notes)?;
        if include.is_none() {
            notes.missing.push(members.path_of("includeTargets"));
        }
        let exclude = target::read(&mut members, "excludeTargets", &mut notes)?.unwrap_or_default();
        notes.unknown_members(&members);
        let organisation = Self {
            is_enabled,
            is_self_service,
            profiles,
            default_profile: default_profile.map(str::to_owned),
            include,
            exclude,
            strengths: Vec::new(),
            prefix: members.path().to_owned(),
            notes,
        };
        Ok(organisation.with_dangling_noted())
    }

    /// Notes the profiles that a target names and the document lacks: they grant nothing.
    fn with_dangling_noted(mut self) -> Self {
        let dangling: Vec<String> = self
            .include
            .iter()
            .flatten()
            .flat_map(|target| target.profiles.iter().map(move |(id, path)| (id, path)))
            .filter(|(id, _)| self.profile(id).is_none())
            .map(|(_, path)| path.clone())
            .collect();
        let lists_none = self.include.iter().flatten().any(|target| target.profiles.is_empty());
        self.notes.missing.extend(dangling);
        if lists_none && self.default_profile().is_none() {
            let path = self.path_of("defaultPasskeyProfile");
            self.notes.missing.push(path);
        }
        self
    }
}

/// Whether an entry of a whole policy is that of passkeys.
fn is_passkeys(members: &mut Members<'_>) -> Result<bool, InvalidPolicy> {
    const TYPE: &str = "#microsoft.graph.fido2AuthenticationMethodConfiguration";
    let by_type = members.take("@odata.type").map(|node| node.text()).transpose()?;
    let by_id = members.take("id").map(|node| node.text()).transpose()?;
    Ok(by_type == Some(TYPE) || by_id.is_some_and(|id| id.eq_ignore_ascii_case("fido2")))
}

fn read_state(members: &mut Members<'_>, notes: &mut Notes) -> Result<Option<bool>, InvalidPolicy> {
    let Some(node) = members.take("state") else {
        notes.missing.push(members.path_of("state"));
        return Ok(None);
    };
    let state = value_of(&node, &[("enabled", true), ("disabled", false)])?;
    if state.is_none() {
        notes.unknown.push(node.path);
    }
    Ok(state)
}

fn read_flag(members: &mut Members<'_>, name: &'static str, notes: &mut Notes) -> Result<Option<bool>, InvalidPolicy> {
    let flag = members.take(name).map(|node| node.flag()).transpose()?;
    if flag.is_none() {
        notes.missing.push(members.path_of(name));
    }
    Ok(flag)
}

/// What a value of an enumeration means; `None` for one that is not in the list, as `unknownFutureValue` never is.
fn value_of<T: Copy>(node: &Node<'_>, values: &[(&str, T)]) -> Result<Option<T>, InvalidPolicy> {
    let text = node.text()?.trim();
    Ok(values.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, value)| *value))
}

/// A member that must be there.
fn required<'a>(members: &mut Members<'a>, name: &'static str) -> Result<Node<'a>, InvalidPolicy> {
    let path = members.path_of(name);
    members.take(name).ok_or_else(|| InvalidPolicy::member(path, Problem::Missing))
}
