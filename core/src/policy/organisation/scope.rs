use super::Organisation;
use super::profile::Profile;
use super::target::{Meant, Target};
use crate::policy::fact::Person;
use crate::policy::rule::Rule;
use crate::policy::service::DEFAULT_PROFILE_ID;
use crate::policy::verdict::Ruling;

/// What a policy has for a person, whatever the passkey.
pub(super) enum Scope<'a> {
    /// Nothing.
    Outside(Ruling),
    /// These profiles, each once, in the order of the targets.
    Profiles(Vec<&'a Profile>),
}

impl Organisation {
    /// The profiles of this person; where their groups are not known, all that they may have.
    pub(super) fn scope(&self, person: &Person) -> Scope<'_> {
        if self.is_enabled == Some(false) {
            return Scope::Outside(Ruling::new(Rule::MethodState, self.path_of("state")));
        }
        if let Some(target) = self.exclude.iter().find(|target| target.means(person) == Meant::Yes) {
            return Scope::Outside(Ruling::new(Rule::Exclusion, &target.path));
        }
        let Some(include) = &self.include else { return Scope::Profiles(self.profiles.iter().collect()) };
        let mut profiles: Vec<&Profile> = Vec::new();
        for target in include.iter().filter(|target| target.means(person) != Meant::No) {
            for profile in self.profiles_of(target) {
                if !profiles.iter().any(|known| std::ptr::eq(*known, profile)) {
                    profiles.push(profile);
                }
            }
        }
        if profiles.is_empty() {
            return Scope::Outside(Ruling::new(Rule::Targets, self.path_of("includeTargets")));
        }
        Scope::Profiles(profiles)
    }

    /// The profile of this id.
    pub(super) fn profile(&self, id: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.id.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(id)))
    }

    /// The profile of a target that lists none; in a policy without profiles, what it has instead.
    pub(super) fn default_profile(&self) -> Option<&Profile> {
        if let [only] = self.profiles.as_slice()
            && only.id.is_none()
        {
            return Some(only);
        }
        self.profile(self.default_profile.as_deref().unwrap_or(DEFAULT_PROFILE_ID))
    }

    /// Profiles that a target names and the policy lacks grant nothing.
    fn profiles_of<'a>(&'a self, target: &'a Target) -> impl Iterator<Item = &'a Profile> {
        let is_without = target.profiles.is_empty() || self.profiles.iter().any(|profile| profile.id.is_none());
        let named = target.profiles.iter().filter_map(|(id, _)| self.profile(id));
        named.chain(self.default_profile().filter(|_| is_without))
    }

    /// Where a member stands that the policy may lack.
    pub(super) fn path_of(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}.{name}", self.prefix) }
    }
}
