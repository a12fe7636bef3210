package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import passkeyprovider.ffi.Provider
import passkeyprovider.ffi.ProviderInterface
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Proxy

/**
 * How often a ceremony enters the library. Counted where this package calls the generated code, which makes
 * one call of the library for each; UniFFI's own handling of buffers and references is not in it.
 */
class CrossingsTest {
    private val calls = mutableListOf<String>()

    @Test
    fun `a sign-in crosses three times`() = withStore { store ->
        val passkey = store.open().use { it.register() }
        counted(store).use { provider ->
            calls.clear()
            val plan = provider.beginGet(request(), PAGE)
            plan.use {
                val chosen = it.candidates.single().credentialId
                val asserted = provider.finishGet(it, chosen, Consent.Present) as Asserted
                // All that a host may want of a plan and an answer is there without another call.
                assertEquals(passkey.credentialId, asserted.passkey.credentialId)
                assertEquals(RP_ID, it.rpId)
            }
            assertEquals(listOf("beginGet", "finishGet"), calls)
            assertEquals(ErrorCode.PLAN_SPENT, codeOf { plan.open() }, "and its close")
        }
    }

    @Test
    fun `a registration crosses three times`() = withStore { store ->
        counted(store).use { provider ->
            val plan = provider.beginCreate(creation(), PAGE)
            plan.use {
                assertEquals(Decision.Proceed, it.decision)
                assertEquals("ada", provider.finishCreate(it, Consent.Present).passkey.user.displayName)
            }
            assertEquals(listOf("beginCreate", "finishCreate"), calls)
            assertEquals(ErrorCode.PLAN_SPENT, codeOf { plan.open() }, "and its close")
        }
    }

    private fun counted(store: TestStore): PasskeyProvider {
        Library.ensureLoaded()
        val real = store.options().lowered { Provider.open(it) }
        val types = arrayOf(ProviderInterface::class.java, AutoCloseable::class.java)
        val counting = Proxy.newProxyInstance(javaClass.classLoader, types) { _, method, arguments ->
            calls += method.name
            try {
                method.invoke(real, *arguments.orEmpty())
            } catch (error: InvocationTargetException) {
                throw error.targetException
            }
        }
        return PasskeyProvider(counting as ProviderInterface)
    }
}
