//! What gives a key of Ed25519 away (RFC 8032, section 5.1.6).

use curve25519_dalek::Scalar;
use sha2::{Digest, Sha512};

use crate::limbs::{Forms, limbs};

/// The seed, what it expands to, and the scalar as the group has it.
pub(crate) fn forms_of_key(seed: &[u8; 32]) -> Forms {
    let (clamped, prefix) = expand(seed);
    let scalar = Scalar::from_bytes_mod_order(clamped).to_bytes();
    [("seed", *seed), ("scalar", clamped), ("scalar", scalar), ("prefix", prefix)]
        .iter()
        .flat_map(|(name, bytes)| limbs(name, bytes))
        .collect()
}

/// With them the nonce, before and after it is reduced, and the product of challenge and scalar.
pub(crate) fn forms(seed: &[u8; 32], signature: &[u8], message: &[u8]) -> Forms {
    let (_, prefix) = expand(seed);
    let nonce: [u8; 64] = Sha512::new().chain_update(prefix).chain_update(message).finalize().into();
    let reduced = Scalar::from_bytes_mod_order_wide(&nonce);
    let s = Scalar::from_bytes_mod_order(signature[32..].try_into().unwrap());
    let product = s - reduced;
    let mut forms = forms_of_key(seed);
    forms.extend(limbs("nonce", &nonce));
    forms.extend(limbs("nonce", &reduced.to_bytes()));
    forms.extend(limbs("product", &product.to_bytes()));
    forms
}

fn expand(seed: &[u8; 32]) -> ([u8; 32], [u8; 32]) {
    let expanded: [u8; 64] = Sha512::digest(seed).into();
    let (mut scalar, mut prefix) = ([0; 32], [0; 32]);
    scalar.copy_from_slice(&expanded[..32]);
    prefix.copy_from_slice(&expanded[32..]);
    scalar[0] &= 0xf8;
    scalar[31] = scalar[31] & 0x7f | 0x40;
    (scalar, prefix)
}
