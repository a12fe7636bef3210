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
pub enum Evidence {
    /// A hardware key that only signs after a verification signed this plan's bytes.
    KeySignature,
    /// The gate secret, proved against the store for this plan.
    Gate,
    /// The host's word.
    Statement(VerificationMethod),
}

impl Evidence {
    /// One word for programs. Never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeySignature => "key_signature",
            Self::Gate => "gate",
            Self::Statement(VerificationMethod::Biometric) => "biometric",
            Self::Statement(VerificationMethod::DeviceCredential) => "device_credential",
            Self::Statement(VerificationMethod::Pin) => "pin",
        }
    }
}
