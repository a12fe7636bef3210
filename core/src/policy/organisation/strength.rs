use std::collections::BTreeSet;

use super::{Notes, required};
use crate::id::Aaguid;
use crate::policy::read::Node;
use crate::policy::refused::{InvalidPolicy, Problem};
use crate::policy::rule::Rule;
use crate::policy::service::BUILT_IN_STRENGTHS;
use crate::policy::verdict::Ruling;

/// The combination that is a passkey.
const PASSKEY: &str = "fido2";

/// Which ways of signing in are strong enough, where Conditional Access asks for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Strength {
    id: Option<String>,
    name: Option<String>,
    path: String,
    accepts_passkeys: bool,
    /// Each list that narrows passkeys, and where it stands.
    lists: Vec<(String, BTreeSet<Aaguid>)>,
}

impl Strength {
    pub(super) fn is_called(&self, name: &str) -> bool {
        self.id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(name)) || self.name.as_deref() == Some(name)
    }

    pub(super) fn label(&self) -> &str {
        self.name.as_deref().or(self.id.as_deref()).unwrap_or_default()
    }

    /// What refuses a sign-in with a passkey of this model.
    pub(super) fn refusal(&self, aaguid: Aaguid) -> Option<Ruling> {
        if !self.accepts_passkeys {
            return Some(Ruling::new(Rule::Strength, &self.path));
        }
        let without = self.lists.iter().find(|(_, aaguids)| !aaguids.contains(&aaguid));
        without.map(|(path, _)| Ruling::new(Rule::StrengthAaguids, path))
    }

    pub(super) fn aaguids(&self) -> impl Iterator<Item = Aaguid> {
        self.lists.iter().flat_map(|(_, aaguids)| aaguids.iter().copied())
    }
}

/// Whether every organisation has a strength of this id or name.
pub(super) fn is_built_in(name: &str) -> bool {
    BUILT_IN_STRENGTHS.iter().any(|(id, title)| id.eq_ignore_ascii_case(name) || *title == name)
}

/// One strength, or a list of them.
pub(super) fn read(root: &Node<'_>, notes: &mut Notes) -> Result<Vec<Strength>, InvalidPolicy> {
    if root.is_list() {
        return root.list()?.iter().map(|node| read_one(node, notes)).collect();
    }
    let mut members = root.members()?;
    if let Some(list) = members.take("value") {
        return list.list()?.iter().map(|node| read_one(node, notes)).collect();
    }
    if !members.has("allowedCombinations") {
        return Err(InvalidPolicy::NotAPolicy);
    }
    Ok(vec![read_one(root, notes)?])
}

fn read_one(node: &Node<'_>, notes: &mut Notes) -> Result<Strength, InvalidPolicy> {
    let mut members = node.members()?;
    members.pass_over(&["description", "policyType", "requirementsSatisfied", "createdDateTime", "modifiedDateTime"]);
    let id = members.take("id").map(|node| node.text()).transpose()?.map(str::to_owned);
    let name = members.take("displayName").map(|node| node.text()).transpose()?.map(str::to_owned);
    if id.is_none() && name.is_none() {
        return Err(InvalidPolicy::member(members.path_of("id"), Problem::Missing));
    }
    let combinations = required(&mut members, "allowedCombinations")?;
    let accepts_passkeys = combinations.list_of(|entry| entry.text())?.contains(&PASSKEY);
    let mut lists = Vec::new();
    let configurations = members.take("combinationConfigurations").map(|node| node.list()).transpose()?;
    for configuration in configurations.unwrap_or_default() {
        lists.extend(read_configuration(&configuration, notes)?);
    }
    notes.unknown_members(&members);
    Ok(Strength { id, name, path: combinations.path, accepts_passkeys, lists })
}

/// The list of a configuration that is about passkeys.
fn read_configuration(node: &Node<'_>, notes: &mut Notes) -> Result<Option<(String, BTreeSet<Aaguid>)>, InvalidPolicy> {
    let mut members = node.members()?;
    let applies = members.take("appliesToCombinations").map(|node| node.list_of(|entry| entry.text())).transpose()?;
    let kind = members.take("@odata.type").map(|node| node.text()).transpose()?;
    let is_about_passkeys = applies.is_some_and(|names| names.contains(&PASSKEY))
        || kind.is_some_and(|kind| kind.ends_with("fido2CombinationConfiguration"));
    if !is_about_passkeys {
        return Ok(None);
    }
    members.pass_over(&["id"]);
    let list = members.take("allowedAAGUIDs");
    notes.unknown_members(&members);
    list.map(|node| Ok((node.path.clone(), node.list_of(Node::aaguid)?.into_iter().collect()))).transpose()
}
