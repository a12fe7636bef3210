use std::time::Duration;

use super::{Challenge, Descriptor, UserVerification};
use crate::id::{CredentialId, RpId};
use crate::webauthn::extensions::RequestExtensions;

/// What a relying party asks for when a person signs in: `PublicKeyCredentialRequestOptions`
/// (WebAuthn L3, section 5.5), in types that hold valid values only.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RequestOptions {
    /// `rpId`; `None` means the caller's effective domain.
    pub rp_id: Option<RpId>,
    /// `challenge`. Without one a ceremony begins only for a caller that hands over a client data hash.
    pub challenge: Option<Challenge>,
    /// `allowCredentials`.
    pub allow: AllowList,
    /// `timeout`, as sent: a hint, to be clamped by whoever uses it.
    pub timeout: Option<Duration>,
    /// `userVerification`.
    pub user_verification: UserVerification,
    /// `hints`, as sent; duplicates are kept.
    pub hints: Vec<String>,
    /// `extensions`.
    pub extensions: RequestExtensions,
}

/// The passkeys that a relying party would accept: `allowCredentials`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AllowList {
    /// Absent or empty: any discoverable passkey will do.
    Empty,
    /// One of these. If none of the entries names a passkey the call fails; it must not fall into
    /// the discoverable flow (WebAuthn L3, section 5.1.4.1).
    Listed(Vec<Descriptor>),
}

impl AllowList {
    /// From entries; none means any discoverable passkey.
    pub fn from_entries(entries: Vec<Descriptor>) -> Self {
        if entries.is_empty() { Self::Empty } else { Self::Listed(entries) }
    }
}

impl RequestOptions {
    /// The same request where the platform hands over no JSON: it has checked the caller and gives
    /// a client data hash in place of the challenge. Every other member has the standard's default;
    /// the fields are public.
    pub fn from_parts(rp_id: RpId, allow: Vec<CredentialId>) -> Self {
        Self {
            rp_id: Some(rp_id),
            challenge: None,
            allow: AllowList::from_entries(allow.into_iter().map(Descriptor::from_id).collect()),
            timeout: None,
            user_verification: UserVerification::default(),
            hints: Vec::new(),
            extensions: RequestExtensions::default(),
        }
    }
}
