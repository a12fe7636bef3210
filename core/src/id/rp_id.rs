use std::fmt;

use idna::punycode;
use sha2::{Digest, Sha256};

/// Names a relying party: a domain, in lower-case A-labels, without a trailing dot, at most 253
/// bytes (WebAuthn L3, section 5.1.2, "relying party identifier").
///
/// Parsing brings upper case and U-labels to this form and says nothing about who may use the
/// domain: that is the work of the `caller` layer.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RpId(String);

/// The text is no RP ID.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("an RP ID is a domain such as `example.com`: no scheme, port, path, IP address or trailing dot")]
pub struct InvalidRpId;

impl RpId {
    /// Parses a domain; upper case and U-labels become lower-case A-labels.
    pub fn parse(text: &str) -> Result<Self, InvalidRpId> {
        // The host parser decodes per cent escapes; a domain in options has none.
        if text.contains('%') {
            return Err(InvalidRpId);
        }
        match url::Host::parse(text) {
            Ok(url::Host::Domain(domain)) if is_valid_domain(&domain) && !has_label_in_label(&domain) => {
                Ok(Self(domain))
            }
            _ => Err(InvalidRpId),
        }
    }

    /// The domain as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first 32 bytes of authenticator data: SHA-256 of the RP ID (WebAuthn L3, section 6.1).
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }
}

impl fmt::Display for RpId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Whether an A-label stands for another one, as `xn--xn---epa` does for `xn--é`. UTS 46 lets no
/// label do so (section 4.1, criterion 4); the host parser does.
pub(super) fn has_label_in_label(domain: &str) -> bool {
    domain
        .split('.')
        .filter_map(|label| punycode::decode_to_string(label.strip_prefix("xn--")?))
        .any(|label| label.starts_with("xn--"))
}

/// A "valid domain" of the URL standard, in ASCII, lengths verified; the host parser
/// has already refused what is no IDN. Wider by the underscore, which browsers let hosts have.
fn is_valid_domain(domain: &str) -> bool {
    domain.len() <= 253
        && domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_')
        })
}
