//! What a registration says of its authenticator.

use passkey_provider::id::Aaguid;
use passkey_provider::key;

use crate::boundary::error::FfiError;
use crate::record::passkey::BackupFlags;

/// What a registration says of the authenticator that creates the passkey. An app that is reached in two ways has a
/// model for each, such as one for registrations inside the app and one for those that come through iOS.
#[derive(Clone, Debug, PartialEq, uniffi::Record)]
pub struct Model {
    /// The AAGUID, which names the make and model: a random UUID, generated once for a product.
    pub aaguid: String,
    /// What the authenticator data says of backups, and whether it counts.
    pub backup_flags: BackupFlags,
}

impl Model {
    pub(crate) fn parse(self, name: &str) -> Result<key::Model, FfiError> {
        let aaguid: Aaguid =
            self.aaguid.parse().map_err(|error| FfiError::argument(&format!("{name}.aaguid"), error))?;
        Ok(key::Model { aaguid, backup_flags: self.backup_flags.into() })
    }
}
