use std::time::Duration;

use super::{Algorithms, Attestation, AuthenticatorAttachment, Challenge, Descriptor, ResidentKey, UserVerification};
use crate::id::{CredentialId, RpId, User};
use crate::webauthn::extensions::CreationExtensions;

/// What a relying party asks for when a passkey is to be made: `PublicKeyCredentialCreationOptions`
/// (WebAuthn L3, section 5.4), in types that hold valid values only.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CreationOptions {
    /// `rp.id`; `None` means the caller's effective domain.
    pub rp_id: Option<RpId>,
    /// `rp.name`, for display; may be empty.
    pub rp_name: String,
    /// `user`.
    pub user: User,
    /// `challenge`. Without one a ceremony begins only for a caller that hands over a client data hash.
    pub challenge: Option<Challenge>,
    /// `pubKeyCredParams`.
    pub algorithms: Algorithms,
    /// `excludeCredentials`. An entry that could not be read stays here without readings.
    pub exclude: Vec<Descriptor>,
    /// `timeout`, as sent: a hint, to be clamped by whoever uses it.
    pub timeout: Option<Duration>,
    /// `authenticatorSelection.authenticatorAttachment`.
    pub authenticator_attachment: Option<AuthenticatorAttachment>,
    /// `authenticatorSelection.residentKey`, or what `requireResidentKey` says in its place.
    pub resident_key: ResidentKey,
    /// `authenticatorSelection.userVerification`.
    pub user_verification: UserVerification,
    /// `attestation`.
    pub attestation: Attestation,
    /// `attestationFormats`, best first, as sent.
    pub attestation_formats: Vec<String>,
    /// `hints`, as sent; duplicates are kept.
    pub hints: Vec<String>,
    /// `extensions`.
    pub extensions: CreationExtensions,
}

impl CreationOptions {
    /// The same request where the platform hands over no JSON: it has checked the caller, gives a
    /// client data hash in place of the challenge, and wants a discoverable passkey. Every other
    /// member has the standard's default; the fields are public.
    pub fn from_parts(rp_id: RpId, user: User, algorithms: Algorithms, exclude: Vec<CredentialId>) -> Self {
        Self {
            rp_name: rp_id.to_string(),
            rp_id: Some(rp_id),
            user,
            challenge: None,
            algorithms,
            exclude: exclude.into_iter().map(Descriptor::from_id).collect(),
            timeout: None,
            authenticator_attachment: None,
            resident_key: ResidentKey::Required,
            user_verification: UserVerification::default(),
            attestation: Attestation::default(),
            attestation_formats: Vec::new(),
            hints: Vec::new(),
            extensions: CreationExtensions::default(),
        }
    }
}
