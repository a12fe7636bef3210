package passkeyprovider

import com.sun.net.httpserver.HttpServer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.net.InetSocketAddress
import java.time.Instant

/** A stand-in of Spring Security, written from its documentation: it verifies nothing. */
class EnrolmentsTest {
    @Test
    fun `a passkey is registered over HTTP and confirmed by the server's word`() = withProvider { provider ->
        served { url, server ->
            val host = EnrolmentExamples(provider, setup(url))
            val done = host.register() as EnrolmentStep.Done
            val passkey = (done.outcome as EnrolmentOutcome.Enrolled).passkey
            assertEquals("localhost", passkey.rpId)
            assertTrue(provider.passkeys.get(passkey).standing is Standing.Confirmed)
            assertEquals(listOf("name", "token first", "options", "create", "register"), host.asked)
            assertEquals(provider.epoch(), host.kept)
            assertTrue(server.cookies.all { EnrolmentHost.SECRET in it }, "signed in")
        }
    }

    @Test
    fun `the example of the documentation drives it too`() = withProvider { provider ->
        served { url, _ ->
            val step = DocumentationExamples(provider).enrolments(EnrolmentExamples(provider, setup(url)))
            assertTrue(step is EnrolmentStep.Done)
        }
    }

    @Test
    fun `where nobody answers it stays open, and another process goes on`() = withProvider { provider ->
        val unreachable = object : EnrolmentHost(provider, setup("http://localhost:1")) {
            override fun send(request: ServerRequest): ServerAnswer = ServerAnswer.Unreachable
        }
        val failed = (DocumentationExamples(provider).enrolments(unreachable) as EnrolmentStep.Failed).failed
        assertEquals(EnrolmentFailure.UNREACHABLE, failed.reason)
        assertTrue(failed.isOpen && failed.refusal == null && failed.explain(AAGUID) == null)
        val open = provider.enrolments.open().single()
        assertEquals(failed.id, open.id)
        assertEquals(EnrolmentStage.BEGAN, open.stage)
        // Nobody is signed in after it: a token is never stored.
        val resumed = provider.enrolments.resume(EnrolmentId(open.id.hex)).value as EnrolmentStep.Pending
        resumed.use { assertTrue(it is EnrolmentStep.Token || it is EnrolmentStep.Name, "$it") }
        assertTrue(provider.enrolments.abandon(open.id).value)
        assertNull(provider.enrolments.resume(open.id).value)
    }

    @Test
    fun `a step is taken once`() = withProvider { provider ->
        val setup = setup("https://localhost").copy(friendlyName = "Phone")
        val step = provider.enrolments.begin(setup).value as EnrolmentStep.Token
        AccessToken.of("a=b").use { token ->
            val next = provider.enrolments.signedIn(step, token).value as EnrolmentStep.Send
            assertEquals(ErrorCode.PLAN_SPENT, codeOf { provider.enrolments.signedIn(step, token) })
            next.close()
            val late = codeOf { provider.enrolments.answered(next, ServerAnswer.Unreachable) }
            assertEquals(ErrorCode.PLAN_SPENT, late)
        }
    }

    @Test
    fun `no step prints a token, a name or a body`() = withProvider { provider ->
        val setup = setup("https://localhost").copy(friendlyName = NAME, meantAccount = NAME)
        val step = provider.enrolments.begin(setup).value as EnrolmentStep.Token
        val token = AccessToken.of("JSESSIONID=${EnrolmentHost.SECRET}")
        val next = token.use { provider.enrolments.signedIn(step, it) }.value as EnrolmentStep.Send
        assertTrue(next.request.headers.any { EnrolmentHost.SECRET in it.value })
        val answer = ServerAnswer.of(200, mapOf("Content-Type" to listOf("application/json")), OPTIONS.toByteArray())
        val asking = provider.enrolments.answered(next, answer).value as EnrolmentStep.Ask
        val question = asking.question as EnrolmentQuestion.WrongAccount
        assertEquals(NAME to "ada", question.meant to question.found)
        for (value in listOf(setup, step, token, next, next.request, next.request.headers, answer, asking, question)) {
            val printed = value.toString()
            assertFalse(NAME in printed || EnrolmentHost.SECRET in printed || "challenge" in printed, printed)
        }
        asking.close()
    }

    /** RFC 9110, section 5.1: a header's name is in any case. `HttpURLConnection` has the status line under null. */
    @Test
    fun `an answer's headers are found in any case`() {
        val headers = mapOf(
            null to listOf("HTTP/1.1 201 Created"),
            "CONTENT-TYPE" to listOf("application/json"),
            "location" to listOf("/a"),
            "Retry-After" to listOf("7"),
            "set-Cookie" to listOf("a=1", "b=2"),
        )
        val answer = ServerAnswer.of(201, headers, byteArrayOf())
        assertEquals("application/json", answer.contentType)
        assertEquals(listOf("/a", "7"), listOf(answer.location, answer.retryAfter))
        assertEquals(listOf("a=1", "b=2"), answer.setCookie)
    }

    @Test
    fun `a half of a surrogate pair is text like any other`() {
        val half = "\uD83D"
        assertEquals(RefusalCause.UNKNOWN, Refusal(RefusalFamily.ENTRA, code = half).explain().cause)
        assertTrue(ScannedCode.read(half) is ScannedCode.Refused)
        assertEquals(ErrorCode.BAD_ARGUMENT, codeOf { ReadinessFacts(system = half).judge() })
    }

    @Test
    fun `a refusal says who must act, and gives the AAGUID where it helps`() {
        val explained = Refusal(RefusalFamily.NAMED, code = "aaguid_not_allowed", aaguid = AAGUID).explain()
        assertEquals(RefusalCause.AAGUID_NOT_ALLOWED to ActingParty.ADMINISTRATOR, explained.cause to explained.actor)
        assertTrue(AAGUID.toString() in explained.other!!)
    }

    @Test
    fun `what is missing is named in order, with the settings that mend it`() {
        val facts = ReadinessFacts(system = "15", screenLock = false, providerEnabled = false, credentialManager = true)
        val readiness = facts.judge()
        val steps = readiness.steps.map { it.step }
        assertEquals(listOf(ReadinessStep.SET_SCREEN_LOCK, ReadinessStep.TURN_ON_PROVIDER), steps)
        // android.provider.Settings.ACTION_CREDENTIAL_PROVIDER
        assertEquals("android.settings.CREDENTIAL_PROVIDER", readiness.steps.last().action?.name)
        assertFalse(readiness.isReady)
    }

    @Test
    fun `the library's dialects say how they are known to be right`() {
        val spring = Dialect.shipped().single { it.name == "spring-security" }
        assertTrue(spring.verified is DialectVerified.Ran && !spring.lists && spring.deletes)
    }

    @Test
    fun `another code is told from a malformed one, and its text is not repeated`() {
        val refused = ScannedCode.read("https://canary.example", Instant.EPOCH) as ScannedCode.Refused
        assertEquals("another_code", refused.word)
        assertFalse("canary" in refused.happened)
        assertEquals("not_digits", (ScannedCode.read("FIDO:/x") as ScannedCode.Refused).word)
    }

    private class Served(val cookies: MutableList<String>)

    private fun served(test: (url: String, server: Served) -> Unit) {
        val served = Served(mutableListOf())
        val server = HttpServer.create(InetSocketAddress("localhost", 0), 0)
        server.createContext("/webauthn/register") { exchange ->
            served.cookies += exchange.requestHeaders.getFirst("cookie")
            exchange.requestBody.readAllBytes()
            val isOptions = exchange.requestURI.path.endsWith("/options")
            val body = (if (isOptions) OPTIONS else """{"success":true}""").toByteArray()
            exchange.responseHeaders.add("Content-Type", "application/json")
            exchange.sendResponseHeaders(200, body.size.toLong())
            exchange.responseBody.use { it.write(body) }
        }
        server.start()
        try {
            test("http://localhost:${server.address.port}", served)
        } finally {
            server.stop(0)
        }
    }

    private companion object {
        const val NAME = "canary-of-a-person"
        const val OPTIONS = """{"rp":{"id":"localhost","name":"Stand-in"},"user":{"id":"AQIDBA","name":"ada",
            "displayName":"Ada"},"challenge":"q83vASNFZ4mrze8BI0VniQ",
            "pubKeyCredParams":[{"type":"public-key","alg":-7}]}"""

        fun setup(url: String) = EnrolmentSetup(Dialect.Shipped("spring-security"), url)
    }
}
