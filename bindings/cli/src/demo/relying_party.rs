//! A server that we did not write: the verification is that of the `webauthn_rp` crate, with its
//! own CBOR reader, its own cryptography and its own idea of what the standard demands. This file
//! only keeps what a server keeps between two requests, and a policy of whom it permits.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use webauthn_rp::bin::{Decode as _, Encode as _};
use webauthn_rp::request::auth::{AllowedCredentials, AuthenticationVerificationOptions};
use webauthn_rp::request::register::{
    Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle64, Username,
};
use webauthn_rp::request::{
    AsciiDomain, Credentials as _, PublicKeyCredentialDescriptor, RpId, UserVerificationRequirement,
};
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, Backup, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, DiscoverableAuthentication64, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions, NonDiscoverableAuthentication64, NonDiscoverableAuthenticationServerState,
    NonDiscoverableCredentialRequestOptions, PublicKeyCredentialCreationOptions, Registration, RegistrationServerState,
};

/// One server: its RP ID, the page that people visit or the origin of its app, the accounts' passkeys, and the ceremonies
/// under way.
pub(crate) struct RelyingParty {
    rp_id: RpId,
    origin: String,
    /// The AAGUID of a provider that the organisation does not permit.
    forbidden: Option<Vec<u8>>,
    passkeys: BTreeMap<Vec<u8>, Stored>,
    registration: Option<RegistrationServerState<64>>,
    sign_in: Option<SignIn>,
}

/// An account at the server.
#[derive(Clone)]
pub(crate) struct Account {
    handle: UserHandle64,
    /// What the person signs in with.
    pub(crate) name: String,
    /// What the person is called.
    pub(crate) display_name: String,
}

/// Whether the server demands a user verification.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Verification {
    /// Without it, no.
    Required,
    /// With it or without.
    Discouraged,
}

/// What the server says of an answer that it accepted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Accepted {
    /// The passkey, base64url.
    pub(crate) credential_id: String,
    /// Whether the server ever saw a user verification with this passkey.
    pub(crate) ever_verified: bool,
    /// Whether the server takes the passkey for one that is backed up.
    pub(crate) backed_up: bool,
    /// The counter that the server keeps now.
    pub(crate) counter: u32,
}

/// The server's reason to refuse.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Refused(String);

/// What a server has in its database for a passkey.
struct Stored {
    handle: UserHandle64,
    key: Vec<u8>,
    state: DynamicState,
    transports: AuthTransports,
}

enum SignIn {
    Discoverable(DiscoverableAuthenticationServerState),
    Listed(NonDiscoverableAuthenticationServerState),
}

type PublicKey = CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>;

impl Account {
    /// A new account, with a random user handle of 64 bytes.
    pub(crate) fn new(name: &str, display_name: &str) -> Self {
        Self { handle: UserHandle64::new(), name: name.to_owned(), display_name: display_name.to_owned() }
    }
}

impl Accepted {
    /// As the server says it to an app.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "credential_id": self.credential_id,
            "ever_verified": self.ever_verified,
            "backed_up": self.backed_up,
            "counter": self.counter,
        })
    }

    /// Reads what [`Accepted::to_json`] said; `None`: it is something else.
    pub(crate) fn from_json(said: &Value) -> Option<Self> {
        Some(Self {
            credential_id: said.get("credential_id")?.as_str()?.to_owned(),
            ever_verified: said.get("ever_verified")?.as_bool()?,
            backed_up: said.get("backed_up")?.as_bool()?,
            counter: said.get("counter")?.as_u64()?.try_into().ok()?,
        })
    }
}

impl RelyingParty {
    /// A server whose people visit `origin`, or use the app of that origin, with the RP ID `domain`.
    pub(crate) fn new(domain: &str, origin: &str) -> Result<Self, Refused> {
        let rp_id = RpId::Domain(AsciiDomain::try_from(domain.to_owned()).map_err(refused)?);
        let origin = origin.to_owned();
        Ok(Self { rp_id, origin, forbidden: None, passkeys: BTreeMap::new(), registration: None, sign_in: None })
    }

    /// The RP ID.
    pub(crate) fn rp_id(&self) -> &str {
        self.rp_id.as_ref()
    }

    /// The origin of the page that people visit.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// From now on, registrations of the provider with this AAGUID are refused; of none, if it is `None`.
    pub(crate) fn forbid(&mut self, aaguid: Option<&[u8]>) {
        self.forbidden = aaguid.map(<[u8]>::to_vec);
    }

    /// The JSON that the page hands to `navigator.credentials.create()`. The passkeys that the
    /// account has are in its exclude list.
    pub(crate) fn begin_registration(
        &mut self,
        account: &Account,
        verification: Verification,
    ) -> Result<String, Refused> {
        let exclude = self.descriptors(&account.handle);
        let user = PublicKeyCredentialUserEntity {
            name: Username::try_from(account.name.as_str()).map_err(refused)?,
            id: &account.handle,
            display_name: Some(Nickname::try_from(account.display_name.as_str()).map_err(refused)?),
        };
        let mut options = PublicKeyCredentialCreationOptions::passkey(&self.rp_id, user, exclude);
        options.authenticator_selection.user_verification = verification.into();
        // The crate enforces a protection that no passkey here keeps; verification is asked for in each sign-in.
        options.extensions.cred_protect = webauthn_rp::request::register::CredProtect::None;
        let (server, client) = options.start_ceremony().map_err(refused)?;
        self.registration = Some(server);
        serde_json::to_string(&client).map_err(refused)
    }

    /// Verifies a registration response and stores the passkey.
    pub(crate) fn finish_registration(&mut self, response: &str) -> Result<Accepted, Refused> {
        let ceremony = self.registration.take().ok_or_else(|| refused("no registration is under way"))?;
        let response = serde_json::from_str::<Registration>(response).map_err(refused)?;
        let origins = [self.origin.as_str()];
        let options = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            client_data_json_relaxed: false,
            ..Default::default()
        };
        let passkey = ceremony.verify(&self.rp_id, &response, &options).map_err(refused)?;
        if self.forbidden.as_deref() == Some(passkey.metadata().aaguid.data()) {
            return Err(refused("policy: this organisation does not permit passkeys of this provider"));
        }
        let id = passkey.id().as_ref().to_vec();
        let stored = Stored {
            handle: *passkey.user_id(),
            key: passkey.static_state().encode().map_err(refused)?,
            state: passkey.dynamic_state(),
            transports: passkey.transports(),
        };
        let accepted = accepted(&id, &stored);
        if self.passkeys.insert(id, stored).is_some() {
            return Err(refused("the credential id is in use already"));
        }
        Ok(accepted)
    }

    /// The JSON that the page hands to `navigator.credentials.get()`, for whoever signs in: no
    /// allow list.
    pub(crate) fn begin_sign_in(&mut self, verification: Verification) -> Result<String, Refused> {
        let mut options = DiscoverableCredentialRequestOptions::passkey(&self.rp_id);
        options.0.user_verification = verification.into();
        let (server, client) = options.start_ceremony().map_err(refused)?;
        self.sign_in = Some(SignIn::Discoverable(server));
        serde_json::to_string(&client).map_err(refused)
    }

    /// The same for an account that has been named already: its passkeys are the allow list.
    pub(crate) fn begin_sign_in_of(
        &mut self,
        account: &Account,
        verification: Verification,
    ) -> Result<String, Refused> {
        let descriptors = self.descriptors(&account.handle);
        let mut allowed = AllowedCredentials::with_capacity(descriptors.len());
        for descriptor in descriptors {
            allowed.push(descriptor.into());
        }
        let mut options =
            NonDiscoverableCredentialRequestOptions::second_factor(&self.rp_id, allowed).map_err(refused)?;
        options.options().user_verification = verification.into();
        let (server, client) = options.start_ceremony().map_err(refused)?;
        self.sign_in = Some(SignIn::Listed(server));
        serde_json::to_string(&client).map_err(refused)
    }

    /// Verifies an authentication response and keeps the counter.
    pub(crate) fn finish_sign_in(&mut self, response: &str) -> Result<Accepted, Refused> {
        let ceremony = self.sign_in.take().ok_or_else(|| refused("no sign-in is under way"))?;
        let origins = [self.origin.as_str()];
        let options = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            client_data_json_relaxed: false,
            update_uv: true,
            ..Default::default()
        };
        let (id, state) = match ceremony {
            SignIn::Discoverable(ceremony) => {
                let response = serde_json::from_str::<DiscoverableAuthentication64>(response).map_err(refused)?;
                let id = response.raw_id().as_ref().to_vec();
                let mut passkey = self.authenticated(response.raw_id())?;
                ceremony.verify(&self.rp_id, &response, &mut passkey, &options).map_err(refused)?;
                (id, passkey.dynamic_state())
            }
            SignIn::Listed(ceremony) => {
                let response = serde_json::from_str::<NonDiscoverableAuthentication64>(response).map_err(refused)?;
                let id = response.raw_id().as_ref().to_vec();
                let mut passkey = self.authenticated(response.raw_id())?;
                ceremony.verify(&self.rp_id, &response, &mut passkey, &options).map_err(refused)?;
                (id, passkey.dynamic_state())
            }
        };
        let stored = self.passkeys.get_mut(&id).ok_or_else(unknown)?;
        stored.state = state;
        Ok(accepted(&id, stored))
    }

    fn authenticated<'cred>(
        &self,
        id: CredentialId<&'cred [u8]>,
    ) -> Result<AuthenticatedCredential<'cred, '_, 64, PublicKey>, Refused> {
        let stored = self.passkeys.get(id.as_ref()).ok_or_else(unknown)?;
        let key = StaticState::<PublicKey>::decode(&stored.key).map_err(refused)?;
        AuthenticatedCredential::new(id, &stored.handle, key, stored.state).map_err(refused)
    }

    fn descriptors(&self, handle: &UserHandle64) -> Vec<PublicKeyCredentialDescriptor<Vec<u8>>> {
        self.passkeys
            .iter()
            .filter(|(_, stored)| stored.handle == *handle)
            .filter_map(|(id, stored)| {
                let id = CredentialId::<Vec<u8>>::decode(id.clone()).ok()?;
                Some(PublicKeyCredentialDescriptor { id, transports: stored.transports })
            })
            .collect()
    }
}

impl From<Verification> for UserVerificationRequirement {
    fn from(verification: Verification) -> Self {
        match verification {
            Verification::Required => Self::Required,
            Verification::Discouraged => Self::Discouraged,
        }
    }
}

fn accepted(id: &[u8], stored: &Stored) -> Accepted {
    Accepted {
        credential_id: crate::bytes::to_base64url(id),
        ever_verified: stored.state.user_verified,
        backed_up: matches!(stored.state.backup, Backup::Exists),
        counter: stored.state.sign_count,
    }
}

fn unknown() -> Refused {
    refused("no account has this passkey")
}

fn refused(reason: impl ToString) -> Refused {
    Refused(reason.to_string())
}
