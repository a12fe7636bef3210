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

class SuspendingTest {
    @Test
    fun `a ceremony suspends on the dispatcher that the host chose`() = withStore { store ->
        val counting = Counting()
        runBlocking {
            PasskeyProvider.suspending(counting) { open(store.options()) }.use { provider ->
                val passkey = provider.suspending(counting) { beginCreate(creation(), PAGE, MODEL) }.use { plan ->
                    provider.suspending(counting) { finishCreate(plan, Consent.Present) }.value.passkey
                }
                val signedIn = provider.suspending(counting) { beginGet(request(), PAGE) }.use { plan ->
                    provider.suspending(counting) { finishGet(plan, passkey.credentialId, Consent.Present) }.asserted()
                }
                assertEquals(1, signedIn.value.passkey.signCount)
            }
        }
        assertEquals(5, counting.dispatched.get(), "open, two begins, two finishes")
    }

    @Test
    fun `many coroutines share a provider`() = withProvider { provider ->
        val made = runBlocking {
            List(20) { number ->
                async {
                    provider.suspending { beginCreate(creation("account-$number"), PAGE, MODEL) }.use { plan ->
                        provider.suspending { finishCreate(plan, Consent.Present) }.value.passkey
                    }
                }
            }.awaitAll()
        }
        assertEquals(made.toSet(), provider.passkeys.all().passkeys.toSet())
    }

    @Test
    fun `a call that has begun gives its outcome although the coroutine was cancelled`() = withProvider { provider ->
        var created: Committed<Created>? = null
        runBlocking {
            val plan = provider.beginCreate(creation(), PAGE, MODEL)
            launch {
                val job = coroutineContext.job
                // The coroutine is cancelled while its call is on the dispatcher.
                created = provider.suspending(Cancelling { job.cancel() }) { finishCreate(plan, Consent.Present) }
            }.join()
            plan.close()
        }
        assertEquals(provider.passkeys.all().passkeys.single(), created?.value?.passkey)
        assertEquals(provider.epoch(), created?.epoch)
    }

    @Test
    fun `a coroutine that was cancelled begins no call`() = withProvider { provider ->
        var outcome: Any? = null
        runBlocking {
            launch {
                cancel()
                outcome = runCatching { provider.suspending { passkeys.purgeExpired() } }.exceptionOrNull()
            }.join()
        }
        assertTrue(outcome is CancellationException, "$outcome")
        assertNull(codeOf { provider.epoch() })
    }

    @Test
    fun `a site is asked by a function that suspends`() = withProvider { provider ->
        val app = Caller.Android(APP)
        val refused = runBlocking {
            runCatching { provider.callers.verify(app, RP_ID) { fetched(it, FetchAnswer.Unreachable) } }
        }.exceptionOrNull()
        assertEquals(ErrorCode.CALLER_REFUSED, (refused as PasskeyException).code)
        assertEquals(provider.epoch(), refused.epoch)

        val (caller, epoch) = runBlocking { provider.callers.verify(app, RP_ID) { fetched(it, ASSET_LINKS) } }
        assertTrue(caller.use { it.basis } is Basis.AssetLinks)
        assertEquals(provider.epoch(), epoch, "what the site said is remembered")
    }

    @Test
    fun `a caller whose site need not be asked is verified with the epoch as it was`() = withProvider { provider ->
        val epoch = provider.epoch()
        val verified = runBlocking { provider.callers.verify(PAGE, RP_ID) { error("nobody is asked: ${it.purpose}") } }
        verified.value.close()
        assertEquals(epoch, verified.epoch)
    }

    private suspend fun fetched(request: FetchRequest, answer: FetchAnswer): FetchAnswer {
        yield()
        assertEquals(FetchPurpose.ASSET_LINKS, request.purpose)
        return answer
    }

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
