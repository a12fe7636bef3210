package passkeyprovider

import com.sun.jna.Native
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

/**
 * How often a ceremony enters the library, closing among it: a library stands before it and writes down what
 * this thread calls. A reference that is taken to an object of a call is no crossing of its own: no message goes
 * with it.
 */
class CrossingsTest {
    @Test
    fun `a sign-in crosses three times`() = withStore { store ->
        val passkey = store.open().use { it.register() }
        store.open().use { provider ->
            lateinit var plan: GetPlan
            assertEquals(listOf("method_provider_begin_get"), crossings { plan = provider.beginGet(request(), PAGE) })
            // All that a host may want of a plan and an answer is there without another call.
            lateinit var outcome: GetOutcome
            val looking = crossings {
                assertEquals(RP_ID, plan.rpId)
                assertEquals(passkey.user, plan.candidates.single().user)
            }
            assertEquals(emptyList<String>(), looking)
            val finishing =
                crossings { outcome = provider.finishGet(plan, passkey.credentialId, Consent.Present) }
            assertEquals(listOf("method_provider_finish_get"), finishing)
            assertEquals(
                emptyList<String>(),
                crossings { assertEquals(passkey.reference, outcome.asserted().value.passkey.reference) },
            )
            assertEquals(listOf("free_getplan"), crossings { plan.close() })
            assertEquals(emptyList<String>(), crossings { plan.close() }, "a second one")
        }
    }

    @Test
    fun `a registration crosses three times`() = withStore { store ->
        store.open().use { provider ->
            lateinit var plan: CreatePlan
            val beginning = crossings { plan = provider.beginCreate(creation(), PAGE, MODEL) }
            assertEquals(listOf("method_provider_begin_create"), beginning)
            assertEquals(emptyList<String>(), crossings { assertEquals(Decision.Proceed, plan.decision) })
            lateinit var created: Committed<Created>
            val finishing = crossings { created = provider.finishCreate(plan, Consent.Present) }
            assertEquals(listOf("method_provider_finish_create"), finishing)
            assertEquals(emptyList<String>(), crossings { assertEquals("ada", created.value.passkey.user.displayName) })
            assertEquals(listOf("free_createplan"), crossings { plan.close() })
        }
    }

    @Test
    fun `a view is no object of the library`() = withProvider { provider ->
        lateinit var passkeys: Passkeys
        assertEquals(emptyList<String>(), calls { passkeys = provider.passkeys })
        lateinit var listing: Listing
        assertEquals(listOf("clone_provider"), references { listing = passkeys.all() })
        assertEquals(emptyList<Passkey>(), listing.passkeys)
    }

    /** A reference to each object of a call, which the library gives back: the plan's is left for its close. */
    @Test
    fun `a call takes one reference to each of its objects, also one that fails`() = withProvider { provider ->
        lateinit var plan: CreatePlan
        assertEquals(listOf("clone_provider"), references { plan = provider.beginCreate(creation(), PAGE, MODEL) })
        val declined = references {
            assertEquals(ErrorCode.DECLINED, codeOf { provider.finishCreate(plan, Consent.Declined) })
        }
        assertEquals(listOf("clone_createplan", "clone_provider"), declined)
        assertEquals(listOf("free_createplan"), crossings { plan.close() })
    }

    private fun crossings(work: () -> Unit) = calls(work).filterNot { it.startsWith("clone_") }

    private fun references(work: () -> Unit) = calls(work).filter { it.startsWith("clone_") }.sorted()

    /** What this thread calls of the library in [work], by name. */
    private fun calls(work: () -> Unit): List<String> {
        Library.ensureLoaded()
        CrossingCounter.crossings_forget()
        work()
        return generateSequence(0) { it + 1 }.map(CrossingCounter::crossings_name).takeWhile { it != null }
            .filterNotNull().toList()
    }
}

/** `CrossingCounter.c`, which Swift's tests have too; the tests call the library through it. */
@Suppress("ktlint:standard:function-naming")
private object CrossingCounter {
    init {
        Native.register(
            CrossingCounter::class.java,
            System.getProperty("uniffi.component.passkey_provider_ffi.libraryOverride"),
        )
    }

    external fun crossings_forget()

    external fun crossings_name(number: Int): String?
}
