package passkeyprovider

import passkeyprovider.ffi.AccountList
import passkeyprovider.ffi.CommittedReconciliation
import java.time.Instant
import passkeyprovider.ffi.AsOf as FfiAsOf
import passkeyprovider.ffi.Reconciliation as FfiReconciliation

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
    public val confirmed: List<PasskeyRef>,
    /** The server does not have these: they are hidden now. */
    public val stale: List<PasskeyRef>,
    /** Nothing is known of these. */
    public val untouched: List<PasskeyRef>,
    /** How many entries of the list could not be read; if any, nothing is said to be missing on it. */
    public val unreadable: Long,
    /** Whether the list said what the server does not have. */
    public val coverage: ListCoverage,
)

internal fun ServerList.lower(): AccountList = when (this) {
    is ServerList.Json -> AccountList.Json(text.wellFormed())
    is ServerList.Ids -> AccountList.Ids(ids.map { it.content })
}

internal fun AsOf.lower(): FfiAsOf = when (this) {
    is AsOf.AtEpoch -> FfiAsOf.Epoch(epoch.lower())
    is AsOf.AtTime -> FfiAsOf.Time(at)
}

internal fun CommittedReconciliation.lift(): Committed<Reconciliation> = committed(value.lift(), epoch)

private fun FfiReconciliation.lift(): Reconciliation = Reconciliation(
    confirmed = confirmed.map { it.lift() },
    stale = stale.map { it.lift() },
    untouched = untouched.map { it.lift() },
    unreadable = unreadable.toLong(),
    coverage = coverage.converted(),
)
