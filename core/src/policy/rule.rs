/// A rule that decides. Where it stands in the policy is in [`Ruling`](super::Ruling).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Rule {
    /// Passkeys are turned off for the whole organisation.
    MethodState,
    /// The person is in an excluded group, which outweighs every included one.
    Exclusion,
    /// The person is in none of the included groups, or no profile is given to them.
    Targets,
    /// The service registers no passkeys of guests.
    Guests,
    /// Nobody may register a passkey by themselves.
    SelfService,
    /// The profile takes other passkey types.
    PasskeyTypes,
    /// The profile wants an attestation at registration.
    Attestation,
    /// The profile lists the AAGUIDs that it allows, and this one is not among them.
    AllowedAaguids,
    /// The profile lists the AAGUIDs that it blocks, and this one is among them.
    BlockedAaguids,
    /// The profile allows it.
    Profile,
    /// The authentication strength accepts no passkeys.
    Strength,
    /// The authentication strength lists the AAGUIDs that it accepts, and this one is not among them.
    StrengthAaguids,
    /// The managed configuration lists relying parties, and this one is not among them.
    AllowedRpIds,
    /// The managed configuration wants keys in hardware.
    HardwareKeysOnly,
    /// The managed configuration wants keys that nothing but a verification opens.
    GatedOnly,
    /// The managed configuration wants every ceremony verified.
    VerificationAlways,
    /// The managed configuration lists ways to verify a person, and this one is not among them.
    VerificationMethods,
    /// The managed configuration wants verification proved, not stated by the host.
    NoStatedVerification,
    /// The managed configuration lists attestation formats, and none of them is possible here.
    AttestationFormats,
}

/// Who can change what a rule says, or meet it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Changer {
    /// The person with the device.
    Person,
    /// Whoever develops the host app.
    Developer,
    /// The organisation's administrator.
    Administrator,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 19] = [
        Self::MethodState,
        Self::Exclusion,
        Self::Targets,
        Self::Guests,
        Self::SelfService,
        Self::PasskeyTypes,
        Self::Attestation,
        Self::AllowedAaguids,
        Self::BlockedAaguids,
        Self::Profile,
        Self::Strength,
        Self::StrengthAaguids,
        Self::AllowedRpIds,
        Self::HardwareKeysOnly,
        Self::GatedOnly,
        Self::VerificationAlways,
        Self::VerificationMethods,
        Self::NoStatedVerification,
        Self::AttestationFormats,
    ];

    /// Stable machine-readable name, such as `allowed_aaguids`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MethodState => "method_state",
            Self::Exclusion => "exclusion",
            Self::Targets => "targets",
            Self::Guests => "guests",
            Self::SelfService => "self_service",
            Self::PasskeyTypes => "passkey_types",
            Self::Attestation => "attestation",
            Self::AllowedAaguids => "allowed_aaguids",
            Self::BlockedAaguids => "blocked_aaguids",
            Self::Profile => "profile",
            Self::Strength => "strength",
            Self::StrengthAaguids => "strength_aaguids",
            Self::AllowedRpIds => "allowed_rp_ids",
            Self::HardwareKeysOnly => "hardware_keys_only",
            Self::GatedOnly => "gated_only",
            Self::VerificationAlways => "verification_always",
            Self::VerificationMethods => "verification_methods",
            Self::NoStatedVerification => "no_stated_verification",
            Self::AttestationFormats => "attestation_formats",
        }
    }

    /// What it says, as a sentence without its full stop.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::MethodState => "passkeys are turned off for the whole organisation",
            Self::Exclusion => "the person is in a group that is excluded, which outweighs every included group",
            Self::Targets => "the person is in no group that gets a passkey profile",
            Self::Guests => "the service registers no passkeys of guests; they sign in with their home organisation's",
            Self::SelfService => "people may not register passkeys by themselves",
            Self::PasskeyTypes => {
                "the profile does not take this type of passkey (a passkey that says it can be backed up counts as \
                 synced, unless it is attested)"
            }
            Self::Attestation => "the profile wants an attestation with a full chain at registration",
            Self::AllowedAaguids => "the profile lists the AAGUIDs that it allows, and this one is not among them",
            Self::BlockedAaguids => "the profile lists the AAGUIDs that it blocks, and this one is among them",
            Self::Profile => "the profile allows it",
            Self::Strength => "the authentication strength does not accept passkeys",
            Self::StrengthAaguids => {
                "the authentication strength lists the AAGUIDs that it accepts, and this one is not among them"
            }
            Self::AllowedRpIds => "the managed configuration does not list this relying party",
            Self::HardwareKeysOnly => "the managed configuration allows new keys in hardware only",
            Self::GatedOnly => {
                "the managed configuration allows new keys only where nothing but a verification opens them"
            }
            Self::VerificationAlways => "the managed configuration wants the person verified in every ceremony",
            Self::VerificationMethods => "the managed configuration does not list this way of verifying the person",
            Self::NoStatedVerification => {
                "the managed configuration wants the verification proved by a key, not stated by the app"
            }
            Self::AttestationFormats => {
                "the managed configuration lists attestation formats, and none of them can be given here"
            }
        }
    }

    /// Who can change it or meet it: the nearest first.
    pub const fn changers(self) -> &'static [Changer] {
        match self {
            Self::Guests => &[Changer::Person],
            Self::VerificationAlways | Self::VerificationMethods => &[Changer::Person, Changer::Administrator],
            // Registered inside the app, a passkey says BE = 0 and may be attested.
            Self::PasskeyTypes
            | Self::Attestation
            | Self::HardwareKeysOnly
            | Self::GatedOnly
            | Self::NoStatedVerification
            | Self::AttestationFormats => &[Changer::Developer, Changer::Administrator],
            Self::MethodState
            | Self::Exclusion
            | Self::Targets
            | Self::SelfService
            | Self::AllowedAaguids
            | Self::BlockedAaguids
            | Self::Profile
            | Self::Strength
            | Self::StrengthAaguids
            | Self::AllowedRpIds => &[Changer::Administrator],
        }
    }
}

impl Changer {
    /// Stable machine-readable name: `person`, `developer`, `administrator`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Developer => "developer",
            Self::Administrator => "administrator",
        }
    }
}
