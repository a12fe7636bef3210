use crate::numbered::numbered;

// Says when a passkey may sign: one that this version does not know raises the schema version.
numbered! {
    /// How a passkey is protected from signing without a verification of the person (CTAP 2.1, section 12.1:
    /// `credProtect`). Chosen when it is made, and kept at every sign-in. The numbers are those of the standard.
    #[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
    pub enum CredentialProtection {
        /// It signs without one where the relying party does not ask for it.
        #[default]
        Optional = 1,
        /// It signs without one only for a relying party that names it in its allow list.
        OptionalWithList = 2,
        /// It never signs without one.
        Required = 3,
    }
}

impl CredentialProtection {
    /// The standard's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Optional => "userVerificationOptional",
            Self::OptionalWithList => "userVerificationOptionalWithCredentialIDList",
            Self::Required => "userVerificationRequired",
        }
    }

    /// What the standard's word stands for.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Optional, Self::OptionalWithList, Self::Required].into_iter().find(|level| level.as_str() == name)
    }

    /// Whether a sign-in takes a verification, whatever the relying party asks for. `is_listed`: whether its own
    /// allow list names the passkey; one that the person picked in a list of the system is not named by the site.
    pub const fn needs_verification(self, is_listed: bool) -> bool {
        match self {
            Self::Optional => false,
            Self::OptionalWithList => !is_listed,
            Self::Required => true,
        }
    }
}
