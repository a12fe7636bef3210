//! What the service does by itself, and no policy document says: data, each with the page that says so and that
//! page's date. Where Microsoft changes one of these, this is the file to change.

use super::fact::PersonKind;

/// Something that the service does by itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ServiceFact {
    /// Its name in the path of a ruling, after `service.`.
    pub name: &'static str,
    /// What it does.
    pub what: &'static str,
    /// The date of the page that says so: year, month, day.
    pub as_of: &'static str,
    /// The page.
    pub page: &'static str,
}

/// All of it.
pub const SERVICE: [&ServiceFact; 5] = [&GUESTS, &TYPES_WITHOUT_PROFILES, &DEFAULT_PROFILE, &STRENGTHS, &DEPRECATED];

/// Whose passkeys the service does not register, and that it says so.
pub(super) const GUESTS: ServiceFact = ServiceFact {
    name: "guests",
    what: "registers no passkeys of internal or external guests",
    as_of: "2026-03-08",
    page: "entra-docs, how-to-authentication-passkey-profiles.md, Guest users",
};

/// The guests of [`GUESTS`].
pub(super) const WITHOUT_REGISTRATION: [PersonKind; 2] = [PersonKind::InternalGuest, PersonKind::ExternalGuest];

/// The types that a policy without profiles has once the service has given it one, as it did with all of them from
/// March to May 2026.
pub(super) const TYPES_WITHOUT_PROFILES: ServiceFact = ServiceFact {
    name: "types_without_profiles",
    what: "takes synced passkeys by a policy without profiles, unless that enforces attestation",
    as_of: "2026-03-08",
    page: "entra-docs, how-to-authentication-passkey-profiles.md and how-to-authentication-synced-passkeys.md",
};

/// What a target without a list of profiles gets.
pub(super) const DEFAULT_PROFILE: ServiceFact = ServiceFact {
    name: "default_profile",
    what: "gives the default profile, 00000000-0000-0000-0000-000000000001 unless the policy names another, to a \
           target that lists none",
    as_of: "2026-03-08",
    page: "Microsoft Graph v1.0, fido2AuthenticationMethodConfiguration",
};

/// The id of [`DEFAULT_PROFILE`].
pub(super) const DEFAULT_PROFILE_ID: &str = "00000000-0000-0000-0000-000000000001";

/// The strengths that every organisation has.
pub(super) const STRENGTHS: ServiceFact = ServiceFact {
    name: "strengths",
    what: "has three built-in authentication strengths, each of which accepts every passkey",
    as_of: "2026-03-08",
    page: "entra-docs, concept-authentication-strengths.md",
};

/// Those of [`STRENGTHS`]: id and display name.
pub(super) const BUILT_IN_STRENGTHS: [(&str, &str); 3] = [
    ("00000000-0000-0000-0000-000000000002", "Multifactor authentication"),
    ("00000000-0000-0000-0000-000000000003", "Passwordless MFA"),
    ("00000000-0000-0000-0000-000000000004", "Phishing-resistant MFA"),
];

/// What counts where a policy has both.
pub(super) const DEPRECATED: ServiceFact = ServiceFact {
    name: "deprecated_members",
    what: "goes by the profiles where there are any; isAttestationEnforced and keyRestrictions beside them go away in \
           October 2027",
    as_of: "2026-03-04",
    page: "Microsoft Graph v1.0, fido2AuthenticationMethodConfiguration",
};
