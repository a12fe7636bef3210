package passkeyprovider

import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.Signature
import java.security.spec.ECGenParameterSpec

/** What the package's own documentation tells an engineer to write does what it says. */
class DocumentationTest {
    @Test
    fun `the server's word is kept, and its epoch`() = withProvider { provider ->
        val examples = DocumentationExamples(provider)
        val (accepted, refused) = provider.register("ada").reference to provider.register("bob").reference
        examples.server(accepted, isAccepted = true)
        assertTrue(provider.passkeys.get(accepted).standing is Standing.Confirmed)
        examples.server(refused, isAccepted = false)
        assertTrue(provider.passkeys.get(refused).standing is Standing.Stale)
        assertEquals(provider.epoch(), examples.kept)
    }

    @Test
    fun `an app is verified by its site's answer`() = withProvider { provider ->
        val examples = DocumentationExamples(provider)
        val requested = mutableListOf<FetchPurpose>()
        examples.callers(Caller.Android(APP), RP_ID) { request -> ASSET_LINKS.also { requested += request.purpose } }
            .use { assertEquals(RP_ID, (it as VerifiedCaller).rpId) }
        assertEquals(listOf(FetchPurpose.ASSET_LINKS), requested)
        assertEquals(provider.epoch(), examples.kept)
    }

    @Test
    fun `a passkey whose key is gone is deleted`() = withProvider { provider ->
        val examples = DocumentationExamples(provider)
        val kept = provider.register("ada").reference
        val lost = registerInHardware(provider)
        val handle = (lost.custody as Custody.Hardware).handle
        assertFalse(provider.passkeys.get(lost.reference).isKeyMissing)
        val gone = provider.hardwareKeys.gone(handle)
        assertEquals(provider.epoch(), gone.epoch)
        examples.passkeys()
        assertEquals(listOf(RP_ID, RP_ID), examples.shown)
        assertEquals(listOf(kept), provider.passkeys.all().passkeys.map { it.reference })
        assertEquals(listOf(lost.reference), provider.passkeys.deleted().passkeys.map { it.reference })
        assertEquals(provider.epoch(), examples.kept)
    }

    @Test
    fun `a key that no passkey has is deleted, and asked for once`() = withProvider { provider ->
        val examples = DocumentationExamples(provider)
        provider.beginCreate(creation(), PAGE, MODEL).use { plan ->
            val intent = provider.intendHardwareKey(plan, listOf(ES256), Consent.Present).value
            val abandoned = provider.hardwareKeys.abandon(intent.handle)
            assertEquals(provider.epoch(), abandoned.epoch)
        }
        examples.hardwareKeys(KeyStore.getInstance("PKCS12").apply { load(null) })
        assertEquals(emptyList<LooseKey>(), provider.hardwareKeys.toDelete().value)
        assertEquals(provider.epoch(), examples.kept)
    }

    @Test
    fun `a coroutine opens, and deletes`() = withStore { store ->
        runBlocking {
            DocumentationExamples.open(store.options()).use { provider ->
                val passkey = provider.register().reference
                DocumentationExamples(provider).suspending(passkey)
                assertEquals(passkey, provider.passkeys.deleted().passkeys.single().reference)
            }
        }
    }

    /** The key pair of a device whose hardware is the JVM's own provider. */
    private fun registerInHardware(provider: PasskeyProvider): Passkey =
        provider.beginCreate(creation("bob"), PAGE, MODEL).use { plan ->
            val intent = provider.intendHardwareKey(plan, listOf(ES256), Consent.Present).value
            val generator = KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }
            val pair = generator.generateKeyPair()
            val spki = HardwarePublicKey.Spki(PublicKey(pair.public.encoded))
            val toSign = provider.beginHardwareCreate(plan, HardwareKey(intent.handle, spki, KeyAccess.VERIFIED_USE))
            val signature = Signature.getInstance("SHA256withECDSA").run {
                initSign(pair.private)
                update(toSign)
                sign()
            }
            provider.finishHardwareCreate(plan, signature).value.passkey
        }

    private companion object {
        const val ES256 = -7L
    }
}
