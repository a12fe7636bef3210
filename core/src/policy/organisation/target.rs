use super::{Notes, required, value_of};
use crate::policy::fact::Person;
use crate::policy::read::{Members, Node};
use crate::policy::refused::InvalidPolicy;

/// The id that stands for everybody.
pub(super) const EVERYBODY: &str = "all_users";

/// Whom a policy includes or excludes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Target {
    pub(super) id: String,
    pub(super) path: String,
    kind: Kind,
    /// The ids of the profiles that it gets, each with the path at which it stands; empty: the default one.
    pub(super) profiles: Vec<(String, String)>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Group,
    /// No longer to be made, and still in old policies.
    User,
    /// One that this version does not know, and that is nobody.
    Unknown,
}

/// Whether somebody is meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meant {
    Yes,
    No,
    /// The person's groups are not known.
    Perhaps,
}

impl Target {
    /// Whether this person is meant.
    pub(super) fn means(&self, person: &Person) -> Meant {
        let is_same = |id: &String| id.eq_ignore_ascii_case(&self.id);
        match self.kind {
            Kind::Unknown => Meant::No,
            _ if self.is_everybody() => Meant::Yes,
            Kind::User => Meant::known(person.id.as_ref().map(is_same)),
            Kind::Group => Meant::known(person.groups.as_ref().map(|groups| groups.iter().any(is_same))),
        }
    }

    pub(super) fn is_everybody(&self) -> bool {
        self.kind != Kind::Unknown && self.id.eq_ignore_ascii_case(EVERYBODY)
    }

    pub(super) fn is_group(&self) -> bool {
        self.kind == Kind::Group && !self.is_everybody()
    }

    pub(super) fn is_user(&self) -> bool {
        self.kind == Kind::User && !self.is_everybody()
    }
}

impl Meant {
    fn known(is_meant: Option<bool>) -> Self {
        match is_meant {
            Some(true) => Self::Yes,
            Some(false) => Self::No,
            None => Self::Perhaps,
        }
    }
}

/// The targets of this name; `None` if there is no such member.
pub(super) fn read(
    members: &mut Members<'_>,
    name: &'static str,
    notes: &mut Notes,
) -> Result<Option<Vec<Target>>, InvalidPolicy> {
    let Some(node) = members.take(name) else { return Ok(None) };
    node.list()?.iter().map(|node| read_one(node, notes)).collect::<Result<_, _>>().map(Some)
}

fn read_one(node: &Node<'_>, notes: &mut Notes) -> Result<Target, InvalidPolicy> {
    let mut members = node.members()?;
    members.pass_over(&["isRegistrationRequired"]);
    let id = required(&mut members, "id")?.text()?.to_owned();
    let kind = match members.take("targetType") {
        Some(node) => {
            let kind = value_of(&node, &[("group", Kind::Group), ("user", Kind::User)])?;
            if kind.is_none() {
                notes.unknown.push(node.path);
            }
            kind.unwrap_or(Kind::Unknown)
        }
        None => Kind::Group,
    };
    let profile = |entry: &Node<'_>| Ok((entry.text()?.to_owned(), entry.path.clone()));
    let profiles = members.take("allowedPasskeyProfiles").map(|node| node.list_of(profile)).transpose()?;
    notes.unknown_members(&members);
    Ok(Target { id, path: node.path.clone(), kind, profiles: profiles.unwrap_or_default() })
}
