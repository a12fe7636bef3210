use crate::key::Algorithm;

/// The signature algorithms that a relying party accepts: `pubKeyCredParams` (WebAuthn L3, section
/// 5.4, and section 5.1.3, step 10).
///
/// "Nothing listed" and "nothing usable listed" are different answers: only the first lets the
/// standard's default in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Algorithms {
    /// Nothing was listed: ES256, then RS256.
    Default,
    /// COSE identifiers of the entries of type `public-key`, in the relying party's order. Empty
    /// if every entry was of another type or could not be read.
    Listed(Vec<i64>),
}

/// The relying party accepts no algorithm that the core knows: `NotSupportedError`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the relying party accepts none of the supported algorithms")]
pub struct NoSupportedAlgorithm;

impl Algorithms {
    /// From COSE identifiers, best first; none means the standard's default.
    pub fn from_cose(identifiers: Vec<i64>) -> Self {
        if identifiers.is_empty() { Self::Default } else { Self::Listed(identifiers) }
    }

    /// The COSE identifiers, best first.
    pub fn cose(&self) -> &[i64] {
        match self {
            Self::Default => &[-7, -257],
            Self::Listed(identifiers) => identifiers,
        }
    }

    /// Those that the core makes keys of, best first, each once. At least one.
    pub fn supported(&self) -> Result<Vec<Algorithm>, NoSupportedAlgorithm> {
        let mut supported = Vec::new();
        for algorithm in self.cose().iter().copied().filter_map(Algorithm::from_cose) {
            if algorithm.is_available() && !supported.contains(&algorithm) {
                supported.push(algorithm);
            }
        }
        if supported.is_empty() { Err(NoSupportedAlgorithm) } else { Ok(supported) }
    }
}
