/// Declares the algorithms once: each with its COSE identifier, its name there, and the feature of this crate
/// that its keys need.
macro_rules! algorithms {
    ($($(#[doc = $doc:literal])+ $name:ident = $cose:literal, $text:literal $(, $feature:literal)?;)+) => {
        /// A signature algorithm of a passkey's key (COSE algorithm identifiers, RFC 9053, RFC 9864, RFC 9964 and the
        /// IANA registry).
        ///
        /// The same in every build of this crate: a store may hold passkeys of an algorithm that a build leaves out.
        /// [`Algorithm::ALL`] says which a build has.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum Algorithm {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Algorithm {
            /// The algorithms that this build makes keys of and signs with.
            pub const ALL: &[Self] = &[$($(#[cfg(feature = $feature)])? Self::$name),+];

            /// Those that there are, whatever this build has.
            const DECLARED: &[Self] = &[$(Self::$name),+];

            /// The COSE identifier.
            pub const fn cose(self) -> i64 {
                match self {
                    $(Self::$name => $cose,)+
                }
            }

            /// The name in the IANA registry "COSE Algorithms": `ES256`, `ML-DSA-44`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

algorithms! {
    /// ECDSA with SHA-256 on P-256, COSE -7.
    Es256 = -7, "ES256";
    /// The same by its fully specified name, COSE -9 (RFC 9864): other identifier, same keys and signatures.
    Esp256 = -9, "ESP256";
    /// EdDSA, COSE -8, which in WebAuthn is Ed25519 (L3, section 5.8.5). Feature `ed25519`.
    EdDsa = -8, "EdDSA", "ed25519";
    /// The same by its fully specified name, COSE -19 (RFC 9864). Feature `ed25519`.
    Ed25519 = -19, "Ed25519", "ed25519";
    /// ML-DSA with the parameters of category 2, COSE -48 (RFC 9964, FIPS 204). Feature `ml-dsa`.
    MlDsa44 = -48, "ML-DSA-44", "ml-dsa";
    /// ML-DSA with the parameters of category 3, COSE -49. Feature `ml-dsa`.
    MlDsa65 = -49, "ML-DSA-65", "ml-dsa";
    /// ML-DSA with the parameters of category 5, COSE -50. Feature `ml-dsa`.
    MlDsa87 = -50, "ML-DSA-87", "ml-dsa";
}

impl Algorithm {
    /// The algorithm of a COSE identifier, also of one that this build does not have; `None` if the core does not
    /// know it.
    pub fn from_cose(identifier: i64) -> Option<Self> {
        Self::DECLARED.iter().copied().find(|algorithm| algorithm.cose() == identifier)
    }

    /// Whether this build makes keys of it and signs with them.
    pub fn is_available(self) -> bool {
        Self::ALL.contains(&self)
    }
}
