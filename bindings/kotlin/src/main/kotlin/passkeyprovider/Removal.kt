package passkeyprovider

import passkeyprovider.ffi.CommittedPurge
import passkeyprovider.ffi.CommittedRemoval
import passkeyprovider.ffi.Purged as FfiPurged
import passkeyprovider.ffi.Removal as FfiRemoval

/** What deleting a passkey did, and what is left to do. */
public data class Removal(
    /** The passkey, which can be restored until it is purged. */
    public val passkey: PasskeyRef,
    /** Whether the relying party may still list it: it must be removed there too. */
    public val serverMayHoldIt: Boolean,
    /** Where to do that; null if the host gave no link at opening. */
    public val manageUrl: String?,
)

/** What was permanently removed. */
public data class Purged(
    /** How many passkeys. */
    public val count: Long,
    /**
     * Whether bytes of them may still be in the store's log, because somebody was reading. Each later change
     * tries again to cut the log, and so does closing.
     */
    public val leftInLog: Boolean,
)

internal fun CommittedRemoval.lift(): Committed<Removal> = committed(value.lift(), epoch)

internal fun CommittedPurge.lift(): Committed<Purged> = committed(value.lift(), epoch)

private fun FfiRemoval.lift(): Removal = Removal(passkey.lift(), serverMayHoldIt, manageUrl)

private fun FfiPurged.lift(): Purged = Purged(count.toLong(), leftInLog)
