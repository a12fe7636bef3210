use crate::numbered::numbered;

/// How the host verified the person.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum VerificationMethod {
    /// A fingerprint, a face or the like.
    Biometric,
    /// The device's own PIN, pattern or password.
    DeviceCredential,
    /// A PIN of the host app.
    Pin,
}

/// Why an answer may say "user verified", strongest first.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Verification {
    /// A hardware key that only signs after a verification signed this plan's bytes.
    KeySignature,
    /// The gate secret, proved against the store for this plan.
    Gate,
    /// The host's word.
    Statement(VerificationMethod),
    /// What a newer version of this crate knows, by its number on disk. Nothing that this version verifies.
    Unknown(u8),
}

numbered! {
    impl Verification() else Unknown {
        // 0 on disk: not verified.
        KeySignature = 1,
        Gate = 2,
        Statement(VerificationMethod::Biometric) = 3,
        Statement(VerificationMethod::DeviceCredential) = 4,
        Statement(VerificationMethod::Pin) = 5,
    }
}

impl Verification {
    /// Stable machine-readable name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeySignature => "key_signature",
            Self::Gate => "gate",
            Self::Statement(VerificationMethod::Biometric) => "biometric",
            Self::Statement(VerificationMethod::DeviceCredential) => "device_credential",
            Self::Statement(VerificationMethod::Pin) => "pin",
            Self::Unknown(_) => "unknown",
        }
    }
}
