package passkeyprovider

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancel
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.atomic.AtomicInteger
import kotlin.coroutines.CoroutineContext
import kotlin.reflect.KVisibility
import kotlin.reflect.full.declaredMemberFunctions

class SuspendingTest {
    @Test
    fun `a ceremony suspends on the dispatcher that the host chose`() = withStore { store ->
        val counting = Counting()
        runBlocking {
            val passkeys = SuspendingPasskeyProvider.open(store.options(), counting)
            passkeys.provider.use {
                val passkey = passkeys.beginCreate(creation(), PAGE).use {
                    passkeys.finishCreate(it, Consent.Present).passkey
                }
                val signedIn = passkeys.beginGet(request(), PAGE).use {
                    passkeys.finishGet(it, passkey.credentialId, Consent.Present) as Asserted
                }
                assertEquals(1, signedIn.passkey.signCount)
            }
        }
        assertEquals(5, counting.dispatched.get(), "open, two begins, two finishes")
    }

    @Test
    fun `many coroutines share a provider`() = withProvider { provider ->
        val made = runBlocking {
            val passkeys = provider.suspending()
            List(20) { number ->
                async {
                    passkeys.beginCreate(creation("account-$number"), PAGE).use {
                        passkeys.finishCreate(it, Consent.Present).passkey
                    }
                }
            }.awaitAll()
        }
        assertEquals(made.toSet(), provider.list().passkeys.toSet())
    }

    @Test
    fun `a call that has begun gives its outcome although the coroutine was cancelled`() = withProvider { provider ->
        var created: Created? = null
        runBlocking {
            val plan = provider.beginCreate(creation(), PAGE)
            launch {
                val job = coroutineContext.job
                // The coroutine is cancelled while its call is on the dispatcher.
                val passkeys = provider.suspending(Cancelling { job.cancel() })
                created = passkeys.finishCreate(plan, Consent.Present)
            }.join()
            plan.close()
        }
        assertEquals(provider.list().passkeys.single(), created?.passkey)
    }

    @Test
    fun `a coroutine that was cancelled begins no call`() = withProvider { provider ->
        var outcome: Any? = null
        runBlocking {
            launch {
                cancel()
                outcome = runCatching { provider.suspending().purgeExpired() }.exceptionOrNull()
            }.join()
        }
        assertTrue(outcome is CancellationException, "$outcome")
        assertNull(codeOf { provider.epoch() })
    }

    @Test
    fun `a site is asked by a function that suspends`() = withProvider { provider ->
        val app = AndroidApp("com.example.app", listOf(CertificateFingerprint(ByteArray(32) { 1 })))
        val refused = runBlocking {
            runCatching { provider.suspending().verifyCaller(Caller.Android(app), RP_ID, ::fetch) }.exceptionOrNull()
        }
        assertEquals(ErrorCode.CALLER_REFUSED, (refused as PasskeyException).code)
    }

    private suspend fun fetch(request: FetchRequest): FetchAnswer {
        yield()
        assertEquals(FetchPurpose.ASSET_LINKS, request.purpose)
        return FetchAnswer.Unreachable
    }

    @Test
    fun `every call has a twin that suspends, with the same parameters`() {
        val blocking = signatures(PasskeyProvider::class) - "close()"
        assertTrue(blocking.size > 35, "$blocking")
        assertEquals(blocking, signatures(SuspendingPasskeyProvider::class))
    }

    private fun signatures(type: kotlin.reflect.KClass<*>): Set<String> =
        type.declaredMemberFunctions.filter { it.visibility == KVisibility.PUBLIC }.map { function ->
            val parameters = function.parameters.drop(1).joinToString {
                "${it.name}: ${it.type}${if (it.isOptional) "?" else ""}"
            }
            "${function.name}($parameters)" + if (function.name == "close") "" else ": ${function.returnType}"
        }.toSet()

    private class Counting : CoroutineDispatcher() {
        val dispatched = AtomicInteger()

        override fun dispatch(context: CoroutineContext, block: Runnable) {
            dispatched.incrementAndGet()
            Dispatchers.IO.dispatch(context, block)
        }
    }

    private class Cancelling(private val cancel: () -> Unit) : CoroutineDispatcher() {
        override fun dispatch(context: CoroutineContext, block: Runnable) {
            Dispatchers.IO.dispatch(context) {
                cancel()
                block.run()
            }
        }
    }
}
