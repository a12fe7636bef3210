package passkeyprovider

/**
 * What a call that may write gives: its outcome, and the store's epoch after it.
 *
 * Keep the epoch outside the store, where a copy of the store's file does not take it along, before anything else is
 * done with the outcome: it is what tells a restored older copy ([OpenOptions.lastEpoch]). A call that found nothing to
 * write gives the epoch as it was.
 */
public data class Committed<out T>(
    /** The outcome; [Unit] of a call that has none beside the epoch. */
    public val value: T,
    /** The store's epoch after the call. */
    public val epoch: Epoch,
)

/** The library has a record for each type: all of them become this one. */
internal fun <T> committed(value: T, epoch: ULong): Committed<T> = Committed(value, Epoch.lift(epoch))

/** Of a call that gives its epoch alone. */
internal fun committed(epoch: ULong): Committed<Unit> = committed(Unit, epoch)
