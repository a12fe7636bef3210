package passkeyprovider

import java.time.Instant
import passkeyprovider.ffi.Event as FfiEvent
import passkeyprovider.ffi.EventKind as FfiEventKind
import passkeyprovider.ffi.History as FfiHistory

/** What happened to a passkey or to the store, newest events only. */
public data class History(
    /** The newest events, oldest first. */
    public val events: List<Event>,
    /** How many older ones there were. */
    public val folded: Long,
    /** When the last of those was; null if there were none. */
    public val foldedUntil: Instant?,
)

/** Something that happened. */
public data class Event(
    /** When, by the device's clock: for display. */
    public val at: Instant,
    /** What. */
    public val kind: EventKind,
    /** Of [EventKind.CREATED]: how the person was verified; null if they were not, and of every other kind. */
    public val evidence: Evidence?,
    /** The same as a sentence for the person, in English. */
    public val sentence: String,
    /** What the host said about it; null if nothing. May hold PII. */
    public val note: String?,
) {
    /** Without PII. */
    override fun toString(): String = "Event(at=$at, kind=$kind)"
}

/** What can happen. */
public enum class EventKind {
    /** The passkey was made; and how the person was verified. */
    CREATED,

    /** The host: the server accepted the registration. */
    ACCEPTED,

    /** The host: the server refused the registration. */
    REFUSED,

    /** The host: the server gave no answer. */
    NO_ANSWER,

    /** The deadline passed and the server had not been heard from. */
    DEADLINE_PASSED,

    /** An allow or exclude list of a verified request named the passkey. */
    LISTED,

    /** The exclude list of a verified registration of the same account did not name it. */
    OMITTED_FROM_EXCLUDE_LIST,

    /** The server signalled it among all accepted credentials. */
    SIGNALLED_ACCEPTED,

    /** The server signalled all accepted credentials of the account without it. */
    SIGNALLED_NOT_ACCEPTED,

    /** The server signalled that it does not know it. */
    SIGNALLED_UNKNOWN,

    /** The server signalled new names of the account. */
    NAMES_UPDATED,

    /** The server's list, fetched by the host, has it. */
    FOUND_ON_SERVER,

    /** The server's list, fetched by the host, does not have it. */
    MISSING_ON_SERVER,

    /** A newer passkey of the same account was confirmed. */
    SUPERSEDED,

    /** The person replaced it by a new one of the same account. */
    REPLACED,

    /** The person deleted it. */
    DELETED,

    /** The person brought it back. */
    RESTORED,

    /** The person gave it a name, or took it away. */
    RENAMED,

    /** The account's sign-in name changed where the server cannot follow. */
    ACCOUNT_MOVED,

    /** Its hardware key is gone. */
    KEY_MISSING,

    /** Its hardware key is there again. */
    KEY_FOUND,

    /** Of a store: a signal came in. Whether it concerned a passkey stands in that one's history. */
    SIGNAL_RECEIVED,

    /** Of a store: a passkey was permanently removed. */
    PURGED,

    /** Of a store: the person accepted an older copy. */
    ROLLBACK_ACCEPTED,

    /** Of a store: a hardware key is to be made. */
    KEY_INTENDED,

    /** Of a store: a hardware key is to be deleted. */
    KEY_CONDEMNED,

    /** Of a store: the host said that a hardware key is gone. */
    KEY_GONE,

    /** Of a store: a caller was refused. The note says who and why. */
    CALLER_REFUSED,

    /** Of a store: another list of privileged browsers was taken. */
    PRIVILEGED_LIST_TAKEN,

    /** Of a store: the person trusts a browser. The note says which. */
    BROWSER_TRUSTED,

    /** Of a store: the person trusts a browser no longer. The note says which. */
    BROWSER_REVOKED,

    /** Of a store: a site no longer names an app that it named before. The note says both. */
    APP_UNLINKED,

    /** What a newer version wrote, and this one does not know. */
    UNKNOWN,
}

internal fun FfiHistory.lift(): History = History(events.map { it.lift() }, folded.toLong(), foldedUntil)

private fun FfiEvent.lift(): Event =
    Event(at, kind.lift(), (kind as? FfiEventKind.Created)?.evidence?.lift(), sentence, note)

private fun FfiEventKind.lift(): EventKind = when (this) {
    is FfiEventKind.Created -> EventKind.CREATED
    is FfiEventKind.Accepted -> EventKind.ACCEPTED
    is FfiEventKind.Refused -> EventKind.REFUSED
    is FfiEventKind.NoAnswer -> EventKind.NO_ANSWER
    is FfiEventKind.DeadlinePassed -> EventKind.DEADLINE_PASSED
    is FfiEventKind.Listed -> EventKind.LISTED
    is FfiEventKind.OmittedFromExcludeList -> EventKind.OMITTED_FROM_EXCLUDE_LIST
    is FfiEventKind.SignalledAccepted -> EventKind.SIGNALLED_ACCEPTED
    is FfiEventKind.SignalledNotAccepted -> EventKind.SIGNALLED_NOT_ACCEPTED
    is FfiEventKind.SignalledUnknown -> EventKind.SIGNALLED_UNKNOWN
    is FfiEventKind.NamesUpdated -> EventKind.NAMES_UPDATED
    is FfiEventKind.FoundOnServer -> EventKind.FOUND_ON_SERVER
    is FfiEventKind.MissingOnServer -> EventKind.MISSING_ON_SERVER
    is FfiEventKind.Superseded -> EventKind.SUPERSEDED
    is FfiEventKind.Replaced -> EventKind.REPLACED
    is FfiEventKind.Deleted -> EventKind.DELETED
    is FfiEventKind.Restored -> EventKind.RESTORED
    is FfiEventKind.Renamed -> EventKind.RENAMED
    is FfiEventKind.AccountMoved -> EventKind.ACCOUNT_MOVED
    is FfiEventKind.KeyMissing -> EventKind.KEY_MISSING
    is FfiEventKind.KeyFound -> EventKind.KEY_FOUND
    is FfiEventKind.SignalReceived -> EventKind.SIGNAL_RECEIVED
    is FfiEventKind.Purged -> EventKind.PURGED
    is FfiEventKind.RollbackAccepted -> EventKind.ROLLBACK_ACCEPTED
    is FfiEventKind.KeyIntended -> EventKind.KEY_INTENDED
    is FfiEventKind.KeyCondemned -> EventKind.KEY_CONDEMNED
    is FfiEventKind.KeyGone -> EventKind.KEY_GONE
    is FfiEventKind.CallerRefused -> EventKind.CALLER_REFUSED
    is FfiEventKind.PrivilegedListTaken -> EventKind.PRIVILEGED_LIST_TAKEN
    is FfiEventKind.BrowserTrusted -> EventKind.BROWSER_TRUSTED
    is FfiEventKind.BrowserRevoked -> EventKind.BROWSER_REVOKED
    is FfiEventKind.AppUnlinked -> EventKind.APP_UNLINKED
    is FfiEventKind.Unknown -> EventKind.UNKNOWN
}
