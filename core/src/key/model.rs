use super::BackupFlags;
use crate::id::Aaguid;

/// What a registration says of the authenticator that creates the passkey: a relying party sees both, and may accept
/// passkeys by them. An app that is reached in two ways has a model for each, such as one for registrations inside the
/// app and one for those that come through iOS.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Model {
    /// Names the make and model: a random UUID, generated once for a product.
    pub aaguid: Aaguid,
    /// What the authenticator data says of backups, and whether it counts.
    pub backup_flags: BackupFlags,
}

impl Model {
    /// One that tells the truth about a key that never leaves the device: [`BackupFlags::DeviceBound`].
    pub const fn device_bound(aaguid: Aaguid) -> Self {
        Self { aaguid, backup_flags: BackupFlags::DeviceBound }
    }

    /// One that iOS accepts from a credential provider: [`BackupFlags::Ios`].
    pub const fn ios(aaguid: Aaguid) -> Self {
        Self { aaguid, backup_flags: BackupFlags::Ios }
    }
}
