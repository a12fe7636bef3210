use std::fmt;

use ciborium::Value;

use crate::cbor;
use crate::webauthn::RenderFailed;

/// The extension outputs inside authenticator data: a CBOR map from identifier to output (WebAuthn L3, section
/// 6.1), or nothing at all. `Debug` shows the length only.
#[derive(Default)]
pub struct ExtensionData(Vec<u8>);

impl ExtensionData {
    /// The map of these outputs; without any there is no map.
    pub(in crate::webauthn) fn render(outputs: Vec<(&'static str, Value)>) -> Result<Self, RenderFailed> {
        if outputs.is_empty() {
            return Ok(Self::default());
        }
        let entries = outputs.into_iter().map(|(identifier, output)| (Value::from(identifier), output)).collect();
        Ok(Self(cbor::render(&Value::Map(entries))?))
    }

    /// The bytes that end the authenticator data; none where no extension answers.
    pub(in crate::webauthn) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for ExtensionData {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ExtensionData({} bytes)", self.0.len())
    }
}
