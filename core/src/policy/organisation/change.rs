//! Who loses what, and who gains what, by a change of policy.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Organisation;
use super::scope::Scope;
use super::target::Target;
use crate::id::Aaguid;
use crate::policy::attestation::AttestationKind;
use crate::policy::fact::{Facts, Occasion, Person, PersonKind};
use crate::policy::verdict::Ruling;

/// What a change of policy means for some people and some passkeys.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// For whom.
    pub audience: Audience,
    /// What they lose or gain.
    pub effect: Effect,
    /// With which models.
    pub authenticators: Authenticators,
    /// With which kinds of passkeys of those models.
    pub kinds: Vec<Kind>,
    /// The rule of the policy that refuses: of the new one where something is lost, of the old one where it is
    /// gained.
    pub ruling: Ruling,
}

/// For whom something changes. Who is in several groups has whatever one of them allows, and nothing if one of them
/// is excluded.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Audience {
    /// Everybody, whatever groups they are in.
    Everybody,
    /// Those who are in no group that either policy names.
    Others,
    /// The members of the group with this id, and of no other.
    Group(String),
    /// The person with this id, in no group.
    User(String),
    /// Whoever is asked for the authentication strength of this name.
    Asked(String),
}

/// What is lost or gained.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Effect {
    /// Passkeys that exist no longer sign in: their holders are locked out, if they have nothing else.
    LosesSignIn,
    /// New passkeys can no longer be registered.
    LosesRegistration,
    /// Passkeys sign in again.
    GainsSignIn,
    /// New passkeys can be registered.
    GainsRegistration,
}

/// A kind of passkey that a policy tells from others.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// BE = 0 or 1, with an attestation of a full chain.
    Attested,
    /// BE = 0, unattested.
    DeviceBound,
    /// BE = 1, unattested.
    Synced,
}

/// Models of authenticators.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Authenticators {
    /// These.
    pub listed: Vec<Aaguid>,
    /// Those that neither policy names.
    pub others: bool,
}

impl Change {
    /// Whether the same happens, to whomever.
    fn is_like(&self, other: &Self) -> bool {
        (self.effect, &self.authenticators, &self.kinds, &self.ruling)
            == (other.effect, &other.authenticators, &other.kinds, &other.ruling)
    }
}

impl Effect {
    /// Stable machine-readable name: `loses_sign_in`, `loses_registration`, `gains_sign_in`, `gains_registration`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LosesSignIn => "loses_sign_in",
            Self::LosesRegistration => "loses_registration",
            Self::GainsSignIn => "gains_sign_in",
            Self::GainsRegistration => "gains_registration",
        }
    }

    const fn of(occasion: Occasion, is_loss: bool) -> Self {
        match (occasion, is_loss) {
            (Occasion::SignIn, true) => Self::LosesSignIn,
            (Occasion::Registration, true) => Self::LosesRegistration,
            (Occasion::SignIn, false) => Self::GainsSignIn,
            (Occasion::Registration, false) => Self::GainsRegistration,
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::LosesSignIn => "can no longer sign in with",
            Self::LosesRegistration => "can no longer register",
            Self::GainsSignIn => "can now sign in with",
            Self::GainsRegistration => "can now register",
        }
    }
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Attested, Self::DeviceBound, Self::Synced];

    /// Stable machine-readable name: `attested`, `device_bound`, `synced`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Attested => "attested",
            Self::DeviceBound => "device_bound",
            Self::Synced => "synced",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Attested => "attested",
            Self::DeviceBound => "unattested device-bound",
            Self::Synced => "synced",
        }
    }

    fn facts(self, aaguid: Aaguid, person: Person, occasion: Occasion) -> Facts {
        let attestation = if self == Self::Attested { AttestationKind::PackedChain } else { AttestationKind::None };
        Facts { aaguid, backup_eligible: self == Self::Synced, attestation, person, occasion, strengths: Vec::new() }
    }
}

impl Audience {
    /// Somebody of it.
    fn person(&self) -> Person {
        let nowhere = Person { id: None, groups: Some(Vec::new()), kind: PersonKind::Member };
        match self {
            Self::Everybody | Self::Others | Self::Asked(_) => nowhere,
            Self::Group(id) => Person { groups: Some(vec![id.clone()]), ..nowhere },
            Self::User(id) => Person { id: Some(id.clone()), ..nowhere },
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everybody => formatter.write_str("everybody"),
            Self::Others => formatter.write_str("people in no group that the policies name"),
            Self::Group(id) => write!(formatter, "members of the group {id}"),
            Self::User(id) => write!(formatter, "the person {id}"),
            Self::Asked(name) => write!(formatter, "whoever is asked for the strength {name}"),
        }
    }
}

impl fmt::Display for Authenticators {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.listed.is_empty() {
            return formatter.write_str("any authenticator that the policies do not name");
        }
        let listed: Vec<String> = self.listed.iter().map(ToString::to_string).collect();
        write!(formatter, "{}", listed.join(", "))?;
        if self.others { formatter.write_str(" and any that the policies do not name") } else { Ok(()) }
    }
}

/// A sentence without its full stop.
impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { audience, effect, authenticators, kinds, ruling } = self;
        let what = if kinds.len() == Kind::ALL.len() {
            "passkeys".to_owned()
        } else {
            let words: Vec<&str> = kinds.iter().map(|kind| kind.words()).collect();
            format!("{} passkeys", words.join(" and "))
        };
        write!(formatter, "{audience} {} {what} of {authenticators} ({ruling})", effect.sentence())
    }
}

/// Who loses what and who gains what where `new` takes the place of `old`: found by judging each kind of passkey of
/// each model that either names, and of one that neither names, for each group that either names; and each
/// authentication strength that both have. Losses come first, and of them those of a sign-in: whoever is locked out
/// cannot repair it alone.
pub fn diff(old: &Organisation, new: &Organisation) -> Vec<Change> {
    let mut aaguids: BTreeSet<Option<Aaguid>> = BTreeSet::from([None]);
    aaguids.extend(old.aaguids().chain(new.aaguids()).map(Some));
    let unnamed = unnamed(&aaguids);
    let audiences = audiences(old, new);
    let mut changes: Vec<Vec<Change>> =
        audiences.iter().map(|audience| changes_for(audience, old, new, (&aaguids, unnamed))).collect();
    let common = take_common(&mut changes);
    let strengths = changes_of_strengths(old, new, (&aaguids, unnamed));
    let mut changes: Vec<Change> = common.into_iter().chain(changes.into_iter().flatten()).chain(strengths).collect();
    changes.sort_by(|a, b| (a.effect, &a.audience).cmp(&(b.effect, &b.audience)));
    changes
}

/// Models to judge, and the one that stands for all that no policy names.
type Models<'a> = (&'a BTreeSet<Option<Aaguid>>, Aaguid);

fn changes_for(
    audience: &Audience,
    old: &Organisation,
    new: &Organisation,
    (aaguids, unnamed): Models<'_>,
) -> Vec<Change> {
    let person = audience.person();
    let (before, after) = (old.scope(&person), new.scope(&person));
    // Effect and ruling of each model, with the kinds that they are of.
    let mut found: BTreeMap<(Effect, Ruling, Option<Aaguid>), Vec<Kind>> = BTreeMap::new();
    for (aaguid, occasion, kind) in cases(aaguids) {
        let facts = kind.facts(aaguid.unwrap_or(unnamed), person.clone(), occasion);
        if let Some((effect, ruling)) = compare((old, &before), (new, &after), &facts) {
            found.entry((effect, ruling, aaguid)).or_default().push(kind);
        }
    }
    joined(audience, found).collect()
}

/// What happens to each audience alike is said once, of everybody.
fn take_common(changes: &mut [Vec<Change>]) -> Vec<Change> {
    let Some((first, rest)) = changes.split_first() else { return Vec::new() };
    let is_common = |change: &&Change| rest.iter().all(|others| others.iter().any(|other| other.is_like(change)));
    let common: Vec<Change> = first.iter().filter(is_common).cloned().collect();
    for list in changes {
        list.retain(|change| !common.iter().any(|other| other.is_like(change)));
    }
    common.into_iter().map(|change| Change { audience: Audience::Everybody, ..change }).collect()
}

fn changes_of_strengths(old: &Organisation, new: &Organisation, (aaguids, unnamed): Models<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for strength in &new.strengths {
        let Some(before) = old.strengths.iter().find(|other| other.label() == strength.label()) else { continue };
        let mut found: BTreeMap<(Effect, Ruling, Option<Aaguid>), Vec<Kind>> = BTreeMap::new();
        for aaguid in aaguids {
            let model = aaguid.unwrap_or(unnamed);
            let (is_loss, ruling) = match (before.refusal(model), strength.refusal(model)) {
                (None, Some(ruling)) => (true, ruling),
                (Some(ruling), None) => (false, ruling),
                (None, None) | (Some(_), Some(_)) => continue,
            };
            found.insert((Effect::of(Occasion::SignIn, is_loss), ruling, *aaguid), Kind::ALL.to_vec());
        }
        changes.extend(joined(&Audience::Asked(strength.label().to_owned()), found));
    }
    changes
}

fn compare(
    (old, before): (&Organisation, &Scope<'_>),
    (new, after): (&Organisation, &Scope<'_>),
    facts: &Facts,
) -> Option<(Effect, Ruling)> {
    let before = old.judge_in(before, facts);
    let after = new.judge_in(after, facts);
    let (is_loss, refused) = match (before.is_allowed, after.is_allowed) {
        (true, false) => (true, after),
        (false, true) => (false, before),
        (true, true) | (false, false) => return None,
    };
    Some((Effect::of(facts.occasion, is_loss), refused.refusal().cloned()?))
}

/// Models to which the same happens, for the same reason and with the same kinds, are one change.
fn joined(
    audience: &Audience,
    found: BTreeMap<(Effect, Ruling, Option<Aaguid>), Vec<Kind>>,
) -> impl Iterator<Item = Change> {
    let mut together: BTreeMap<(Effect, Ruling, Vec<Kind>), Authenticators> = BTreeMap::new();
    for ((effect, ruling, aaguid), kinds) in found {
        let none = || Authenticators { listed: Vec::new(), others: false };
        let authenticators = together.entry((effect, ruling, kinds)).or_insert_with(none);
        match aaguid {
            Some(aaguid) => authenticators.listed.push(aaguid),
            None => authenticators.others = true,
        }
    }
    together.into_iter().map(|((effect, ruling, kinds), authenticators)| Change {
        audience: audience.clone(),
        effect,
        authenticators,
        kinds,
        ruling,
    })
}

fn cases(aaguids: &BTreeSet<Option<Aaguid>>) -> impl Iterator<Item = (Option<Aaguid>, Occasion, Kind)> {
    aaguids.iter().flat_map(|aaguid| {
        Occasion::ALL.into_iter().flat_map(move |occasion| Kind::ALL.map(|kind| (*aaguid, occasion, kind)))
    })
}

/// An AAGUID that is not among these.
fn unnamed(aaguids: &BTreeSet<Option<Aaguid>>) -> Aaguid {
    // Of as many candidates as there are and one more, one is free.
    let candidates = (0..=u128::try_from(aaguids.len()).unwrap_or(u128::MAX)).map(u128::to_be_bytes);
    candidates.map(Aaguid::from_bytes).find(|free| !aaguids.contains(&Some(*free))).unwrap_or_default()
}

fn audiences(old: &Organisation, new: &Organisation) -> BTreeSet<Audience> {
    let mut audiences = BTreeSet::from([Audience::Others]);
    for target in old.targets().chain(new.targets()) {
        let id = target.id.to_ascii_lowercase();
        if target.is_group() {
            audiences.insert(Audience::Group(id));
        } else if target.is_user() {
            audiences.insert(Audience::User(id));
        }
    }
    audiences
}

impl Organisation {
    fn aaguids(&self) -> impl Iterator<Item = Aaguid> {
        let listed = self.profiles.iter().flat_map(|profile| profile.aaguids());
        listed.chain(self.strengths.iter().flat_map(|strength| strength.aaguids()))
    }

    fn targets(&self) -> impl Iterator<Item = &Target> {
        self.include.iter().flatten().chain(&self.exclude)
    }
}
