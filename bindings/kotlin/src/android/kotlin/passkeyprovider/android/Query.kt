package passkeyprovider.android

import android.service.credentials.BeginGetCredentialOption
import android.service.credentials.CallingAppInfo
import passkeyprovider.Basis
import passkeyprovider.Caller
import passkeyprovider.FetchRequest
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import passkeyprovider.PasskeySummary
import passkeyprovider.PendingCaller
import passkeyprovider.RequestOptions
import passkeyprovider.VerifiedCaller
import java.time.Instant

/** What the query phase answers for one option of a request. */
public class Query internal constructor(
    /**
     * What the selector may list, most recently used first: the RP ID and the allow list count, each has its title,
     * which is never blank, and its custody. Empty for a caller that is refused.
     */
    public val offers: List<PasskeySummary>,
    /** What is known of the caller. */
    public val caller: CallerStanding,
)

/** What is known of who asks, before anything was fetched. */
public sealed interface CallerStanding {
    /** Nothing: the system named nobody, or there is nothing to offer. The activity learns who it is. */
    public data object NotAsked : CallerStanding

    /** It may ask. */
    public data class Verified(
        /** By what evidence. */
        public val basis: Basis,
    ) : CallerStanding

    /** Its site has to be asked, by the activity: there is no time for it here. */
    public data class ToFetch(
        /** What to fetch. */
        public val request: FetchRequest,
    ) : CallerStanding

    /** It may not ask: nothing is offered. */
    public data class Refused(
        /** Who, and why. */
        public val refusal: RefusedCaller,
    ) : CallerStanding
}

/**
 * What to answer in `onBeginGetCredential` for one [option]: without the network, a prompt or a private key, so that it
 * ends well within the system's few seconds. Null if the option is not a passkey's. [info]: as the request has it; null
 * where it has none.
 *
 * It proves nothing: the activity of the entry that was tapped begins with [PasskeyProvider.beginGet]. Options that
 * break a rule are the [PasskeyException] that they are there: list nothing for them.
 */
public fun PasskeyProvider.query(option: BeginGetCredentialOption, info: CallingAppInfo?): Query? {
    val json = optionsIn(option.candidateQueryData)?.takeIf { option.type == PASSKEY_TYPE } ?: return null
    val offers = offers(RequestOptions.Json(json))
    val rpId = offers.firstOrNull()?.passkey?.rpId
    if (info == null || rpId == null) return Query(offers, CallerStanding.NotAsked)
    val standing = standing(Caller.of(info, option.candidateQueryData), rpId)
    return Query(if (standing is CallerStanding.Refused) emptyList() else offers, standing)
}

private fun PasskeyProvider.standing(caller: Caller.Android, rpId: String): CallerStanding = try {
    callers.check(caller, rpId).use { check ->
        when (check) {
            is VerifiedCaller -> CallerStanding.Verified(check.basis)
            is PendingCaller -> CallerStanding.ToFetch(check.request)
        }
    }
} catch (error: PasskeyException) {
    val refusal = RefusedCaller.of(error, caller, Instant.now()) ?: throw error
    CallerStanding.Refused(refusal)
}
