package passkeyprovider.android

/** What came of asking the Android Keystore for a key, or for what a key of it wraps. */
public sealed interface KeyOutcome<out T> {
    /** Here it is. */
    public class Ready<out T>(
        /** The key, or what needed it. */
        public val value: T,
    ) : KeyOutcome<T> {
        /** Nothing of what it holds. */
        override fun toString(): String = "Ready"
    }

    /** None was ever made. */
    public data object NotMade : KeyOutcome<Nothing>

    /** Not now: the phone is locked, or the person was not verified. Try again then, and delete nothing. */
    public data object Locked : KeyOutcome<Nothing>

    /**
     * Permanently lost: the key was invalidated, as with the removed screen lock, or the Keystore does not have it any
     * more. What it wrapped cannot be recovered, and what it alone could sign is never signed again.
     */
    public data object Gone : KeyOutcome<Nothing>

    /** What is kept is not what was written, or another key's: permanently lost too, and a reason to report it. */
    public data object Damaged : KeyOutcome<Nothing>

    /** The Keystore failed for a reason of its own. Nothing is known to be lost: try again, and delete nothing. */
    public class Unavailable(
        /** What it said. It holds no secret. */
        public val cause: Exception,
    ) : KeyOutcome<Nothing> {
        /** The kind of failure. */
        override fun toString(): String = "Unavailable(${cause.javaClass.simpleName})"
    }
}

/** The same of what [next] makes of it. */
internal inline fun <T, R> KeyOutcome<T>.then(next: (T) -> KeyOutcome<R>): KeyOutcome<R> = when (this) {
    is KeyOutcome.Ready -> next(value)
    is KeyOutcome.NotMade -> this
    is KeyOutcome.Locked -> this
    is KeyOutcome.Gone -> this
    is KeyOutcome.Damaged -> this
    is KeyOutcome.Unavailable -> this
}
