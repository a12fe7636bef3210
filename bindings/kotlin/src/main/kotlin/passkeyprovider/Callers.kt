package passkeyprovider

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import passkeyprovider.ffi.ProviderInterface
import java.time.Instant

/**
 * Who may ask: the list of browsers, those that the person trusts, and what sites say of their apps:
 * [PasskeyProvider.callers].
 *
 * ```kotlin
 * var check = provider.callers.check(caller, rpId)
 * while (check is PendingCaller) {
 *     check = check.use { pending ->
 *         val (next, epoch) = provider.callers.answerFetch(pending, fetch(pending.request))
 *         keep(epoch)
 *         next
 *     }
 * }
 * ```
 */
@MustUseReturnValues
public class Callers internal constructor(private val inner: ProviderInterface) {
    /**
     * Takes a newer list of privileged browsers, in the format that Google publishes for
     * `androidx.credentials`: of at most 1 MiB, [asOf] its `Last-Modified`. One that is malformed or older is
     * refused, and the list that is here stays.
     */
    public fun updatePrivilegedList(document: ByteArray, asOf: Instant): Committed<Unit> =
        inner.call { committed(inner.updatePrivilegedList(document, asOf)) }

    /** The list of privileged browsers; null if none was handed in. */
    public fun privilegedList(): PrivilegedList? = inner.call { inner.privilegedList()?.lift() }

    /**
     * The person trusts a browser that is on no list. Not one that has the package of a listed browser and another
     * certificate: [CallerRefused.WRONG_CERTIFICATE].
     */
    public fun trustApp(app: AndroidApp): Committed<Unit> = inner.call { committed(inner.trustApp(app.lower())) }

    /** The browsers that the person trusts, the one trusted first in front. */
    public fun trustedApps(): List<TrustedApp> = inner.call { inner.trustedApps().map { it.lift() } }

    /** The person trusts a browser no longer. [ErrorCode.UNKNOWN_APP] if they did not. */
    public fun revokeApp(packageName: String): Committed<Unit> =
        inner.call { committed(inner.revokeApp(packageName.wellFormed())) }

    /**
     * Checks who asks for an RP ID, ahead of the request itself: only needed where that is
     * [ErrorCode.FETCH_REQUIRED], whose [ErrorDetail.Site] has the RP ID; [verify] goes on with it. Writes nothing.
     */
    public fun check(caller: Caller, rpId: String?): CallerCheck =
        inner.call { caller.lowered { inner.checkCaller(it, rpId?.wellFormed()).lift() } }

    /**
     * Takes what came of a request, once, and remembers what the site said of an app: also where that refuses it, so
     * that [ErrorCode.CALLER_REFUSED] has its [PasskeyException.epoch] then.
     */
    public fun answerFetch(pending: PendingCaller, answer: FetchAnswer): Committed<CallerCheck> =
        inner.call { pending.caller.hand { inner.answerFetch(it, answer.lower()).lift() } }

    /**
     * Checks who asks for an RP ID, with as many answers of its site as that takes: [fetch] makes each request, and
     * may suspend. The library's calls are made on [dispatcher], as those of [suspending].
     */
    public suspend fun verify(
        caller: Caller,
        rpId: String?,
        dispatcher: CoroutineDispatcher = Dispatchers.IO,
        fetch: suspend (FetchRequest) -> FetchAnswer,
    ): Committed<VerifiedCaller> {
        // Nothing was written yet: the epoch is as it was.
        var checked = calling(dispatcher) { committed(check(caller, rpId), inner.call { inner.epoch() }) }
        while (true) {
            val (check, epoch) = checked
            checked = when (check) {
                is VerifiedCaller -> return Committed(check, epoch)

                is PendingCaller -> check.use { pending ->
                    val answer = fetch(pending.request)
                    calling(dispatcher) { answerFetch(pending, answer) }
                }
            }
        }
    }

    /** What sites said of apps, the one that was asked longest ago in front. */
    public fun linkedApps(): List<LinkedApp> = inner.call { inner.linkedApps().map { it.lift() } }

    /**
     * Keeps in the journal that a caller was refused, and why. [who]: what the host knows of it, as its
     * package or origin, and the RP ID. A check itself writes nothing: who may not ask is not to wear out the store.
     */
    public fun noteRefused(reason: CallerRefused, who: String): Committed<Unit> =
        inner.call { committed(inner.noteRefused(reason.converted(), who.wellFormed())) }
}
