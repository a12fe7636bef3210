//! `largeBlob`: bytes that a site keeps with a passkey (WebAuthn L3, section 10.1.5). Every passkey can keep some; they
//! are written and read in sign-ins only, and go to the client and never into authenticator data.
//!
//! Who may read and write is CTAP's answer (2.1, section 6.10), for WebAuthn says nothing of it: reading takes what
//! the sign-in takes, and writing a verification of the person, as with every authenticator that can verify.

use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::secret::SecretBytes;
use crate::webauthn::base64url::Base64Url;

pub(super) const IDENTIFIER: &str = "largeBlob";

/// Bytes that a site keeps with a passkey, or asks to be kept, of any length. Clones share them; wiped when the last
/// one goes. `Debug` shows none.
#[derive(Clone)]
pub struct LargeBlob(Arc<SecretBytes>);

impl LargeBlob {
    /// Takes over the bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self::from_secret(SecretBytes::new(bytes))
    }

    pub(crate) fn from_secret(bytes: SecretBytes) -> Self {
        Self(Arc::new(bytes))
    }

    /// The bytes themselves.
    pub fn expose(&self) -> &[u8] {
        self.0.expose()
    }
}

impl fmt::Debug for LargeBlob {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LargeBlob")
    }
}

impl PartialEq for LargeBlob {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for LargeBlob {}

/// What `largeBlob` of a get request asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RequestLargeBlob {
    /// `read`: what the passkey keeps.
    Read,
    /// `write`: to keep this in place of what is kept; nothing, to keep nothing.
    Write(LargeBlob),
}

/// What `largeBlob` answers. `Debug` shows no byte.
#[derive(Debug)]
pub enum LargeBlobOutput {
    /// To a registration: the passkey can keep a blob. Every one can.
    Supported,
    /// What the passkey keeps; `None` where it keeps nothing, or nothing that can be read.
    Read(Option<LargeBlob>),
    /// Whether it is kept now. If not, what was kept before still is.
    Written(bool),
}

impl Serialize for LargeBlobOutput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_map(None)?;
        match self {
            Self::Supported => object.serialize_entry("supported", &true)?,
            Self::Read(Some(blob)) => object.serialize_entry("blob", &Base64Url(blob.expose()))?,
            // The standard's note to step 3.3: an answer without the member.
            Self::Read(None) => {}
            Self::Written(written) => object.serialize_entry("written", written)?,
        }
        object.end()
    }
}

#[cfg(test)]
mod tests;
