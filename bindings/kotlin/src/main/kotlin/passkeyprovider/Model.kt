package passkeyprovider

import java.util.UUID
import passkeyprovider.ffi.Model as FfiModel

/**
 * What a registration says of the authenticator that creates the passkey: a relying party sees both, and may accept
 * passkeys by them. An app that is reached in two ways may have a model for each.
 */
public data class Model(
    /** Names the make and model (WebAuthn L3, section 6.5.2): a random UUID, generated once for a product. */
    public val aaguid: UUID,
    /** What the authenticator data says of backups, and whether it counts. */
    public val backupFlags: BackupFlags,
) {
    /** Making one. */
    public companion object {
        /** One that tells the truth about a key that never leaves the device: [BackupFlags.DEVICE_BOUND]. */
        public fun deviceBound(aaguid: UUID): Model = Model(aaguid, BackupFlags.DEVICE_BOUND)

        /** One that iOS accepts from a credential provider: [BackupFlags.IOS]. */
        public fun ios(aaguid: UUID): Model = Model(aaguid, BackupFlags.IOS)
    }
}

internal fun Model.lower(): FfiModel = FfiModel(aaguid.toString(), backupFlags.converted())
