//! Names of things, as types that only parsing can make: a value of one of them is valid.

mod aaguid;
mod certificate_fingerprint;
mod client_data_hash;
mod credential_id;
mod name;
mod origin;
mod package_name;
mod passkey_ref;
mod rp_id;
mod user;
mod user_handle;

pub use aaguid::{Aaguid, InvalidAaguid};
pub use certificate_fingerprint::{CertificateFingerprint, InvalidCertificateFingerprint};
pub use client_data_hash::{ClientDataHash, InvalidClientDataHash};
pub use credential_id::{CredentialId, InvalidCredentialId};
pub use name::LONGEST_NAME;
pub(crate) use name::cut_name;
pub use origin::{InvalidOrigin, Origin};
pub use package_name::{InvalidPackageName, PackageName};
pub use passkey_ref::PasskeyRef;
pub use rp_id::{InvalidRpId, RpId};
pub use user::User;
pub(crate) use user::is_blank;
pub use user_handle::{InvalidUserHandle, UserHandle};

#[cfg(test)]
mod tests;
