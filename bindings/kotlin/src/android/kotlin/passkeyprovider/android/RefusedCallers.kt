package passkeyprovider.android

import passkeyprovider.Caller
import passkeyprovider.PasskeyException
import passkeyprovider.PasskeyProvider
import java.time.Instant

/**
 * The callers that were refused last, the newest first, for a screen of the app's settings. One for the process: it
 * keeps them in memory alone, because they name pages that the person visited. What outlives the process is the
 * store's sealed journal, which each is noted in.
 */
public class RefusedCallers {
    private val latest = ArrayDeque<RefusedCaller>()

    /** The newest first; one that asks again and again is there once. */
    public fun all(): List<RefusedCaller> = synchronized(latest) { latest.toList() }

    /**
     * Takes up a refusal that the query phase found. A caller that asks again and again is noted in the journal once:
     * it is not to wear out the store.
     */
    public fun note(provider: PasskeyProvider, refusal: RefusedCaller) {
        val isNew = synchronized(latest) {
            val known = latest.removeAll { it.isLike(refusal) }
            latest.addFirst(refusal)
            if (latest.size > MOST) latest.removeLast()
            !known
        }
        if (isNew) provider.callers.noteRefused(refusal.reason, who(refusal)).epoch
    }

    /** The same of an error that a ceremony failed with; nothing if it is of another kind. */
    public fun note(provider: PasskeyProvider, error: PasskeyException, caller: Caller) {
        RefusedCaller.of(error, caller, Instant.now())?.let { note(provider, it) }
    }

    /** The person trusts a refused app as a browser, as it was signed then. */
    public fun trust(provider: PasskeyProvider, refusal: RefusedCaller) {
        provider.callers.trustApp(refusal.app).epoch
        synchronized(latest) { latest.removeAll { it.app == refusal.app } }
    }

    private fun RefusedCaller.isLike(other: RefusedCaller) =
        app == other.app && origin == other.origin && reason == other.reason

    private fun who(refusal: RefusedCaller) = listOfNotNull(refusal.app.packageName, refusal.origin).joinToString(", ")

    private companion object {
        const val MOST = 20
    }
}
