use crate::key::{Algorithm, Model};
use crate::webauthn::attestation::{CertificateChain, Format, Offer, Route};

/// What the vendor of an authenticator app knows of it, and the core does not.
#[derive(Clone, Debug)]
pub struct Product {
    /// Whose statement it is. Each platform has a model of its own.
    pub model: Model,
    /// A short English description: 1 to 200 printable ASCII characters.
    pub description: String,
    /// The earliest version of the app that the statement holds for, as a number that only rises.
    pub version: u32,
    /// Where the model's keys are. One AAGUID that covers two custodies is described by the weaker.
    pub key_storage: Vec<KeyStorage>,
    /// The algorithms of keys that the hardware makes, where it makes any: ES256 alone, on today's phones.
    pub hardware_algorithms: Vec<Algorithm>,
    /// Whether each use of a key needs a fresh verification of the person, whatever the relying party asks for: a
    /// gated store, or hardware keys that sign after a verification only.
    pub always_verifies: bool,
    /// How the person may be verified; any one of them is enough.
    pub verified_by: Vec<VerifiedBy>,
    /// Where a finger, a face or a code is compared.
    pub matcher: Matcher,
    /// How answers get to relying parties. An app that is reached in two ways has a model for each.
    pub route: Route,
    /// What the app can bring as an attestation.
    pub offer: Offer,
    /// The roots that vouch for the model's attestation keys; nothing where no certificate is ever given.
    pub roots: Option<CertificateChain>,
    /// The app's icon, a PNG file.
    pub icon: Option<Vec<u8>>,
}

/// Where a private key is (Registry, section 3.2), the weakest first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum KeyStorage {
    /// Sealed in the store, and in the app's memory while it signs.
    Software,
    /// In the trusted execution environment of the device's processor.
    TrustedEnvironment,
    /// In a chip of its own: StrongBox, the Secure Enclave.
    SecureElement,
}

/// A way to verify the person on the device (Registry, section 3.1).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum VerifiedBy {
    /// A finger.
    Fingerprint,
    /// A face.
    Face,
    /// A PIN or password, of the device or of the app.
    Passcode,
    /// A pattern drawn on the screen.
    Pattern,
}

/// Where what the person shows is compared with what is known of them (Registry, section 3.3).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Matcher {
    /// By software: the app's own PIN, for one.
    Software,
    /// In the trusted execution environment of the device's processor.
    TrustedEnvironment,
    /// In a chip of its own.
    OnChip,
}

/// Why no statement can be made of a product.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidProduct {
    /// The AAGUID is all zero, which names no model.
    #[error("the AAGUID is all zero, which names no model")]
    NoAaguid,
    /// The description is not what the standard allows.
    #[error("the description must be 1 to 200 printable ASCII characters")]
    Description,
    /// Nothing says where the keys are.
    #[error("at least one place where keys are stored must be given")]
    NoKeyStorage,
    /// Keys are in hardware only, and no algorithm of it is given.
    #[error("keys are in hardware only, and no algorithm of its keys is given")]
    NoAlgorithm,
    /// Nothing says how the person is verified.
    #[error("at least one way to verify the person must be given")]
    NoVerification,
    /// Certificates are given with registrations, and no root vouches for them.
    #[error("registrations carry certificates, but no root is given that vouches for them")]
    NoRoot,
    /// A root is given, and no registration carries a certificate.
    #[error("a root is given, but no registration carries a certificate")]
    NothingToVouchFor,
    /// Android's key store is to attest keys that are not in hardware.
    #[error("only keys in hardware are attested by Android's key store")]
    NotInHardware,
    /// The icon is not a PNG file.
    #[error("the icon is not a PNG file")]
    Icon,
}

impl Product {
    /// The weakest place that a key of the model may be in.
    pub(super) fn weakest_storage(&self) -> Option<KeyStorage> {
        self.key_storage.iter().copied().min()
    }

    /// Whether a key of the model may be in hardware.
    pub(super) fn has_hardware(&self) -> bool {
        self.key_storage.iter().any(|storage| *storage != KeyStorage::Software)
    }

    /// The algorithms that a passkey of the model may have.
    pub(super) fn algorithms(&self) -> impl Iterator<Item = Algorithm> {
        let is_sealed = self.key_storage.contains(&KeyStorage::Software);
        if is_sealed { Algorithm::ALL } else { self.hardware_algorithms.as_slice() }.iter().copied()
    }

    /// The formats that some relying party gets.
    pub(super) fn formats(&self) -> impl Iterator<Item = Format> {
        let in_hardware = self.has_hardware();
        Format::BEST_FIRST.into_iter().filter(move |format| self.offer.gives(*format, self.route, in_hardware))
    }
}

impl KeyStorage {
    /// Every place, the weakest first.
    pub const ALL: [Self; 3] = [Self::Software, Self::TrustedEnvironment, Self::SecureElement];

    pub(super) const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Software => &["software"],
            Self::TrustedEnvironment => &["hardware", "tee"],
            Self::SecureElement => &["hardware", "secure_element"],
        }
    }
}

impl VerifiedBy {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Fingerprint, Self::Face, Self::Passcode, Self::Pattern];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Fingerprint => "fingerprint_internal",
            Self::Face => "faceprint_internal",
            Self::Passcode => "passcode_internal",
            Self::Pattern => "pattern_internal",
        }
    }
}

impl Matcher {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Software => "software",
            Self::TrustedEnvironment => "tee",
            Self::OnChip => "on_chip",
        }
    }
}
