//! The signals by which a server tells what it knows (WebAuthn L3, section 5.1.10), from their
//! standard JSON.
//!
//! Read as a browser reads them: a required member that is missing, or an id that is no unpadded
//! base64url, refuses the whole signal. A list that lost an entry would hide a passkey that the
//! server holds.

use serde::Deserialize;

use crate::id::{CredentialId, RpId, UserHandle};

/// Bytes of JSON that a signal may have.
const MOST_BYTES: usize = 1024 * 1024;

/// What a server says of its own accord.
#[derive(Clone, Eq, PartialEq)]
pub enum Signal {
    /// `signalUnknownCredential`: the server does not know this one.
    UnknownCredential {
        /// `rpId`.
        rp_id: RpId,
        /// `credentialId`.
        credential_id: CredentialId,
    },
    /// `signalAllAcceptedCredentials`: the server accepts these of the account, and no others.
    AllAcceptedCredentials {
        /// `rpId`.
        rp_id: RpId,
        /// `userId`.
        user_handle: UserHandle,
        /// `allAcceptedCredentialIds`; may be empty.
        credential_ids: Vec<CredentialId>,
    },
    /// `signalCurrentUserDetails`: the account's names are these.
    CurrentUserDetails {
        /// `rpId`.
        rp_id: RpId,
        /// `userId`.
        user_handle: UserHandle,
        /// `name`.
        name: String,
        /// `displayName`.
        display_name: String,
    },
}

/// Which signal a text is: the method that the page called.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SignalKind {
    /// `signalUnknownCredential`.
    UnknownCredential,
    /// `signalAllAcceptedCredentials`.
    AllAcceptedCredentials,
    /// `signalCurrentUserDetails`.
    CurrentUserDetails,
}

/// A signal that is refused whole: nothing was changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSignal {
    /// More than a signal needs.
    #[error("the signal has more than 1 MiB of JSON")]
    TooLarge,
    /// No JSON object, or a member is missing or has the wrong type.
    #[error("the signal is not a JSON object with the members of its kind: see WebAuthn L3, section 5.1.10")]
    NotASignal,
    /// An RP ID that is not a domain.
    #[error("`rpId` is not a domain")]
    RpId,
    /// Not a valid user handle.
    #[error("`userId` must be 1 to 64 bytes in unpadded base64url")]
    UserHandle,
    /// Not a valid credential id.
    #[error("a credential id must be 1 to 1023 bytes in unpadded base64url")]
    CredentialId,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct UnknownCredential<'t> {
    #[serde(borrow)]
    rp_id: std::borrow::Cow<'t, str>,
    credential_id: std::borrow::Cow<'t, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AllAcceptedCredentials {
    rp_id: String,
    user_id: String,
    all_accepted_credential_ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CurrentUserDetails {
    rp_id: String,
    user_id: String,
    name: String,
    display_name: String,
}

impl Signal {
    /// Reads a signal of a kind from its UTF-8 JSON.
    pub fn parse(kind: SignalKind, json: &[u8]) -> Result<Self, InvalidSignal> {
        if json.len() > MOST_BYTES {
            return Err(InvalidSignal::TooLarge);
        }
        match kind {
            SignalKind::UnknownCredential => {
                let UnknownCredential { rp_id, credential_id } = read(json)?;
                Ok(Self::UnknownCredential { rp_id: parse_rp_id(&rp_id)?, credential_id: parse_id(&credential_id)? })
            }
            SignalKind::AllAcceptedCredentials => {
                let AllAcceptedCredentials { rp_id, user_id, all_accepted_credential_ids } = read(json)?;
                Ok(Self::AllAcceptedCredentials {
                    rp_id: parse_rp_id(&rp_id)?,
                    user_handle: parse_user_handle(&user_id)?,
                    credential_ids: all_accepted_credential_ids
                        .iter()
                        .map(|id| parse_id(id))
                        .collect::<Result<_, _>>()?,
                })
            }
            SignalKind::CurrentUserDetails => {
                let CurrentUserDetails { rp_id, user_id, name, display_name } = read(json)?;
                Ok(Self::CurrentUserDetails {
                    rp_id: parse_rp_id(&rp_id)?,
                    user_handle: parse_user_handle(&user_id)?,
                    name,
                    display_name,
                })
            }
        }
    }

    /// The RP ID that it names: its sender must be verified for this one.
    pub const fn rp_id(&self) -> &RpId {
        match self {
            Self::UnknownCredential { rp_id, .. }
            | Self::AllAcceptedCredentials { rp_id, .. }
            | Self::CurrentUserDetails { rp_id, .. } => rp_id,
        }
    }
}

fn read<'t, T: Deserialize<'t>>(json: &'t [u8]) -> Result<T, InvalidSignal> {
    serde_json::from_slice(json).map_err(|_| InvalidSignal::NotASignal)
}

fn parse_rp_id(text: &str) -> Result<RpId, InvalidSignal> {
    RpId::parse(text).map_err(|_| InvalidSignal::RpId)
}

fn parse_id(text: &str) -> Result<CredentialId, InvalidSignal> {
    CredentialId::from_base64url(text).ok_or(InvalidSignal::CredentialId)
}

fn parse_user_handle(text: &str) -> Result<UserHandle, InvalidSignal> {
    UserHandle::from_base64url(text).ok_or(InvalidSignal::UserHandle)
}

/// Names the kind only.
impl std::fmt::Debug for Signal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::UnknownCredential { .. } => "UnknownCredential",
            Self::AllAcceptedCredentials { .. } => "AllAcceptedCredentials",
            Self::CurrentUserDetails { .. } => "CurrentUserDetails",
        })
    }
}

#[cfg(test)]
mod tests;
