package passkeyprovider

import passkeyprovider.ffi.CommittedCheck
import java.time.Duration
import java.time.Instant
import passkeyprovider.ffi.Basis as FfiBasis
import passkeyprovider.ffi.CallerCheck as FfiCallerCheck
import passkeyprovider.ffi.FetchAnswer as FfiFetchAnswer
import passkeyprovider.ffi.FetchRequest as FfiFetchRequest
import passkeyprovider.ffi.PendingCaller as FfiPendingCaller
import passkeyprovider.ffi.VerifiedCaller as FfiVerifiedCaller

/** Where the check of a caller stands. Close it at the end. */
public sealed interface CallerCheck : AutoCloseable

/** A caller that may use [rpId]; for the requests of that RP ID. */
public class VerifiedCaller internal constructor(
    caller: FfiVerifiedCaller,
    /** The RP ID that it may use. */
    public val rpId: String,
    /** By what evidence. */
    public val basis: Basis,
) : CallerCheck,
    Caller {
    internal val caller: Handed<FfiVerifiedCaller> =
        Handed(caller) { PasskeyException.ofBadArgument("caller", "it was closed") }

    /** Frees it. A second call does nothing. */
    override fun close(): Unit = caller.close()
}

/** A caller whose site has to be asked: fetch [request], and give [Callers.answerFetch] what came of it. */
public class PendingCaller internal constructor(
    caller: FfiPendingCaller,
    /** What to fetch. */
    public val request: FetchRequest,
) : CallerCheck {
    internal val caller: Handed<FfiPendingCaller> = Handed(caller) { PasskeyException.ofSpentPlan() }

    /** Frees it. A second call does nothing. */
    override fun close(): Unit = caller.close()
}

/** By what evidence a caller was verified, and how fresh that is. */
public sealed interface Basis {
    /** The page's own domain is the RP ID or below it. */
    public data object Domain : Basis

    /** The RP ID's site names the page's origin among those related to it. */
    public data class RelatedOrigins(
        /** When it said so. */
        public val fetched: Instant,
    ) : Basis

    /** A browser of the privileged list speaks for the page. */
    public data class PrivilegedList(
        /** What the list's publisher says of its age. */
        public val asOf: Instant,
    ) : Basis

    /** A browser that the person trusts speaks for the page. */
    public data class TrustedByPerson(
        /** Since when. */
        public val since: Instant,
    ) : Basis

    /** The RP ID's site names the app in its asset links. */
    public data class AssetLinks(
        /** When it said so. */
        public val fetched: Instant,
    ) : Basis

    /** The operating system checked the caller before it asked. */
    public data object Platform : Basis

    /** The app itself asks, at the server that it enrols with. */
    public data object Enrolment : Basis
}

/** A request that the host makes: `GET`, over TLS that it verifies, without cookies, credentials or referrer. */
public data class FetchRequest(
    /** What is fetched. */
    public val purpose: FetchPurpose,
    /** The URL; `https`. */
    public val url: String,
    /** The most bytes of body to read; stop after one more. */
    public val mostBytes: Long,
    /** How long to wait for all of it. */
    public val timeout: Duration,
    /** How many redirects to follow, to `https` only. */
    public val mostRedirects: Long,
)

/** What came of a request. */
public sealed interface FetchAnswer {
    /** The site answered. */
    public class Response(
        /** The status code: 0 to 65,535. */
        public val status: Int,
        /** The header `Content-Type`, as it came; null if there was none. */
        public val contentType: String?,
        /** The body. */
        public val body: ByteArray,
        /** The URLs that redirects led to, in their order. */
        public val redirects: List<String> = emptyList(),
    ) : FetchAnswer {
        init {
            require(status in 0..0xFFFF) { "a status code has 16 bits" }
        }
    }

    /** Nobody answered: no network, a timeout, a certificate that does not verify. */
    public data object Unreachable : FetchAnswer
}

internal fun CommittedCheck.lift(): Committed<CallerCheck> = committed(value.lift(), epoch)

internal fun FfiCallerCheck.lift(): CallerCheck = when (this) {
    is FfiCallerCheck.Verified -> VerifiedCaller(caller, rpId, basis.lift())
    is FfiCallerCheck.ToFetch -> PendingCaller(pending, request.lift())
}

internal fun FetchAnswer.lower(): FfiFetchAnswer = when (this) {
    is FetchAnswer.Response -> FfiFetchAnswer.Response(
        status = status.toUShort(),
        contentType = contentType?.wellFormed(),
        redirects = redirects.map { it.wellFormed() },
        body = body,
    )

    is FetchAnswer.Unreachable -> FfiFetchAnswer.Unreachable
}

private fun FfiBasis.lift(): Basis = when (this) {
    is FfiBasis.Domain -> Basis.Domain
    is FfiBasis.RelatedOrigins -> Basis.RelatedOrigins(fetched)
    is FfiBasis.PrivilegedList -> Basis.PrivilegedList(asOf)
    is FfiBasis.TrustedByPerson -> Basis.TrustedByPerson(since)
    is FfiBasis.AssetLinks -> Basis.AssetLinks(fetched)
    is FfiBasis.Platform -> Basis.Platform
    is FfiBasis.Enrolment -> Basis.Enrolment
}

private fun FfiFetchRequest.lift(): FetchRequest =
    FetchRequest(purpose.converted(), url, mostBytes.toLong(), timeout, mostRedirects.toLong())
