//! Attestation objects: what a registration carries instead of a signature (WebAuthn L3, section
//! 6.5.4).

use std::fmt;

use ciborium::Value;

use super::RenderFailed;
use super::authenticator_data::RegistrationData;
use crate::cbor;
use crate::key::{Algorithm, Profile};

/// An attestation statement format that the core can make.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// `none`: no statement (WebAuthn L3, section 8.7).
    None,
    /// `packed`, self attestation: a signature of the passkey itself (section 8.2).
    PackedSelf,
}

impl Format {
    /// The format of an attestation statement format identifier; `None` if the core cannot make it.
    fn from_identifier(identifier: &str) -> Option<Self> {
        [Self::None, Self::PackedSelf].into_iter().find(|format| format.identifier() == identifier)
    }

    /// The attestation statement format identifier.
    pub const fn identifier(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::PackedSelf => "packed",
        }
    }
}

/// The format of the attestation of a new passkey (WebAuthn L3, section 6.3.2, step 12).
///
/// `asked` says whether the relying party conveys attestation at all: any `attestation` but
/// `none`. Then the first of `preferred` (`attestationFormats`) that the core can make wins; with
/// none of them, `packed`. A profile that may not attest gets `none`: an authenticator may always
/// answer less.
pub fn choose_format(asked: bool, preferred: &[String], profile: Profile) -> Format {
    if !asked || !profile.may_attest() {
        return Format::None;
    }
    preferred.iter().find_map(|identifier| Format::from_identifier(identifier)).unwrap_or(Format::PackedSelf)
}

/// An attestation object with the authenticator data inside it. `Debug` shows the length only.
#[derive(Clone, Eq, PartialEq)]
pub struct AttestationObject {
    bytes: Vec<u8>,
    authenticator_data: RegistrationData,
}

impl AttestationObject {
    /// The bytes of `attestationObject`: canonical CBOR.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The authenticator data inside.
    pub const fn authenticator_data(&self) -> &RegistrationData {
        &self.authenticator_data
    }
}

impl fmt::Debug for AttestationObject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "AttestationObject({} bytes)", self.bytes.len())
    }
}

/// An attestation object without a statement.
pub fn render_none(authenticator_data: RegistrationData) -> Result<AttestationObject, RenderFailed> {
    render(Format::None, Vec::new(), authenticator_data)
}

/// An attestation object with a self attestation: `signature` is the passkey's own, over
/// [`signing_input`](super::authenticator_data::AuthenticatorData::signing_input), in the form that
/// WebAuthn gives the algorithm.
pub fn render_packed_self(
    authenticator_data: RegistrationData,
    algorithm: Algorithm,
    signature: &[u8],
) -> Result<AttestationObject, RenderFailed> {
    let statement = vec![
        (Value::from("alg"), Value::from(algorithm.cose())),
        (Value::from("sig"), Value::Bytes(signature.to_vec())),
    ];
    render(Format::PackedSelf, statement, authenticator_data)
}

fn render(
    format: Format,
    statement: Vec<(Value, Value)>,
    authenticator_data: RegistrationData,
) -> Result<AttestationObject, RenderFailed> {
    let bytes = cbor::render(&Value::Map(vec![
        (Value::from("fmt"), Value::from(format.identifier())),
        (Value::from("attStmt"), Value::Map(statement)),
        (Value::from("authData"), Value::Bytes(authenticator_data.as_bytes().to_vec())),
    ]))?;
    Ok(AttestationObject { bytes, authenticator_data })
}

#[cfg(test)]
mod tests;
