//! X.509 certificates, as far as attestation looks into them (RFC 5280).

use std::fmt;

use x509_cert::Version;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode, Reader, SliceReader};
use x509_cert::ext::pkix::BasicConstraints;
use x509_cert::time::Time;

use super::AttestationRefused;
use crate::clock::Timestamp;
use crate::key::{Algorithm, PublicKey};

/// The certificates behind an attestation, the leaf first, each signed by the one behind it. Of the root that relying
/// parties trust, nothing is known here. `Debug` shows the number only: a leaf may name a device.
#[derive(Clone, Eq, PartialEq)]
pub struct CertificateChain(Vec<Certificate>);

/// One certificate, and its DER as it came.
#[derive(Clone, Eq, PartialEq)]
pub(super) struct Certificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
}

/// `ecdsa-with-SHA256` (RFC 5758, section 3.2).
const ECDSA_WITH_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
/// `id-Ed25519` (RFC 8410, section 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// `id-ml-dsa-44`, `-65` and `-87` (RFC 9881, section 2).
const ML_DSA_44: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.17");
const ML_DSA_65: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.18");
const ML_DSA_87: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.19");

impl CertificateChain {
    /// How many certificates there may be.
    pub const LONGEST: usize = 8;
    /// How long the DER of each may be, in bytes.
    pub const LONGEST_CERTIFICATE: usize = 16_384;

    /// A chain from the DER of each certificate, the leaf first. Each must be readable; whether they serve shows when
    /// a registration is finished with them.
    pub fn from_der(certificates: Vec<Vec<u8>>) -> Result<Self, AttestationRefused> {
        let fits = |der: &Vec<u8>| (1..=Self::LONGEST_CERTIFICATE).contains(&der.len());
        if !(1..=Self::LONGEST).contains(&certificates.len()) || !certificates.iter().all(fits) {
            return Err(AttestationRefused::ChainLength);
        }
        Ok(Self(certificates.into_iter().map(Certificate::from_der).collect::<Result<_, _>>()?))
    }

    /// The DER of each certificate, the leaf first.
    pub fn certificates(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|certificate| certificate.der.as_slice())
    }

    /// The DER of the leaf's SubjectPublicKeyInfo.
    pub(super) fn leaf_key(&self) -> Option<Vec<u8>> {
        self.0.first().and_then(Certificate::spki)
    }

    /// The leaf, once the chain is one: in order, each member issued by an authority, and valid now. A signature is
    /// looked at where it is of an algorithm that this build verifies; the roots of phones' makers sign with others.
    pub(super) fn leaf(&self, now: Timestamp) -> Result<&Certificate, AttestationRefused> {
        for certificate in &self.0 {
            certificate.require_valid(now)?;
        }
        for (certificate, issuer) in self.0.iter().zip(self.0.iter().skip(1)) {
            if certificate.parsed.tbs_certificate().issuer() != issuer.parsed.tbs_certificate().subject() {
                return Err(AttestationRefused::ChainOrder);
            }
            if !issuer.is_authority() {
                return Err(AttestationRefused::IssuerNotAuthority);
            }
            certificate.require_signed_by(issuer)?;
        }
        self.0.first().ok_or(AttestationRefused::ChainLength)
    }
}

impl fmt::Debug for CertificateChain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "CertificateChain({} certificates)", self.0.len())
    }
}

impl Certificate {
    fn from_der(der: Vec<u8>) -> Result<Self, AttestationRefused> {
        let parsed = x509_cert::Certificate::from_der(&der).map_err(|_| AttestationRefused::NotDer)?;
        Ok(Self { der, parsed })
    }

    pub(super) fn is_version_3(&self) -> bool {
        self.parsed.tbs_certificate().version() == Version::V3
    }

    /// The attributes of the subject: type, and the DER of the value.
    pub(super) fn subject(&self) -> impl Iterator<Item = (ObjectIdentifier, Option<Vec<u8>>)> {
        self.parsed.tbs_certificate().subject().iter().map(|attribute| (attribute.oid, attribute.value.to_der().ok()))
    }

    /// The extensions: which, whether it is critical, and the DER inside.
    pub(super) fn extensions(&self) -> impl Iterator<Item = (ObjectIdentifier, bool, &[u8])> {
        let extensions = self.parsed.tbs_certificate().extensions().into_iter().flatten();
        extensions.map(|extension| (extension.extn_id, extension.critical, extension.extn_value.as_bytes()))
    }

    /// The DER of the SubjectPublicKeyInfo.
    pub(super) fn spki(&self) -> Option<Vec<u8>> {
        self.parsed.tbs_certificate().subject_public_key_info().to_der().ok()
    }

    /// The key that is certified, if this build verifies its signatures.
    pub(super) fn key(&self) -> Option<PublicKey> {
        let spki = self.spki()?;
        Algorithm::ALL.iter().find_map(|algorithm| PublicKey::from_spki(*algorithm, &spki).ok())
    }

    fn is_authority(&self) -> bool {
        let constraints = self.parsed.tbs_certificate().get_extension::<BasicConstraints>();
        matches!(constraints, Ok(Some((_, BasicConstraints { ca: true, .. }))))
    }

    fn require_valid(&self, now: Timestamp) -> Result<(), AttestationRefused> {
        let validity = self.parsed.tbs_certificate().validity();
        let millis = |time: Time| u64::try_from(time.to_unix_duration().as_millis()).unwrap_or(u64::MAX);
        if now.as_millis() < millis(validity.not_before) {
            return Err(AttestationRefused::NotYetValid);
        }
        // Both ends are part of it (RFC 5280, section 4.1.2.5), the whole last second.
        if now.as_millis() > millis(validity.not_after).saturating_add(999) {
            return Err(AttestationRefused::Expired);
        }
        Ok(())
    }

    fn require_signed_by(&self, issuer: &Self) -> Result<(), AttestationRefused> {
        // Said twice, and alike (RFC 5280, section 4.1.1.2).
        if self.parsed.signature_algorithm() != self.parsed.tbs_certificate().signature() {
            return Err(AttestationRefused::ChainSignature);
        }
        let Some(key) = issuer.key() else { return Ok(()) };
        if self.parsed.signature_algorithm().oid != signature_algorithm(key.algorithm()) {
            return Ok(());
        }
        let signed = self.signed().ok_or(AttestationRefused::NotDer)?;
        let signature = self.parsed.signature().as_bytes().ok_or(AttestationRefused::ChainSignature)?;
        key.verify(signed, signature).map_err(|_| AttestationRefused::ChainSignature)
    }

    /// The bytes that the issuer signed, as they came.
    fn signed(&self) -> Option<&[u8]> {
        let mut reader = SliceReader::new(&self.der).ok()?;
        reader
            .sequence(|certificate| {
                let signed = certificate.tlv_bytes()?;
                certificate.tlv_bytes()?;
                certificate.tlv_bytes()?;
                Ok::<_, x509_cert::der::Error>(signed)
            })
            .ok()
    }
}

/// How a certificate says by which algorithm it was signed.
const fn signature_algorithm(algorithm: Algorithm) -> ObjectIdentifier {
    match algorithm {
        Algorithm::Es256 | Algorithm::Esp256 => ECDSA_WITH_SHA256,
        Algorithm::EdDsa | Algorithm::Ed25519 => ED25519,
        Algorithm::MlDsa44 => ML_DSA_44,
        Algorithm::MlDsa65 => ML_DSA_65,
        Algorithm::MlDsa87 => ML_DSA_87,
    }
}
