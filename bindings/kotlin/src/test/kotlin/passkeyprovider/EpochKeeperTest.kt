package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Who keeps the epochs hears of each, from whichever view it comes. */
class EpochKeeperTest {
    private val kept = mutableListOf<Epoch>()

    @Test
    fun `it hears of the opening and of each call that may write`() = withStore { store ->
        PasskeyProvider.open(keeping(store)).use { provider ->
            assertEquals(listOf(provider.epoch()), kept)
            val passkey = provider.told {
                beginCreate(creation(), PAGE, MODEL).use { finishCreate(it, Consent.Present) }
            }
                .value.passkey
            provider.told { passkeys.rename(passkey.reference, "mine") }.ignored()
            provider.told { server.confirm(passkey.reference) }.ignored()
            provider.told { callers.noteRefused(CallerRefused.NOT_LINKED, "com.example.app") }.ignored()
            provider.told { hardwareKeys.compare(emptyList()) }.ignored()
            provider.told { configure("{\"version\":1}") }.ignored()
            provider.told {
                beginGet(request(), PAGE).use { finishGet(it, passkey.credentialId, Consent.Present).asserted() }
            }.ignored()
        }
    }

    @Test
    fun `it hears of what an error committed`() = withStore { store ->
        PasskeyProvider.open(keeping(store)).use { provider ->
            val error = failureOf { provider.configure("not JSON") }
            assertEquals(error.epoch, kept.last())
        }
    }

    @Test
    fun `a call that reads and an opening that makes nothing tell it nothing`() = withStore { store ->
        store.open().close()
        PasskeyProvider.open(keeping(store)).use { provider ->
            provider.passkeys.all().ignored()
            provider.health().ignored()
            assertTrue(kept.isEmpty())
        }
    }

    private fun <T> PasskeyProvider.told(call: PasskeyProvider.() -> Committed<T>): Committed<T> {
        kept.clear()
        val committed = call()
        assertEquals(listOf(committed.epoch), kept)
        return committed
    }

    private fun keeping(store: TestStore) =
        OpenOptions(store.file.toFile(), KeySource.Given(DeviceKey(ByteArray(32) { 7 })), epochs = { kept += it })
}
