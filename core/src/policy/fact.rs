use super::attestation::AttestationKind;
use crate::id::Aaguid;

/// What a policy is asked about: one passkey of one person on one occasion.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Facts {
    /// The model that the registration names.
    pub aaguid: Aaguid,
    /// The BE flag: whether the passkey says that it may be backed up.
    pub backup_eligible: bool,
    /// What its registration says, or said, of the authenticator.
    pub attestation: AttestationKind,
    /// Whose passkey it is.
    pub person: Person,
    /// Whether it is made or used.
    pub occasion: Occasion,
    /// The authentication strengths that a sign-in has to meet, each by its id or its display name. A policy says
    /// what a strength accepts, and Conditional Access, which nobody outside sees, where it is asked for.
    pub strengths: Vec<String>,
}

/// When a policy is asked.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Occasion {
    /// The passkey is about to be made.
    Registration,
    /// The passkey is about to be used.
    SignIn,
}

/// What a service takes a passkey for.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum PasskeyType {
    /// One that stays on its device.
    DeviceBound,
    /// One that a provider copies between devices.
    Synced,
}

/// Whose passkey it is.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Person {
    /// The person's object id in the organisation's directory, where it is known.
    pub id: Option<String>,
    /// The ids of every group that the person is in, through other groups too; `None` where that is not known. Then
    /// the person may be in any of them: what somebody may do is allowed, and no exclusion is assumed.
    pub groups: Option<Vec<String>>,
    /// How the person belongs to the organisation.
    pub kind: PersonKind,
}

/// How a person belongs to the organisation.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum PersonKind {
    /// One of its own.
    #[default]
    Member,
    /// A guest with an account of the organisation's own.
    InternalGuest,
    /// A guest with an account elsewhere.
    ExternalGuest,
}

impl Facts {
    /// What Microsoft Entra takes the passkey for: synced if it says that it may be backed up, unless an attestation
    /// vouches for it, for synced passkeys cannot be attested. Without one, nothing but the flag is known.
    pub const fn passkey_type(&self) -> PasskeyType {
        if self.backup_eligible && !self.attestation.is_attested() {
            PasskeyType::Synced
        } else {
            PasskeyType::DeviceBound
        }
    }
}

impl Occasion {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Registration, Self::SignIn];

    /// Stable machine-readable name: `registration`, `sign_in`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::SignIn => "sign_in",
        }
    }
}

impl PasskeyType {
    /// Stable machine-readable name: `device_bound`, `synced`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeviceBound => "device_bound",
            Self::Synced => "synced",
        }
    }
}

impl PersonKind {
    /// Stable machine-readable name: `member`, `internal_guest`, `external_guest`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::InternalGuest => "internal_guest",
            Self::ExternalGuest => "external_guest",
        }
    }

    /// Whether the person is a guest of either kind.
    pub const fn is_guest(self) -> bool {
        !matches!(self, Self::Member)
    }
}
