package passkeyprovider.android

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import passkeyprovider.FetchAnswer
import passkeyprovider.FetchRequest
import java.io.IOException
import java.io.InputStream
import java.net.URI
import java.net.URISyntaxException
import java.net.URL
import javax.net.ssl.HttpsURLConnection

/**
 * Makes the requests that the library describes: `https` only, without cookies, credentials, referrer or cache, with
 * its limits of size, time and redirects. A redirect is followed by hand, and only to where a request might go.
 *
 * A host that is an address, is named for this network or this machine, or has no dot is not asked: what a site's
 * name leads to is the site's choice, and must not reach what stands beside the phone.
 *
 * The system's client has cookies only where the app has set a `java.net.CookieHandler` for its whole process: such an
 * app hands in a client without.
 */
public class HttpsFetcher(
    /** Where it blocks. */
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
    /** Opens a connection: the system's own client, unless the app has one of its own. It follows no redirect. */
    private val connect: (URL) -> HttpsURLConnection = { it.openConnection() as HttpsURLConnection },
) {
    /** What came of [request]: [FetchAnswer.Unreachable] for everything that is no whole answer. */
    public suspend fun fetch(request: FetchRequest): FetchAnswer = try {
        // The whole of it: a site that sends a byte now and then gets no more time.
        withTimeoutOrNull(request.timeout.toMillis()) {
            withContext(dispatcher) { runInterruptible { Fetch(request).answer() } }
        } ?: FetchAnswer.Unreachable
    } catch (_: IOException) {
        FetchAnswer.Unreachable
    } catch (_: URISyntaxException) {
        FetchAnswer.Unreachable
    }

    private inner class Fetch(private val request: FetchRequest) {
        private val deadline = System.nanoTime() + request.timeout.toNanos()
        private val redirects = mutableListOf<String>()

        fun answer(): FetchAnswer {
            var uri = URI(request.url)
            while (true) {
                if (!mayBeAsked(uri)) return FetchAnswer.Unreachable
                val connection = connect(uri.toURL())
                try {
                    configure(connection)
                    val status = connection.responseCode
                    val target = connection.getHeaderField("Location")
                    if (status !in REDIRECTS || target == null) return response(connection, status)
                    if (redirects.size >= request.mostRedirects) return FetchAnswer.Unreachable
                    uri = uri.resolve(URI(target))
                    redirects += uri.toString()
                } finally {
                    connection.disconnect()
                }
            }
        }

        private fun configure(connection: HttpsURLConnection) {
            val left = (deadline - System.nanoTime()) / NANOS_A_MILLI
            if (left <= 0) throw IOException("out of time")
            connection.run {
                instanceFollowRedirects = false
                useCaches = false
                connectTimeout = left.toInt()
                readTimeout = left.toInt()
                setRequestProperty("Accept", "application/json")
                setRequestProperty("Accept-Encoding", "identity")
            }
        }

        private fun response(connection: HttpsURLConnection, status: Int): FetchAnswer {
            if (status !in STATUSES) return FetchAnswer.Unreachable
            val body = if (status < FIRST_ERROR) connection.inputStream else connection.errorStream
            val bytes = body?.use(::read) ?: ByteArray(0)
            return FetchAnswer.Response(status, connection.contentType, bytes, redirects.toList())
        }

        /** At most one byte more than the limit, by which the library tells that there was more. */
        private fun read(from: InputStream): ByteArray {
            val most = (request.mostBytes + 1).coerceAtMost(Int.MAX_VALUE.toLong()).toInt()
            val read = java.io.ByteArrayOutputStream()
            val buffer = ByteArray(BUFFER)
            while (read.size() < most) {
                if (System.nanoTime() > deadline) throw IOException("out of time")
                val count = from.read(buffer, 0, minOf(buffer.size, most - read.size()))
                if (count < 0) break
                read.write(buffer, 0, count)
            }
            return read.toByteArray()
        }
    }

    internal companion object {
        private val REDIRECTS = setOf(301, 302, 303, 307, 308)
        private val STATUSES = 100..599
        private const val FIRST_ERROR = 400
        private const val NANOS_A_MILLI = 1_000_000L
        private const val BUFFER = 8192
        private const val HTTPS = 443

        /** Names for this machine and this network (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
        private val LOCAL = listOf("localhost", "local", "internal", "home.arpa", "intranet", "lan", "onion", "alt")

        /** Whether a request may go there at all. */
        fun mayBeAsked(uri: URI): Boolean {
            val host = uri.host?.lowercase()?.removeSuffix(".") ?: return false
            return uri.scheme.equals("https", ignoreCase = true) && uri.userInfo == null &&
                (uri.port == -1 || uri.port == HTTPS) && isPublicName(host)
        }

        /** Not an address, in whatever notation: a name whose last label is not a number (WHATWG URL, section 3.5). */
        private fun isPublicName(host: String): Boolean {
            val last = host.substringAfterLast('.')
            val isAddress = host.startsWith("[") || last.all(Char::isDigit) || last.startsWith("0x")
            return '.' in host && !isAddress && LOCAL.none { host == it || host.endsWith(".$it") }
        }
    }
}
