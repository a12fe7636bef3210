package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.File

private const val CYCLES = 10_000
private const val WARM_UP = 3_000

/** The most that 10,000 cycles may add: a plan that is kept takes more than 2 KiB, 10,000 of them 20 MiB. */
private const val MOST_BYTES = 8L * 1024 * 1024

class MemoryTest {
    @Test
    fun `ten thousand plans that are made and dropped leave nothing behind`() = withProvider { provider ->
        provider.register()
        repeat(WARM_UP) { provider.beginGet(request(), PAGE).close() }
        val grown = growth {
            repeat(CYCLES / 2) {
                provider.beginGet(request(), PAGE).close()
                provider.beginCreate(creation("bob"), PAGE, MODEL).close()
            }
        }
        assertTrue(grown < MOST_BYTES, "grown by $grown bytes")
    }

    /** An error of more than 500 bytes and the message that led to it: kept, 30,000 of them would take 15 MB. */
    @Test
    fun `thirty thousand calls that fail leave nothing behind`() = withProvider { provider ->
        val unknown = PasskeyRef(RP_ID, CredentialId(byteArrayOf(1)))
        repeat(WARM_UP) { codeOf { provider.passkeys.get(unknown) } }
        val grown = growth {
            repeat(3 * CYCLES) { assertEquals(ErrorCode.UNKNOWN_PASSKEY, codeOf { provider.passkeys.get(unknown) }) }
        }
        assertTrue(grown < MOST_BYTES, "grown by $grown bytes")
    }

    @Test
    fun `the measure sees plans that are kept`() = withProvider { provider ->
        provider.register()
        repeat(WARM_UP) { provider.beginGet(request(), PAGE).close() }
        val kept = ArrayList<GetPlan>(CYCLES)
        val grown = growth { repeat(CYCLES) { kept += provider.beginGet(request(), PAGE) } }
        kept.forEach { it.close() }
        assertTrue(grown > MOST_BYTES, "grown by $grown bytes only")
    }

    /**
     * What the process grew by, in bytes. Its heap has its full size from the start, so that this is native
     * memory. JNA frees some of its own late: what is gone within 20 s does not count.
     */
    private fun growth(work: () -> Unit): Long {
        val before = settled()
        work()
        val end = System.nanoTime() + 20_000_000_000
        var grown: Long
        do {
            grown = settled() - before
        } while (grown >= MOST_BYTES && System.nanoTime() < end)
        return grown
    }

    private fun settled(): Long {
        System.gc()
        Thread.sleep(500)
        return residentBytes()
    }
}

/** What the process has in memory (proc(5): statm, the second number, in pages of 4 KiB). */
internal fun residentBytes(): Long = File("/proc/self/statm").readText().split(' ')[1].toLong() * 4096
