use super::Algorithm;
use super::ml_dsa::Parameters;

/// What keys are like, by algorithm: two identifiers of one algorithm have the same keys.
#[derive(Clone, Copy)]
pub(super) enum Family {
    P256,
    Ed25519,
    MlDsa(Parameters),
}

impl Family {
    pub(super) const fn of(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Es256 | Algorithm::Esp256 => Self::P256,
            Algorithm::EdDsa | Algorithm::Ed25519 => Self::Ed25519,
            Algorithm::MlDsa44 => Self::MlDsa(Parameters::MlDsa44),
            Algorithm::MlDsa65 => Self::MlDsa(Parameters::MlDsa65),
            Algorithm::MlDsa87 => Self::MlDsa(Parameters::MlDsa87),
        }
    }
}
