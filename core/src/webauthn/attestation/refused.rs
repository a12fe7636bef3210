/// Declares each reason once: what the standard or the provider asks for, the word for programs, and the sentence.
macro_rules! reasons {
    ($($(#[$documentation:meta])* $reason:ident = $word:literal: $sentence:literal;)+) => {
        /// Why what the host brought as an attestation cannot be sent: relying parties would refuse it, or it would
        /// tell more of the person than it may. For the host and its logs; a page learns that the registration failed.
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
        #[non_exhaustive]
        pub enum AttestationRefused {
            $($(#[$documentation])* #[error($sentence)] $reason,)+
        }

        impl AttestationRefused {
            /// Every reason.
            pub const ALL: &[Self] = &[$(Self::$reason),+];

            /// Stable machine-readable name.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$reason => $word,)+
                }
            }
        }
    };
}

reasons! {
    /// A statement with certificates is to be sent, and none was brought.
    Missing = "missing": "the answer needs the certificates that the plan names, and none were passed";
    /// A statement of another format than the plan's.
    WrongFormat = "wrong_format": "the attestation is of a different format from the one that the plan asks for";
    /// No certificate, or more than eight, or one of more than 16 KiB.
    ChainLength = "chain_length": "a chain has one to eight certificates of at most 16384 bytes each, the leaf first";
    /// Bytes that are no certificate in DER.
    NotDer = "not_der": "a certificate of the chain is not one X.509 certificate in DER";
    /// Each certificate's issuer is the subject of the one behind it (RFC 5280, section 6.1.3).
    ChainOrder = "chain_order":
        "the certificates are not in order: each one's issuer must be the subject of the one behind it";
    /// A certificate that was not signed by the one behind it.
    ChainSignature = "chain_signature": "a certificate of the chain is not signed by the one behind it";
    /// What issues a certificate is an authority (RFC 5280, section 4.2.1.9).
    IssuerNotAuthority = "issuer_not_authority":
        "a certificate that issued another one is not a certificate authority's (basic constraints, CA)";
    /// A certificate of the chain is not valid yet, by the device's clock.
    NotYetValid = "not_yet_valid": "a certificate of the chain is not valid yet, by this device's clock";
    /// A certificate of the chain is not valid any more, by the device's clock.
    Expired = "expired": "a certificate of the chain has expired, by this device's clock";
    /// The leaf's key is of an algorithm that this build does not verify.
    LeafKey = "leaf_key":
        "the leaf's public key is of no algorithm that this build verifies: use P-256, its point uncompressed";
    /// The signature is not the leaf's over the plan's bytes.
    Signature = "signature": "the leaf's key did not make this signature over the bytes that the plan handed out";
    /// Version 3 (WebAuthn L3, section 8.2.1).
    Version = "version": "the leaf is not an X.509 certificate of version 3";
    /// Subject-C: a country code (WebAuthn L3, section 8.2.1).
    SubjectCountry = "subject_country":
        "the leaf's subject must have one country (C), two capital letters of ISO 3166 as a PrintableString";
    /// Subject-O: the vendor's legal name (WebAuthn L3, section 8.2.1).
    SubjectOrganization = "subject_organization":
        "the leaf's subject must have one organization (O), the vendor's legal name as a UTF8String";
    /// Subject-OU: a literal text (WebAuthn L3, section 8.2.1).
    SubjectUnit = "subject_unit":
        "the leaf's subject must have one organizational unit (OU), the UTF8String `Authenticator Attestation`";
    /// Subject-CN: a name of the vendor's choosing (WebAuthn L3, section 8.2.1).
    SubjectName = "subject_name": "the leaf's subject must have one common name (CN), a UTF8String";
    /// Basic constraints, CA false (WebAuthn L3, section 8.2.1).
    BasicConstraints = "basic_constraints": "the leaf must have the extension basic constraints, with CA false";
    /// An AAGUID extension is not critical (WebAuthn L3, section 8.2.1).
    AaguidCritical = "aaguid_critical": "the leaf's AAGUID extension (1.3.6.1.4.1.45724.1.1.4) must not be critical";
    /// An AAGUID extension names the authenticator's model (WebAuthn L3, section 8.2).
    Aaguid = "aaguid": "the leaf's AAGUID extension does not hold the AAGUID of this registration, as an OCTET STRING of 16 bytes";
    /// A leaf that may sign (RFC 5280, section 4.2.1.3).
    KeyUsage = "key_usage": "the leaf's key usage does not include digital signatures";
    /// An extension stands once (RFC 5280, section 4.2).
    ExtensionTwice = "extension_twice": "the leaf has an extension twice";
    /// What a relying party must refuse where it does not know it (RFC 5280, section 4.2).
    UnknownCritical = "unknown_critical": "the leaf has a critical extension that relying parties do not know";
    /// A leaf that names one device (WebAuthn L3, section 8.2.2).
    NamesDevice = "names_device":
        "the leaf names one device by a serial number, which only enterprise attestation may";
    /// The key of a certificate for one passkey attested another one: it would link two accounts.
    LeafUsed = "leaf_used":
        "this leaf's key is for one passkey and has attested another one; have a new key certified for each";
    /// The leaf certifies another key than the passkey's (WebAuthn L3, section 8.4).
    OtherKey = "other_key": "the leaf does not certify the passkey's own key";
    /// No key description in the leaf (WebAuthn L3, section 8.4.1).
    KeyDescription = "key_description":
        "the leaf has no readable key description (1.3.6.1.4.1.11129.2.1.17): attest the key as it is made";
    /// The challenge in the leaf is another one (WebAuthn L3, section 8.4).
    KeyChallenge = "key_challenge":
        "the leaf's attestation challenge is not the client data hash: pass the intent's challenge when the key is made";
    /// The key may be used by all apps (WebAuthn L3, section 8.4).
    AllApplications = "all_applications": "the key can be used by all apps of the device, not by this one alone";
    /// The key was brought into the hardware, not made there (WebAuthn L3, section 8.4).
    KeyOrigin = "key_origin": "the key was imported, or its origin is unknown: it must be generated in the hardware";
    /// The key may not sign (WebAuthn L3, section 8.4).
    KeyPurpose = "key_purpose": "the key's purpose does not include signing";
}
