/// What a registration says of its authenticator, as far as a policy tells the kinds apart (WebAuthn L3, section
/// 6.5.4).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum AttestationKind {
    /// `none`: nothing.
    None,
    /// `packed`, signed by the passkey itself.
    PackedSelf,
    /// `packed`, with a chain of certificates up to a root that the server knows.
    PackedChain,
    /// `android-key`, with the chain of the device's key store.
    AndroidKey,
}

impl AttestationKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::None, Self::PackedSelf, Self::PackedChain, Self::AndroidKey];

    /// Stable machine-readable name: `none`, `packed_self`, `packed_chain`, `android_key`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PackedSelf => "packed_self",
            Self::PackedChain => "packed_chain",
            Self::AndroidKey => "android_key",
        }
    }

    /// Whether Microsoft Entra takes it for attested: `packed` with a full chain to a root in the FIDO Metadata
    /// Service, and nothing else of what this library makes (entra-docs, `concept-fido2-hardware-vendor.md`).
    pub const fn is_attested(self) -> bool {
        matches!(self, Self::PackedChain)
    }
}
