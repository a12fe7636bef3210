//! What a relying party asks for: as JSON, or in the parts that a platform hands over.

use passkey_provider::id::User as CoreUser;
use passkey_provider::webauthn::extensions::{CreationExtensions, RequestExtensions};
use passkey_provider::webauthn::options::{
    self as core, Algorithms, CreationOptions, Mode, RequestOptions, Understood, parse_creation_options,
    parse_request_options,
};

use crate::boundary::error::FfiError;
use crate::boundary::mirror::mirror_both_ways;
use crate::boundary::parse;
use crate::record::large_blob::RequestLargeBlob;
use crate::record::prf::{CreationPrf, RequestPrf};

/// What is asked for when a passkey is to be made.
#[derive(Clone, uniffi::Enum)]
pub enum CreationInput {
    /// `PublicKeyCredentialCreationOptionsJSON`, as Android hands it over.
    Json {
        /// The text.
        text: String,
    },
    /// The parts that iOS hands over.
    Parts {
        /// `rp.id`.
        rp_id: String,
        /// `user.id`: 1 to 64 bytes.
        user_handle: Vec<u8>,
        /// `user.name`.
        user_name: String,
        /// `user.displayName`; iOS has none: give the name.
        user_display_name: String,
        /// COSE identifiers, best first; none means the standard's default.
        algorithms: Vec<i64>,
        /// `excludeCredentials`.
        exclude: Vec<Vec<u8>>,
        /// `authenticatorSelection.userVerification`.
        user_verification: UserVerification,
        /// `prf`, where it is asked for.
        prf: Option<CreationPrf>,
        /// Whether `largeBlob` is asked for.
        large_blob: bool,
    },
}

/// What is asked for when a person signs in.
#[derive(Clone, uniffi::Enum)]
pub enum RequestInput {
    /// `PublicKeyCredentialRequestOptionsJSON`, as Android hands it over.
    Json {
        /// The text.
        text: String,
    },
    /// The parts that iOS hands over.
    Parts {
        /// `rpId`.
        rp_id: String,
        /// `allowCredentials`; none means any passkey of the relying party.
        allow: Vec<Vec<u8>>,
        /// `userVerification`.
        user_verification: UserVerification,
        /// `prf`, where it is asked for.
        prf: Option<RequestPrf>,
        /// `largeBlob`, where it is asked for.
        large_blob: Option<RequestLargeBlob>,
    },
}

mirror_both_ways! {
    /// `userVerification` (WebAuthn L3, section 5.8.6).
    UserVerification = core::UserVerification {
        /// The ceremony fails without it.
        Required,
        /// Wanted, not needed; the standard's default.
        Preferred,
        /// Not wanted.
        Discouraged,
    }
}

/// One place where a request was understood although it is not what the standard says. Holds no value
/// of the request.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Repair {
    /// Where, as a JSONPath.
    pub path: String,
    /// What stood there.
    pub found: String,
    /// What was used in its place.
    pub used: String,
}

/// Options as they were understood, without a caller and without a store.
#[derive(Clone, uniffi::Record)]
pub struct Inspection {
    /// The options in canonical form. PII.
    pub json: String,
    /// The RP ID, if the options name one.
    pub rp_id: Option<String>,
    /// What had to be repaired.
    pub repairs: Vec<Repair>,
}

/// Reads creation options and shows how they are understood: for a developer's screen. `strict` reads
/// what browsers accept and repairs nothing.
#[uniffi::export]
pub fn inspect_creation_options(text: String, strict: bool) -> Result<Inspection, FfiError> {
    let Understood { options, repairs } = parse_creation_options(text.as_bytes(), mode(strict))?;
    let rp_id = options.rp_id.as_ref().map(ToString::to_string);
    Ok(Inspection { json: options.to_json(), rp_id, repairs: render_repairs(repairs) })
}

/// Reads request options and shows how they are understood, as [`inspect_creation_options`].
#[uniffi::export]
pub fn inspect_request_options(text: String, strict: bool) -> Result<Inspection, FfiError> {
    let Understood { options, repairs } = parse_request_options(text.as_bytes(), mode(strict))?;
    let rp_id = options.rp_id.as_ref().map(ToString::to_string);
    Ok(Inspection { json: options.to_json(), rp_id, repairs: render_repairs(repairs) })
}

impl CreationInput {
    pub(crate) fn understand(self, strict: bool) -> Result<Understood<CreationOptions>, FfiError> {
        match self {
            Self::Json { text } => Ok(parse_creation_options(text.as_bytes(), mode(strict))?),
            Self::Parts {
                rp_id,
                user_handle,
                user_name,
                user_display_name,
                algorithms,
                exclude,
                user_verification,
                prf,
                large_blob,
            } => {
                let user = CoreUser {
                    handle: parse::user_handle("options.user_handle", user_handle)?,
                    name: user_name,
                    display_name: user_display_name,
                };
                let options = CreationOptions::from_parts(
                    parse::rp_id("options.rp_id", &rp_id)?,
                    user,
                    Algorithms::from_cose(algorithms),
                    parse::credential_ids("options.exclude", exclude)?,
                );
                let prf = prf.map(CreationPrf::parse).transpose()?;
                let extensions = CreationExtensions::from_parts(prf, large_blob);
                let options = CreationOptions { user_verification: user_verification.into(), extensions, ..options };
                Ok(Understood { options, repairs: Vec::new() })
            }
        }
    }
}

impl RequestInput {
    pub(crate) fn understand(self, strict: bool) -> Result<Understood<RequestOptions>, FfiError> {
        match self {
            Self::Json { text } => Ok(parse_request_options(text.as_bytes(), mode(strict))?),
            Self::Parts { rp_id, allow, user_verification, prf, large_blob } => {
                let options = RequestOptions::from_parts(
                    parse::rp_id("options.rp_id", &rp_id)?,
                    parse::credential_ids("options.allow", allow)?,
                );
                let prf = prf.map(RequestPrf::parse).transpose()?;
                let extensions = RequestExtensions::from_parts(prf, large_blob.map(RequestLargeBlob::parse));
                let options = RequestOptions { user_verification: user_verification.into(), extensions, ..options };
                Ok(Understood { options, repairs: Vec::new() })
            }
        }
    }
}

pub(crate) fn render_repairs(repairs: Vec<core::Repair>) -> Vec<Repair> {
    repairs.into_iter().map(|core::Repair { path, found, used }| Repair { path, found, used }).collect()
}

const fn mode(strict: bool) -> Mode {
    if strict { Mode::Strict } else { Mode::Tolerant }
}
