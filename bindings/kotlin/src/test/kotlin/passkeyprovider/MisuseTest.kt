package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.Callable
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

class MisuseTest {
    @Test
    fun `a plan is used once`() = withProvider { provider ->
        provider.beginCreate(creation(), PAGE, MODEL).use { plan ->
            val passkey = provider.finishCreate(plan, Consent.Present).value.passkey
            assertEquals(ErrorCode.PLAN_SPENT, codeOf { provider.finishCreate(plan, Consent.Present) })
            provider.beginGet(request(), PAGE).use { sign ->
                provider.finishGet(sign, passkey.credentialId, Consent.Present).ignored()
                assertEquals(
                    ErrorCode.PLAN_SPENT,
                    codeOf { provider.finishGet(sign, passkey.credentialId, Consent.Present) },
                )
            }
        }
    }

    @Test
    fun `a plan that was declined is over too`() = withProvider { provider ->
        provider.beginCreate(creation(), PAGE, MODEL).use { plan ->
            assertEquals(ErrorCode.DECLINED, codeOf { provider.finishCreate(plan, Consent.Declined) })
            assertEquals(ErrorCode.PLAN_SPENT, codeOf { provider.finishCreate(plan, Consent.Present) })
        }
        assertEquals(emptyList<Passkey>(), provider.passkeys.all().passkeys)
    }

    @Test
    fun `a closed plan is spent, and closing it twice does nothing`() = withProvider { provider ->
        val plan = provider.beginCreate(creation(), PAGE, MODEL)
        plan.close()
        plan.close()
        assertEquals(ErrorCode.PLAN_SPENT, codeOf { provider.finishCreate(plan, Consent.Present) })
        assertEquals(RP_ID, plan.rpId, "what it showed stays")
    }

    @Test
    fun `a step of another kind is no step of this plan`() = withProvider { provider ->
        provider.beginCreate(creation(), PAGE, MODEL).use { plan ->
            assertEquals(ErrorCode.PLAN_SPENT, codeOf { provider.finishHardwareCreate(plan, ByteArray(70)) })
            provider.finishCreate(plan, Consent.Present).ignored()
        }
    }

    @Test
    fun `a plan belongs to the provider that made it`() = withProvider { one ->
        withProvider { other ->
            one.beginCreate(creation(), PAGE, MODEL).use { plan ->
                assertEquals(ErrorCode.WRONG_PROVIDER, codeOf { other.finishCreate(plan, Consent.Present) })
            }
            assertEquals(emptyList<Passkey>(), other.passkeys.all().passkeys)
        }
    }

    @Test
    fun `a closed provider says so, and its plans with it`() = withStore { store ->
        val provider = store.open()
        val plan = provider.beginCreate(creation(), PAGE, MODEL)
        provider.close()
        provider.close()
        assertEquals(ErrorCode.PROVIDER_CLOSED, codeOf { provider.passkeys.all() })
        assertEquals(ErrorCode.PROVIDER_CLOSED, codeOf { provider.finishCreate(plan, Consent.Present) })
        plan.close()
        store.open().use { assertEquals(emptyList<Passkey>(), it.passkeys.all().passkeys) }
    }

    @Test
    fun `a provider may be closed while other threads are inside`() = withStore { store ->
        repeat(10) {
            val provider = store.open()
            val started = CountDownLatch(4)
            val (answered, others) = AtomicInteger() to AtomicInteger()
            val pool = Executors.newFixedThreadPool(4)
            repeat(4) {
                pool.execute {
                    started.countDown()
                    while (true) {
                        when (codeOf { provider.passkeys.all() }) {
                            null -> answered.incrementAndGet()
                            ErrorCode.PROVIDER_CLOSED -> break
                            else -> others.incrementAndGet()
                        }
                    }
                }
            }
            started.await()
            while (answered.get() < 8) Thread.onSpinWait()
            provider.close()
            pool.shutdown()
            assertEquals(true, pool.awaitTermination(30, TimeUnit.SECONDS), "a thread never came back")
            assertEquals(0, others.get(), "another error than provider_closed")
        }
    }

    @Test
    fun `a plan may be closed while another thread finishes it`() = withProvider { provider ->
        val passkey = provider.register()
        val pool = Executors.newSingleThreadExecutor()
        repeat(200) {
            val plan = provider.beginGet(request(), PAGE)
            val finished = pool.submit(
                Callable { codeOf { provider.finishGet(plan, passkey.credentialId, Consent.Declined) } },
            )
            plan.close()
            assertTrue(finished.get() in setOf(ErrorCode.DECLINED, ErrorCode.PLAN_SPENT))
        }
        pool.shutdown()
    }

    @Test
    fun `a closed signal applies to nothing`() = withProvider { provider ->
        val json = """{"rpId":"$RP_ID","credentialId":"AAAA"}"""
        val signal = provider.server.verifySignal(SignalKind.UNKNOWN_CREDENTIAL, json, PAGE)
        assertNull(codeOf { provider.server.applySignal(signal) })
        signal.close()
        assertEquals(ErrorCode.BAD_ARGUMENT, codeOf { provider.server.applySignal(signal) })
    }
}
