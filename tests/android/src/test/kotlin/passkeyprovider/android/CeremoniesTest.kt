package passkeyprovider.android

import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertSame
import org.junit.Assert.assertTrue
import org.junit.Test
import passkeyprovider.Asserted
import passkeyprovider.Created
import passkeyprovider.Custody
import passkeyprovider.PasskeyProvider
import passkeyprovider.Resolution
import passkeyprovider.Verification
import passkeyprovider.VerificationMethod

/** Registering and signing in, each with one prompt, whoever holds the key. */
class CeremoniesTest : AndroidTest() {
    /** What the last prompt was shown with; null if with nothing. */
    private var shown: Any? = null
    private var answer: VerificationMethod? = VerificationMethod.BIOMETRIC

    private val prompt: Prompt = { crypto ->
        shown = crypto?.let { it.cipher ?: it.signature }
        if (crypto != null && answer != null) keystore.personVerifies() else shownPlain++
        answer
    }
    private var shownPlain = 0
    private val prompts get() = keystore.prompts + shownPlain

    @Test
    fun `a sealed key in a gated store is one prompt for the gate`() = gated { provider ->
        val created = provider.registers(isHardware = false).done()
        assertTrue(created.passkey.custody is Custody.Sealed)
        assertEquals(1, prompts)
        assertSame(Verification.Gate, provider.signsIn().done().verification)
        assertEquals(2, prompts)
    }

    /** A key that asks for each use could only be used with a second prompt. */
    @Test
    fun `a hardware key in a gated store is one prompt too, and the gate is the proof`() = gated { provider ->
        val created = provider.registers(isHardware = true).done()
        assertTrue(created.passkey.custody is Custody.Hardware)
        assertEquals(1, prompts)
        assertSame(Verification.Gate, provider.signsIn().done().verification)
        assertEquals(2, prompts)
    }

    @Test
    fun `a hardware key without a gate is one prompt for its own signature`() = ungated { provider ->
        provider.registers(isHardware = true).done()
        assertTrue(shown is java.security.Signature)
        assertEquals(1, prompts)
        assertSame(Verification.KeySignature, provider.signsIn().done().verification)
        assertEquals(2, prompts)
    }

    @Test
    fun `a sealed key without a gate is one prompt and the app's word`() = ungated { provider ->
        provider.registers(isHardware = false).done()
        assertNull(shown)
        val verification = provider.signsIn().done().verification
        assertEquals(Verification.Statement(VerificationMethod.BIOMETRIC), verification)
        assertEquals(2, prompts)
    }

    @Test
    fun `a cancelled prompt leaves no passkey and no key`() = listOf(true, false).forEach { isHardware ->
        both { provider ->
            answer = null
            val before = keystore.held.keys.toSet()
            assertSame(CeremonyOutcome.Cancelled, provider.registers(isHardware))
            assertEquals(0, provider.passkeys.all().passkeys.size)
            assertEquals(before, keystore.held.keys)
            assertEquals(emptyList<Any>(), provider.hardwareKeys.toDelete().value)
        }
    }

    @Test
    fun `a cancelled sign-in signs nothing`() = both { provider ->
        provider.registers(isHardware = false).done()
        answer = null
        assertSame(CeremonyOutcome.Cancelled, provider.signsIn())
        assertEquals(0, provider.passkeys.all().passkeys.single().signCount)
    }

    @Test
    fun `a key that the hardware cannot make leaves nothing behind`() = both { provider ->
        keystore.level = android.security.keystore.KeyProperties.SECURITY_LEVEL_SOFTWARE
        keystore.hasStrongBox = false
        val outcome = provider.registers(isHardware = true) as CeremonyOutcome.NoKey
        assertTrue(outcome.why is KeyOutcome.Unavailable)
        assertEquals(emptyList<Any>(), provider.hardwareKeys.toDelete().value)
        assertEquals(0, provider.passkeys.all().passkeys.size)
    }

    @Test
    fun `a passkey whose key is gone is not offered again`() = ungated { provider ->
        provider.registers(isHardware = true).done()
        keystore.removeScreenLock()
        assertEquals(CeremonyOutcome.NoKey(KeyOutcome.Gone), provider.signsIn())
        assertEquals(0, provider.offers(request()).size)
    }

    @Test
    fun `a gate that is gone is told and nothing is signed`() = gated { provider ->
        provider.registers(isHardware = false).done()
        keystore.removeScreenLock()
        assertEquals(CeremonyOutcome.NoKey(KeyOutcome.Gone), provider.signsIn())
        assertNotNull(provider.passkeys.all().passkeys.single())
    }

    private fun gated(use: (PasskeyProvider) -> Unit) {
        madeGated().use {
            shownPlain = -keystore.prompts
            use(it)
        }
    }

    private fun ungated(use: (PasskeyProvider) -> Unit): Unit = store().make(null).provider().use {
        shownPlain = -keystore.prompts
        use(it)
    }

    /** With a store of each kind; the former is set aside. */
    private fun both(use: (PasskeyProvider) -> Unit) {
        for (kind in listOf(::gated, ::ungated)) {
            answer = VerificationMethod.BIOMETRIC
            keystore.hasStrongBox = true
            kind(use)
            store().setAside()
        }
    }

    private fun PasskeyProvider.registers(isHardware: Boolean): CeremonyOutcome<Created> = runBlocking {
        val ceremonies = Ceremonies(store(), this@registers)
        beginCreate(creation(), PAGE, MODEL).use { plan ->
            if (isHardware) {
                ceremonies.registerInHardware(plan, Resolution.NONE, prompt)
            } else {
                ceremonies.register(plan, Resolution.NONE, prompt)
            }
        }
    }

    private fun PasskeyProvider.signsIn(): CeremonyOutcome<Asserted> = runBlocking {
        val ceremonies = Ceremonies(store(), this@signsIn)
        beginGet(request(), PAGE).use { plan -> ceremonies.signIn(plan, plan.candidates.single(), prompt) }
    }

    private fun <T> CeremonyOutcome<T>.done(): T =
        (this as? CeremonyOutcome.Done)?.value ?: throw AssertionError("$this")
}
