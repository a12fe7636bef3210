package passkeyprovider

import java.time.Duration
import passkeyprovider.ffi.ServerAnswer as FfiServerAnswer
import passkeyprovider.ffi.ServerHeader as FfiServerHeader
import passkeyprovider.ffi.ServerRequest as FfiServerRequest

/**
 * A request that the app makes for an enrolment: over TLS that it verifies, following no redirect and keeping no
 * cookies. Headers and body may be secrets, and are not printed.
 */
public class ServerRequest internal constructor(request: FfiServerRequest) {
    /** What it is for: `options`, `register`, `list` or `delete`. */
    public val purpose: String = request.purpose

    /** The method: `GET`, `POST`, `PUT`, `PATCH` or `DELETE`. */
    public val method: String = request.method

    /** The URL, on the server that the app named. */
    public val url: String = request.url

    /** The headers beside those of the connection. */
    public val headers: List<ServerHeader> = request.headers.map(::ServerHeader)

    /** What is sent; null if nothing is. */
    public val body: ByteArray? = request.body

    /** The most bytes of the answer's body to read; stop after one more. */
    public val mostBytes: Int = request.mostBytes.toInt()

    /** How long to wait for all of it. */
    public val timeout: Duration = request.timeout

    /** What it is for. */
    override fun toString(): String = "ServerRequest($method, $purpose)"
}

/** A header of a request. */
public class ServerHeader internal constructor(header: FfiServerHeader) {
    /** Its name, in lower case. */
    public val name: String = header.name

    /** Its value, as it is sent: visible ASCII and spaces. May be a secret. */
    public val value: String = header.value

    /** Its name. */
    override fun toString(): String = "ServerHeader($name)"
}

/** What came of a request of an enrolment. */
public sealed interface ServerAnswer {
    /** The server answered. Nothing of it is printed but the status. */
    public class Response(
        /** The status code: 0 to 65,535. */
        public val status: Int,
        /** The body; of one that is longer than was to be read, one byte more than that. */
        public val body: ByteArray,
        /** The header `Content-Type`, as it came; null if there was none. */
        public val contentType: String? = null,
        /** The header `Location`, as it came; null if there was none. Nothing follows it. */
        public val location: String? = null,
        /** The header `Retry-After`, as it came; null if there was none. */
        public val retryAfter: String? = null,
        /** Each header `Set-Cookie`, as it came. */
        public val setCookie: List<String> = emptyList(),
    ) : ServerAnswer {
        init {
            require(status in 0..0xFFFF) { "a status code has 16 bits" }
        }

        /** The status. */
        override fun toString(): String = "Response($status)"
    }

    /** Nobody answered: no network, a timeout, a certificate that does not verify. */
    public data object Unreachable : ServerAnswer

    /** Making one. */
    public companion object {
        /**
         * An answer with all its [headers], by their names in any case: as `HttpURLConnection.getHeaderFields` gives
         * them, which has the status line under null.
         */
        public fun of(status: Int, headers: Map<String?, List<String>>, body: ByteArray): Response {
            fun all(name: String) = headers.filterKeys { name.equals(it, ignoreCase = true) }.values.flatten()
            return Response(
                status = status,
                body = body,
                contentType = all("content-type").firstOrNull(),
                location = all("location").firstOrNull(),
                retryAfter = all("retry-after").firstOrNull(),
                setCookie = all("set-cookie"),
            )
        }
    }
}

internal fun ServerAnswer.lower(): FfiServerAnswer = when (this) {
    is ServerAnswer.Response -> FfiServerAnswer.Response(
        status = status.toUShort(),
        contentType = contentType?.wellFormed(),
        location = location?.wellFormed(),
        retryAfter = retryAfter?.wellFormed(),
        setCookie = setCookie.map { it.wellFormed() },
        body = body,
    )

    is ServerAnswer.Unreachable -> FfiServerAnswer.Unreachable
}
