package passkeyprovider

import com.yubico.webauthn.data.AttestationObject
import com.yubico.webauthn.data.AuthenticatorData
import com.yubico.webauthn.data.ByteArray
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import java.nio.ByteBuffer
import java.util.UUID

class ModelTest {
    /** As a relying party reads it, of two registrations with one provider. */
    @Test
    fun `each registration says its own model`() = withProvider { provider ->
        val models = listOf(
            Triple(Model.deviceBound(AAGUID), BackupFlags.DEVICE_BOUND, 0),
            Triple(Model.ios(UUID(1, 2)), BackupFlags.IOS, BE or BS),
        )
        for ((model, flags, bits) in models) {
            val created = provider.beginCreate(creation("ada-$flags"), PAGE, model).use {
                provider.finishCreate(it, Consent.Present).value
            }
            val said = authenticatorDataOf(created)
            assertEquals(model.aaguid, aaguidOf(said))
            assertEquals(bits, said.flags.value.toInt() and (BE or BS))
            assertEquals(flags, model.backupFlags)
            assertEquals(flags, provider.passkeys.get(created.passkey.reference).backupFlags)
        }
    }

    @Test
    fun `a passkey that is made without a gesture says its model too`() = withProvider { provider ->
        val created = provider.createConditionally(creation(), PAGE, Model.ios(UUID(1, 2))).value
        assertEquals(BackupFlags.IOS, created.passkey.backupFlags)
        assertEquals(UUID(1, 2), aaguidOf(authenticatorDataOf(created)))
    }

    private companion object {
        /** Bits of the flags (WebAuthn L3, section 6.1): whether it may be backed up, and whether it is. */
        const val BE = 0x08
        const val BS = 0x10
    }

    private fun authenticatorDataOf(created: Created): AuthenticatorData =
        AttestationObject(ByteArray(created.attestationObject)).authenticatorData

    private fun aaguidOf(data: AuthenticatorData): UUID =
        ByteBuffer.wrap(data.attestedCredentialData.get().aaguid.bytes).run { UUID(getLong(), getLong()) }
}
