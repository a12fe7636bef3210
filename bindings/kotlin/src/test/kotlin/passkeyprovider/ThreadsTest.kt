package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

private const val THREADS = 8
private const val ROUNDS = 25

class ThreadsTest {
    /**
     * 8 threads of 25 rounds of 5 operations: 1,000. Each thread is at a site of its own: a ceremony opens every
     * passkey of its site, and with all 200 at one this took a library without optimisation minutes.
     */
    @Test
    fun `eight threads on two providers of one store lose nothing in a thousand operations`() = withStore { store ->
        store.open().use { one ->
            store.open().use { other ->
                val pool = Executors.newFixedThreadPool(THREADS)
                val work = List(THREADS) { thread ->
                    val (mine, theirs) = if (thread % 2 == 0) one to other else other to one
                    Callable { List(ROUNDS) { round(mine, theirs, "site-$thread.example", it) } }
                }
                val made = pool.invokeAll(work, 600, TimeUnit.SECONDS).flatMap { it.get() }
                pool.shutdown()

                val expected = made.filterIndexed { index, _ -> index % ROUNDS % 2 == 0 }.toSet()
                assertEquals(expected, one.passkeys.all().passkeys.map { it.reference }.toSet())
                assertEquals(one.passkeys.all().passkeys.toSet(), other.passkeys.all().passkeys.toSet())
                assertTrue(one.passkeys.all().passkeys.all { it.signCount == 1L }, "each signed in once")
                assertTrue(one.health().isGood)
            }
        }
    }

    /** Five operations: registers, confirms, signs in through the other provider, looks, and deletes every second. */
    private fun round(mine: PasskeyProvider, theirs: PasskeyProvider, site: String, number: Int): PasskeyRef {
        val passkey = mine.register("account-$number", site)
        mine.server.confirm(passkey.reference).ignored()
        theirs.signIn(passkey)
        check(mine.passkeys.get(passkey.reference).lastUsed != null)
        (if (number % 2 == 1) mine.passkeys.delete(passkey.reference) else theirs.epoch()).ignored()
        return passkey.reference
    }
}
