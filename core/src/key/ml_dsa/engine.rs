//! The computations, by the crate that has them.

use ml_dsa::{
    EncodedVerifyingKey, ExpandedSigningKey, Keypair, MlDsa44, MlDsa65, MlDsa87, MlDsaParams, Signature, SigningKey,
    VerifyingKey,
};

use super::{Parameters, PublicKey};
use crate::entropy::{Entropy, EntropyFailed};
use crate::key::{InvalidPrivateKey, SignatureRejected};
use crate::secret::{Secret, SecretBytes, SecretKey};
use crate::stack::{ML_DSA_44, ML_DSA_65, ML_DSA_87, wiped_deep};

/// What is signed before the message: no pre-hash, and a context of no bytes (FIPS 204, algorithm 2, step 10; RFC 9964,
/// section 2).
const PURE_WITHOUT_CONTEXT: &[u8] = &[0, 0];

/// The seed alone: what it expands to is some fifty to a hundred kilobytes, computed for each signature and wiped with
/// it.
pub(in crate::key) struct PrivateKey {
    parameters: Parameters,
    seed: SecretKey,
}

/// Calls a function of the parameter set, on a stack that is wiped as deep as that set goes.
macro_rules! wiped {
    ($parameters:expr, $function:ident($($argument:expr),*)) => {
        match $parameters {
            Parameters::MlDsa44 => wiped_deep::<ML_DSA_44, _>(|| $function::<MlDsa44>($($argument),*)),
            Parameters::MlDsa65 => wiped_deep::<ML_DSA_65, _>(|| $function::<MlDsa65>($($argument),*)),
            Parameters::MlDsa87 => wiped_deep::<ML_DSA_87, _>(|| $function::<MlDsa87>($($argument),*)),
        }
    };
}

impl PrivateKey {
    pub(in crate::key) fn make(parameters: Parameters, entropy: &dyn Entropy) -> Result<Self, EntropyFailed> {
        Ok(Self { parameters, seed: SecretKey::make(entropy)? })
    }

    /// A key from its 32-byte seed (FIPS 204, algorithm 6).
    pub(in crate::key) fn from_secret(parameters: Parameters, secret: &[u8]) -> Result<Self, InvalidPrivateKey> {
        Ok(Self { parameters, seed: SecretKey::copy_from(secret).ok_or(InvalidPrivateKey)? })
    }

    /// The 32-byte seed.
    pub(in crate::key) fn to_secret(&self) -> SecretBytes {
        Secret::new(self.seed.expose().to_vec())
    }

    pub(in crate::key) fn public_key(&self) -> PublicKey {
        let bytes = wiped!(self.parameters, public_key(self.seed.expose()));
        PublicKey { parameters: self.parameters, bytes }
    }

    /// With these random bytes; thirty-two zeros make the deterministic variant (FIPS 204, section 3.4).
    pub(in crate::key) fn sign(&self, message: &[u8], random: &[u8; 32]) -> Vec<u8> {
        wiped!(self.parameters, sign(self.seed.expose(), message, random))
    }
}

impl PublicKey {
    pub(in crate::key) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), SignatureRejected> {
        // No secret is on this stack: it may be deeper than the thread of the caller has room for, all the same.
        if wiped!(self.parameters, verify(&self.bytes, message, signature)) { Ok(()) } else { Err(SignatureRejected) }
    }
}

fn public_key<P: MlDsaParams>(seed: &[u8; 32]) -> Vec<u8> {
    SigningKey::<P>::from_seed(seed.into()).verifying_key().encode().to_vec()
}

fn sign<P: MlDsaParams>(seed: &[u8; 32], message: &[u8], random: &[u8; 32]) -> Vec<u8> {
    let key = ExpandedSigningKey::<P>::from_seed(seed.into());
    key.sign_internal(&[PURE_WITHOUT_CONTEXT, message], random.into()).encode().to_vec()
}

fn verify<P: MlDsaParams>(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Ok(encoded) = EncodedVerifyingKey::<P>::try_from(public_key) else { return false };
    let Ok(signature) = Signature::<P>::try_from(signature) else { return false };
    VerifyingKey::<P>::decode(&encoded).verify_with_context(message, &[], &signature)
}
