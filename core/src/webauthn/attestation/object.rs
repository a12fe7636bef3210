use std::fmt;

use ciborium::Value;

use super::Statement;
use crate::cbor;
use crate::webauthn::RenderFailed;
use crate::webauthn::authenticator_data::RegistrationData;

/// An attestation object with the authenticator data inside it (WebAuthn L3, section 6.5.4). `Debug` shows the
/// length only.
#[derive(Clone, Eq, PartialEq)]
pub struct AttestationObject {
    bytes: Vec<u8>,
    authenticator_data: RegistrationData,
}

impl AttestationObject {
    /// Renders the object, whatever the statement's format.
    pub fn new(authenticator_data: RegistrationData, statement: &Statement) -> Result<Self, RenderFailed> {
        let bytes = cbor::render(&Value::Map(vec![
            (Value::from("fmt"), Value::from(statement.format().identifier())),
            (Value::from("attStmt"), statement.to_cbor()),
            (Value::from("authData"), Value::Bytes(authenticator_data.as_bytes().to_vec())),
        ]))?;
        Ok(Self { bytes, authenticator_data })
    }

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
