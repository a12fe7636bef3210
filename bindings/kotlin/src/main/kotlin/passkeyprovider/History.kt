package passkeyprovider

import java.time.Instant
import passkeyprovider.ffi.Event as FfiEvent
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
    public val verification: Verification?,
    /** The same as a sentence for the person, in English. */
    public val sentence: String,
    /** What the host said about it; null if nothing. May hold PII. */
    public val note: String?,
) {
    /** Without PII. */
    override fun toString(): String = "Event(at=$at, kind=$kind)"
}

internal fun FfiHistory.lift(): History = History(events.map { it.lift() }, folded.toLong(), foldedUntil)

private fun FfiEvent.lift(): Event = Event(at, kind.converted(), verification?.lift(), sentence, note)
