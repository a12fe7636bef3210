use std::fmt;

use super::rule::Rule;

/// What a policy says to the facts.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Verdict {
    /// Whether it allows them.
    pub is_allowed: bool,
    /// By which rules. Refused: each that refuses, one a profile that could have allowed it. Allowed by an
    /// organisation: each profile that allows it; by a managed configuration: none.
    pub rulings: Vec<Ruling>,
}

/// A rule, and where it stands.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Ruling {
    /// The rule. Who can change it is [`Rule::changers`].
    pub rule: Rule,
    /// Where it stands in the policy, such as `passkeyProfiles[0].keyRestrictions`. What the service does by itself
    /// begins with `service.`.
    pub path: String,
}

impl Ruling {
    pub(super) fn new(rule: Rule, path: impl Into<String>) -> Self {
        Self { rule, path: path.into() }
    }
}

impl Ruling {
    /// A rule of a managed configuration that is a member of the same name.
    pub(crate) fn of_managed(rule: Rule) -> Self {
        Self::new(rule, rule.as_str())
    }
}

/// A sentence without its full stop.
impl fmt::Display for Ruling {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.rule.sentence())
    }
}

impl Verdict {
    pub(super) fn allowed(rulings: Vec<Ruling>) -> Self {
        Self { is_allowed: true, rulings }
    }

    pub(super) fn refused(rulings: Vec<Ruling>) -> Self {
        Self { is_allowed: false, rulings }
    }

    /// The rule that refuses, the first of several; `None` where it is allowed.
    pub fn refusal(&self) -> Option<&Ruling> {
        self.rulings.first().filter(|_| !self.is_allowed)
    }
}
