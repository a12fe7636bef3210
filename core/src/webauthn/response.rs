//! Responses: what goes back to the relying party (WebAuthn L3, section 5.1, `toJSON()`).

use std::fmt;

use base64::display::Base64Display;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer};

use super::RenderFailed;
use super::attestation::AttestationObject;
use super::authenticator_data::AssertionData;
use super::client_data::ClientData;
use super::extensions::{ClientExtensionResults, ResultsJson};
use crate::id::{CredentialId, UserHandle};

/// `type`: the only one that there is.
const TYPE: &str = "public-key";

/// `authenticatorAttachment`: the passkey is used on the device that holds it. A client that
/// reaches it over hybrid says `cross-platform` itself.
const ATTACHMENT: &str = "platform";

/// How clients reach a phone's passkey: as platform authenticator, and from another device. In
/// lexicographical order, as the standard asks.
const TRANSPORTS: [&str; 2] = ["hybrid", "internal"];

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
    /// `authenticatorData` are those of the attestation object.
    pub fn to_json(&self) -> Result<String, RenderFailed> {
        let authenticator_data = self.attestation_object.authenticator_data();
        let attested = authenticator_data.attested();
        let spki = attested.public_key().to_spki();
        let response = AttestationResponseJson {
            client_data_json: Base64Url(self.client_data.json()),
            authenticator_data: Base64Url(authenticator_data.as_bytes()),
            transports: TRANSPORTS,
            public_key: Base64Url(&spki),
            public_key_algorithm: attested.public_key().algorithm().cose(),
            attestation_object: Base64Url(self.attestation_object.as_bytes()),
        };
        render(attested.credential_id(), response, &self.extensions)
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
    public_key: Base64Url<'a>,
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

/// Bytes that go out as base64url without padding (RFC 4648, section 5).
#[derive(Clone, Copy)]
struct Base64Url<'a>(&'a [u8]);

impl Serialize for Base64Url<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Base64Display::new(self.0, &BASE64_URL_SAFE_NO_PAD))
    }
}

fn render(
    credential_id: &CredentialId,
    response: impl Serialize,
    extensions: &ClientExtensionResults,
) -> Result<String, RenderFailed> {
    let id = Base64Url(credential_id.as_bytes());
    serde_json::to_string(&CredentialJson {
        id,
        raw_id: id,
        r#type: TYPE,
        authenticator_attachment: ATTACHMENT,
        response,
        client_extension_results: ResultsJson(extensions),
    })
    .map_err(|_| RenderFailed::Json)
}

#[cfg(test)]
mod tests;
