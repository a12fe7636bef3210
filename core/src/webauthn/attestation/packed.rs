//! `packed`: the format that WebAuthn itself defines (WebAuthn L3, section 8.2).

use ciborium::Value;

use crate::key::Algorithm;

pub(super) const IDENTIFIER: &str = "packed";

/// Self attestation: no `x5c`, and the algorithm is that of the passkey.
pub(super) fn self_statement(algorithm: Algorithm, signature: &[u8]) -> Value {
    Value::Map(vec![
        (Value::from("alg"), Value::from(algorithm.cose())),
        (Value::from("sig"), Value::Bytes(signature.to_vec())),
    ])
}
