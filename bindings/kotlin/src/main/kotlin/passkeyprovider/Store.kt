package passkeyprovider

import java.io.File
import passkeyprovider.ffi.Freshness as FfiFreshness
import passkeyprovider.ffi.Health as FfiHealth
import passkeyprovider.ffi.Opening as FfiOpening
import passkeyprovider.ffi.Presence as FfiPresence
import passkeyprovider.ffi.ReportTags as FfiReportTags
import passkeyprovider.ffi.SetAside as FfiSetAside

/**
 * How many commits that matter a store has seen. It only rises. A host keeps the last one outside the store
 * and hands it in at opening, so that a restored older copy is detected.
 *
 * The Android Keystore holds no numbers. Kept in `noBackupFilesDir`, it tells a restored backup, and not what
 * somebody did who can write that folder.
 */
@JvmInline
public value class Epoch(
    /** The number; not negative. */
    public val number: Long,
) : Comparable<Epoch> {
    init {
        require(number >= 0) { "an epoch is not negative" }
    }

    /** The older one is less. */
    override fun compareTo(other: Epoch): Int = number.compareTo(other.number)

    internal fun lower(): ULong = number.toULong()

    internal companion object {
        fun lift(number: ULong): Epoch = Epoch(number.toLong())
    }
}

/** What opening found. */
public data class Opening(
    /** Whether opening made the store: there was none. */
    public val made: Boolean,
    /** Whether private keys need the gate secret. */
    public val isGated: Boolean,
)

/**
 * What is at a store's path, without any key. A new device key is to be made, and durably kept, where there is
 * [Nothing], and nowhere else: everything else may hold what only the old key opens.
 */
public sealed interface Presence {
    /** No file, or an empty one: nothing was ever kept here. */
    public data object Nothing : Presence

    /** A store. Whether a device key opens it, only opening tells. */
    public data class Store(
        /** How many passkeys it holds. */
        public val passkeys: Long,
    ) : Presence

    /** A store that a newer version of the library wrote. */
    public data class TooNew(
        /** The store's schema version. */
        public val found: Long,
        /** The newest that is known here. */
        public val known: Long,
    ) : Presence

    /** A database of something else. */
    public data object Foreign : Presence

    /** A file that is no database. Opening sets it aside. */
    public data object NotADatabase : Presence

    /** A store with damage so far that its passkeys cannot be counted. */
    public data object Damaged : Presence
}

/** A store that was set aside. Moved back to its old name, it opens with its old keys as before. */
public class SetAside internal constructor(
    /** The file now. What SQLite kept beside it lies beside it still. */
    public val file: File,
    /** How many passkeys it holds; null where they could not be counted. */
    public val passkeys: Long?,
) {
    /** The file's name without its folder, and the count. */
    override fun toString(): String = "SetAside(file=${file.name}, passkeys=$passkeys)"
}

/** How a store is. */
public data class Health(
    /** Whether nothing is wrong. */
    public val isGood: Boolean,
    /** Whether SQLite finds every page of the file sound. */
    public val isIntact: Boolean,
    /** How many passkeys it holds, damaged ones among them. */
    public val passkeys: Long,
    /** The numbers of the rows that do not open. On a gated store their secrets are not tried. */
    public val damaged: List<Long>,
    /** What else does not open, or is not what it was made with. */
    public val damagedParts: List<DamagedPart>,
    /**
     * Whether the rows are those that the last commit left: none is missing, was restored or comes from an
     * older copy. Not if one of them is damaged.
     */
    public val isAsWritten: Boolean,
    /** Whether private keys need the gate secret. */
    public val isGated: Boolean,
    /** The schema version of the file. */
    public val schemaVersion: Long,
    /** The epoch; null if it was altered, and nothing can be written. */
    public val epoch: Epoch?,
)

/** Something beside a passkey that does not open. Nothing that a person does ends for it. */
public data class DamagedPart(
    /** What it is. */
    public val part: StorePart,
    /** The number of its row in the file, for a report: that of the passkey, for a history. */
    public val row: Long,
)

/** How a store compares with the epoch that the host handed in. */
public sealed interface Freshness {
    /** Nothing that the host knows of is missing. */
    public data object Current : Freshness

    /**
     * The store is new, and nothing was written to it yet: it counts on from the epoch that the host handed
     * in, and signs. Where there was one, the passkeys of before are gone with their file.
     */
    public data object Made : Freshness

    /** The file is from an earlier day: it lists, and does not sign until the person accepts. */
    public data class RolledBack(
        /** How many commits are lost. */
        public val missing: Long,
    ) : Freshness
}

/** What stands for a passkey in a report, for the person's own screen. */
public data class ReportTags(
    /** For its relying party. */
    public val rpTag: String,
    /** For the passkey. */
    public val tag: String,
)

internal fun FfiHealth.lift(): Health = Health(
    isGood = isGood,
    isIntact = isIntact,
    passkeys = passkeys.toLong(),
    damaged = damaged,
    damagedParts = damagedParts.map { DamagedPart(it.part.converted(), it.row) },
    isAsWritten = isAsWritten,
    isGated = isGated,
    schemaVersion = schemaVersion,
    epoch = epoch?.let(Epoch::lift),
)

internal fun FfiFreshness.lift(): Freshness = when (this) {
    is FfiFreshness.Current -> Freshness.Current
    is FfiFreshness.Made -> Freshness.Made
    is FfiFreshness.RolledBack -> Freshness.RolledBack(missing.toLong())
}

internal fun FfiOpening.lift(): Opening = Opening(made, isGated)

internal fun FfiPresence.lift(): Presence = when (this) {
    is FfiPresence.Nothing -> Presence.Nothing
    is FfiPresence.Store -> Presence.Store(passkeys.toLong())
    is FfiPresence.TooNew -> Presence.TooNew(found, known)
    is FfiPresence.Foreign -> Presence.Foreign
    is FfiPresence.NotADatabase -> Presence.NotADatabase
    is FfiPresence.Damaged -> Presence.Damaged
}

internal fun FfiSetAside.lift(): SetAside = SetAside(File(path), passkeys?.toLong())

internal fun FfiReportTags.lift(): ReportTags = ReportTags(rpTag, tag)
