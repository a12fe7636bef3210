//! What gives a key of ML-DSA away (FIPS 204).

use passkey_provider::key::Algorithm;
use shake::{ExtendableOutput, Shake256, Update, XofReader};

use crate::limbs::{Forms, limbs};

/// The modulus (FIPS 204, table 1).
const Q: u32 = 8_380_417;

/// Two small negative coefficients in a row, as the secret vectors have many of and the challenge has none: modulo q,
/// where -1 stands beside -2 or -2 beside itself.
pub(crate) fn short_coefficients() -> Forms {
    [(2, 1), (1, 2), (2, 2)]
        .into_iter()
        .map(|(first, second)| {
            let mut bytes = [0; 8];
            bytes[..4].copy_from_slice(&(Q - first).to_le_bytes());
            bytes[4..].copy_from_slice(&(Q - second).to_le_bytes());
            (u64::from_be_bytes(bytes), "short coefficients")
        })
        .collect()
}

/// The seed, what is derived from it (algorithm 6), and the coefficients.
pub(crate) fn forms_of_key(algorithm: Algorithm, seed: &[u8; 32]) -> Forms {
    let [vectors, signing] = expand(algorithm, seed);
    let mut forms = short_coefficients();
    forms.extend(limbs("seed", seed));
    forms.extend(limbs("seed of the vectors", &vectors));
    forms.extend(limbs("signing seed", &signing[..32]));
    forms
}

/// With them the seed of the mask (algorithm 7, step 7), for each of the draws that may have hedged it. A masking vector
/// and a signature give the key.
pub(crate) fn forms(algorithm: Algorithm, seed: &[u8; 32], spki: &[u8], hedges: &[[u8; 32]], message: &[u8]) -> Forms {
    let [_, signing] = expand(algorithm, seed);
    // What is before the key has 22 bytes (RFC 9881).
    let key_hash = shake256(&[&spki[22..]]);
    let representative = shake256(&[&key_hash, &[0, 0], message]);
    let mut forms = forms_of_key(algorithm, seed);
    for hedge in hedges {
        forms.extend(limbs("seed of the mask", &shake256(&[&signing[..32], hedge, &representative])));
    }
    forms
}

/// The seed of the secret vectors, and that of the masks in the first half of the second.
fn expand(algorithm: Algorithm, seed: &[u8; 32]) -> [[u8; 64]; 2] {
    let dimensions: [u8; 2] = match algorithm {
        Algorithm::MlDsa44 => [4, 4],
        Algorithm::MlDsa65 => [6, 5],
        _ => [8, 7],
    };
    let mut expanded = [0; 128];
    squeeze(&[seed, &dimensions], &mut expanded);
    let (mut vectors, mut signing) = ([0; 64], [0; 64]);
    vectors.copy_from_slice(&expanded[32..96]);
    signing[..32].copy_from_slice(&expanded[96..]);
    [vectors, signing]
}

fn shake256(parts: &[&[u8]]) -> [u8; 64] {
    let mut out = [0; 64];
    squeeze(parts, &mut out);
    out
}

fn squeeze(parts: &[&[u8]], out: &mut [u8]) {
    let mut hash = Shake256::default();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize_xof().read(out);
}
