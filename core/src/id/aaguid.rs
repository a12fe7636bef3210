use std::fmt;
use std::str::FromStr;

use crate::entropy::{Entropy, EntropyFailed, make_bytes};

/// Names the model of an authenticator (WebAuthn L3, section 6.5.1); the host gives its own.
///
/// Public, and the same on every device of a model. A product makes its own random one for each
/// platform; all zero means "not given".
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Aaguid([u8; 16]);

/// The text is no AAGUID.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("an AAGUID is a UUID: 32 hexadecimal digits in groups of 8-4-4-4-12")]
pub struct InvalidAaguid;

impl Aaguid {
    /// An AAGUID from its 16 bytes.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// A new one, at random (RFC 9562, section 5.4). It is drawn once for a model, and stays.
    pub fn make(entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
        let mut bytes: [u8; 16] = make_bytes(entropy)?;
        let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
        *version = *version & 0x0f | 0x40;
        *variant = *variant & 0x3f | 0x80;
        Ok(Self(bytes))
    }

    /// The 16 bytes, as they stand in authenticator data.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Parses the usual form of a UUID, upper or lower case.
impl FromStr for Aaguid {
    type Err = InvalidAaguid;

    fn from_str(text: &str) -> Result<Self, InvalidAaguid> {
        let groups: Vec<&str> = text.split('-').collect();
        if groups.iter().map(|group| group.len()).ne([8, 4, 4, 4, 12]) {
            return Err(InvalidAaguid);
        }
        let mut bytes = [0; 16];
        let digits: Vec<u8> = groups
            .concat()
            .chars()
            .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
            .collect::<Option<_>>()
            .ok_or(InvalidAaguid)?;
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let &[high, low] = pair else { return Err(InvalidAaguid) };
            *byte = high << 4 | low;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Aaguid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                formatter.write_str("-")?;
            }
            write!(formatter, "{byte:02x}")?;
        }
        Ok(())
    }
}
