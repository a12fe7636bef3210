use super::Organisation;
use super::scope::Scope;
use super::strength::is_built_in;
use crate::policy::fact::{Facts, Occasion};
use crate::policy::rule::Rule;
use crate::policy::service::{GUESTS, WITHOUT_REGISTRATION};
use crate::policy::verdict::{Ruling, Verdict};

impl Organisation {
    /// Whether the policy allows it, and by which rule.
    ///
    /// In this order: the state, exclusions, targets, and at registration guests and self-service; then one profile
    /// of the person's has to be met in full, with its attestation at registration only and its key restrictions on
    /// both occasions; at sign-in, each strength that is asked for. A strength that is neither built in nor in the
    /// documents refuses nothing.
    pub fn judge(&self, facts: &Facts) -> Verdict {
        self.judge_in(&self.scope(&facts.person), facts)
    }

    /// The same, of a person whose scope is known.
    pub(super) fn judge_in(&self, scope: &Scope<'_>, facts: &Facts) -> Verdict {
        let profiles = match scope {
            Scope::Outside(ruling) => return Verdict::refused(vec![ruling.clone()]),
            Scope::Profiles(profiles) => profiles,
        };
        let is_registration = facts.occasion == Occasion::Registration;
        if is_registration && WITHOUT_REGISTRATION.contains(&facts.person.kind) {
            return Verdict::refused(vec![Ruling::new(Rule::Guests, format!("service.{}", GUESTS.name))]);
        }
        if is_registration && self.is_self_service == Some(false) {
            let path = self.path_of("isSelfServiceRegistrationAllowed");
            return Verdict::refused(vec![Ruling::new(Rule::SelfService, path)]);
        }
        let mut allowing = Vec::new();
        let mut refusing = Vec::new();
        for profile in profiles {
            match profile.refusal(facts) {
                Some(ruling) => refusing.push(ruling),
                None => allowing.push(Ruling::new(Rule::Profile, &profile.path)),
            }
        }
        if allowing.is_empty() {
            return Verdict::refused(refusing);
        }
        let weak = if is_registration { Vec::new() } else { self.too_weak(facts) };
        if weak.is_empty() { Verdict::allowed(allowing) } else { Verdict::refused(weak) }
    }

    /// What each strength that is asked for says against it.
    fn too_weak(&self, facts: &Facts) -> Vec<Ruling> {
        let known = |name: &&String| !is_built_in(name);
        let named = facts.strengths.iter().filter(known);
        named
            .filter_map(|name| self.strengths.iter().find(|strength| strength.is_called(name)))
            .filter_map(|strength| strength.refusal(facts.aaguid))
            .collect()
    }
}
