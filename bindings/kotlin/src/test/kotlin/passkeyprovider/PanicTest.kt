package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import passkeyprovider.ffi.Provider

/** The library for tests is built so that it panics when it is told to; the clock does, with the lock held. */
class PanicTest {
    @Test
    fun `a panic becomes an exception, and the provider goes on`() = withStore { store ->
        val inner = openInner(store)
        PasskeyProvider(inner).use { provider ->
            val before = provider.register()
            repeat(3) {
                inner.panicInNextCall()
                val error = assertThrows<PasskeyException> { provider.register("bob") }
                assertEquals(ErrorCode.INTERNAL, error.code)
                assertEquals(Fault.PROVIDER, error.fault)
                assertFalse("bob" in error.toString())
            }
            assertEquals(listOf(before), provider.passkeys.all().passkeys)
            provider.register("bob")
            provider.signIn(before)
            assertEquals(2, provider.passkeys.all().passkeys.size)
        }
    }

    @Test
    fun `a panic while closing becomes one too, and the provider is closed`() = withStore { store ->
        val inner = openInner(store)
        val provider = PasskeyProvider(inner)
        provider.register()
        inner.panicInNextCall()
        assertEquals(ErrorCode.INTERNAL, codeOf { provider.close() })
        assertEquals(ErrorCode.PROVIDER_CLOSED, codeOf { provider.passkeys.all() })
        provider.close()
        store.open().use { assertEquals(1, it.passkeys.all().passkeys.size) }
    }

    private fun openInner(store: TestStore) = store.options().lowered { Provider.open(it) }
}
