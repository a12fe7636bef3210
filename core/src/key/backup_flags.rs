use crate::numbered::numbered;

// Says what an assertion says: one that this version does not know raises the schema version.
numbered! {
    /// What the authenticator data of a passkey says of its backup and its counter. Chosen when the
    /// passkey is made, stored with it, never computed again: a relying party refuses a passkey whose
    /// backup eligibility changes (WebAuthn L3, section 6.1.3).
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    pub enum BackupFlags {
        /// BE 0, BS 0: the truth of a key that never leaves the device. A counter of its own, rising
        /// with each assertion and durable before the signature leaves. iOS passes none on, neither at registration nor at
        /// sign-in: such a passkey is used inside the app, and stays out of AutoFill's list
        /// ([`Passkeys::identities`](crate::provider::Passkeys::identities)).
        DeviceBound = 1,
        /// BE 1, BS 1, counter constant 0: what iOS demands of every third-party
        /// passkey. The key is as bound to the device as the other; the platform dictates the flags.
        Ios = 2,
    }
}

impl BackupFlags {
    /// Stable machine-readable name: `device_bound`, `ios`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeviceBound => "device_bound",
            Self::Ios => "ios",
        }
    }

    /// The BE flag: whether the passkey may ever be backed up.
    pub const fn backup_eligible(self) -> bool {
        matches!(self, Self::Ios)
    }

    /// The BS flag: whether the passkey is backed up now.
    pub const fn backed_up(self) -> bool {
        matches!(self, Self::Ios)
    }

    /// Whether assertions count, or always say 0.
    pub const fn counts(self) -> bool {
        matches!(self, Self::DeviceBound)
    }
}
