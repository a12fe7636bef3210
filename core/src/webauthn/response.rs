//! Responses: what goes back to the relying party (WebAuthn L3, section 5.1, `toJSON()`).

use std::fmt;
use std::io;

use serde::Serialize;

use super::RenderFailed;
use super::attestation::AttestationObject;
use super::authenticator_data::AssertionData;
use super::base64url::Base64Url;
use super::client_data::ClientData;
use super::extensions::{ClientExtensionResults, ResultsJson};
use crate::id::{CredentialId, UserHandle};
use crate::stack;

/// `type`: the only one that there is.
const TYPE: &str = "public-key";

/// `authenticatorAttachment`: the passkey is used on the device that holds it. A client that
/// reaches it over hybrid says `cross-platform` itself.
const ATTACHMENT: &str = "platform";

/// How clients reach a phone's passkey: as platform authenticator, and from another device. In
/// lexicographical order, as the standard asks.
pub(crate) const TRANSPORTS: [&str; 2] = ["hybrid", "internal"];

/// The answer to a creation request. `Debug` shows nothing of the passkey.
pub struct RegistrationResponse {
    /// What the relying party checks the challenge and the origin in.
    pub client_data: ClientData,
    /// The new passkey.
    pub attestation_object: AttestationObject,
    /// What extensions answer.
    pub extensions: ClientExtensionResults,
}

impl RegistrationResponse {
    /// `RegistrationResponseJSON`. `id`, `publicKey`, `publicKeyAlgorithm` and
    /// `authenticatorData` are those of the attestation object; `publicKey` is left out for ML-DSA, as browsers do.
    pub fn to_json(&self) -> Result<String, RenderFailed> {
        self.render(&self.extensions)
    }

    fn render(&self, extensions: &ClientExtensionResults) -> Result<String, RenderFailed> {
        let authenticator_data = self.attestation_object.authenticator_data();
        let attested = authenticator_data.attested();
        let spki = attested.public_key().to_client_spki();
        let response = AttestationResponseJson {
            client_data_json: Base64Url(self.client_data.json()),
            authenticator_data: Base64Url(authenticator_data.as_bytes()),
            transports: TRANSPORTS,
            public_key: spki.as_deref().map(Base64Url),
            public_key_algorithm: attested.public_key().algorithm().cose(),
            attestation_object: Base64Url(self.attestation_object.as_bytes()),
        };
        render(attested.credential_id(), response, extensions)
    }
}

impl RegistrationResponse {
    /// The same, without values that only the client may know: for a server that this app registers at itself.
    pub(crate) fn to_json_for_server(&self) -> Result<String, RenderFailed> {
        self.render(&self.extensions.without_secrets())
    }
}

impl fmt::Debug for RegistrationResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("RegistrationResponse").field("extensions", &self.extensions).finish_non_exhaustive()
    }
}

/// The answer to a sign-in request. `Debug` shows nothing of the passkey.
pub struct AuthenticationResponse {
    /// The passkey that signed.
    pub credential_id: CredentialId,
    /// What the relying party checks the challenge and the origin in.
    pub client_data: ClientData,
    /// What the authenticator vouches for.
    pub authenticator_data: AssertionData,
    /// Over authenticator data and client data hash, in the form that WebAuthn gives the algorithm.
    pub signature: Vec<u8>,
    /// The account. Always returned: a relying party that listed passkeys may ignore it, and
    /// several expect it.
    pub user_handle: UserHandle,
    /// What extensions answer.
    pub extensions: ClientExtensionResults,
}

impl AuthenticationResponse {
    /// `AuthenticationResponseJSON`.
    pub fn to_json(&self) -> Result<String, RenderFailed> {
        let response = AssertionResponseJson {
            client_data_json: Base64Url(self.client_data.json()),
            authenticator_data: Base64Url(self.authenticator_data.as_bytes()),
            signature: Base64Url(&self.signature),
            user_handle: Base64Url(self.user_handle.as_bytes()),
        };
        render(&self.credential_id, response, &self.extensions)
    }
}

impl fmt::Debug for AuthenticationResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AuthenticationResponse").field("extensions", &self.extensions).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CredentialJson<'a, Response> {
    id: Base64Url<'a>,
    raw_id: Base64Url<'a>,
    r#type: &'static str,
    authenticator_attachment: &'static str,
    response: Response,
    client_extension_results: ResultsJson<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AttestationResponseJson<'a> {
    #[serde(rename = "clientDataJSON")]
    client_data_json: Base64Url<'a>,
    authenticator_data: Base64Url<'a>,
    transports: [&'static str; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    public_key: Option<Base64Url<'a>>,
    public_key_algorithm: i64,
    attestation_object: Base64Url<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AssertionResponseJson<'a> {
    #[serde(rename = "clientDataJSON")]
    client_data_json: Base64Url<'a>,
    authenticator_data: Base64Url<'a>,
    signature: Base64Url<'a>,
    user_handle: Base64Url<'a>,
}

fn render(
    credential_id: &CredentialId,
    response: impl Serialize,
    extensions: &ClientExtensionResults,
) -> Result<String, RenderFailed> {
    let id = Base64Url(credential_id.as_bytes());
    let credential = CredentialJson {
        id,
        raw_id: id,
        r#type: TYPE,
        authenticator_attachment: ATTACHMENT,
        response,
        client_extension_results: ResultsJson(extensions),
    };
    let text = if extensions.holds_secret() { render_secret(&credential) } else { serde_json::to_string(&credential) };
    text.map_err(|_| RenderFailed::Json)
}

/// Renders into a text that never grows, for one that does leaves what it held behind; and wipes what the encoder of
/// base64 put on the stack. The text itself is the caller's, who passes it on.
fn render_secret(value: &impl Serialize) -> serde_json::Result<String> {
    stack::wiped(|| {
        let mut length = Length(0);
        serde_json::to_writer(&mut length, value)?;
        let mut text = Vec::with_capacity(length.0);
        serde_json::to_writer(&mut text, value)?;
        String::from_utf8(text).map_err(serde::ser::Error::custom)
    })
}

/// Counts what is written.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
