package passkeyprovider.android

import passkeyprovider.AndroidApp
import passkeyprovider.Caller
import passkeyprovider.CallerRefused
import passkeyprovider.ErrorDetail
import passkeyprovider.PasskeyException
import java.time.Instant

/**
 * An app that was refused, for a screen that lists such apps and says why: in the query phase their entries are
 * simply not there, and no activity of ours ever runs.
 */
public data class RefusedCaller(
    /** The app, as it was signed then. */
    public val app: AndroidApp,
    /** The page that it said to speak for; null where it spoke for itself. */
    public val origin: String?,
    /** Why it was refused. */
    public val reason: CallerRefused,
    /** When. */
    public val at: Instant,
) {
    /**
     * Whether the person can do something about it: trust the app as a browser ([passkeyprovider.Callers.trustApp]).
     * Only where it is on no list, and never where it has a browser's name and another certificate.
     */
    public val canBeTrusted: Boolean get() = reason == CallerRefused.BROWSER_NOT_LISTED

    /** The app and the reason, and not the page. */
    override fun toString(): String = "RefusedCaller(app=${app.packageName}, reason=$reason)"

    internal companion object {
        /** Of an error, if it is one of a refusal. */
        fun of(error: PasskeyException, caller: Caller, at: Instant): RefusedCaller? {
            val reason = (error.detail as? ErrorDetail.Refused)?.reason
            return if (reason == null ||
                caller !is Caller.Android
            ) {
                null
            } else {
                RefusedCaller(caller.app, caller.origin, reason, at)
            }
        }
    }
}
