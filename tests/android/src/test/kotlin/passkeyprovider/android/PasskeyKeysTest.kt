package passkeyprovider.android

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import passkeyprovider.Consent
import passkeyprovider.HardwareIntent
import passkeyprovider.KeyAccess
import passkeyprovider.KeyHandle
import passkeyprovider.PasskeyProvider
import passkeyprovider.Resolution
import java.security.KeyPairGenerator
import java.security.Signature
import java.security.spec.ECGenParameterSpec

/** Keys of passkeys in the Keystore: made, read back, and brought into line with the store. */
class PasskeyKeysTest : AndroidTest() {
    private val keys = PasskeyKeys()

    @Test
    fun `a key is asked for as WebAuthn and the person need it`() = withProvider { provider ->
        val intent = provider.intent()
        val made = keys.make(intent, KeyAccess.VERIFIED_USE).ready()
        val spec = keystore.held.getValue(intent.handle.toText()).spec
        assertTrue(intent.handle.toText().startsWith(KeyHandle.MARK))
        assertEquals("secp256r1", (spec.algorithmParameterSpec as ECGenParameterSpec).name)
        assertArrayEquals(arrayOf("SHA-256"), spec.digests)
        assertTrue(spec.isUserAuthenticationRequired)
        assertEquals(EITHER, spec.userAuthenticationType)
        assertFalse(spec.isInvalidatedByBiometricEnrollment)
        assertFalse(spec.isUnlockedDeviceRequired)
        assertArrayEquals(intent.challenge.toByteArray(), spec.attestationChallenge)
        assertEquals(SecurityLevel.STRONG_BOX, made.level)
        assertEquals(KeyAccess.VERIFIED_USE, made.key.access)
    }

    @Test
    fun `a key signs once for each verification`() = withProvider { provider ->
        val handle = provider.intent().also { keys.make(it, KeyAccess.VERIFIED_USE).ready() }.handle
        assertSame(KeyOutcome.Locked, keys.use(handle).ready().sign(BYTES))
        val use = keys.use(handle).ready()
        keystore.personVerifies()
        val signature = use.sign(BYTES).ready()
        val public = keystore.held.getValue(handle.toText()).publicKey
        val verifier = Signature.getInstance("SHA256withECDSA", "BC").apply { initVerify(public) }
        assertTrue(verifier.run { update(BYTES).let { verify(signature) } })
    }

    @Test
    fun `without StrongBox the key goes where it may go`() = withProvider { provider ->
        keystore.hasStrongBox = false
        assertEquals(
            SecurityLevel.TRUSTED_ENVIRONMENT,
            keys.make(provider.intent(), KeyAccess.UNVERIFIED).ready().level,
        )
        val strict = PasskeyKeys(weakest = SecurityLevel.STRONG_BOX)
        val refused = strict.make(provider.intent("bob"), KeyAccess.UNVERIFIED) as KeyOutcome.Unavailable
        assertTrue(refused.cause is StrongBoxUnavailableException)
        assertEquals(1, keystore.held.size - OF_THE_STORE)
    }

    /** What was asked for says nothing: the Keystore is asked what the key is. */
    @Test
    fun `a key in software is refused and deleted, or allowed`() = withProvider { provider ->
        keystore.hasStrongBox = false
        keystore.level = KeyProperties.SECURITY_LEVEL_SOFTWARE
        assertTrue(keys.make(provider.intent(), KeyAccess.UNVERIFIED) is KeyOutcome.Unavailable)
        assertEquals(OF_THE_STORE, keystore.held.size)
        val lax = PasskeyKeys(weakest = SecurityLevel.SOFTWARE)
        val intent = provider.intent("bob")
        assertEquals(SecurityLevel.SOFTWARE, lax.make(intent, KeyAccess.UNVERIFIED).ready().level)
        assertEquals(SecurityLevel.SOFTWARE, lax.levelOf(intent.handle).ready())
    }

    @Test
    fun `an invalidated key is deleted and its passkey no longer offered`() = withProvider { provider ->
        val passkey = provider.registered(KeyAccess.VERIFIED_USE)
        assertEquals(1, provider.offers(request()).size)
        keystore.removeScreenLock()
        val comparison = keys.compare(provider).ready()
        assertEquals(listOf(passkey), comparison.missing)
        assertEquals(OF_THE_STORE, keystore.held.size)
        assertEquals(0, provider.offers(request()).size)
    }

    @Test
    fun `what is compared is under our prefix only`() = withProvider { provider ->
        provider.registered(KeyAccess.UNVERIFIED)
        KeyPairGenerator.getInstance("EC", "AndroidKeyStore").run {
            initialize(
                KeyGenParameterSpec.Builder("the app's own", KeyProperties.PURPOSE_SIGN)
                    .setAlgorithmParameterSpec(ECGenParameterSpec("secp256r1"))
                    .setUserAuthenticationRequired(true)
                    .build(),
            )
            generateKeyPair()
        }
        keystore.removeScreenLock()
        val comparison = keys.compare(provider).ready()
        assertEquals(emptyList<KeyHandle>(), comparison.unknown + comparison.toDelete)
        assertTrue("the app's own" in keystore.held)
    }

    /** A Keystore that cannot be asked has lost nothing. */
    @Test
    fun `a Keystore that fails takes no passkey away`() = withProvider { provider ->
        provider.registered(KeyAccess.UNVERIFIED)
        keystore.failure = java.security.ProviderException("Failed to connect")
        assertTrue(keys.compare(provider) is KeyOutcome.Unavailable)
        assertEquals(1, provider.offers(request()).size)
    }

    @Test
    fun `the keys of registrations that broke off are deleted`() = withProvider { provider ->
        val intent = provider.intent()
        keys.make(intent, KeyAccess.UNVERIFIED).ready()
        provider.hardwareKeys.abandon(intent.handle)
        assertEquals(listOf(intent.handle), keys.compare(provider).ready().toDelete)
        assertEquals(OF_THE_STORE, keystore.held.size)
        assertEquals(emptyList<Any>(), provider.hardwareKeys.toDelete().value)
    }

    private fun PasskeyProvider.intent(name: String = "ada"): HardwareIntent =
        beginCreate(creation(name), PAGE, MODEL).use { plan ->
            intendHardwareKey(plan, keys.algorithms, Consent.Present, Resolution.NONE).value
        }

    private fun PasskeyProvider.registered(access: KeyAccess) = beginCreate(creation(), PAGE, MODEL).use { plan ->
        val intent = intendHardwareKey(plan, keys.algorithms, Consent.Present).value
        val bytes = beginHardwareCreate(plan, keys.make(intent, access).ready().key)
        val use = keys.use(intent.handle).ready()
        if (access == KeyAccess.VERIFIED_USE) keystore.personVerifies()
        finishHardwareCreate(plan, use.sign(bytes).ready()).value.passkey.reference
    }

    private companion object {
        val BYTES = "what is signed".toByteArray()
        const val EITHER = KeyProperties.AUTH_BIOMETRIC_STRONG or KeyProperties.AUTH_DEVICE_CREDENTIAL

        /** How many keys the store has for itself. */
        const val OF_THE_STORE = 1
    }
}
