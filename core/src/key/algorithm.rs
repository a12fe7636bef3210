use super::es256;

/// A signature algorithm that the core verifies and makes sealed keys of (COSE algorithm identifiers, RFC 9053
/// and the IANA registry).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Algorithm {
    /// ECDSA with SHA-256 on P-256, COSE -7.
    Es256,
}

impl Algorithm {
    /// Every algorithm that there is a key of here.
    pub const ALL: &[Self] = &[Self::Es256];

    /// The algorithm of a COSE identifier; `None` if the core does not know it.
    pub fn from_cose(identifier: i64) -> Option<Self> {
        Self::ALL.iter().copied().find(|algorithm| algorithm.cose() == identifier)
    }

    /// The COSE identifier.
    pub const fn cose(self) -> i64 {
        match self {
            Self::Es256 => es256::COSE,
        }
    }
}
