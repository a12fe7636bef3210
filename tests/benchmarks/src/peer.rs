//! The `passkey` crate: its client and authenticator with the in-memory store and either of its backends, JSON in to
//! JSON out.

use passkey::authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod};
use passkey::client::{Client, DefaultClientData};
use passkey::types::Passkey;
use passkey::types::ctap2::{Aaguid, Ctap2Error};
use passkey::types::webauthn::{CredentialCreationOptions, CredentialRequestOptions};
use passkey_crypto::CryptoBackend;
use url::Url;

type Store = Option<Passkey>;

/// The peer with one passkey.
pub struct Peer<Backend: CryptoBackend> {
    client: Client<Store, Verified, Backend, public_suffix::PublicSuffixList, ()>,
    request: String,
}

/// The person: present and verified, at no cost.
struct Verified;

#[async_trait::async_trait]
impl UserValidationMethod for Verified {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(&self, _: UiHint<'a, Passkey>, _: bool, _: bool) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck { presence: true, verification: true })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

impl<Backend: CryptoBackend + Sync> Peer<Backend> {
    /// With one passkey, which the request names.
    pub fn new(backend: Backend) -> Self {
        let authenticator = Authenticator::new(Aaguid::new_empty(), None, Verified, backend);
        let mut client = Client::new(authenticator);
        let options: CredentialCreationOptions = serde_json::from_str(
            r#"{"publicKey":{"rp":{"id":"example.com","name":"Example"},
                "user":{"id":"AQIDBAUGBwgJCgsMDQ4PEA","name":"ada@example.com","displayName":"Ada"},
                "challenge":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                "pubKeyCredParams":[{"type":"public-key","alg":-7}]}}"#,
        )
        .unwrap();
        let made = pollster::block_on(client.register(&origin(), options, DefaultClientData)).unwrap();
        Self { client, request: super::ours::request_json(&made.id) }
    }

    /// A sign-in, JSON in to JSON out.
    pub fn authenticate(&mut self) -> String {
        let options: CredentialRequestOptions =
            serde_json::from_str(&format!(r#"{{"publicKey":{}}}"#, self.request)).unwrap();
        let answer = pollster::block_on(self.client.authenticate(&origin(), options, DefaultClientData)).unwrap();
        serde_json::to_string(&answer).unwrap()
    }
}

fn origin() -> Url {
    Url::parse("https://login.example.com").unwrap()
}
