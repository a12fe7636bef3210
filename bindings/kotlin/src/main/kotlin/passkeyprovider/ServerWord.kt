package passkeyprovider

import passkeyprovider.ffi.AccountList
import java.time.Instant
import passkeyprovider.ffi.AsOf as FfiAsOf
import passkeyprovider.ffi.Reconciliation as FfiReconciliation
import passkeyprovider.ffi.VerifiedSignal as FfiVerifiedSignal

/**
 * A signal whose sender may speak for its RP ID. Answer the sender as soon as there is one, and only then
 * apply it: what it changes, and how long that takes, is not for the sender. Close it at the end.
 */
public class VerifiedSignal internal constructor(signal: FfiVerifiedSignal) : AutoCloseable {
    internal val signal: Handed<FfiVerifiedSignal> =
        Handed(signal) { PasskeyException.ofBadArgument("signal", "it was closed") }

    /** Frees it. A second call does nothing. */
    override fun close(): Unit = signal.close()
}

/** What a server says that it has of an account. */
public sealed interface ServerList {
    /** The list as the server sent it: ids, or objects with an id, in any dialect, whatever is around it. */
    public class Json(
        /** The text, of at most 4 MiB. */
        public val text: String,
    ) : ServerList

    /** Ids whose bytes are known. */
    public class Ids(
        /** The ids. */
        public val ids: List<CredentialId>,
    ) : ServerList
}

/** When the server's list was asked for. */
public sealed interface AsOf {
    /** By the store's epoch, read before the server was asked: exact, whatever the clock does. */
    public data class AtEpoch(
        /** The epoch. */
        public val epoch: Epoch,
    ) : AsOf

    /** By the device's clock. */
    public data class AtTime(
        /** The time. */
        public val at: Instant,
    ) : AsOf
}

/** What became of the account's passkeys. */
public data class Reconciliation(
    /** The server has these. */
    public val confirmed: List<CredentialId>,
    /** The server does not have these: they are hidden now. */
    public val stale: List<CredentialId>,
    /** Nothing is known of these. */
    public val untouched: List<CredentialId>,
    /** How many entries of the list could not be read; if any, nothing is said to be missing on it. */
    public val unreadable: Long,
    /** Whether the list said what the server does not have. */
    public val coverage: ListCoverage,
    /** The store's epoch after the commit. */
    public val epoch: Epoch,
)

internal fun ServerList.lower(): AccountList = when (this) {
    is ServerList.Json -> AccountList.Json(text.wellFormed())
    is ServerList.Ids -> AccountList.Ids(ids.map { it.content })
}

internal fun AsOf.lower(): FfiAsOf = when (this) {
    is AsOf.AtEpoch -> FfiAsOf.Epoch(epoch.lower())
    is AsOf.AtTime -> FfiAsOf.Time(at)
}

internal fun FfiReconciliation.lift(): Reconciliation = Reconciliation(
    confirmed = confirmed.map(::CredentialId),
    stale = stale.map(::CredentialId),
    untouched = untouched.map(::CredentialId),
    unreadable = unreadable.toLong(),
    coverage = coverage.twin(),
    epoch = Epoch.lift(epoch),
)
