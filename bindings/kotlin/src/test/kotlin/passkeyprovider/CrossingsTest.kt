package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import passkeyprovider.ffi.Crossing

/**
 * How often a ceremony enters the library: counted where every call of this thread goes out, closing among
 * them. What a message takes besides is counted apart: its memory, and the references of its objects.
 */
class CrossingsTest {
    @Test
    fun `a sign-in crosses three times`() = withStore { store ->
        val passkey = store.open().use { it.register() }
        store.open().use { provider ->
            lateinit var plan: GetPlan
            assertEquals(1, calls { plan = provider.beginGet(request(), PAGE) }, "begin")
            // All that a host may want of a plan and an answer is there without another call.
            lateinit var asserted: Asserted
            assertEquals(
                0,
                calls {
                    assertEquals(RP_ID, plan.rpId)
                    assertEquals(passkey.user, plan.candidates.single().user)
                },
            )
            assertEquals(
                1,
                calls { asserted = provider.finishGet(plan, passkey.credentialId, Consent.Present) as Asserted },
                "finish",
            )
            assertEquals(0, calls { assertEquals(passkey.credentialId, asserted.passkey.credentialId) })
            assertEquals(1, calls { plan.close() }, "close")
            assertEquals(0, calls { plan.close() }, "a second one")
        }
    }

    @Test
    fun `a registration crosses three times`() = withStore { store ->
        store.open().use { provider ->
            lateinit var plan: CreatePlan
            assertEquals(1, calls { plan = provider.beginCreate(creation(), PAGE) }, "begin")
            assertEquals(0, calls { assertEquals(Decision.Proceed, plan.decision) })
            lateinit var created: Created
            assertEquals(1, calls { created = provider.finishCreate(plan, Consent.Present) }, "finish")
            assertEquals(0, calls { assertEquals("ada", created.passkey.user.displayName) })
            assertEquals(1, calls { plan.close() }, "close")
        }
    }

    /**
     * Memory for what goes in, memory given back for what came out, and a reference to each object of a call:
     * numbers in and out, without a structure, a fiftieth of what UniFFI's own such call takes.
     */
    @Test
    fun `a ceremony takes memory and references seven times`() = withStore { store ->
        val passkey = store.open().use { it.register() }
        store.open().use { provider ->
            lateinit var get: GetPlan
            assertEquals(3, upkeep { get = provider.beginGet(request(), PAGE) }, "the message in, out, the provider")
            assertEquals(4, upkeep { provider.finishGet(get, passkey.credentialId, Consent.Present) }, "and the plan")
            assertEquals(0, upkeep { get.close() })
            lateinit var create: CreatePlan
            assertEquals(3, upkeep { create = provider.beginCreate(creation("bob"), PAGE) })
            assertEquals(4, upkeep { provider.finishCreate(create, Consent.Present) })
            assertEquals(0, upkeep { create.close() })
        }
    }

    /** The test of the test: what a call takes is counted, also of one that fails. */
    @Test
    fun `a call that fails is counted, and gives its memory back`() = withProvider { provider ->
        val unknown = CredentialId(byteArrayOf(1))
        assertEquals(1, calls { assertEquals(ErrorCode.UNKNOWN_PASSKEY, codeOf { provider.show(unknown) }) })
        assertEquals(3, upkeep { assertEquals(ErrorCode.UNKNOWN_PASSKEY, codeOf { provider.show(unknown) }) })
    }

    private fun calls(work: () -> Unit): Long = counted(Crossing::calls, work)

    private fun upkeep(work: () -> Unit): Long = counted(Crossing::upkeep, work)

    private fun counted(count: (Crossing) -> Long, work: () -> Unit): Long {
        val crossing = Crossing.ofThisThread()
        val before = count(crossing)
        work()
        return count(crossing) - before
    }
}
