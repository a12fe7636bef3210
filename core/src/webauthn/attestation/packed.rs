//! `packed`: the format that WebAuthn itself defines (WebAuthn L3, section 8.2).

use ciborium::Value;
use x509_cert::der::asn1::{BitStringRef, ObjectIdentifier, OctetStringRef, PrintableStringRef, Utf8StringRef};
use x509_cert::der::{Any, Decode};
use x509_cert::ext::pkix::BasicConstraints;

use super::certificate::Certificate;
use super::{AttestationRefused, CertificateChain};
use crate::clock::Timestamp;
use crate::id::Aaguid;
use crate::key::{Algorithm, PublicKey};

pub(super) const IDENTIFIER: &str = "packed";

/// The attributes of a subject (RFC 5280, appendix A.1).
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");

/// Extensions of RFC 5280, section 4.2.1.
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");

/// `id-fido-gen-ce-sernum` and `id-fido-gen-ce-aaguid` (WebAuthn L3, sections 8.2.1 and 8.2.2).
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.45724.1.1.2");
const AAGUID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.45724.1.1.4");

/// Self attestation: no `x5c`, and the algorithm is that of the passkey.
pub(super) fn self_statement(algorithm: Algorithm, signature: &[u8]) -> Value {
    Value::Map(signed(algorithm, signature).into())
}

/// The statement of a certified key, with its chain. `android-key` is of the same shape.
pub(super) fn certified_statement(algorithm: Algorithm, signature: &[u8], chain: &CertificateChain) -> Value {
    let certificates = chain.certificates().map(|der| Value::Bytes(der.to_vec())).collect();
    let [algorithm, signature] = signed(algorithm, signature);
    Value::Map(vec![algorithm, signature, (Value::from("x5c"), Value::Array(certificates))])
}

fn signed(algorithm: Algorithm, signature: &[u8]) -> [(Value, Value); 2] {
    [(Value::from("alg"), Value::from(algorithm.cose())), (Value::from("sig"), Value::Bytes(signature.to_vec()))]
}

/// What a leaf is checked against.
pub(super) struct Expected<'a> {
    pub(super) aaguid: Aaguid,
    /// Authenticator data and client data hash.
    pub(super) signed: &'a [u8],
    /// Whether the leaf may name one device.
    pub(super) names_device: bool,
    pub(super) now: Timestamp,
}

/// The leaf's key, once the chain and the signature are what a relying party accepts (section 8.2, verification
/// procedure, and section 8.2.1).
pub(super) fn check(
    chain: &CertificateChain,
    signature: &[u8],
    expected: &Expected<'_>,
) -> Result<PublicKey, AttestationRefused> {
    let leaf = chain.leaf(expected.now)?;
    if !leaf.is_version_3() {
        return Err(AttestationRefused::Version);
    }
    check_subject(leaf)?;
    check_extensions(leaf, expected)?;
    let key = leaf.key().ok_or(AttestationRefused::LeafKey)?;
    key.verify(expected.signed, signature).map_err(|_| AttestationRefused::Signature)?;
    Ok(key)
}

fn check_subject(leaf: &Certificate) -> Result<(), AttestationRefused> {
    let one = |attribute| {
        let mut values = leaf.subject().filter(|(found, _)| *found == attribute).map(|(_, value)| value);
        let value = values.next().flatten()?;
        values.next().is_none().then_some(value)
    };
    let text = |attribute| {
        let value = one(attribute)?;
        let text = Utf8StringRef::from_der(&value).ok()?.as_str().to_owned();
        (!text.trim().is_empty()).then_some(text)
    };
    let is_country = one(COUNTRY).is_some_and(|value| {
        PrintableStringRef::from_der(&value)
            .is_ok_and(|code| code.as_str().len() == 2 && code.as_str().bytes().all(|byte| byte.is_ascii_uppercase()))
    });
    if !is_country {
        return Err(AttestationRefused::SubjectCountry);
    }
    text(ORGANIZATION).ok_or(AttestationRefused::SubjectOrganization)?;
    if text(UNIT).as_deref() != Some("Authenticator Attestation") {
        return Err(AttestationRefused::SubjectUnit);
    }
    text(COMMON_NAME).ok_or(AttestationRefused::SubjectName)?;
    Ok(())
}

fn check_extensions(leaf: &Certificate, expected: &Expected<'_>) -> Result<(), AttestationRefused> {
    let mut seen = Vec::new();
    let mut is_end_entity = false;
    for (extension, critical, value) in leaf.extensions() {
        if seen.contains(&extension) {
            return Err(AttestationRefused::ExtensionTwice);
        }
        seen.push(extension);
        match extension {
            BASIC_CONSTRAINTS => {
                is_end_entity = BasicConstraints::from_der(value).is_ok_and(|constraints| !constraints.ca);
            }
            AAGUID if critical => return Err(AttestationRefused::AaguidCritical),
            AAGUID => {
                let inner = <&OctetStringRef>::from_der(value).map_err(|_| AttestationRefused::Aaguid)?;
                if inner.as_bytes() != expected.aaguid.as_bytes() {
                    return Err(AttestationRefused::Aaguid);
                }
            }
            SERIAL_NUMBER if !expected.names_device => return Err(AttestationRefused::NamesDevice),
            // The first bit of the string (RFC 5280, section 4.2.1.3).
            KEY_USAGE => {
                let usage = BitStringRef::from_der(value).map_err(|_| AttestationRefused::KeyUsage)?;
                if usage.raw_bytes().first().is_none_or(|byte| byte & 0x80 == 0) {
                    return Err(AttestationRefused::KeyUsage);
                }
            }
            EXTENDED_KEY_USAGE => {
                Any::from_der(value).map_err(|_| AttestationRefused::NotDer)?;
            }
            _ if critical => return Err(AttestationRefused::UnknownCritical),
            _ => {}
        }
    }
    if is_end_entity { Ok(()) } else { Err(AttestationRefused::BasicConstraints) }
}
