package passkeyprovider

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import passkeyprovider.ffi.errorTable

class ErrorsTest {
    @Test
    fun `every error of the library has a code here and a word that it keeps`() {
        val rows = errorTable()
        assertEquals(rows.map { it.name }, ErrorCode.entries.map { it.word })
        assertEquals(rows.map { it.name }, PasskeyProvider.errorTable().map { it.code.word })
    }

    @Test
    fun `a page's exception has the library's name`() {
        for (row in errorTable()) {
            assertEquals(row.domExceptionName, Library.row(row.code.converted()).domException.exceptionName, row.name)
        }
    }

    /** The framework's own types, or WebAuthn's exceptions as androidx spells them. */
    @Test
    fun `every error has types that Android knows`() {
        val framework = Regex("""android\.credentials\.(Create|Get)CredentialException\.TYPE_[A-Z_]+""")
        val exception = Regex(
            """androidx\.credentials\.TYPE_(CREATE|GET)_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/""" +
                """androidx\.credentials\.TYPE_[A-Z_]+_ERROR""",
        )
        for (row in PasskeyProvider.errorTable()) {
            for ((type, word) in listOf(row.androidCreateType to "create", row.androidGetType to "get")) {
                val kind = (framework.matchEntire(type) ?: exception.matchEntire(type))?.groupValues?.get(1)
                assertEquals(word, kind?.lowercase(), "${row.code} on $word is $type")
            }
        }
    }

    /** In Chrome on Android only that is a NotAllowedError; every other type is a NotReadableError. */
    @Test
    fun `what a page must not tell apart is Android's user cancelled`() {
        val toPlayServices = setOf(ErrorCode.NO_PASSKEY, ErrorCode.UNKNOWN_ALLOW_LIST, ErrorCode.NO_STORE)
        for (row in PasskeyProvider.errorTable().filter { it.domException == DomException.NOT_ALLOWED }) {
            assertEquals("android.credentials.CreateCredentialException.TYPE_USER_CANCELED", row.androidCreateType)
            val get = if (row.code in toPlayServices) "TYPE_NO_CREDENTIAL" else "TYPE_USER_CANCELED"
            assertEquals("android.credentials.GetCredentialException.$get", row.androidGetType, "${row.code}")
        }
    }

    /** What Chrome compares. */
    @Test
    fun `a passkey that is excluded is Android's invalid state`() {
        assertEquals(
            "androidx.credentials.TYPE_CREATE_PUBLIC_KEY_CREDENTIAL_DOM_EXCEPTION/" +
                "androidx.credentials.TYPE_INVALID_STATE_ERROR",
            Library.row(ErrorCode.ALREADY_REGISTERED).androidCreateType,
        )
    }

    @Test
    fun `what the person can mend asks for a view where there is none and nowhere else`() {
        val table = PasskeyProvider.errorTable()
        for (row in table) {
            val asks = with(row.iosCodes) { listOf(silent, withView, conditional) }.map { it == 100 }
            assertEquals(listOf(row.asksForView, false, false), asks, "${row.code}")
        }
        val asking = table.filter { it.asksForView }.map { it.code }
        val mended = listOf(
            ErrorCode.STRANDED, ErrorCode.ROLLED_BACK, ErrorCode.STORE_BUSY, ErrorCode.DEVICE_KEY_MISSING,
            ErrorCode.KEY_STORE_LOCKED, ErrorCode.GATE_REQUIRED, ErrorCode.VERIFICATION_REQUIRED,
            ErrorCode.STALE_DUPLICATE, ErrorCode.DUPLICATE_IN_FLIGHT, ErrorCode.TOO_OLD,
        )
        assertTrue(asking.containsAll(mended), "${mended - asking.toSet()}")
        assertFalse(ErrorCode.CALLER_REFUSED in asking || ErrorCode.DECLINED in asking)
    }

    @Test
    fun `an excluded passkey is told by the answer that the plan offers`() = withProvider { provider ->
        val passkey = provider.register("ada")
        provider.beginCreate(creation(exclude = listOf(passkey.credentialId)), PAGE, MODEL).use { plan ->
            assertEquals(listOf(Answer.TELL_SITE, Answer.LEAVE), plan.answers)
            val error = failureOf { provider.finishCreate(plan, Consent.Present) }
            assertEquals(ErrorCode.ALREADY_REGISTERED, error.code)
            assertTrue(error.androidCreateType.endsWith("TYPE_INVALID_STATE_ERROR"))
            assertEquals(102, error.iosCodes.withView)
            assertEquals(provider.epoch(), error.epoch, "that the server knows it was written down before")
        }
    }

    @Test
    fun `an error says what happened, its word and what to do`() = withProvider { provider ->
        val error = failureOf { provider.beginGet(request(), PAGE) }
        assertEquals(ErrorCode.NO_PASSKEY, error.code)
        assertEquals("${error.happened} (no_passkey). ${error.next}", error.message)
        assertEquals("android.credentials.GetCredentialException.TYPE_NO_CREDENTIAL", error.androidGetType)
        assertNull(error.epoch, "nothing was committed")
    }

    @Test
    fun `an error points at what is wrong, and does not repeat it`() = withProvider { provider ->
        val json = CreationOptions.Json(
            """{"rp":{"id":"example.com","name":"x"},"challenge":"c2VjcmV0LWNoYWxsZW5nZQ"}""",
        )
        val error = failureOf { provider.beginCreate(json, PAGE, MODEL) }
        assertEquals(ErrorCode.INVALID_OPTIONS, error.code)
        assertEquals(Fault.RELYING_PARTY, error.fault)
        assertTrue((error.detail as ErrorDetail.Member).path.startsWith("$"))
        assertFalse("c2VjcmV0" in error.toString())

        val argument = failureOf { provider.candidates("not a domain") }
        assertEquals(ErrorDetail.Argument("rp_id"), argument.detail)
    }

    @Test
    fun `every enumeration has the constants of the library's`() {
        val enumerations = generatedEnumerations()
        assertTrue(EventKind::class.simpleName in enumerations.map { it.simpleName }, "found $enumerations")
        for (theirs in enumerations) {
            val ours = Class.forName("passkeyprovider.${theirs.simpleName}")
            assertEquals(constants(theirs), constants(ours), "$ours")
        }
    }

    private fun constants(type: Class<*>) = type.enumConstants.map { (it as Enum<*>).name }

    private fun generatedEnumerations(): List<Class<*>> =
        classesOf("passkeyprovider.ffi").filter { it.isEnum && !it.name.contains("Uniffi") }
}
