package passkeyprovider.android

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertSame
import org.junit.Test
import passkeyprovider.FetchAnswer
import passkeyprovider.FetchPurpose
import passkeyprovider.FetchRequest
import java.io.ByteArrayInputStream
import java.io.IOException
import java.io.InputStream
import java.net.URL
import java.security.cert.Certificate
import java.time.Duration
import javax.net.ssl.HttpsURLConnection

/** A stand-in of the system's HTTPS client, written from the documentation of `HttpsURLConnection`. */
internal class StandInConnection(
    url: URL,
    private val status: Int,
    private val headers: Map<String, String>,
    val body: InputStream,
) : HttpsURLConnection(url) {
    val sent = mutableMapOf<String, String>()

    override fun getResponseCode(): Int = status

    override fun getHeaderField(name: String?): String? = headers[name]

    override fun getContentType(): String? = headers["Content-Type"]

    override fun getInputStream(): InputStream = if (status < 400) body else throw IOException("status $status")

    override fun getErrorStream(): InputStream? = body.takeIf { status >= 400 }

    override fun setRequestProperty(key: String, value: String) {
        sent[key] = value
    }

    override fun disconnect() = Unit

    override fun usingProxy() = false

    override fun connect() = Unit

    override fun getCipherSuite(): String = ""

    override fun getLocalCertificates(): Array<Certificate> = emptyArray()

    override fun getServerCertificates(): Array<Certificate> = emptyArray()
}

/** What the library describes is fetched with its limits, and nothing that stands beside the phone is asked. */
class HttpsFetcherTest : AndroidTest() {
    private val asked = mutableListOf<StandInConnection>()

    @Test
    fun `an answer comes with what the library wants to know of it`() {
        val answer = fetch { ok(it, "[]") } as FetchAnswer.Response
        assertEquals(200, answer.status)
        assertEquals("application/json", answer.contentType)
        assertArrayEquals("[]".toByteArray(), answer.body)
        val connection = asked.single()
        assertEquals(setOf("Accept", "Accept-Encoding"), connection.sent.keys)
        assertEquals(false, connection.instanceFollowRedirects)
        assertEquals(false, connection.useCaches)
    }

    @Test
    fun `a refusal of the site is an answer`() {
        val answer = fetch { StandInConnection(it, 404, mapOf(), stream("none")) } as FetchAnswer.Response
        assertEquals(404, answer.status)
        assertArrayEquals("none".toByteArray(), answer.body)
    }

    @Test
    fun `one byte more than the limit is read and no more`() {
        val answer = fetch(most = 10) { ok(it, "x".repeat(1_000_000)) } as FetchAnswer.Response
        assertEquals(11, answer.body.size)
    }

    @Test
    fun `redirects are followed by hand, named, and counted`() {
        val answer = fetch(redirects = 2) { url ->
            when (url.path) {
                "/links.json" -> redirect(url, "/second")
                "/second" -> redirect(url, "https://cdn.example.com/third")
                else -> ok(url, "[]")
            }
        } as FetchAnswer.Response
        assertEquals(listOf("https://example.com/second", "https://cdn.example.com/third"), answer.redirects)
        assertSame(FetchAnswer.Unreachable, fetch(redirects = 2) { redirect(it, "/links.json") })
        assertEquals("two more than the first", 3 + 3, asked.size)
    }

    @Test
    fun `a redirect to nowhere is no answer`() {
        for (target in listOf("https://exa mple.com/", "https://", ":", "https:///path", "\\\\nas\\share")) {
            assertSame(target, FetchAnswer.Unreachable, fetch(redirects = 2) { redirect(it, target) })
        }
    }

    @Test
    fun `nothing but a public name over https is asked`() {
        for (url in FORBIDDEN) assertSame(url, FetchAnswer.Unreachable, fetch(url) { ok(it, "[]") })
        assertEquals(0, asked.size)
        for (url in FORBIDDEN) assertSame(url, FetchAnswer.Unreachable, fetch(redirects = 2) { redirect(it, url) })
        assertEquals("none of the redirects", FORBIDDEN.size, asked.size)
    }

    @Test
    fun `a site that does not answer, or drips, is unreachable`() {
        assertSame(FetchAnswer.Unreachable, fetch { throw IOException("no route") })
        val drips = object : InputStream() {
            override fun read(): Int {
                Thread.sleep(1)
                return 'x'.code
            }

            override fun read(bytes: ByteArray, offset: Int, length: Int): Int {
                bytes[offset] = read().toByte()
                return 1
            }
        }
        val answer = fetch(most = Long.MAX_VALUE - 1, timeout = Duration.ofMillis(50)) {
            StandInConnection(it, 200, mapOf(), drips)
        }
        assertSame(FetchAnswer.Unreachable, answer)
    }

    private fun fetch(
        url: String = "https://example.com/links.json",
        most: Long = 1000,
        redirects: Long = 0,
        timeout: Duration = Duration.ofSeconds(20),
        connect: (URL) -> StandInConnection,
    ): FetchAnswer = runBlocking {
        HttpsFetcher(Dispatchers.IO) { connect(it).also(asked::add) }
            .fetch(FetchRequest(FetchPurpose.ASSET_LINKS, url, most, timeout, redirects))
    }

    private fun ok(url: URL, body: String) =
        StandInConnection(url, 200, mapOf("Content-Type" to "application/json"), stream(body))

    private fun redirect(url: URL, to: String) = StandInConnection(url, 302, mapOf("Location" to to), stream(""))

    private fun stream(text: String) = ByteArrayInputStream(text.toByteArray())

    private companion object {
        val FORBIDDEN = """
            http://example.com/ https://127.0.0.1/ https://[::1]/ https://192.168.0.1/ https://2130706433/
            https://0x7f.1/ https://127.1/ https://localhost/ https://a.localhost/ https://printer.local/
            https://router/ https://nas.lan/ https://host.internal/ https://router.home.arpa./
            https://ada:secret@example.com/ https://example.com:8443/ file:///etc/passwd ftp://example.com/
        """.trim().split(Regex("\\s+"))
    }
}
