//! Keys in hardware: software keys whose secret the scenario holds.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};
use serde_json::{Value, json};

use super::base64url;
use crate::{Arguments, Mistake};

/// Signs `bytes` with the P-256 key of `secret`, as hardware would: ECDSA with SHA-256, in DER.
pub(super) fn sign(with: &mut Arguments) -> Result<Value, Mistake> {
    let secret = with.bytes("secret")?;
    let key = SigningKey::from_slice(&secret).map_err(|_| with.wrong("secret", "a P-256 secret of 32 bytes"))?;
    let signature: DerSignature = key.sign(&with.bytes("bytes")?);
    Ok(json!({ "signature": base64url(signature.as_bytes()) }))
}
