//! Rules of policies, as verdicts and errors name them.

use passkey_provider::policy as core;

use crate::boundary::mirror::mirror;

mirror! {
    /// A rule of a policy that decides.
    PolicyRule = core::Rule {
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
        /// The profile takes other passkey types: a passkey that says it can be backed up counts as synced, unless it
        /// is attested.
        PasskeyTypes,
        /// The profile wants an attestation with a full chain at registration.
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
}

mirror! {
    /// Who can change what a rule says, or meet it.
    PolicyChanger = core::Changer {
        /// The person with the device.
        Person,
        /// Whoever develops the host app.
        Developer,
        /// The organisation's administrator.
        Administrator,
    }
}

/// A rule of a policy, and where it stands there.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct PolicyRuling {
    /// The rule.
    pub rule: PolicyRule,
    /// Where it stands, such as `passkeyProfiles[0].keyRestrictions` or `verification.methods`. What a service does by
    /// itself begins with `service.`.
    pub path: String,
    /// What it says: English, without a full stop. Localise from the rule.
    pub sentence: String,
    /// Who can change it or meet it: the nearest first.
    pub changers: Vec<PolicyChanger>,
}

impl From<core::Ruling> for PolicyRuling {
    fn from(ruling: core::Ruling) -> Self {
        let core::Ruling { rule, path } = ruling;
        let changers = rule.changers().iter().copied().map(Into::into).collect();
        Self { rule: rule.into(), path, sentence: rule.sentence().to_owned(), changers }
    }
}
