use std::fmt;

use sha2::{Digest, Sha256};

/// Names a certificate that signed an Android application: SHA-256 of its DER, 32 bytes.
///
/// As text: 32 pairs of upper-case hexadecimal digits with colons between them, the one form that
/// privileged lists and asset links have.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct CertificateFingerprint([u8; 32]);

/// The text or the bytes are no fingerprint.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a fingerprint is 32 bytes, as text 32 pairs of upper-case hexadecimal digits with colons between them")]
pub struct InvalidCertificateFingerprint;

impl CertificateFingerprint {
    /// The fingerprint of a certificate given as DER (`android.content.pm.Signature.toByteArray`).
    pub fn of_certificate(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// A fingerprint given as its 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidCertificateFingerprint> {
        bytes.try_into().map(Self).map_err(|_| InvalidCertificateFingerprint)
    }

    /// Parses the one text form.
    pub fn parse(text: &str) -> Result<Self, InvalidCertificateFingerprint> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'A'..=b'F' => Some(byte - b'A' + 10),
            _ => None,
        };
        let mut pairs = text.split(':');
        let mut bytes = [0; 32];
        for byte in &mut bytes {
            let &[high, low] = pairs.next().unwrap_or_default().as_bytes() else {
                return Err(InvalidCertificateFingerprint);
            };
            *byte = match (digit(high), digit(low)) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err(InvalidCertificateFingerprint),
            };
        }
        if pairs.next().is_some() { Err(InvalidCertificateFingerprint) } else { Ok(Self(bytes)) }
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for CertificateFingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            write!(formatter, "{}{byte:02X}", if index == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}
