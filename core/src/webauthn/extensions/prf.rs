//! `prf`: a pseudo-random function of each passkey, for a site to derive keys with (WebAuthn L3, section 10.1.4).
//!
//! The function is HMAC-SHA-256 under the seed that was made with the passkey, over a salt that the standard
//! derives from the site's input: what CTAP's `hmac-secret` computes, so that a security key's values and these are
//! made alike. There is one function a passkey, and it answers after a verification of the person only: the section
//! has it override `userVerification`. The values go to the client and never into authenticator data, which are not
//! encrypted.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use serde::ser::{Serialize, SerializeMap, Serializer};
use sha2::{Digest, Sha256};

use crate::id::CredentialId;
use crate::secret::{Secret, SecretKey};
use crate::stack;
use crate::webauthn::base64url::Base64Url;

pub(super) const IDENTIFIER: &str = "prf";

/// What stands before every input, so that what a site gets here is not what it could get of a security key by
/// CTAP without a browser.
const PREFIX: &[u8] = b"WebAuthn PRF\0";

/// What the function is evaluated at: 32 bytes. Clones share them; wiped when the last one goes.
#[derive(Clone)]
pub struct PrfSalt(Arc<SecretKey>);

/// The bytes are no salt: a hashed salt has 32 of them.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a hashed salt has 32 bytes")]
pub struct InvalidPrfSalt;

impl PrfSalt {
    /// The salt of a site's input, of any length: the SHA-256 of the standard's prefix and the input.
    pub fn from_input(input: &[u8]) -> Self {
        let salt = stack::wiped(|| {
            let Ok(salt) = Secret::fill_with(|salt: &mut [u8; 32]| -> Result<(), Infallible> {
                salt.copy_from_slice(&Sha256::new_with_prefix(PREFIX).chain_update(input).finalize());
                Ok(())
            });
            salt
        });
        Self(Arc::new(salt))
    }

    /// A salt that whoever passes the request on has made from the input already, as iOS does: it is not hashed
    /// again.
    pub fn from_hashed(salt: &[u8]) -> Result<Self, InvalidPrfSalt> {
        SecretKey::copy_from(salt).map(Arc::new).map(Self).ok_or(InvalidPrfSalt)
    }
}

impl fmt::Debug for PrfSalt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PrfSalt")
    }
}

impl PartialEq for PrfSalt {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose() == other.0.expose()
    }
}

impl Eq for PrfSalt {}

/// One evaluation: at one salt or at two.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PrfInputs {
    /// `first`.
    pub first: PrfSalt,
    /// `second`.
    pub second: Option<PrfSalt>,
}

/// `prf` of a create request.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct CreationPrf {
    /// `eval`: where to evaluate the new passkey's function at once. Without it the site asks only whether the
    /// passkey has one.
    pub eval: Option<PrfInputs>,
}

/// `prf` of a get request.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RequestPrf {
    /// `eval`: for every passkey that has no entry of its own.
    pub eval: Option<PrfInputs>,
    /// `evalByCredential`: for these passkeys.
    pub by_credential: Vec<(CredentialId, PrfInputs)>,
}

impl RequestPrf {
    /// Where the function of this passkey is to be evaluated: its own entry, else `eval`, else nowhere.
    fn inputs(&self, id: &CredentialId) -> Option<&PrfInputs> {
        let own = self.by_credential.iter().find(|(of, _)| of == id).map(|(_, inputs)| inputs);
        own.or(self.eval.as_ref())
    }
}

/// What `prf` answers. `Debug` shows no value.
#[derive(Debug)]
pub struct PrfOutput {
    /// Whether the passkey has a function: said in a registration, and there only.
    pub enabled: Option<bool>,
    /// The values, where the person was verified and there was something to evaluate.
    pub results: Option<PrfResults>,
}

/// The values of one evaluation. Wiped on drop; `Debug` shows neither.
pub struct PrfResults {
    /// At the first salt.
    pub first: SecretKey,
    /// At the second one, where there was one.
    pub second: Option<SecretKey>,
}

impl fmt::Debug for PrfResults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PrfResults({})", if self.second.is_some() { 2 } else { 1 })
    }
}

impl CreationPrf {
    /// Whether there is something to evaluate.
    pub(super) const fn evaluates(&self) -> bool {
        self.eval.is_some()
    }

    /// The answer to a registration. `seed`: that of the new passkey, where the person was verified.
    pub(super) fn output(&self, seed: Option<&SecretKey>) -> PrfOutput {
        PrfOutput { enabled: Some(true), results: evaluate(seed, self.eval.as_ref()) }
    }
}

impl RequestPrf {
    /// Whether there is something to evaluate for this passkey.
    pub(super) fn evaluates(&self, id: &CredentialId) -> bool {
        self.inputs(id).is_some()
    }

    /// Whether there may be something to evaluate, whichever passkey is chosen.
    pub(super) fn may_evaluate(&self) -> bool {
        self.eval.is_some() || !self.by_credential.is_empty()
    }

    /// The answer to a sign-in with this passkey. `seed`: its own, where the person was verified.
    pub(super) fn output(&self, id: &CredentialId, seed: Option<&SecretKey>) -> PrfOutput {
        PrfOutput { enabled: None, results: evaluate(seed, self.inputs(id)) }
    }
}

fn evaluate(seed: Option<&SecretKey>, inputs: Option<&PrfInputs>) -> Option<PrfResults> {
    let (seed, inputs) = seed.zip(inputs)?;
    // One frame for both: what the hash leaves on the stack is as good as the seed.
    Some(stack::wiped(|| PrfResults {
        first: value(seed, &inputs.first),
        second: inputs.second.as_ref().map(|salt| value(seed, salt)),
    }))
}

fn value(seed: &SecretKey, salt: &PrfSalt) -> SecretKey {
    let Ok(value) = Secret::fill_with(|value: &mut [u8; 32]| -> Result<(), Infallible> {
        #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104, section 2)")]
        let hash = Hmac::<Sha256>::new_from_slice(seed.expose()).expect("a key of any length");
        value.copy_from_slice(&hash.chain_update(salt.0.expose()).finalize().into_bytes());
        Ok(())
    });
    value
}

impl Serialize for PrfOutput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { enabled, results } = self;
        let mut object = serializer.serialize_map(None)?;
        if let Some(enabled) = enabled {
            object.serialize_entry("enabled", enabled)?;
        }
        if let Some(results) = results {
            object.serialize_entry("results", results)?;
        }
        object.end()
    }
}

impl Serialize for PrfResults {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { first, second } = self;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("first", &Base64Url(first.expose()))?;
        if let Some(second) = second {
            object.serialize_entry("second", &Base64Url(second.expose()))?;
        }
        object.end()
    }
}

#[cfg(test)]
mod tests;
